"""What a year's report tells: how things stood on its last day, and what happened in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from adoption.institutions.listing import shown_stories
from adoption.models import Adoption, FollowUp
from adoption.rooting import rows as reading
from adoption.rooting.figures import FEWEST, Data, Figures, figures_for, left_by
from adoption.rooting.filters import Filters
from adoption.rooting.rows import Row
from practices.models import PracticePage

State = Adoption.State
MOST_STORIES = 12


@dataclass(frozen=True)
class Flow:
    """How many adoptions something happened to in the year; `number` is None where too few institutions did it."""

    number: int | None


@dataclass(frozen=True)
class YearStory:
    """A story that was told in the year, under the name of an institution that may be named."""

    text: str
    language: str
    institution: str
    practice: str
    month: int
    is_demo: bool


@dataclass(frozen=True)
class Holding:
    """An institution that may be named, and its practices by state, as titles."""

    name: str
    is_demo: bool
    by_state: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Year:
    """A year in figures. `day` is its last, or today in the year that goes on."""

    year: int
    day: date
    goes_on: bool
    figures: Figures
    begun: Flow
    embedded: Flow
    stopped: Flow
    asked: int  # follow-ups that fell due in the year
    answered: Flow
    holdings: Sequence[Holding]
    stories: Sequence[YearStory]

    @property
    def is_demo(self) -> bool:
        """Whether anything made up is among the figures."""
        return self.figures.demo > 0

    @property
    def all_demo(self) -> bool:
        """Whether all of it is made up."""
        return self.figures.demo == self.figures.adoptions


def years(*, today: date | None = None) -> list[int]:
    """Return the years of which there is a report, the latest first: from the first confirmed adoption on."""
    day = today or timezone.localdate()
    first = (
        Adoption.objects.confirmed().order_by("confirmed_at").values_list("confirmed_at", flat=True).first()
    )
    if first is None:
        return []
    return list(range(day.year, timezone.localtime(first).year - 1, -1))


def year_of(year: int, data: Data, filters: Filters, *, today: date) -> Year | None:
    """Return a year in figures as everybody may see them, or nothing where there are too few to tell of.

    `data` is what stands today. What was told after the year's last day is left out; a follow-up that fell due before
    it counts as answered even if the answer came later.
    """
    day = min(date(year, 12, 31), today)
    then = as_of(data, day)
    figures = figures_for(filters, data=then, today=day)
    if figures.too_few or not figures.adoptions:
        return None
    rows = left_by(filters, then)
    changed = _changes(data, {row.key: row for row in rows}, str(year), day.isoformat())
    asked, answered = _follow_ups(rows, year, day)
    return Year(
        year=year,
        day=day,
        goes_on=day < date(year, 12, 31),
        figures=figures,
        begun=_flow(row for row in rows if (row.since or "").startswith(str(year))),
        embedded=_flow(changed[State.EMBEDDED]),
        stopped=_flow(changed[State.STOPPED]),
        asked=asked,
        answered=answered,
        holdings=_holdings(rows, then),
        stories=_stories(rows, then, day),
    )


def as_of(data: Data, day: date) -> Data:
    """Return the data as it was at the end of a day, in so far as it tells: states out of their history."""
    last = day.isoformat()
    states: dict[str, tuple[str, str]] = {}
    for key, state, on in data.changes:
        if on <= last:
            states[key] = (state, on)
    rows = []
    for row in data.rows:
        if row.confirmed[:10] > last:
            continue
        state, on = states.get(row.key, (str(State.CONSIDERING), row.confirmed[:10]))
        rows.append(
            row._replace(
                state=state,
                state_on=on,
                since=row.since if row.since and row.since <= last else None,
                reason=row.reason if state == State.STOPPED else "",
            )
        )
    answers = reading.answers(FollowUp.objects.filter(due_on__lte=day), day)
    return replace(data, rows=rows, answers=answers)


def _flow(rows: Iterable[Row]) -> Flow:
    found = list({row.key: row for row in rows}.values())
    institutions = len({row.institution for row in found})
    return Flow(len(found) if not found or institutions >= FEWEST else None)


def _changes(data: Data, rows: dict[str, Row], year: str, last: str) -> dict[str, list[Row]]:
    """Return the adoptions that came into each state in the year."""
    found: dict[str, list[Row]] = defaultdict(list)
    for key, state, on in data.changes:
        if key in rows and on.startswith(year) and on <= last:
            found[state].append(rows[key])
    return found


def _follow_ups(rows: Sequence[Row], year: int, day: date) -> tuple[int, Flow]:
    """Return how many follow-ups fell due in the year, and how many of those were answered."""
    by_key = {row.key: row for row in rows}
    due = FollowUp.objects.filter(due_on__range=(date(year, 1, 1), day)).order_by()
    asked = [
        (by_key[key], answered)
        for key, answered in due.values_list(reading.as_text("adoption_id"), "answered_at")
        if key in by_key
    ]
    institutions = {row.institution for row, _answered in asked}
    number = sum(answered is not None for _row, answered in asked)
    return len(asked), Flow(number if not asked or len(institutions) >= FEWEST else None)


def _holdings(rows: Sequence[Row], data: Data) -> list[Holding]:
    by_institution: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.is_public and row.organisation in data.names and row.practice in data.catalogue.practices:
            by_institution[row.organisation or 0].append(row)
    holdings = []
    for organisation, own in by_institution.items():
        titles: dict[str, list[str]] = defaultdict(list)
        for row in own:
            titles[row.state].append(data.catalogue.practices[row.practice].title)
        by_state = {state: sorted(found, key=str.casefold) for state, found in titles.items()}
        holdings.append(Holding(data.names[organisation][0], all(row.is_demo for row in own), by_state))
    return sorted(holdings, key=lambda each: each.name.casefold())


def _stories(rows: Sequence[Row], data: Data, day: date) -> list[YearStory]:
    """Return the stories of the year that may be shown, those in the reader's language first."""
    kept = {UUID(row.key) for row in rows if row.is_public}
    told = shown_stories().filter(answered_at__year=day.year, answered_at__date__lte=day)
    found = [
        YearStory(
            text=each.story,
            language=each.adoption.language,
            institution=each.adoption.institution_name,
            practice=data.catalogue.practices[reading.key_text(each.adoption.practice)].title,
            month=each.month,
            is_demo=each.adoption.is_demo,
        )
        for each in told.select_related("adoption__organisation", "adoption__suggested")
        if each.adoption_id in kept and reading.key_text(each.adoption.practice) in data.catalogue.practices
    ]
    own = get_language()
    return sorted(found, key=lambda each: each.language != own)[:MOST_STORIES]


def fingerprint(day: date) -> str:
    """Return what changes whenever a report would read otherwise; a handful of cheap queries."""
    from django.db.models import Count, Max

    adoptions = Adoption.objects.aggregate(
        Count("pk"), Count("confirmed_at"), Count("disputed_at"), Max("changed_at"), Max("confirmed_at")
    )
    follow_ups = FollowUp.objects.aggregate(
        Count("pk"), Count("answered_at"), Max("answered_at"), Max("story_checked_at"), Max("story_hidden_at")
    )
    pages = PracticePage.objects.live().aggregate(Count("pk"), Max("last_published_at"))
    return f"{day} {adoptions} {follow_ups} {pages}"
