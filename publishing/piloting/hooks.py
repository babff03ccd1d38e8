"""What the editor is given for this. Imported by `publishing.wagtail_hooks`."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from practices.models import PracticePage
from publishing.piloting import admin_changes as changes
from publishing.piloting import admin_views as views


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Return the addresses of pilots in the editor."""
    of_page = "pilots/<int:page_id>/"
    of_pilot = f"{of_page}<int:pilot_id>/"
    of_change = f"{of_page}change/<int:change_id>/"
    return [
        path(of_page, views.PilotsView.as_view(), name="pilots"),
        path(f"{of_page}begin/", views.BeginView.as_view(), name="pilot_begin"),
        path(f"{of_page}export/<str:what>", views.ExportView.as_view(), name="pilots_export"),
        path(of_pilot, views.PilotView.as_view(), name="pilot"),
        path(f"{of_pilot}close/", views.CloseView.as_view(), name="pilot_close"),
        path(f"{of_pilot}open/", views.ReopenView.as_view(), name="pilot_reopen"),
        path(f"{of_pilot}sheet/", views.SheetView.as_view(), name="pilot_sheet"),
        path(f"{of_page}change/", changes.ChangeView.as_view(), name="pilot_change"),
        path(of_change, changes.ChangeView.as_view(), name="pilot_change_edit"),
        path(f"{of_change}show/", changes.ShowView.as_view(), name="pilot_change_show"),
        path(f"{of_change}remove/", changes.RemoveView.as_view(), name="pilot_change_remove"),
        path(f"{of_page}refined/", changes.RefinedView.as_view(), name="pilots_refined"),
    ]


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Give the header of a practice the way to its pilots."""
    yield from _button(page, user, priority=66)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Give a practice in a list the way to its pilots."""
    yield from _button(page, user, priority=55)


def _button(page: Page, user: Any, *, priority: int) -> Iterator[Button]:
    is_practice = page.specific_class is PracticePage and page.pk is not None
    if is_practice and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Pilots"), url=reverse("pilots", args=(page.pk,)), icon_name="clipboard-list", priority=priority
        )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what the page's history tells of pilots."""
    for name, label, message in (
        ("begin_pilot", _("Begin a pilot"), _("A pilot was begun")),
        ("close_pilot", _("Close the pilot"), _("A pilot was closed")),
        ("reopen_pilot", _("Open the pilot again"), _("A pilot was opened again")),
        ("tell_change", _("Tell of a change after feedback"), _("A change after feedback was told of")),
        ("show_change", _("Show a change after feedback"), _("A change after feedback was shown to readers")),
        ("remove_change", _("Remove a change after feedback"), _("A change after feedback was removed")),
    ):
        actions.register_action(f"publishing.{name}", label, message)
