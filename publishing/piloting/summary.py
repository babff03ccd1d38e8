"""What the makers see of a pilot's answers: figures, and words that cannot be joined to a person.

Of students, no figures of fewer than five: in a small group one would know who said what. Nor can those be told by
subtraction: the figures of all pilots together leave out pilots that are too small, unless these are five together.
"""

import secrets
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from publishing.models import Pilot, PilotAnswer
from publishing.piloting.questions import OPEN, SCALED, Question, Role

FEWEST = {Role.STUDENT: 5, Role.TEACHER: 1}


@dataclass(frozen=True)
class Bar:
    """How many chose a word of a scale; `length` is their share in per cent."""

    label: Any
    number: int
    length: float


@dataclass(frozen=True)
class Figures:
    """The answers to a question. `values` are those that are shown, 1–5 each; `left_out` says how many are not."""

    question: Question
    values: tuple[int, ...]
    left_out: int = 0

    @property
    def bars(self) -> list[Bar]:
        """The distribution, from the first word of the scale to the last."""
        counts, n = Counter(self.values), len(self.values)
        return [
            Bar(label, counts[number], round(100 * counts[number] / n, 1) if n else 0.0)
            for number, label in enumerate(self.question.scale, start=1)
        ]

    @property
    def median(self) -> float | None:
        """The middle answer, 1–5 in halves."""
        return statistics.median(self.values) if self.values else None

    @property
    def median_text(self) -> str:
        """The middle answer in words, with its number: between two words where the middle is between two answers."""
        if self.median is None:
            return ""
        middle = (statistics.median_low(self.values), statistics.median_high(self.values))
        below, above = (str(self.question.scale[number - 1]) for number in middle)
        words = (
            _("between “%(below)s” and “%(above)s”") % {"below": below, "above": above}
            if below != above
            else above
        )
        number = int(self.median) if self.median == int(self.median) else self.median
        return f"{number_format(number)}, {words}"


@dataclass(frozen=True)
class Words:
    """The answers to an open question."""

    label: Any
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What one role has said."""

    role: str
    answers: int
    figures: tuple[Figures, ...]
    words: tuple[Words, ...]

    @property
    def label(self) -> str:
        """The role in words, of many."""
        return _("Students") if self.role == Role.STUDENT else _("Teachers and other staff")

    @property
    def is_small(self) -> bool:
        """Whether the answers are too few for any figures."""
        hidden = [figures for figures in self.figures if figures.left_out]
        return self.answers < self.fewest or (
            bool(hidden) and not any(figures.values for figures in self.figures)
        )

    @property
    def fewest(self) -> int:
        """From how many answers on figures are shown."""
        return FEWEST[Role(self.role)]


def answers_to(pilots: Iterable[Pilot]) -> list[PilotAnswer]:
    """Return the answers to pilots, newest first."""
    return list(PilotAnswer.objects.filter(pilot__in=[pilot.pk for pilot in pilots]).order_by("-pk"))


def summarise(answers: Sequence[PilotAnswer]) -> list[Part]:
    """Return what each role that answered has said; answers newest first, of one pilot or of several."""
    by_role = {role: [each for each in answers if each.role == role] for role in SCALED}
    return [_part(role, said) for role, said in by_role.items() if said]


def _part(role: str, said: Sequence[PilotAnswer]) -> Part:
    figures = tuple(_figures(question, said, FEWEST[Role(role)]) for question in SCALED[role])
    return Part(role, len(said), figures, _words(role, said))


def _figures(question: Question, said: Sequence[PilotAnswer], fewest: int) -> Figures:
    by_pilot: dict[int, list[int]] = {}
    for answer in said:
        value = answer.ratings.get(question.key)
        if type(value) is int and 1 <= value <= len(question.scale):
            by_pilot.setdefault(answer.pilot_id, []).append(value)
    small = [value for values in by_pilot.values() if len(values) < fewest for value in values]
    shown = [value for values in by_pilot.values() if len(values) >= fewest for value in values]
    if len(small) >= fewest:
        shown, small = [*shown, *small], []
    return Figures(question, tuple(sorted(shown)), left_out=len(small))


def _words(role: str, said: Sequence[PilotAnswer]) -> tuple[Words, ...]:
    """Return the texts newest first; of too few in random order, so that the order tells nothing either."""
    found = []
    for name, label in OPEN[role].items():
        texts = [text for answer in said if (text := getattr(answer, name))]
        if len(said) < FEWEST[Role(role)]:
            secrets.SystemRandom().shuffle(texts)
        found.append(Words(label, tuple(texts)))
    return tuple(found)
