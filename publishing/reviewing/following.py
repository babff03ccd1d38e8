"""What follows from the steps of a review: deadlines and mails.

Wagtail mails of these events too, without due dates, in the same breath as the decision, and to administrators who
have no part in it. Ours stand in the place of its receivers: under the same names, of which a signal takes one.
"""

from typing import Any

from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from publishing.models import NetworkReview, ProjectCheck
from publishing.reviewing import mails
from publishing.reviewing.due import review_of


def connect() -> None:
    """Listen to the steps of workflows, instead of Wagtail's mails."""
    for signal, receiver, sender, name in (
        (task_submitted, begun, TaskState, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, handed_in, WorkflowState, "workflow_state_submitted_email_notification"),
        (workflow_rejected, returned, WorkflowState, "workflow_state_rejected_email_notification"),
        (workflow_approved, approved, WorkflowState, "workflow_state_approved_email_notification"),
    ):
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(receiver, sender=sender, dispatch_uid=name)


def begun(instance: TaskState, user: Any = None, **_kwargs: Any) -> None:
    """Give a step its due date, and tell those whose turn it is."""
    task = instance.task.specific
    review = review_of(instance) if isinstance(task, ProjectCheck | NetworkReview) else None
    if isinstance(instance.workflow_state.content_object, Page):
        mails.ask(instance, review.due if review else None, by=user)


def handed_in(instance: WorkflowState, **_kwargs: Any) -> None:
    """Say nothing: whoever is asked to do the first step has been told, and nobody else has to know."""


def returned(instance: WorkflowState, user: Any = None, **_kwargs: Any) -> None:
    """Tell whoever handed a page in what has to change."""
    if isinstance(instance.content_object, Page):
        mails.tell_returned(instance, by=user)


def approved(instance: WorkflowState, user: Any = None, **_kwargs: Any) -> None:
    """Tell whoever handed a page in that it is approved."""
    if isinstance(instance.content_object, Page):
        mails.tell_approved(instance, by=user)
