"""Mails of the steps: to those whose turn it is, and to whoever handed a page in."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, Task, TaskState, WorkflowState

from practices.mailing import send_mail
from publishing.models import NetworkReview, ProjectCheck
from publishing.notices import language_of, stop_url
from publishing.reviewing.deciding import step_address
from publishing.reviewing.people import asked_about
from publishing.stopping.kinds import is_wanted


def ask(state: TaskState, due: date | None, *, by: Any) -> int:
    """Tell those whose turn it is, but not `by` who has brought the page there; return how many."""
    page = state.workflow_state.content_object
    asked = [user for user in asked_about(state.task, page) if user != by]
    url = step_address(state) if due else edit_address(page)
    context = {
        "step": state.task,
        "is_network_review": state.task.specific_class is NetworkReview,
        "due": due,
        "url": settings.SITE_URL + url,
    }
    return _send(asked, "submitted", "review_asked", state.workflow_state, context)


def tell_returned(workflow_state: WorkflowState, *, by: Any) -> int:
    """Tell whoever handed a page in that changes are asked for, and which."""
    state = workflow_state.current_task_state
    context = {"comment": state.specific.get_comment(), "by": name_of(by), "step": state.task}
    return _send(_sender(workflow_state, by), "rejected", "review_returned", workflow_state, context)


def tell_approved(workflow_state: WorkflowState, *, by: Any) -> int:
    """Tell whoever handed a page in that readers find it, or from when on."""
    last = workflow_state.current_task_state
    comment = last.specific.get_comment() if last is not None else ""
    context = {"comment": comment, "by": name_of(by)}
    return _send(_sender(workflow_state, by), "approved", "review_approved", workflow_state, context)


def name_of(user: Any) -> str:
    """Return what a user is called; of one who is gone, or of no user, nothing."""
    return str(get_user_display_name(user)) if user is not None else ""


def step_name(task: Task) -> str:
    """Return what a step is called in the language in force; steps of other workflows are called as they are."""
    kind = task.specific_class
    return capfirst(str(kind._meta.verbose_name)) if kind in (ProjectCheck, NetworkReview) else task.name


def edit_address(page: Page) -> str:
    """Return the address of a page's editor."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _sender(workflow_state: WorkflowState, by: Any) -> list[Any]:
    user = workflow_state.requested_by
    return [user] if user is not None and user != by else []


def _send(
    users: Iterable[Any],
    kind: str,
    template: str,
    workflow_state: WorkflowState,
    context: Mapping[str, Any],
) -> int:
    """Send a mail about a page to each user who wants the kind, a switch of Wagtail's profile; return how many."""
    page = workflow_state.content_object.specific
    told = {
        "page": page,
        "title": page.draft_title or page.title,
        "sender": name_of(workflow_state.requested_by),
        "edit_url": settings.SITE_URL + edit_address(page),
        **context,
    }
    wanting = [user for user in users if user.is_active and user.email and is_wanted(user, kind)]
    for user in wanting:
        send_mail(
            f"publishing/mail/{template}.txt",
            user.email,
            language=language_of(user),
            context={**told, "user": user},
            stop_url=stop_url(user, kind),
        )
    return len(wanting)
