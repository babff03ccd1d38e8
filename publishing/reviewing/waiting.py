"""What waits for a user's decision, and handing a page in: for other parts of publishing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState

from publishing.reviewing.mails import edit_address, step_name


@dataclass(frozen=True)
class Waiting:
    """A step that waits for somebody: of which page, until when (None in workflows without due dates), and where."""

    step: str
    page: Page
    due: date | None
    url: str

    @property
    def is_overdue(self) -> bool:
        """Whether its time is over."""
        return self.due is not None and self.due < timezone.localdate()


def waiting_for(user: Any) -> list[Waiting]:
    """Return the steps whose turn it is a user's to decide, those due first; the number of queries does not grow."""
    states = (
        TaskState.objects.reviewable_by(user)
        .select_related("review", "workflow_state", "task__content_type")
        .prefetch_related("workflow_state__content_object__locale")
        .order_by(F("review__due").asc(nulls_last=True), "pk")
    )
    return [_waiting(state) for state in states if isinstance(state.workflow_state.content_object, Page)]


def _waiting(state: TaskState) -> Waiting:
    page = state.workflow_state.content_object
    review = getattr(state, "review", None)
    url = reverse("review", args=[review.pk]) if review else edit_address(page)
    return Waiting(step_name(state.task), page, review.due if review else None, url)


@transaction.atomic
def submit(page: Page, user: Any = None) -> WorkflowState | None:
    """Hand a page in as the editor does, with its newest version; return where it is on its way.

    A page that is on its way already stays there; one that was returned goes on where it was. None where no workflow is
    over the page. What the page lacks is said when somebody wants to approve it.
    """
    specific = page.specific
    workflow = specific.get_workflow()
    if workflow is None:
        return None
    if specific.get_latest_revision() is None:
        specific.save_revision(user=user, clean=False)
    under_way = specific.current_workflow_state
    if under_way is None:
        return workflow.start(specific, user)
    if under_way.status == WorkflowState.STATUS_NEEDS_CHANGES:
        under_way.resume(user)
    return under_way
