"""How fresh a practice is: when it is to be looked through again, and whether anybody does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Substr

from practices.models import PracticePage, ProjectPage

# So long before its date a practice counts as due.
SOON = timedelta(days=30)


class Freshness(StrEnum):
    """Where a practice stands beside its review date."""

    FRESH = "fresh"
    SOON = "soon"  # within a month, the day itself included
    OVERDUE = "overdue"
    UNDATED = "undated"


@dataclass(frozen=True)
class State:
    """How fresh a practice is. A retired one is let be: it is never due and needs no caretaker."""

    freshness: Freshness
    seeks_caretaker: bool
    is_retired: bool
    project_has_ended: bool

    @property
    def is_overdue(self) -> bool:
        """Whether the day passed on which it should have been looked through."""
        return self.freshness == Freshness.OVERDUE


def state_of(page: PracticePage, today: date) -> State:
    """Return how fresh a practice is on a day.

    It seeks a caretaker when it says so, or when it has none and the project that publishes it has ended. When that is,
    `with_project_end` has put on the page; without that the project's page is asked for where it matters.
    """
    if page.retired_reason:
        return State(Freshness.UNDATED, seeks_caretaker=False, is_retired=True, project_has_ended=False)
    orphaned = not page.caretaker and _has_ended(page, today)
    return State(
        freshness_on(page.review_date, today),
        seeks_caretaker=page.seeking_caretaker or orphaned,
        is_retired=False,
        project_has_ended=orphaned,
    )


def freshness_on(review_date: date | None, today: date) -> Freshness:
    """Return where a day stands beside a review date."""
    if review_date is None:
        return Freshness.UNDATED
    if review_date < today:
        return Freshness.OVERDUE
    return Freshness.SOON if review_date - SOON <= today else Freshness.FRESH


def a_year_after(day: date) -> date:
    """Return the same day a year later; the last of February for a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _has_ended(page: PracticePage, today: date) -> bool:
    ends = page.project_ends if hasattr(page, "project_ends") else page.project_page.ends
    return bool(ends and ends < today)


def with_project_end(practices: QuerySet[PracticePage]) -> QuerySet[PracticePage]:
    """Return practices with `project_ends`, the last day of the project under whose page each stands."""
    above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - PracticePage.steplen)
    ends = ProjectPage.objects.filter(path=above).values("ends")[:1]
    return practices.annotate(project_ends=Subquery(ends))


def kept_up(practices: QuerySet[PracticePage]) -> QuerySet[PracticePage]:
    """Return each live practice once, though it has a page a language: its page in the first language that has one."""
    live = PracticePage.objects.filter(live=True, alias_of__isnull=True)
    earlier = live.filter(translation_key=OuterRef("translation_key"), locale__lt=OuterRef("locale"))
    return practices.filter(live=True, alias_of__isnull=True, retired_reason="").exclude(Exists(earlier))


def at(practices: QuerySet[PracticePage], freshness: Freshness, today: date) -> QuerySet[PracticePage]:
    """Return those practices that are so fresh on a day, the one that waits longest first."""
    conditions: Mapping[Freshness, Q] = {
        Freshness.UNDATED: Q(review_date__isnull=True),
        Freshness.OVERDUE: Q(review_date__lt=today),
        Freshness.SOON: Q(review_date__gte=today, review_date__lte=today + SOON),
        Freshness.FRESH: Q(review_date__gt=today + SOON),
    }
    return practices.filter(conditions[freshness], retired_reason="").order_by("review_date", "title")


def seeking_caretaker(practices: QuerySet[PracticePage], today: date) -> QuerySet[PracticePage]:
    """Return those practices that seek a caretaker on a day; see `state_of`."""
    orphaned = Q(caretaker="", project_ends__lt=today)
    return with_project_end(practices).filter(Q(seeking_caretaker=True) | orphaned, retired_reason="")


def without_caretaker(practices: QuerySet[PracticePage]) -> QuerySet[PracticePage]:
    """Return those practices that have no caretaker and do not say that they seek one."""
    return practices.filter(caretaker="", seeking_caretaker=False, retired_reason="")


def listed(practices: QuerySet[PracticePage]) -> QuerySet[PracticePage]:
    """Return practices for a list that tells of their state, those without a date last."""
    dated = F("review_date").asc(nulls_last=True)
    return with_project_end(kept_up(practices)).select_related("locale").order_by(dated, "title")


def first_language_page(page: Any) -> PracticePage:
    """Return the page that stands for a practice in lists and addresses: that of its first language."""
    pages = PracticePage.objects.filter(translation_key=page.translation_key, alias_of__isnull=True)
    return pages.select_related("locale").order_by("-live", "locale").first() or page
