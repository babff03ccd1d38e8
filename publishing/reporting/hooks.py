"""What the editor is given for this. Imported by `publishing.wagtail_hooks`."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from practices.models import PracticePage, ProjectPage
from publishing.reporting import views


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Return the addresses of reports in the editor."""
    return [
        path("reports/project/<int:page_id>/", views.project_reports, name="project_reports"),
        path("reports/project/<int:page_id>/archive/", views.archive, name="project_archive"),
        path("reports/innokyla/<int:page_id>/", views.innokyla, name="innokyla"),
        path("reports/visits/<int:page_id>/", views.visits, name="visits_report"),
    ]


@hooks.register("register_page_header_buttons")
def header_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Yield the reports that a page's header offers to those who may edit the page."""
    if not isinstance(page, PracticePage | ProjectPage) or not page.permissions_for_user(user).can_edit():
        return
    if isinstance(page, ProjectPage):
        address = reverse("project_reports", args=[page.pk])
        yield Button(_("Reports"), address, icon_name="doc-full", priority=86)
        return
    yield Button(_("Visits"), reverse("visits_report", args=[page.pk]), icon_name="view", priority=88)
    address = reverse("innokyla", args=[page.pk])
    yield Button(_("Text for Innokylä"), address, icon_name="copy", priority=89)
