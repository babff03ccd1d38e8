"""Three years of 200 institutions and 50 practices: every figure equals one reckoned anew from the rows themselves."""

from collections import defaultdict
from datetime import date
from functools import cached_property
from itertools import groupby
from math import exp, log, sqrt
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from adoption.bench.simulated import simulate
from adoption.models import Adoption
from adoption.places import region_of
from adoption.pulse.planning import months_after
from adoption.rooting.figures import Figures, figures_for, read
from adoption.rooting.filters import Filters
from adoption.rooting.survival import DAYS_A_MONTH
from practices.models import PracticePage, PracticeTheme
from tests.factories import ThemeFactory, practice_page

TODAY = date(2026, 11, 28)
MATURITIES = ("idea", "piloted", "refined", "established")
SPACE = UUID("5f3c1c1e-2b7f-4c63-9a39-0d4f6f7a2f10")


@pytest.fixture
def simulated(portal: Any) -> None:
    """Fifty practices with themes and maturities in turn, and their use."""
    first = practice_page("Käytäntö 0", maturity="idea")
    locale = Locale.objects.get(language_code="fi")
    themes = [ThemeFactory(slug=f"teema-{n}") for n in range(4)]
    for n in range(50):
        page = first if n == 0 else PracticePage(title=f"Käytäntö {n}", slug=f"kaytanto-{n}", locale=locale)
        if n:
            page.depth, page.path = first.depth, f"{first.path[:-4]}{n + 50:04}"
            page.key, page.maturity, page.live = f"kaytanto-{n}", MATURITIES[n % 4], True
            page.translation_key = uuid5(SPACE, str(n))
            page.save(clean=False)
        PracticeTheme.objects.filter(content_object=page).delete()
        for theme in themes[n % 4 : n % 4 + 2]:
            PracticeTheme.objects.create(tag=theme, content_object=page)
    keys = list(PracticePage.objects.order_by("path").values_list("translation_key", flat=True))
    simulate(keys, institutions=200, adoptions=1600, today=TODAY, seed=7)


