"""What the editor is given for this. Imported by `publishing.wagtail_hooks`."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from publishing.roles import teams_of
from publishing.teams import admin
from publishing.teams.second_factor import is_enrolled, may_reset
from publishing.teams.seeing import visible_to

LOGGED = {
    "publishing.team.invite": (_("Invite"), _("Invited to the team")),
    "publishing.team.invite_again": (_("Invite again"), _("Invitation sent again")),
    "publishing.team.withdraw": (_("Withdraw invitation"), _("Invitation withdrawn")),
    "publishing.team.accept": (_("Join"), _("Joined the team")),
    "publishing.team.change_role": (_("Change role"), _("Role in the team changed")),
    "publishing.team.remove": (_("Remove from team"), _("Removed from the team")),
    "publishing.second_factor.reset": (_("Reset second factor"), _("Authenticator app taken out of use")),
}


@hooks.register("register_log_actions")
def log_actions(registry: LogActionRegistry) -> None:
    """Name what is logged of teams. The log tells numbers of people, no names and no addresses."""
    for action, (label, message) in LOGGED.items():
        registry.register_action(action, label, message)


@hooks.register("construct_page_chooser_queryset")
def pages_to_choose(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Offer published pages and one's own in the page chooser."""
    return visible_to(request.user, pages)


@hooks.register("before_delete_page")
@hooks.register("before_move_page")
def keep_locked_page(
    request: HttpRequest, page: Page, destination: Page | None = None
) -> HttpResponse | None:
    """A lock, or a review, keeps a page from being deleted or moved too; Wagtail thinks of its text alone."""
    if request.method != "POST" or not page.permissions_for_user(request.user).page_locked():
        return None
    messages.error(
        request, _("The page is locked, so it stays as it is. Unlock it first, or end its review.")
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_locked_pages(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The same for many pages at once."""
    pages = [each for each in objects if isinstance(each, Page)] if action_type in ("delete", "move") else []
    for page in pages:
        if refusal := keep_locked_page(request, page):
            return refusal
    return None


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Return the addresses of teams in the editor."""
    of_person, of_invitation = "teams/<int:pk>/people/<int:user>/", "teams/<int:pk>/invitations/<int:number>/"
    return [
        path("teams/", admin.TeamsView.as_view(), name="teams"),
        path("teams/<int:pk>/", admin.TeamView.as_view(), name="team"),
        path(f"{of_person}role/", admin.ChangeRole.as_view(), name="team_change_role"),
        path(f"{of_person}remove/", admin.RemovePerson.as_view(), name="team_remove"),
        path(f"{of_invitation}send/", admin.SendAgain.as_view(), name="team_send_again"),
        path(f"{of_invitation}withdraw/", admin.Withdraw.as_view(), name="team_withdraw"),
        path(
            "teams/second-factor/<int:user>/", admin.ResetSecondFactor.as_view(), name="reset_second_factor"
        ),
    ]


class TeamsMenuItem(MenuItem):
    """Shown to those who work in a team, and to the network."""

    def is_shown(self, request: HttpRequest) -> bool:
        return teams_of(request.user).exists()


@hooks.register("register_admin_menu_item")
def teams_menu_item() -> MenuItem:
    """Return the teams' entry of the menu."""
    return TeamsMenuItem(_("Teams"), reverse("teams"), name="teams", icon_name="group", order=160)


@hooks.register("register_account_menu_item")
def account_menu_item(request: HttpRequest) -> dict[str, Any]:
    """Lead from the editor's settings to one's own account: password, authenticator app, recovery codes."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Password and authenticator app"),
        "help_text": _("Change your password or your device, see your recovery codes."),
    }


@hooks.register("register_user_listing_buttons")
def user_buttons(user: Any, request_user: Any) -> Iterator[Button]:
    """Let a superuser help somebody who has lost their phone, from the list of users."""
    if may_reset(request_user, user) and is_enrolled(user):
        yield Button(
            _("Lost the app"), reverse("reset_second_factor", args=[user.pk]), icon_name="key", priority=40
        )
