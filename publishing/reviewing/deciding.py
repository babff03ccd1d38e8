"""Deciding a step: once, by those who may, about the version that they saw, and with what the step asks for."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState

from publishing.models import Review
from publishing.reviewing.due import review_of
from publishing.reviewing.forms import form_for
from publishing.reviewing.sameness import says_the_same
from publishing.writing.prompts import names_with_prompts, refusal

# Why nothing was decided, by the word that the address of the step's page then carries.
DECIDED, CHANGED, LACKING, INCOMPLETE = "decided", "changed", "lacking", "incomplete"


@transaction.atomic
def decide(task_state: TaskState, user: Any, action: str, *, revision: Any = None, **sent: Any) -> str | None:
    """Approve or return a step; return None, or the address of a page that says why nothing was done.

    `revision` is the version that the user saw; without it the one that was handed in. What was sent is read again by
    the step's form: Wagtail's editor passes it on as it comes. Raises PermissionDenied for another team's page.
    """
    page = _locked_page(task_state)
    state = TaskState.objects.select_for_update().get(pk=task_state.pk)
    task = state.task.specific
    if page is None or action not in [name for name, _label, _window in task.get_actions(page, user)]:
        raise PermissionDenied
    if state.status != TaskState.STATUS_IN_PROGRESS:
        return step_address(state, DECIDED)
    form = form_for(task, action)(sent)
    if not form.is_valid():
        return step_address(state, LACKING)
    comment = form.cleaned_data.get("comment", "")
    if action == "reject":
        state.reject(user=user, comment=comment)
        return None
    return _approve(state, page, user, seen=revision or state.revision_id, form=form, comment=comment)


def _locked_page(task_state: TaskState) -> Page | None:
    """Return the page, which nobody can save a version of until this is decided."""
    return Page.objects.select_for_update().filter(pk=task_state.workflow_state.object_id).first()


def _approve(state: TaskState, page: Page, user: Any, *, seen: int, form: Any, comment: str) -> str | None:
    newest = page.latest_revision
    if newest.pk != seen and newest.user_id != user.pk:
        return step_address(state, CHANGED)
    if what_lacks(page):
        return step_address(state, INCOMPLETE)
    _move_to(newest, state)
    _keep_ticks(state, user, form)
    state.approve(user=user, comment=comment)
    return None


def _move_to(newest: Revision, state: TaskState) -> None:
    """Let the approval count for the newest version: the user saw it or has just written it; only it can go live.

    Earlier steps count on, too, where it says the same as the version that they approved. Else they are asked again.
    """
    if says_the_same(newest, state.revision):
        done = (TaskState.STATUS_APPROVED, TaskState.STATUS_SKIPPED)
        earlier = state.workflow_state.task_states.filter(revision=state.revision, status__in=done)
        earlier.update(revision=newest)
    state.revision = newest
    state.save(update_fields=["revision"])


def what_lacks(page: Page) -> dict[str, list[str]]:
    """Return what keeps the newest version of a page from being published: messages by field."""
    newest = page.get_latest_revision_as_object()
    terms = [field for field in newest._meta.many_to_many if not field.blank]
    lacking = {f.name: [_("Choose at least one.")] for f in terms if not getattr(newest, f.name).all()}
    values = {field.name: getattr(newest, field.name) for field in newest._meta.concrete_fields}
    lacking |= {name: [refusal(name)] for name in names_with_prompts(values)}
    try:
        newest.full_clean()
    except ValidationError as problem:
        return dict(problem.message_dict) | lacking
    return lacking


def _keep_ticks(state: TaskState, user: Any, form: Any) -> None:
    """Keep what was ticked, by whom and when, also in the page's log."""
    review = review_of(state)
    ticked = [name for name in Review.CHECKS if form.cleaned_data.get(name)]
    for name in ticked:
        setattr(review, name, True)
    review.checked_by, review.checked_at = user, timezone.now()
    review.save()
    if ticked:
        data = {"checks": ticked}
        log(state.revision.as_object(), "publishing.checked", user=user, data=data, revision=state.revision)


def skip(task: Any, workflow_state: Any, user: Any) -> TaskState:
    """Return a step that is done as it begins, with a line in the log: who would be asked has handed the page in."""
    page = workflow_state.content_object
    state = TaskState.objects.create(
        workflow_state=workflow_state,
        task=task,
        revision=page.get_latest_revision(),
        status=TaskState.STATUS_SKIPPED,
        finished_at=timezone.now(),
        finished_by=user,
    )
    log(page.specific, "publishing.check_skipped", user=user, revision=state.revision)
    return state


def step_address(state: TaskState, said: str = "") -> str:
    """Return the address of a step's page, with a word that it explains."""
    address = reverse("review", args=[review_of(state).pk])
    return f"{address}?said={said}" if said else address
