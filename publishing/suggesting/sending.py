"""What a sender does with a suggestion: each deed is done once, however often it is asked for, or not at all."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex

from practices.models import Project
from publishing.models import SuggestedFile, Suggestion
from publishing.suggesting.forms import CONSENT
from publishing.suggesting.mails import mail_confirmation, tell_team
from publishing.suggesting.making import draft_of
from publishing.suggesting.steps import FILES, Step, lacks_of
from publishing.uploads import CheckedFile

State = Suggestion.State
MOST_FILES = 5


class TooManyFiles(Exception):
    """There are as many files as there may be."""


def locked(suggestion: Suggestion) -> Suggestion:
    """Return the row as it is now, kept from others until the transaction ends. Raises DoesNotExist."""
    return Suggestion.objects.select_for_update().get(pk=suggestion.pk)


@transaction.atomic
def save_answers(suggestion: Suggestion, step: Step, answers: dict[str, Any], *, language: str) -> bool:
    """Keep the answers of a step, and return whether the suggestion was still being written."""
    row = locked(suggestion)
    if row.state != State.OPEN:
        return False
    row.answers = {**row.answers, step.key: answers}
    row.language = language
    if step.key == "what":
        row.title = answers["title"][:255]
    if step.key == "who":
        row.organisation, row.email = answers["organisation"][:200], answers["email"][:254]
        row.project = Project.objects.filter(slug=answers["project"]).first()
        row.consent = str(CONSENT) if answers["consent"] else ""
    row.save()
    return True


@transaction.atomic
def add_file(suggestion: Suggestion, checked: CheckedFile, *, licence: str) -> SuggestedFile | None:
    """Keep a checked file with a suggestion; None where it is not being written any more. Raises TooManyFiles."""
    row = locked(suggestion)
    if row.state != State.OPEN:
        return None
    if row.files.count() >= MOST_FILES:
        raise TooManyFiles
    added = SuggestedFile(suggestion=row, name=checked.name, size=checked.size, licence=licence)
    added.file.save(
        f"{row.pk.hex}.{checked.kind}", checked.file
    )  # saves the row too; no name of theirs on the disk
    row.save(update_fields=["changed_at"])
    return added


@transaction.atomic
def remove_file(suggestion: Suggestion, pk: int) -> bool:
    """Delete a file of a suggestion that is being written, and return whether it was there."""
    row = locked(suggestion)
    found = row.files.filter(pk=pk) if row.state == State.OPEN else row.files.none()
    return bool(found.delete()[0])


@transaction.atomic
def send(suggestion: Suggestion) -> bool:
    """Send a suggestion, with a mail that asks for confirmation; return whether it was sent now.

    One that lacks something, or has been sent already, stays as it is.
    """
    row = locked(suggestion)
    if row.state != State.OPEN or lacks_of(row):
        return False
    row.answers.setdefault(FILES.key, {})
    row.state, row.sent_at = State.SENT, timezone.now()
    row.save()
    mail_confirmation(row)
    return True


@transaction.atomic
def take_back(suggestion: Suggestion) -> bool:
    """Let a suggestion that waits for confirmation be changed again; links that confirm it lead nowhere from now on."""
    row = locked(suggestion)
    if row.state != State.SENT:
        return False
    row.state, row.sent_at = State.OPEN, None
    row.save()
    return True


@transaction.atomic
def confirm(suggestion: Suggestion) -> bool:
    """Make a draft of a sent suggestion for its project's editors, and return whether that was done now.

    Raises making.NoPlace where the portal has no project, and ValidationError where no page can be made of it.
    """
    mine = Suggestion.objects.filter(pk=suggestion.pk, state=State.SENT, sent_at=suggestion.sent_at)
    # One statement that finds and marks the row: of many at the same time it is one's.
    if not mine.update(state=State.WAITING, confirmed_at=timezone.now()):
        return False
    row = locked(suggestion)
    row.page = draft_of(row)
    row.save()
    tell_team(row, "received")
    return True


@transaction.atomic
def withdraw(suggestion: Suggestion) -> None:
    """Delete all that the sender has given. A draft goes too; what is published stays, since it was licensed."""
    row = locked(suggestion)
    family = [*row.page.get_translations(inclusive=True)] if row.page else []
    drafts = family if all(page.first_published_at is None for page in family) else []
    made = [each for file in row.files.all() for each in (file.document, file.image) if each is not None]
    if row.state in (State.WAITING, State.IN_WORK):
        tell_team(row, "withdrawn")
    row.delete()
    for page in sorted(drafts, key=lambda page: page.alias_of_id is None):  # an alias would outlive its page
        page.delete()
    for each in made if drafts else []:
        if not ReferenceIndex.get_references_to(each).exists():
            each.delete()
