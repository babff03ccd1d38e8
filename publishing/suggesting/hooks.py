"""What the editor is given for suggestions. Imported by `publishing.wagtail_hooks`."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.models import Page

from publishing.models import Suggestion
from publishing.suggesting import desk
from publishing.suggesting.following import taken_up


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Return the addresses of suggestions in the editor."""
    return [
        path("suggestions/", desk.SuggestionList.as_view(), name="suggestions"),
        path(
            "suggestions/results/", desk.SuggestionList.as_view(results_only=True), name="suggestions_results"
        ),
        path("suggestions/<uuid:pk>/", desk.SuggestionView.as_view(), name="suggestion_desk"),
        path(
            "suggestions/<uuid:pk>/files/<int:number>/", desk.FileView.as_view(), name="suggestion_desk_file"
        ),
        path("suggestions/<uuid:pk>/write/", desk.WriteView.as_view(), name="suggestion_write"),
        path(
            "suggestions/<uuid:pk>/decline/", desk.WriteView.as_view(declines=True), name="suggestion_decline"
        ),
    ]


class SuggestionsMenuItem(MenuItem):
    """The list of suggestions, for those who have any."""

    def is_shown(self, request: HttpRequest) -> bool:
        return desk.sees_any(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Return the entry of the menu."""
    return SuggestionsMenuItem(
        gettext_lazy("Suggestions"),
        reverse("suggestions"),
        name="suggestions",
        icon_name="mail",
        order=320,
    )


class WaitingSuggestions(SummaryItem):
    """On the editor's first page: how many suggestions wait."""

    order = 410
    template_name = "publishing/admin/suggestions_summary.html"

    def is_shown(self) -> bool:
        return desk.sees_any(self.request.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the number and where the list is."""
        waiting = desk.seen_by(self.request.user).filter(state=Suggestion.State.WAITING).count()
        return {"waiting": waiting, "url": f"{reverse('suggestions')}?state={Suggestion.State.WAITING}"}


@hooks.register("construct_homepage_summary_items")
def waiting_suggestions(request: HttpRequest, items: list[Any]) -> None:
    """Show on the first page how many suggestions wait."""
    items.append(WaitingSuggestions(request))


@hooks.register("after_edit_page")
def note_editing(request: HttpRequest, page: Page) -> None:
    """The sender sees that somebody works on it."""
    taken_up(page)


@hooks.register("before_edit_page")
def say_where_from(request: HttpRequest, page: Page) -> None:
    """Tell on top of a suggestion's draft where it comes from, and what the sender is told when."""
    if request.method != "GET":
        return
    suggestion = desk.seen_by(request.user).undecided().filter(page=page.pk).first()
    if suggestion is None:
        return
    said = [
        _("This draft was made of what %(organisation)s suggested. The sender is told when it is published.")
        % {"organisation": suggestion.organisation}
    ]
    if suggestion.language != page.locale.language_code:
        said.append(
            _(
                "It is written in another language: put it into the language of this page before you publish. "
                "The sender's own words stay with the suggestion, for the translation."
            )
        )
    if suggestion.state == Suggestion.State.WAITING:
        said.append(
            _(
                "If you send it back before anybody has edited it, the sender is told that it was not taken in, "
                "with your comment."
            )
        )
    link = messages.button(reverse("suggestion_desk", args=[suggestion.pk]), _("Open the suggestion"))
    messages.info(request, " ".join(said), buttons=[link])
