"""Judged queries: what teachers type, and the pages that answer it; and the figures that are worked out from ranks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

TOP = 3
# Further down nobody looks; a right answer there counts nothing.
DEEPEST = 10

# From a judged query to the keys of the pages found, best first.
Ranker = Callable[["Judged"], Sequence[str]]


@dataclass(frozen=True)
class Judged:
    """A query in the language of the page that the searcher is on, with the keys of all right answers."""

    language: str
    kind: str
    query: str
    right: frozenset[str]

    @property
    def is_held_back(self) -> bool:
        """Whether the query's misses stay unread while search is improved: every second one, only counted."""
        return sum(self.query.encode()) % 2 == 1


@dataclass(frozen=True)
class Figures:
    """Shares between 0 and 1 over `number` queries: a right answer among the first three; mean reciprocal rank."""

    number: int
    top: float
    mrr: float


def judged_queries(path: Path) -> list[Judged]:
    """Return the judged queries of a file. Raises OSError, and ValueError for a file of another form."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return [Judged(row["language"], row["kind"], row["query"], frozenset(row["right"])) for row in rows]
    except (TypeError, KeyError) as error:
        raise ValueError(f"{path} is not a list of judged queries: {error!r}") from error


def rank_of(found: Sequence[str], right: frozenset[str]) -> int:
    """Return the place of the first right answer, from 1, or 0 where there is none among the first ten."""
    return next((place for place, key in enumerate(found[:DEEPEST], 1) if key in right), 0)


def figures_of(ranks: Iterable[int]) -> Figures:
    """Return the figures of the ranks of some queries' first right answers."""
    places = list(ranks)
    number = max(1, len(places))
    return Figures(
        len(places),
        sum(0 < place <= TOP for place in places) / number,
        sum(1 / place for place in places if place) / number,
    )