class Anew:
    """The figures by loops over objects, a definition a method; nothing of the code under test is asked."""

    def __init__(self, adoptions: list[Adoption]) -> None:
        self.adoptions = adoptions

    def last_known(self, adoption: Adoption) -> date:
        days = [adoption.state_on, adoption.confirmed_at.date()]  # type: ignore[union-attr]
        for each in adoption.follow_ups.all():
            if each.answered_at and each.due_on <= TODAY:
                days.append(each.answered_at.date())
        return min(TODAY, max(days))

    @cached_property
    def lives(self) -> list[tuple[int, bool]]:
        found = []
        for adoption in self.adoptions:
            if adoption.since and adoption.since <= TODAY:
                stopped = adoption.state == "stopped"
                end = adoption.state_on if stopped else self.last_known(adoption)
                found.append((max(0, (end - adoption.since).days), stopped))
        return sorted(found)

    @cached_property
    def steps(self) -> list[tuple[int, float, float]]:
        """Return (day, product-limit estimate, Greenwood's sum) for each day on which something stopped."""
        found = []
        share, greenwood, at_risk = 1.0, 0.0, len(self.lives)
        for day, same_day in groupby(self.lives, key=lambda life: life[0]):
            leaving = [stopped for _day, stopped in same_day]
            died = sum(leaving)
            if died:
                share *= 1 - died / at_risk
                greenwood += died / (at_risk * (at_risk - died)) if at_risk > died else 0
                found.append((day, share, greenwood))
            at_risk -= len(leaving)
        return found

    def survival(self, month: int) -> tuple[float, float | None, float | None]:
        """Return the estimate and its log-log interval, by the formulas of the textbook."""
        past = [step for step in self.steps if step[0] <= month * DAYS_A_MONTH]
        if not past:
            return 1.0, None, None
        _day, share, greenwood = past[-1]
        width = 1.959963984540054 * sqrt(greenwood) / log(share)
        return share, share ** exp(-width), share ** exp(width)

    def states(self) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for adoption in self.adoptions:
            found[adoption.state] += 1
        return found

    def came(self, least: str) -> int:
        order = ["considering", "trying", "in-use", "embedded"]
        steps = set(order[order.index(least) :])
        return sum(
            least == "considering"
            or (least == "trying" and adoption.since is not None)
            or any(change.state in steps for change in adoption.changes.all())
            for adoption in self.adoptions
        )

    def states_at(self, month: str) -> dict[str, int]:
        year, number = map(int, month.split("-"))
        after = months_after(date(year, number, 1), 1)
        found: dict[str, int] = defaultdict(int)
        for adoption in self.adoptions:
            past = [change for change in adoption.changes.all() if change.on < after]
            if past:
                found[max(past, key=lambda change: (change.on, change.pk)).state] += 1
        return found

    def embedded(self, field: str) -> tuple[int, int]:
        yes = told = 0
        for adoption in self.adoptions:
            answers = sorted(adoption.follow_ups.all(), key=lambda each: -each.month)
            known = [getattr(each, field) for each in answers if getattr(each, field) is not None]
            told += bool(known)
            yes += bool(known and known[0])
        return yes, told

    def answered(self, month: int) -> tuple[int, int]:
        due = [
            each
            for adoption in self.adoptions
            for each in adoption.follow_ups.all()
            if each.month == month and each.due_on <= TODAY
        ]
        return sum(each.answered_at is not None for each in due), len(due)

    def students(self) -> tuple[int, int, int]:
        total = told = running = 0
        for adoption in self.adoptions:
            if adoption.state in ("trying", "in-use", "embedded"):
                running += 1
                numbers = [e.students for e in sorted(adoption.follow_ups.all(), key=lambda e: e.month)]
                known = [adoption.students, *numbers]
                last = [number for number in known if number is not None][-1:]
                total += sum(last)
                told += len(last)
        return total, told, running

    def reasons(self) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for adoption in self.adoptions:
            if adoption.state == "stopped":
                found[adoption.reason] += 1
        return found


def _counted() -> list[Adoption]:
    rows = Adoption.objects.select_related("organisation").prefetch_related("follow_ups", "changes")
    return [row for row in rows if row.confirmed_at and not row.disputed_at]


def _same(figures: Figures, adoptions: list[Adoption]) -> None:
    anew = Anew(adoptions)
    assert figures.adoptions == len(adoptions)
    assert figures.institutions == len({each.organisation_id for each in adoptions})
    assert figures.practices == len({each.practice for each in adoptions})
    assert figures.demo == sum(each.is_demo for each in adoptions)
    states = anew.states()
    assert {step.state: step.now for step in figures.steps} == {
        s.state: states[s.state] for s in figures.steps
    }
    assert {step.state: step.came for step in figures.steps} == {
        s.state: anew.came(s.state) for s in figures.steps
    }
    assert figures.stopped == states["stopped"]
    assert figures.months[-1].month == "2026-11"
    for end in figures.months:
        expected = anew.states_at(end.month)
        assert dict(end.states) == {state: expected[state] for state in end.states}
    _same_curve(figures.curve, anew)
    assert figures.followed == len(anew.lives)
    for told in figures.embedding:
        assert (told.yes, told.told) == anew.embedded(told.name)
    for told in figures.answers:
        assert (told.yes, told.told) == anew.answered(int(told.name))
    assert (figures.reach.students, figures.reach.told, figures.reach.running) == anew.students()
    for reach in figures.reach_by_kind:
        mine = Anew([each for each in adoptions if each.organisation.kind == reach.name])  # type: ignore[union-attr]
        assert (reach.students, reach.told, reach.running) == mine.students()
    assert dict(figures.reasons.by_reason or {}) == anew.reasons()
    _same_matrix(figures, adoptions)


