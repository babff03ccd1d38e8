"""What follows: a suggestion goes with its draft, its sender hears of it, and deleted rows take their files along."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, pre_delete
from django.utils import timezone
from wagtail.models import Page, TaskState
from wagtail.signals import page_published, task_approved, workflow_rejected

from practices.models import PracticePage
from publishing.models import SuggestedFile, Suggestion
from publishing.suggesting.mails import tell_sender

State = Suggestion.State


def connect() -> None:
    """Listen to the life of drafts, and to the end of files."""
    page_published.connect(_published, sender=PracticePage, dispatch_uid="suggestion published")
    task_approved.connect(_approved, dispatch_uid="suggestion approved")
    workflow_rejected.connect(_rejected, dispatch_uid="suggestion rejected")
    pre_delete.connect(_page_deleted, sender=PracticePage, dispatch_uid="suggestion's page deleted")
    post_delete.connect(_file_deleted, sender=SuggestedFile, dispatch_uid="suggested file deleted")


def taken_up(page: Page) -> None:
    """Note that somebody works on the draft of a suggestion."""
    Suggestion.objects.filter(page=page.pk, state=State.WAITING).update(state=State.IN_WORK)


@transaction.atomic
def decline(suggestion: Suggestion, reply: str) -> bool:
    """Mark a suggestion as not taken in, and tell its sender; return whether that was done now."""
    mine = Suggestion.objects.undecided().filter(pk=suggestion.pk)
    if not mine.update(state=State.DECLINED, reply=reply, decided_at=timezone.now()):
        return False
    suggestion.refresh_from_db()
    tell_sender(suggestion, "declined", reply=reply)
    return True


def _published(*, instance: PracticePage, **_: Any) -> None:
    """The sender hears of the first publishing, also of what was turned down before."""
    unpublished = Suggestion.objects.received().exclude(state=State.PUBLISHED)
    for suggestion in unpublished.filter(page=instance.pk):
        found = Suggestion.objects.filter(pk=suggestion.pk).exclude(state=State.PUBLISHED)
        if found.update(state=State.PUBLISHED, decided_at=timezone.now()):
            tell_sender(suggestion, "published", page_url=instance.full_url)


def _approved(*, instance: Any, **_: Any) -> None:
    page = instance.workflow_state.content_object
    if isinstance(page, Page):
        taken_up(page)


def _rejected(*, instance: Any, **_: Any) -> None:
    """Turned down before anybody worked on it, it is not taken in; later on, it is the editors' own draft to mend."""
    page = instance.content_object
    if isinstance(page, Page):
        step = TaskState.objects.filter(pk=instance.current_task_state_id).first()
        comment = step.comment if step else ""
        for suggestion in Suggestion.objects.filter(page=page.pk, state=State.WAITING):
            decline(suggestion, comment)


def _page_deleted(*, instance: PracticePage, **_: Any) -> None:
    for suggestion in Suggestion.objects.undecided().filter(page=instance.pk):
        decline(suggestion, "")


def _file_deleted(*, instance: SuggestedFile, **_: Any) -> None:
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))
