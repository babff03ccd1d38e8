"""Everything that the rooting pages tell, reckoned from a constant number of queries.

Where readers see the figures, nothing is told of fewer than three institutions, so that no figure is one's own.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import get_language

from adoption.models import Adoption, FollowUp, StateChange
from adoption.models.follow_up import MONTHS
from adoption.places import region_choices
from adoption.rooting import rows as reading
from adoption.rooting.filters import WITHOUT, Choices, Filters
from adoption.rooting.matrix import Matrix, matrix_of
from adoption.rooting.rows import NONE, Answers, Catalogue, Row
from adoption.rooting.survival import Curve, Time, kaplan_meier
from practices.models import Organisation

State = Adoption.State
FEWEST = 3  # institutions behind any figure that readers see
FEWEST_IN_CURVE = 5  # adoptions: a curve of fewer says nothing
PATH = (State.CONSIDERING, State.TRYING, State.IN_USE, State.EMBEDDED)


@dataclass(frozen=True)
class Step:
    """A step of the way into everyday life: how many stand there now, and how many ever came this far."""

    state: str
    now: int
    came: int


@dataclass(frozen=True)
class MonthEnd:
    """How many adoptions were in each state at the end of a month ("2026-09"), or today in the present month."""

    month: str
    states: Mapping[str, int]


@dataclass(frozen=True)
class Group:
    """The adoptions of a theme, maturity or project, and their curve; None where they are too few to say."""

    value: str
    label: str
    number: int
    curve: Curve | None


@dataclass(frozen=True)
class Told:
    """How many adopters said yes to something, of those that told; None where too few did."""

    name: str
    yes: int | None
    told: int


@dataclass(frozen=True)
class Reach:
    """Students reached by adoptions that are running: the sum of those that told; None where too few did."""

    name: str
    students: int | None
    told: int
    running: int


@dataclass(frozen=True)
class Reasons:
    """Why practices were stopped: {reason: how many}, "" for not told; None where too few stopped."""

    stopped: int
    by_reason: Mapping[str, int] | None


@dataclass(frozen=True)
class Figures:
    """All figures of the adoptions that `filters` leave. `too_few`: readers may not see them."""

    filters: Filters
    today: date
    adoptions: int
    institutions: int
    practices: int
    demo: int
    too_few: bool
    steps: Sequence[Step]
    stopped: int
    months: Sequence[MonthEnd]
    curve: Curve | None
    followed: int  # adoptions that were begun, whether or not there is a curve of them
    groups: Mapping[str, Sequence[Group]]  # by theme, maturity, project
    embedding: Sequence[Told]
    reach: Reach
    reach_by_kind: Sequence[Reach]
    reasons: Reasons
    answers: Sequence[Told]  # by month: answered of asked
    matrix: Matrix


class Use(NamedTuple):
    """What institutions told, in no language, before any filter."""

    rows: Sequence[Row]
    answers: Mapping[str, Answers]
    changes: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Data:
    """What was read, before any filter."""

    rows: Sequence[Row]
    answers: Mapping[str, Answers]
    changes: Sequence[tuple[str, str, str]]
    catalogue: Catalogue
    names: Mapping[int, tuple[str, str]]  # of organisations: (name in the active language, slug)


def read(*, institution: Organisation | None = None, today: date | None = None) -> Data:
    """Read every adoption that counts, or those of an institution; seven queries, whatever their number."""
    return named(read_use(institution=institution, today=today))


@reading.uncollected()
def read_use(*, institution: Organisation | None = None, today: date | None = None) -> Use:
    """Read what institutions told: nearly all of the time that `read` takes; three queries."""
    day = today or timezone.localdate()
    kept, follow_ups, changed = (
        Adoption.objects.confirmed(),
        FollowUp.objects.all(),
        StateChange.objects.all(),
    )
    if institution is not None:
        kept = kept.filter(organisation=institution)
        follow_ups = follow_ups.filter(adoption__organisation=institution)
        changed = changed.filter(adoption__organisation=institution)
    return Use(reading.adoptions(kept), reading.answers(follow_ups, day), reading.changes(changed))


def named(use: Use) -> Data:
    """Return what institutions told with the practices and institutions that it is of, in the active language."""
    names = Organisation.objects.filter(adoptions__isnull=False).distinct().order_by()
    return Data(
        *use,
        reading.catalogue(get_language() or ""),
        {each.pk: (str(each), each.slug) for each in names.only("pk", "slug", "names", "name")},
    )


def choices_of(data: Data) -> Choices:
    """Return what each filter may be set to: what some adoption has, labels in the active language."""
    catalogue, rows = data.catalogue, data.rows
    adopted = {row.practice for row in rows}
    kinds, regions = {row.kind for row in rows}, {row.region for row in rows}
    years = sorted({row.since[:4] for row in rows if row.since}, reverse=True)
    return Choices(
        {
            "theme": _with_any(catalogue.themes, adopted),
            "project": _with_any(catalogue.projects, adopted),
            "maturity": _with_any(catalogue.maturities, adopted),
            "kind": {kind: str(label) for kind, label in Organisation.Kind.choices if kind in kinds},
            "region": {code: name for code, name in region_choices() if code in regions},
            "year": {year: year for year in years},
            "demo": {WITHOUT: ""},
        }
    )


def _with_any(terms: Mapping[str, tuple[str, set[str]]], adopted: set[str]) -> dict[str, str]:
    return {slug: label for slug, (label, keys) in terms.items() if keys & adopted}


def left_by(filters: Filters, data: Data) -> list[Row]:
    """Return the rows that filters leave."""
    terms = {
        "theme": data.catalogue.themes,
        "project": data.catalogue.projects,
        "maturity": data.catalogue.maturities,
    }
    rows = data.rows
    for name, known in terms.items():
        if value := getattr(filters, name):
            keys = known[value][1] if value in known else set()
            rows = [row for row in rows if row.practice in keys]
    return [
        row
        for row in rows
        if filters.kind in ("", row.kind)
        and filters.region in ("", row.region)
        and (not filters.year or (row.since or "").startswith(filters.year))
        and not (filters.demo == WITHOUT and row.is_demo)
    ]


@reading.uncollected()
def figures_for(
    filters: Filters | None = None,
    *,
    institution: Organisation | None = None,
    everything: bool = False,
    data: Data | None = None,
    today: date | None = None,
) -> Figures:
    """Return the figures of the adoptions that `filters` leave, or of those of an institution.

    `everything` is for coordinators and for an institution's own eyes: nothing is held back for fear of telling who.
    """
    day = today or timezone.localdate()
    data = data or read(institution=institution, today=day)
    filters = filters or Filters()
    rows = left_by(filters, data)
    return _Reckoning(rows, data, day, everything=everything).figures(filters)


class Known(NamedTuple):
    """An adoption with what its follow-ups told, and how long its practice is known to have lived."""

    row: Row
    told: Answers
    time: Time | None


class _Reckoning:
    """The figures of some rows, each by a method of its own."""

    def __init__(self, rows: Sequence[Row], data: Data, today: date, *, everything: bool) -> None:
        self.rows, self.data, self.today, self.everything = rows, data, today, everything
        self.day = today.isoformat()
        self.known = [
            Known(row, told := data.answers.get(row.key, NONE), row.time(told, self.day)) for row in rows
        ]

    def figures(self, filters: Filters) -> Figures:
        institutions = len({row.institution for row in self.rows})
        too_few = not self.everything and institutions < FEWEST
        if too_few:  # nothing of them is told at all
            self.rows, self.known = [], []
        came, now, months = self.history()
        stopped = [row for row in self.rows if row.state == State.STOPPED]
        running = [each for each in self.known if each.row.state in Adoption.RUNNING]
        return Figures(
            filters=filters,
            today=self.today,
            adoptions=len(self.rows),
            institutions=0 if too_few else institutions,
            practices=len({row.practice for row in self.rows}),
            demo=sum(row.is_demo for row in self.rows),
            too_few=too_few,
            steps=[Step(state, now[state], came[place]) for place, state in enumerate(PATH)],
            stopped=len(stopped),
            months=months,
            curve=self.curve_of(self.known),
            followed=sum(each.time is not None for each in self.known),
            groups={
                "theme": self.groups(self.data.catalogue.themes),
                "maturity": self.groups(self.data.catalogue.maturities),
                "project": self.groups(self.data.catalogue.projects),
            },
            embedding=[self.embedding(place) for place in range(len(FollowUp.EMBEDDING))],
            reach=self.reach("", running),
            reach_by_kind=self.reach_by_kind(running),
            reasons=self.reasons(stopped),
            answers=[self.answered(place, month) for place, month in enumerate(MONTHS)],
            matrix=matrix_of(self.rows, self.data.catalogue, self.data.names, everything=self.everything),
        )

    def enough(self, rows: Iterable[Row]) -> bool:
        """Return whether a figure of these rows may be seen."""
        if self.everything:
            return True
        seen = set()
        for row in rows:
            seen.add(row.institution)
            if len(seen) >= FEWEST:  # mostly soon: there is no need to look at ten thousand
                return True
        return False

    def history(self) -> tuple[list[int], Counter[str], list[MonthEnd]]:
        """Return how many ever came as far as each step, how many are in each state now, and the month ends."""
        far = {row.key: -1 for row in self.rows}
        place = {str(state): n for n, state in enumerate(PATH)}
        moved: defaultdict[str, Counter[str]] = defaultdict(Counter)
        adoption, before = "", ""
        for key, state, day in self.data.changes:
            if key not in far or day > self.day:
                continue
            month = moved[day[:7]]
            if key == adoption:
                month[before] -= 1
            month[state] += 1
            far[key] = max(far[key], place.get(state, -1))
            adoption, before = key, state
        # Whoever stopped, or told only of its present state, came as far as that says.
        for row in self.rows:
            begun = place[State.TRYING] if row.since else 0
            far[row.key] = max(far[row.key], place.get(row.state, -1), begun)
        came = [sum(furthest >= n for furthest in far.values()) for n in range(len(PATH))]
        return came, Counter(row.state for row in self.rows), list(_month_ends(moved, self.day[:7]))

    def curve_of(self, known: Sequence[Known]) -> Curve | None:
        """Return the survival of adoptions, or None where they are too few."""
        begun = [each for each in known if each.time is not None]
        if len(begun) < FEWEST_IN_CURVE or not self.enough(each.row for each in begun):
            return None
        return kaplan_meier(each.time for each in begun if each.time is not None)

    def groups(self, terms: Mapping[str, tuple[str, set[str]]]) -> list[Group]:
        """Return the groups of a classification that have any adoption; a practice may be in several."""
        by_practice = _grouped(self.known, lambda known: known.row.practice)
        found = []
        for value, (label, keys) in terms.items():
            mine = [each for key in keys for each in by_practice.get(key, ())]
            if mine:
                begun = sum(each.time is not None for each in mine)
                found.append(Group(value, label, begun, self.curve_of(mine)))
        return found

    def embedding(self, place: int) -> Told:
        """Return how many practices are embedded in something, of those whose adopters told of it, as last told."""
        told = [(row, yes) for row, told, _time in self.known if (yes := told.embedded(place)) is not None]
        return self.told(FollowUp.EMBEDDING[place], told)

    def answered(self, place: int, month: int) -> Told:
        """Return how many follow-ups of a month were answered, of those that are due."""
        asked = [(row, told.is_answered(place)) for row, told, _time in self.known if told.is_due(place)]
        return self.told(str(month), asked)

    def told(self, name: str, answers: Sequence[tuple[Row, bool]]) -> Told:
        """Return how many of the answers are yes, unless too few institutions gave them."""
        enough = self.enough(row for row, _yes in answers)
        return Told(name, sum(yes for _row, yes in answers) if enough else None, len(answers))

    def reach(self, name: str, running: Sequence[Known]) -> Reach:
        """Return the students reached: the latest follow-up that told, else the form of taking into use."""
        latest = (
            (row, row.students if told.students is None else told.students) for row, told, _time in running
        )
        reached = [(row, students) for row, students in latest if students is not None]
        enough = self.enough(row for row, _students in reached)
        students = sum(students for _row, students in reached)
        return Reach(name, students if enough else None, len(reached), len(running))

    def reach_by_kind(self, running: Sequence[Known]) -> list[Reach]:
        """Return the students reached by kind of institution, in the order of the kinds."""
        by_kind = _grouped(running, lambda known: known.row.kind)
        return [self.reach(kind, by_kind[kind]) for kind in Organisation.Kind.values if kind in by_kind]

    def reasons(self, stopped: Sequence[Row]) -> Reasons:
        """Return why practices were stopped, the most usual reason first."""
        if not self.enough(stopped):
            return Reasons(len(stopped), None)
        counts = Counter(row.reason for row in stopped)
        order = [*Adoption.Reason.values, ""]
        return Reasons(
            len(stopped),
            {reason: counts[reason] for reason in sorted(counts, key=lambda r: (-counts[r], order.index(r)))},
        )


def _grouped(items: Iterable[Any], key: Callable[[Any], str]) -> dict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found


def _month_ends(moved: Mapping[str, Counter[str]], last: str) -> Iterable[MonthEnd]:
    """Yield each month from the first in which anything happened."""
    if not moved:
        return
    standing: Counter[str] = Counter()
    year, month = map(int, min(moved).split("-"))
    while (name := f"{year}-{month:02}") <= last:
        standing.update(moved.get(name, {}))
        yield MonthEnd(name, {state: standing[state] for state in State.values})
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
