"""Until when a step is to be decided: set when it begins, changed by those who decide."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import TaskState

from publishing.models import Review

SATURDAY = 5


def review_of(state: TaskState) -> Review:
    """Return what is kept of a step, made unless it is there."""
    return Review.objects.get_or_create(task_state=state, defaults={"due": first_due(state)})[0]


def first_due(state: TaskState) -> date:
    """Return when a step that began is to be decided: after its usual time, on Monday where that is a weekend."""
    due = timezone.localdate(state.started_at) + state.task.specific_class.lasts
    return due + timedelta(days=7 - due.weekday()) if due.weekday() >= SATURDAY else due


@transaction.atomic
def change_due(review: Review, due: date, *, user: Any) -> None:
    """Give a step another due date, with a line in the page's log; it is reminded of anew."""
    before = review.due
    if before == due:
        return
    review.due, review.reminded_on = due, None
    review.save(update_fields=["due", "reminded_on"])
    state = review.task_state
    data = {"before": before.isoformat(), "due": due.isoformat()}
    page = state.workflow_state.content_object.specific
    log(page, "publishing.due_changed", user=user, data=data, revision=state.revision)
