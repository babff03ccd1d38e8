"""Synthetic practices and questions in Finnish, drawn from a treebank's running text by a seeded chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Literal

from search.bench.metric import MIN_LENGTH, WORD_CLASSES
from search.documents import SearchDocument
from search.text import words

SEED = 2026
LANGUAGE = "fi"
# The mean of what `documents` makes: title, summary and twelve paragraphs.
_WORDS_IN_DOCUMENT = 146
_FIRST_DAY = datetime(2021, 1, 1, tzinfo=UTC)
_DAYS = 5 * 365
# To be, can, may: verbs to the treebank, stop words to search engines.
_SAY_NOTHING = frozenset({"olla", "voida", "saada"})

Band = Literal["common", "medium", "rare"]


@dataclass(frozen=True)
class Facet:
    """A facet's name, how many values it has, and how many of them a document has at least and at most."""

    name: str
    size: int
    least: int
    most: int

    @property
    def values(self) -> list[str]:
        """All values, in order."""
        return [f"{self.name}-{number:03}" for number in range(self.size)]


FACETS = (
    Facet("theme", 10, 1, 3),
    Facet("project", 40, 1, 2),
    Facet("target_group", 8, 1, 3),
    Facet("setting", 6, 1, 2),
    Facet("maturity", 4, 1, 1),
    Facet("phase", 5, 0, 2),
    Facet("organisation", 120, 1, 2),
    Facet("language", 2, 1, 2),
)
# What readers narrow by: one of these, or one of the first and one of the second row.
_NARROWED_BY = (("theme", "target_group", "setting"), ("project", "maturity", "phase"))
_WORDS_ASKED: tuple[tuple[Band, ...], ...] = (
    ("common",),
    ("medium",),
    ("rare",),
    ("common", "common"),
    ("common", "medium"),
    ("medium", "medium"),
    ("common", "rare"),
    ("medium", "rare"),
)


@dataclass(frozen=True)
class Words:
    """A language's words: `running` holds each as often as it stands in the text, `bands` what may be asked for.

    A word's band is by the share of the documents that have it: common from 5 % on, rare below 1.5 %.
    """

    running: tuple[str, ...]
    bands: Mapping[Band, tuple[str, ...]]


@dataclass(frozen=True)
class Question:
    """What is asked of every contender: words that must all be found, and one value each of some facets."""

    text: str
    filters: Mapping[str, str]


def read_words(path: Path) -> Words:
    """Return the words of a CoNLL-U file. Raises OSError."""
    running: list[str] = []
    telling: dict[str, None] = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            columns = line.rstrip("\n").split("\t")
            if len(columns) < 4 or not columns[0].isdigit() or not _is_word(columns[1]):
                continue
            running.append(columns[1])
            form = columns[1].lower()
            if _tells(form, lemma=columns[2], word_class=columns[3]):
                telling[form] = None
    counts = Counter(map(str.lower, running))
    bands: dict[Band, list[str]] = {"common": [], "medium": [], "rare": []}
    for form in telling:
        bands[_band(counts[form] / len(running))].append(form)
    return Words(tuple(running), {band: tuple(forms) for band, forms in bands.items()})


def _is_word(form: str) -> bool:
    found = list(words(form))
    return len(found) == 1 and len(found[0].surface) == len(form) and any(map(str.isalpha, form))


def _tells(form: str, *, lemma: str, word_class: str) -> bool:
    """Whether readers search for such words, and every contender takes it for one word."""
    told = word_class in WORD_CLASSES and lemma not in _SAY_NOTHING
    return told and len(form) >= MIN_LENGTH and form.isalpha()


def _band(frequency: float) -> Band:
    share = 1 - (1 - frequency) ** _WORDS_IN_DOCUMENT
    if share >= 0.05:
        return "common"
    return "medium" if share >= 0.015 else "rare"


def documents(text: Words, count: int, *, seed: int = SEED) -> Iterator[SearchDocument]:
    """Yield so many practices one by one; a smaller number yields the first of the same."""
    dice = Random(seed)  # noqa: S311 the same documents every time, no secret
    values = {facet: facet.values for facet in FACETS}
    for number in range(count):
        yield SearchDocument(
            id=f"practice:{number}",
            language=LANGUAGE,
            kind="practice",
            title=_line(dice, text, 3, 6),
            summary=f"{_line(dice, text, 8, 12)}.",
            body=tuple(f"{_line(dice, text, 8, 14)}." for _ in range(dice.randint(10, 14))),
            facets={
                facet.name: tuple(dice.sample(each, dice.randint(facet.least, facet.most)))
                for facet, each in values.items()
            },
            date=_FIRST_DAY + timedelta(days=dice.randrange(_DAYS)),
            payload={"url": f"/fi/kaytannot/{number}/"},
        )


def _line(dice: Random, text: Words, least: int, most: int) -> str:
    line = " ".join(dice.choices(text.running, k=dice.randint(least, most)))
    return line[0].upper() + line[1:]


def questions(text: Words, count: int = 200, *, seed: int = SEED) -> list[Question]:
    """Return so many questions: one and two words of every band in turn, with no, one and two facets narrowed."""
    dice = Random(seed)  # noqa: S311 the same questions every time, no secret
    values = {facet.name: facet.values for facet in FACETS}
    kinds = list(product(_WORDS_ASKED, range(len(_NARROWED_BY) + 1)))
    asked: list[Question] = []
    for number in range(count):
        bands, narrowed = kinds[number % len(kinds)]
        names = [dice.choice(row) for row in _NARROWED_BY[:narrowed]]
        asked.append(
            Question(
                " ".join(dice.choice(text.bands[band]) for band in bands),
                {name: dice.choice(values[name]) for name in names},
            )
        )
    return asked
