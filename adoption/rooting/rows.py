"""What figures are reckoned from: lean rows, read in a number of queries that does not grow with them.

Days are texts ("2026-09-01", in UTC) and keys are texts too: to turn a hundred thousand of them into objects takes
longer than the database does to find them. As texts they sort and compare the same.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, Case, CharField, F, IntegerField, Max, QuerySet, Sum, When
from django.db.models.functions import Cast, Coalesce

from adoption.models import Adoption, FollowUp, StateChange
from adoption.models.follow_up import MONTHS
from adoption.places import region_of
from adoption.rooting.survival import Time
from practices.localised import in_language
from practices.models import PracticePage, PracticeProject, PracticeTheme

_STUDENTS = 10**10  # more than a PositiveIntegerField holds: a month and a number in one number


class Row(NamedTuple):
    """An adoption that counts, as its columns come. A tuple, for ten thousand are made a page."""

    key: str
    practice: str
    organisation: int | None
    suggested: int | None
    state: str
    state_on: str
    since: str | None
    confirmed: str
    students: int | None
    reason: str
    is_public: bool
    is_demo: bool
    kind: str
    region: str

    @property
    def institution(self) -> tuple[int | None, int | None]:
        """What tells institutions apart."""
        return self.organisation, self.suggested

    def time(self, answers: "Answers", today: str) -> Time | None:
        """Return how long the practice is known to have lived; None where it was never begun.

        One that was not stopped is known to live until the last day on which anybody said how it is: its state's day,
        its last answer to a follow-up or its confirmation, whichever came last, but no later than today. One that was
        stopped and begun again goes on.
        """
        if self.since is None or self.since > today:
            return None
        stopped = self.state == Adoption.State.STOPPED and self.state_on <= today
        last = self.state_on if stopped else min(today, max(self.state_on, self.confirmed[:10], answers.last))
        begun = date.fromisoformat(self.since)
        return Time(max(0, (date.fromisoformat(last) - begun).days), stopped)


class Answers(NamedTuple):
    """What an adoption's follow-ups told, the latest first where a later one told something else.

    `due` has a bit a month of MONTHS that is due, and further up one a month that was answered. The last six are a
    month times a number, plus what was told.
    """

    last: str = ""
    due: int = 0
    told_students: int | None = None
    in_strategy: int | None = None
    in_annual_clock: int | None = None
    in_curriculum: int | None = None
    in_quality_system: int | None = None
    in_job_descriptions: int | None = None

    def is_due(self, place: int) -> bool:
        """Return whether the follow-up of MONTHS[place] is due."""
        return bool(self.due >> place & 1)

    def is_answered(self, place: int) -> bool:
        """Return whether the follow-up of MONTHS[place] was answered."""
        return bool(self.due >> len(MONTHS) + place & 1)

    @property
    def students(self) -> int | None:
        """How many students were reached, as last told."""
        return None if self.told_students is None else self.told_students % _STUDENTS

    def embedded(self, place: int) -> bool | None:
        """Return whether the practice is embedded in FollowUp.EMBEDDING[place], as last told; None if never told."""
        told: Any = self[_FIRST_EMBEDDING + place]
        return None if told is None else bool(told % 2)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector of cycles rest: rows have none, and a hundred thousand of them wake it again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


NONE = Answers()
_FIRST_EMBEDDING = Answers._fields.index(FollowUp.EMBEDDING[0])


@dataclass(frozen=True)
class Practice:
    """What figures need of a practice, whichever language it is read in. `key` is "" where it is not published."""

    title: str
    key: str
    maturity: str
    language: str = ""


@dataclass(frozen=True)
class Catalogue:
    """The practices by their translation key as text, and their terms: {slug: (label, keys of practices)}."""

    practices: dict[str, Practice]
    themes: dict[str, tuple[str, set[str]]]
    projects: dict[str, tuple[str, set[str]]]

    @cached_property
    def maturities(self) -> dict[str, tuple[str, set[str]]]:
        """As themes and projects."""
        return {
            value: (
                str(label),
                {key for key, practice in self.practices.items() if practice.maturity == value},
            )
            for value, label in PracticePage.Maturity.choices
        }


def as_text(column: str) -> Cast:
    """Return a column as the text that the database has for it."""
    return Cast(column, CharField())


def key_text(key: UUID | str) -> str:
    """Return a translation key in one spelling: databases write it with hyphens or without."""
    return str(key).replace("-", "")


def adoptions(kept: QuerySet[Adoption, Any]) -> list[Row]:
    """Return rows of adoptions; one query. Regions are codes, "" where unknown."""
    found = kept.order_by().values_list(
        as_text("pk"),
        as_text("practice"),
        "organisation_id",
        "suggested_id",
        "state",
        as_text("state_on"),
        as_text("since"),
        as_text("confirmed_at"),
        "students",
        "reason",
        "is_public",
        "is_demo",
        Coalesce("organisation__kind", "suggested__kind"),
        Coalesce("organisation__region", "suggested__region"),
    )
    codes: dict[str, str] = {}
    rows = []
    for row in map(Row._make, found.iterator(chunk_size=5000)):
        if row.region not in codes:
            region = region_of(row.region)
            codes[row.region] = region.code if region else ""
        rows.append(row._replace(practice=key_text(row.practice), region=codes[row.region]))
    return rows


def answers(kept: QuerySet[FollowUp, Any], today: date) -> dict[str, Answers]:
    """Return what follow-ups that are due told, by adoption; one query that the database sums up."""
    told = {
        field: Max(
            Case(When(**{field: True}, then=F("month") * 2 + 1), When(**{field: False}, then=F("month") * 2))
        )
        for field in FollowUp.EMBEDDING
    }
    bits = [When(month=month, then=1 << place) for place, month in enumerate(MONTHS)]
    found = (
        kept.filter(due_on__lte=today)
        .order_by()
        .values("adoption_id")
        .annotate(
            adopted=Max(as_text("adoption_id")),
            last=Cast(Max("answered_at"), CharField()),
            due=Sum(
                Case(*bits, default=0, output_field=IntegerField())
                * Case(
                    When(answered_at=None, then=1),
                    default=1 + (1 << len(MONTHS)),
                    output_field=IntegerField(),
                )
            ),
            reached=Max(Cast("month", BigIntegerField()) * _STUDENTS + F("students")),
            **told,
        )
        .values_list("adopted", "last", "due", "reached", *FollowUp.EMBEDDING)
    )
    return {key: Answers((last or "")[:10], *rest) for key, last, *rest in found.iterator(chunk_size=5000)}


def changes(kept: QuerySet[StateChange, Any]) -> list[tuple[str, str, str]]:
    """Return (adoption, state, day), an adoption's in the order in which they came; one query."""
    found = kept.order_by("adoption_id", "on", "pk")
    return list(found.values_list(as_text("adoption_id"), "state", as_text("on")).iterator(chunk_size=5000))


def catalogue(language: str) -> Catalogue:
    """Return the published practices as they are read in a language, and their terms; three queries."""
    pages = PracticePage.objects.live().order_by("title")
    practices: dict[str, Practice] = {}
    columns = ("translation_key", "locale__language_code", "title", "key", "maturity")
    for translation_key, code, title, key, maturity in pages.values_list(*columns):
        if code == language or key_text(translation_key) not in practices:
            practices[key_text(translation_key)] = Practice(title, key, maturity, code)
    return Catalogue(practices, _terms(PracticeTheme, language), _terms(PracticeProject, language))


def _terms(
    links: type[PracticeTheme] | type[PracticeProject], language: str
) -> dict[str, tuple[str, set[str]]]:
    found: dict[str, tuple[str, set[str]]] = {}
    live = links.objects.filter(content_object__live=True).order_by("tag__order", "tag__slug")
    for slug, names, key in live.values_list("tag__slug", "tag__names", "content_object__translation_key"):
        found.setdefault(slug, (in_language(names, language), set()))[1].add(key_text(key))
    return found
