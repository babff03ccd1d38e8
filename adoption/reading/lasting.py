"""Whether a practice is still in use a year and two years after it was taken into use.

The rules, so that nobody is told more than is known:

* Counted are confirmed adoptions whose 12 (24) months have passed, and of which the portal knew before that day. Who
  registers a practice years afterwards does so because it is still in use: with those, nearly all would last. They are
  told of apart (`told_later`).
* The history says whether the practice was running (tried, in use or embedded) on that day. If it was stopped by then,
  it did not last.
* A history that only has no end proves nothing. "Still in use" is said where the institution told something on that day
  or later: it answered a follow-up, or came into another state. Else it is "not answered".
* A share is said from ten institutions on, of all that are counted; those that did not answer are not taken for users.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from adoption.models import Adoption
from adoption.pulse.planning import months_after

MONTHS = (12, 24)
ENOUGH_FOR_SHARE = 10
STILL, ENDED, UNKNOWN = "still", "ended", "unknown"


@dataclass(frozen=True)
class Lasting:
    """How many adoptions lasted so many months, stopped before, or did not answer."""

    months: int
    still: int
    ended: int
    unknown: int
    told_later: int

    @property
    def counted(self) -> int:
        """How many institutions that is in all."""
        return self.still + self.ended + self.unknown

    @property
    def share(self) -> int | None:
        """Per cent of them that still use it, at least; None where they are too few to say."""
        return round(100 * self.still / self.counted) if self.counted >= ENOUGH_FOR_SHARE else None


def lasting_of(adoptions: Iterable[Adoption], today: date) -> list[Lasting]:
    """Return what is known after 12 and 24 months; a time that nobody has reached yet is left out.

    Asks for `changes` and `follow_ups` of each adoption: prefetch them.
    """
    confirmed = list(adoptions)
    found = [_after(months, confirmed, today) for months in MONTHS]
    return [each for each in found if each.counted or each.told_later]


def _after(months: int, adoptions: list[Adoption], today: date) -> Lasting:
    told = {STILL: 0, ENDED: 0, UNKNOWN: 0}
    later = 0
    for adoption in adoptions:
        if adoption.since is None or adoption.confirmed_at is None:
            continue
        day = months_after(adoption.since, months)
        if day > today:
            continue
        if timezone.localdate(adoption.confirmed_at) >= day:
            later += 1
        else:
            told[outcome(adoption, day)] += 1
    return Lasting(months, told[STILL], told[ENDED], told[UNKNOWN], later)


def outcome(adoption: Adoption, day: date) -> str:
    """Return whether the practice was in use on a day, had ended, or nobody told since."""
    changes = sorted(adoption.changes.all(), key=lambda change: (change.on, change.pk))
    before = [change for change in changes if change.on <= day]
    if before and before[-1].state not in Adoption.RUNNING:
        return ENDED
    answers = (each.answered_at for each in adoption.follow_ups.all() if each.answered_at)
    heard = any(change.on >= day for change in changes) or any(
        timezone.localdate(answered) >= day for answered in answers
    )
    return STILL if heard else UNKNOWN
