"""What Wagtail's editor is given: the local versions of the practices that one edits."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from adoption.local import desk
from adoption.menu import HOOK


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Return the addresses of local versions in the editor."""
    return [
        path("local-versions/", desk.VersionList.as_view(), name="local_desk"),
        path(
            "local-versions/results/", desk.VersionList.as_view(results_only=True), name="local_desk_results"
        ),
        path("local-versions/<int:pk>/", desk.VersionView.as_view(), name="local_desk_version"),
    ]


class VersionsMenuItem(MenuItem):
    """The list of local versions, for those who edit practices."""

    def is_shown(self, request: HttpRequest) -> bool:
        return desk.sees_any(request.user)


@hooks.register(HOOK)
def menu_item() -> MenuItem:
    """Return the entry of the menu."""
    return VersionsMenuItem(
        _("How institutions do it"),
        reverse("local_desk"),
        name="local-versions",
        icon_name="group",
        order=330,
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what the page's history tells of local versions."""
    for name, label, message in (
        ("hide_local_version", _("Hide a local version"), _("A local version was hidden from readers")),
        (
            "show_local_version",
            _("Show a local version again"),
            _("A local version is shown to readers again"),
        ),
    ):
        actions.register_action(f"adoption.{name}", label, message)
