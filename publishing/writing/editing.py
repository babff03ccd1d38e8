"""The editor's views of pages: none loses an update, a practice's has the panel for writing, and a start before it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.create import AddSubpageView
from wagtail.admin.views.pages.revisions import RevisionsRevertView

from practices.editing import Careful, CarefulCreateView, CarefulPages
from practices.models import PracticePage
from publishing.writing.conflicts import NoLostUpdate
from publishing.writing.panel import WritingPanel


class WithWritingPanel:
    """A view of a practice's form, with the panel for writing first among those at its side."""

    page: Any
    parent: Any
    request: HttpRequest
    expects_json_response: bool

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()  # type: ignore[misc]  # the view's
        if self.expects_json_response:  # saved by itself: the panel follows the form, not the page
            return panels
        return MediaContainer([WritingPanel(self.page, self.request, parent=self._parent()), *panels])

    def _parent(self) -> Any:
        return self.parent_page if hasattr(self, "parent_page") else self.parent


class GuardedEditView(Careful, NoLostUpdate):
    """A page that is there."""


class GuardedRevertView(Careful, NoLostUpdate, RevisionsRevertView):
    """A page's earlier version, to be saved as its newest."""


class PracticeCreateView(WithWritingPanel, CarefulCreateView):
    """A new practice."""


class PracticeEditView(WithWritingPanel, GuardedEditView):
    """A practice that is there."""


class PracticeRevertView(WithWritingPanel, GuardedRevertView):
    """A practice's earlier version."""


class StartBelowProject(AddSubpageView):
    """Below a project there is one kind of page; the way to a new one leads over what it starts from."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return over_start(super().dispatch(request, *args, **kwargs))


class ChooseProject(ChooseParentView):
    """Where a new practice goes, chosen from the list of practices."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return over_start(super().dispatch(request, *args, **kwargs))


def over_start(response: HttpResponse) -> HttpResponse:
    """Return an answer that leads to the form of a new practice as one that leads to what it may start from."""
    location = response.headers.get("Location")
    if location is None:
        return response
    match = resolve(location)
    if match.view_name == "wagtailadmin_pages:add" and "practicepage" in match.kwargs.values():
        return redirect("start_practice", match.kwargs["parent_page_id"])
    return response


class GuardedPages(CarefulPages):
    """The editor's views of every page type."""

    edit_view_class = GuardedEditView
    revisions_revert_view_class = GuardedRevertView


class PracticePages(GuardedPages):
    """The editor's views of practices, and the way to a new one."""

    model = PracticePage
    add_view_class = PracticeCreateView
    add_subpage_view_class = StartBelowProject
    edit_view_class = PracticeEditView
    revisions_revert_view_class = PracticeRevertView