def _same_curve(curve: Any, anew: Anew) -> None:
    lives = anew.lives
    months = curve.months(step=6)
    assert months[-1].month > 24
    for row in months:
        assert row.at_risk == sum(days >= row.month * DAYS_A_MONTH for days, _stopped in lives)
        earlier = (row.month - 6) * DAYS_A_MONTH
        assert row.stopped == sum(
            stopped and earlier < days <= row.month * DAYS_A_MONTH for days, stopped in lives
        )
        share, low, high = anew.survival(row.month)
        assert row.share.value == pytest.approx(share)
        assert row.share.low == (low and pytest.approx(low))
        assert row.share.high == (high and pytest.approx(high))


def _same_matrix(figures: Figures, adoptions: list[Adoption]) -> None:
    named = [each for each in adoptions if each.is_public]
    titles = dict(PracticePage.objects.values_list("translation_key", "title"))
    expected = {(str(each.organisation), titles[each.practice]): each.state for each in named}
    columns = [practice.title for practice in figures.matrix.practices]
    found = {
        (row.name, title): state
        for row in figures.matrix.rows
        for title, state in zip(columns, row.states, strict=True)
        if state
    }
    assert found == expected
    hidden = {each.organisation_id for each in adoptions} - {each.organisation_id for each in named}
    assert figures.matrix.unnamed == len(hidden)


@pytest.mark.usefixtures("simulated")
@pytest.mark.second_database
def test_every_figure_equals_one_reckoned_anew() -> None:
    adoptions = _counted()
    assert 1300 < len(adoptions) < 1600  # some are not confirmed, or disputed
    data = read(today=TODAY)
    whole = figures_for(data=data, today=TODAY)
    _same(whole, adoptions)
    themes = dict(
        PracticeTheme.objects.filter(tag__slug="teema-2").values_list("content_object__translation_key", "pk")
    )
    of_theme = [each for each in adoptions if each.practice in themes]
    group = next(group for group in whole.groups["theme"] if group.value == "teema-2")
    _same_curve(group.curve, Anew(of_theme))
    idea = set(PracticePage.objects.filter(maturity="idea").values_list("translation_key", flat=True))
    group = next(group for group in whole.groups["maturity"] if group.value == "idea")
    _same_curve(group.curve, Anew([each for each in adoptions if each.practice in idea]))
    [project] = whole.groups["project"]
    only = set(
        PracticePage.objects.filter(project_links__isnull=False).values_list("translation_key", flat=True)
    )
    assert project.number == len(Anew([each for each in adoptions if each.practice in only]).lives)
    _same(
        figures_for(Filters(theme="teema-2", demo="without"), data=data, today=TODAY),
        [each for each in of_theme if not each.is_demo],
    )
    one_year = figures_for(Filters(kind="folk-high-school", year="2025"), data=data, today=TODAY)
    in_year = [
        e for e in adoptions if e.since and e.since.year == 2025 and e.organisation.kind == "folk-high-school"
    ]  # type: ignore[union-attr]
    assert (one_year.adoptions, one_year.stopped) == (len(in_year), Anew(in_year).states()["stopped"])
    for code in ("uusimaa", "lapland"):
        here = [e for e in adoptions if (found := region_of(e.organisation.region)) and found.code == code]  # type: ignore[union-attr]
        assert figures_for(Filters(region=code), data=data, today=TODAY).adoptions == len(here)


@pytest.mark.parametrize("number", [30, 300])
def test_the_number_of_queries_does_not_grow(portal: Any, number: int) -> None:
    page = practice_page()
    simulate(
        [page.translation_key, *(uuid5(SPACE, str(n)) for n in range(9))],
        institutions=40,
        adoptions=number,
        today=TODAY,
    )
    with CaptureQueriesContext(connection) as queries:
        figures_for(today=TODAY)
    assert len(queries) == 7
