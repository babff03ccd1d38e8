"""Keeps what search knows of a practice's use in step: it is indexed anew when an adoption changes what counts."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models.signals import post_delete, post_init, post_save

from adoption.models import Adoption, FollowUp
from adoption.reading.rooted import TWO_YEARS
from practices.indexing import index_after_commit
from practices.models import PracticePage

# What the numbers, values and lines of a practice are reckoned from (see `adoption.reading.rooted`).
COUNTS = ("practice", "state", "state_on", "since", "confirmed_at", "disputed_at", "is_demo")


def connect() -> None:
    """Listen to adoptions and to answers of follow-ups. Rows changed in bulk are indexed by `index_practices`."""
    post_init.connect(_remember, sender=Adoption, dispatch_uid="use read")
    post_save.connect(_adoption_saved, sender=Adoption, dispatch_uid="use saved")
    post_delete.connect(_adoption_deleted, sender=Adoption, dispatch_uid="use deleted")
    post_save.connect(_answered, sender=FollowUp, dispatch_uid="use answered")


def index_practices(practices: Iterable[UUID]) -> None:
    """Index practices in every language once the transaction is in the database, given their translation keys."""
    pages = PracticePage.objects.filter(translation_key__in=set(practices), alias_of__isnull=True)
    index_after_commit(pages.values_list("pk", flat=True))


def _remember(*, instance: Adoption, **_: Any) -> None:
    instance._counted = _what_counts(instance)  # type: ignore[attr-defined]


def _what_counts(adoption: Adoption) -> tuple[Any, ...] | None:
    """Return what practices are counted by, nothing for what does not count, nor of a row that was not wholly read."""
    told = vars(adoption)
    if any(name not in told for name in COUNTS) or adoption.confirmed_at is None or adoption.disputed_at:
        return None
    return tuple(told[name] for name in COUNTS)


def _adoption_saved(*, instance: Adoption, created: bool, **_: Any) -> None:
    before, now = (None if created else vars(instance).get("_counted")), _what_counts(instance)
    if before != now:
        instance._counted = now  # type: ignore[attr-defined]
        index_practices({counted[0] for counted in (before, now) if counted})


def _adoption_deleted(*, instance: Adoption, **_: Any) -> None:
    if _what_counts(instance):
        index_practices([instance.practice])


def _answered(*, instance: FollowUp, **_: Any) -> None:
    """An answer after two years tells that a practice took root."""
    if instance.answered_at and instance.month == TWO_YEARS:
        index_practices([instance.adoption.practice])
