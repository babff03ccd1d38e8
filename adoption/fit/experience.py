"""What adopters' experience adds to a practice's own words: who uses it, the hours that it takes, how long it lasts."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from adoption.models import Adoption, FollowUp
from adoption.reading.effort import ENOUGH
from adoption.reading.lasting import Lasting, lasting_of


@dataclass(frozen=True)
class Experience:
    """Of one practice. `alike` are institutions of the profile's kind that may be named; `demo` marks made-up ones."""

    in_use: int = 0
    alike: int = 0
    hours: float | None = None  # a month, the middle of what `hours_by` adopters told last
    hours_by: int = 0
    demo: bool = False


NOTHING_TOLD = Experience()


def experience_of(practices: Iterable[UUID], kind: str = "") -> dict[UUID, Experience]:
    """Return what adopters tell of practices, by translation key, in two queries; what nobody tells of is left out.

    Hours are told as on a practice's own page: of three adopters or more, each by its newest answer.
    """
    keys = set(practices)
    named = Q(is_public=True, organisation__isnull=False, organisation__kind=kind)
    using = Adoption.objects.confirmed().in_use().filter(practice__in=keys).order_by()
    counted = using.values("practice").annotate(
        n=Count("pk"), alike=Count("pk", filter=named), made_up=Count("pk", filter=Q(is_demo=True))
    )
    users = {row["practice"]: row for row in counted}
    hours = _hours(keys)
    return {key: _together(users.get(key), hours.get(key, [])) for key in {*hours, *users}}


def _hours(keys: Collection[UUID]) -> dict[UUID, list[tuple[float, bool]]]:
    """Return the newest hours that each adopter told, and whether the adopter is made up, by practice."""
    told = FollowUp.objects.filter(
        adoption__in=Adoption.objects.confirmed().filter(practice__in=keys),
        answered_at__isnull=False,
        hours__isnull=False,
    )
    newer = FollowUp.objects.filter(
        adoption=OuterRef("adoption"), hours__isnull=False, month__gt=OuterRef("month")
    )
    newest = told.exclude(Exists(newer)).order_by()
    found = defaultdict(list)
    for practice, hours, is_demo in newest.values_list("adoption__practice", "hours", "adoption__is_demo"):
        found[practice].append((float(hours or 0), is_demo))
    return {practice: told for practice, told in found.items() if len(told) >= ENOUGH}


def _together(users: Any, told: list[tuple[float, bool]]) -> Experience:
    return Experience(
        in_use=users["n"] if users else 0,
        alike=users["alike"] if users else 0,
        hours=median(hours for hours, _made_up in told) if told else None,
        hours_by=len(told),
        demo=bool(users and users["made_up"]) or any(made_up for _hours, made_up in told),
    )


def lasting_after_a_year(practices: Iterable[UUID]) -> dict[UUID, Lasting]:
    """Return how many still use each practice after twelve months, by translation key, in three queries."""
    known = Adoption.objects.confirmed().filter(practice__in=set(practices))
    by_practice = defaultdict(list)
    for adoption in known.prefetch_related("changes", "follow_ups"):
        by_practice[adoption.practice].append(adoption)
    today = timezone.localdate()
    found = {key: lasting_of(adoptions, today) for key, adoptions in by_practice.items()}
    return {key: each for key, told in found.items() for each in told if each.months == 12 and each.counted}
