"""Facet values as the numbers that a database keeps them as, and counts of them in our order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from search.bench.corpus import FACETS
from search.documents import SearchDocument

FACET_NAMES = tuple(facet.name for facet in FACETS)
_UNKNOWN = 0


class Terms:
    """Numbers the values of facets as they come, from 1."""

    def __init__(self) -> None:
        """Know none yet."""
        self._numbers: dict[tuple[str, str], int] = {}
        self._pairs: dict[int, tuple[str, str]] = {}

    def __iter__(self) -> Iterator[tuple[int, str, str]]:
        """Yield every value's number, facet and name."""
        return ((number, *pair) for number, pair in self._pairs.items())

    def of(self, document: SearchDocument) -> list[int]:
        """Return the numbers of a document's values; new values get the next ones."""
        found = []
        for name, values in document.facets.items():
            for value in values:
                number = self._numbers.setdefault((name, value), len(self._numbers) + 1)
                self._pairs[number] = (name, value)
                found.append(number)
        return found

    def asked(self, filters: Mapping[str, str]) -> list[int]:
        """Return the numbers of filters' values; one that no document has gets a number that none has."""
        return [self._numbers.get(pair, _UNKNOWN) for pair in filters.items()]

    def pair(self, number: int) -> tuple[str, str]:
        """Return the facet and the name of a value."""
        return self._pairs[number]


def counts_by_facet(counts: Iterable[tuple[str, str, int]]) -> dict[str, list[tuple[str, int]]]:
    """Return counts given as (facet, value, count) for every facet, most first."""
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in FACET_NAMES}
    for name, value, count in counts:
        found[name].append((value, count))
    return {name: sorted(pairs, key=lambda pair: (-pair[1], pair[0])) for name, pairs in found.items()}
