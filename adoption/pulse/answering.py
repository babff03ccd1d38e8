"""What an answer does: to the follow-up, and to the adoption's state. Sent ten times it does the same once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from adoption.models import Adoption, FollowUp, StateChange
from adoption.pulse.links import is_closed
from adoption.states import change_state, locked
from practices.models import PortalImage

Answer, State = FollowUp.Answer, Adoption.State
SOURCE = StateChange.Source.PULSE
ENOUGH = 2  # places in which a practice is written down: then it may be called embedded


class TooLate(Exception):
    """The answer stands: the time in which it can be mended is over."""


@dataclass(frozen=True)
class Stop:
    """Since when a practice is not in use any more, and why as far as it was told (a value of Adoption.Reason)."""

    on: date
    reason: str = ""
    words: str = ""


@dataclass(frozen=True)
class Details:
    """What was told beyond the answer; None and "" are "not told"."""

    embedding: Mapping[str, bool | None] = field(default_factory=dict)  # by FollowUp.EMBEDDING
    students: int | None = None
    hours: Decimal | None = None
    changed: str = ""
    story: str = ""
    consent: str = ""  # the words that were agreed to, where there is a story or photo
    photo: PortalImage | None = None  # already saved, to take the place of the one before
    photo_alt: str = ""
    removes_photo: bool = False


@transaction.atomic
def give_answer(follow_up: FollowUp, answer: str, *, today: date, stop: Stop | None = None) -> FollowUp:
    """Keep an answer (of FollowUp.Answer), bring the adoption into the state that it tells of, and return the row.

    `stop` belongs to "stopped". Raises TooLate; DoesNotExist where adoption or follow-up is gone meanwhile.
    """
    adoption = locked(follow_up.adoption)
    row = _open_row(follow_up)
    if row.answer == answer and answer != Answer.STOPPED:
        return row
    row.answer = answer
    row.answered_at = row.answered_at or timezone.now()
    row.save(update_fields=["answer", "answered_at"])
    if answer == Answer.STOPPED:
        told = stop or Stop(today)
        change_state(
            adoption, State.STOPPED, told.on, source=SOURCE, reason=told.reason, reason_words=told.words
        )
    elif adoption.state not in Adoption.IN_USE:
        change_state(adoption, State.IN_USE, today, source=SOURCE)
    return row


@transaction.atomic
def tell_more(follow_up: FollowUp, details: Details) -> bool:
    """Keep what was told beyond the answer; return whether there is a story or photo that nobody has looked at.

    Raises TooLate; DoesNotExist.
    """
    row = _open_row(follow_up)
    before = (row.story, row.photo_id, row.photo_alt)
    for name in FollowUp.EMBEDDING:
        setattr(row, name, details.embedding.get(name))
    row.students, row.hours = details.students, details.hours
    row.changed, row.story = details.changed, details.story
    old = row.photo if details.photo or details.removes_photo else None
    if details.photo or details.removes_photo:
        row.photo = details.photo
    row.photo_alt = details.photo_alt if row.photo else ""
    shows = bool(row.story or row.photo)
    row.story_consent = details.consent if shows else ""
    is_new = (row.story, row.photo_id, row.photo_alt) != before
    if is_new:  # what readers see was looked at as it stands
        row.story_checked_at = row.story_hidden_at = None
    row.save()
    if old is not None:
        old.delete()
    return shows and is_new


@transaction.atomic
def call_embedded(follow_up: FollowUp, *, today: date) -> bool:
    """Bring the adoption into the state "embedded" where it may be called so, and return whether that was new."""
    adoption = locked(follow_up.adoption)
    row = _open_row(follow_up)
    return may_be_embedded(row, adoption) and change_state(adoption, State.EMBEDDED, today, source=SOURCE)


def may_be_embedded(follow_up: FollowUp, adoption: Adoption) -> bool:
    """Return whether a practice in use is written down in so many places that it may be called embedded."""
    written = sum(getattr(follow_up, name) is True for name in FollowUp.EMBEDDING)
    return adoption.state == State.IN_USE and written >= ENOUGH


def first_stop(adoption: Adoption) -> date:
    """Return the first day on which a practice can have been stopped: not before what is known of its use."""
    used = adoption.changes.exclude(state=State.STOPPED).aggregate(last=Max("on"))["last"]
    return max((day for day in (used, adoption.since) if day is not None), default=date.min)


def _open_row(follow_up: FollowUp) -> FollowUp:
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("photo").get(pk=follow_up.pk)
    if is_closed(row):
        raise TooLate
    return row
