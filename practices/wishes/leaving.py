"""A wish is left or seconded, each counted once, however many send it at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from practices import limits
from practices.models import Wish
from practices.models.wish import WishQuerySet, need_key

ATTEMPTS = 3


def leave_wish(request: HttpRequest, *, language: str, need: str, situation: str) -> bool:
    """Save a wish, and return whether it is new: where the same need is there already, it is seconded instead.

    Sent again by the same address, it is neither. Raises DatabaseError where nothing could be saved.
    """
    key = need_key(need, language=language)
    with _first_time(request, language, key) as is_first:
        there, is_new = _wish_for(language, key, need, situation)
        if is_first and not is_new:
            there.second()
    return is_new


def second(request: HttpRequest, wishes: WishQuerySet, number: int) -> bool:
    """Count one more who needs the same, and return whether that was not counted today already.

    Raises Wish.DoesNotExist where it is not among `wishes`, DatabaseError where it could not be saved.
    """
    wish = wishes.get(pk=number)
    with _first_time(request, wish.language, wish.key) as is_first:
        if is_first:
            wishes.filter(pk=number).second()
    return is_first


def _wish_for(language: str, key: str, need: str, situation: str) -> tuple[WishQuerySet, bool]:
    """Return (the wish for a need, alone, whether it was made now)."""
    for attempt in range(1, ATTEMPTS + 1):
        there = Wish.objects.unanswered().filter(language=language, key=key)
        if there.exists():
            return there, False
        try:
            with transaction.atomic():
                Wish.objects.create(language=language, need=need, situation=situation)
            return there, True
        except IntegrityError:  # somebody else was first; theirs is there now
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


@contextmanager
def _first_time(request: HttpRequest, language: str, key: str) -> Iterator[bool]:
    """Give whether the request's address has to do with this need for the first time today.

    What fails within does not count as done.
    """
    action = f"need:{language}:{key}"
    is_first = limits.is_first(request, action)
    try:
        yield is_first
    except Exception:
        if is_first:
            limits.take_back(request, action)
        raise
