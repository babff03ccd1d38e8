"""Imagines what made-up institutions did with practices over three years: the same for the same day, out of a seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from adoption.models import Adoption, FollowUp
from adoption.models.follow_up import MONTHS
from adoption.pulse.planning import months_after

FOLDER = Path(__file__).parent.parent / "demo"
SEED = "adoptions for demonstration"
DAYS = 3 * 365
State, Answer = Adoption.State, FollowUp.Answer
REASONS = {
    "no-time": 6,
    "staff-left": 5,
    "funding": 3,
    "no-fit": 3,
    "no-effect": 2,
    "replaced": 4,
    "need-ended": 1,
}
# Of a hundred who run a practice, as many give it up in a month.
LEAVING = 1.9
ANSWERING = 0.74


@dataclass(frozen=True)
class Asked:
    """A follow-up; `values` are fields of FollowUp that were told."""

    month: int
    due_on: date
    answered_on: date | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Life:
    """What one institution did with one practice. `told` is its entry of told.yaml, empty for most."""

    institution: str
    practice: str
    language: str
    states: tuple[tuple[str, date], ...]
    reason: str
    students: int | None
    is_public: bool
    is_open: bool
    asked: tuple[Asked, ...]
    told: Mapping[str, Any]
    luck: float  # from 0 to 1, for what else has to be chosen

    @property
    def since(self) -> date | None:
        """The first day on which the practice ran."""
        return next((day for state, day in self.states if state in Adoption.RUNNING), None)


@cache
def institutions() -> dict[str, Any]:
    """Return the made-up institutions of institutions.yaml."""
    return dict(yaml.safe_load((FOLDER / "institutions.yaml").read_text()))


@cache
def told() -> dict[str, Any]:
    """Return the texts of told.yaml."""
    return dict(yaml.safe_load((FOLDER / "told.yaml").read_text()))


def lives(practices: Sequence[str], today: date) -> list[Life]:
    """Return the adoptions to make of the practices (their keys) that the portal has; none begins after today."""
    there = set(practices)
    ordered = [key for key in told()["usual"] if key in there]
    ordered += sorted(there.difference(ordered))
    entries = {(each["institution"], each["practice"]): each for each in told()["adoptions"]}
    made = []
    for name, institution in institutions().items():
        for practice in _taken(name, int(institution["keenness"]), ordered, entries):
            entry = entries.get((name, practice), {})
            made.append(_life(name, practice, str(institution["language"]), entry, today))
    return made


def _taken(name: str, many: int, ordered: Sequence[str], entries: Mapping[Any, Any]) -> list[str]:
    """Return the practices that an institution takes up: those that it tells of, and usual ones before rare ones."""
    own = [practice for practice in ordered if (name, practice) in entries]
    chance = _chance(name)
    drawn = sorted(
        (-(chance.random() ** ((rank + 1) / 5)), practice)
        for rank, practice in enumerate(ordered)
        if practice not in own
    )
    return own + [practice for _drawn, practice in drawn[: max(0, many - len(own))]]


def _chance(*words: str) -> Random:
    """Return what draws the same whenever it is asked of the same."""
    return Random(" ".join((SEED, *words)))  # noqa: S311 nothing is kept secret by it


def _life(institution: str, practice: str, language: str, entry: Mapping[str, Any], today: date) -> Life:
    chance = _chance(institution, practice)
    states = _told_states(entry, today) if entry else _states(chance, practice, today)
    asked, states = _asked(chance, states, entry, today)
    stopped = states[-1][0] == State.STOPPED
    reason = str(entry.get("reason") or chance.choices(list(REASONS), list(REASONS.values()))[0])
    public = bool(entry) or chance.random() < 0.85
    return Life(
        institution=institution,
        practice=practice,
        language=language,
        states=states,
        reason=reason if stopped else "",
        students=entry.get("students", chance.choice([None, 12, 18, 25, 30, 40, 60, 90, 140])),
        is_public=public,
        is_open=public and not stopped and bool(entry.get("open", chance.random() < 0.4)),
        asked=asked,
        told=entry,
        luck=chance.random(),
    )


def _told_states(entry: Mapping[str, Any], today: date) -> tuple[tuple[str, date], ...]:
    begun = months_after(today, -int(entry["months"]))
    days = [(state, months_after(begun, after)) for state, after in entry["states"].items()]
    return tuple((state, day) for state, day in days if day <= today)


def _states(chance: Random, practice: str, today: date) -> tuple[tuple[str, date], ...]:
    """Return the states that an adoption came into, each on its day, as far as those days have come."""
    day = today - timedelta(days=chance.randrange(DAYS))
    found: list[tuple[str, date]] = []
    if chance.random() < 0.35:
        found.append((State.CONSIDERING, day))
        if today - day < timedelta(days=150) and chance.random() < 0.6:
            return tuple(found)
        day += timedelta(days=chance.randrange(20, 110))
    since = day
    if chance.random() < 0.65:
        found.append((State.TRYING, day))
        day += timedelta(days=chance.randrange(60, 170))
    found.append((State.IN_USE, day))
    if chance.random() < 0.6:
        found.append((State.EMBEDDED, since + timedelta(days=chance.randrange(300, 560))))
    # Each practice has its own staying power.
    leaving = LEAVING * (0.5 + _chance(practice).random()) / 100
    months = chance.expovariate(leaving)
    # After the last follow-up nobody is asked, so nobody tells of a stop either.
    end = since + timedelta(days=int(45 + months * 30.4)) if months < 22 else date.max
    known = [(state, day) for state, day in found if day < end]
    if end < date.max:
        known.append((State.STOPPED, end))
    return tuple((state, day) for state, day in known if day <= today) or ((State.CONSIDERING, today),)


def _asked(
    chance: Random, states: tuple[tuple[str, date], ...], entry: Mapping[str, Any], today: date
) -> tuple[tuple[Asked, ...], tuple[tuple[str, date], ...]]:
    """Return the follow-ups, and the states with the day of an answer as the day of a stop that it told of."""
    since = next((day for state, day in states if state in Adoption.RUNNING), None)
    if since is None:
        return (), states
    end = states[-1][1] if states[-1][0] == State.STOPPED else None
    by_answer = end is not None and chance.random() < 0.6
    asked: list[Asked] = []
    for month in MONTHS:
        due = months_after(since, month)
        answered = due + timedelta(days=chance.randrange(1, 16))
        answers = (bool(entry) or chance.random() < ANSWERING) and answered <= today
        if end is not None and due > end:
            if by_answer and answered <= today:
                asked.append(Asked(month, due, answered, {"answer": Answer.STOPPED}))
                states = (*states[:-1], (State.STOPPED, answered))
            break
        if end is not None and answered > end:
            answers = False
        asked.append(Asked(month, due, answered, _answer(chance, month)) if answers else Asked(month, due))
    return tuple(asked), states


def _answer(chance: Random, month: int) -> dict[str, Any]:
    """Return what is told in a follow-up; the longer a practice has run, the deeper it has settled."""
    changed = chance.random() < 0.3
    values: dict[str, Any] = {"answer": Answer.CHANGED if changed else Answer.IN_USE}
    if changed:
        values["changed"] = chance.random()  # which of the texts
    depth = {3: 0.1, 6: 0.4, 12: 0.75, 24: 1.0}[month]
    if chance.random() < 0.85:
        shares = dict(zip(FollowUp.EMBEDDING, (0.35, 0.7, 0.5, 0.45, 0.3), strict=True))
        values |= {name: chance.random() < share * depth for name, share in shares.items()}
    if chance.random() < 0.7:
        values["hours"] = chance.choice([2, 3, 4, 5, 6, 8, 10, 12, 15])
    if chance.random() < 0.7:
        values["students"] = chance.choice([12, 18, 25, 30, 40, 60, 90, 140])
    return values
