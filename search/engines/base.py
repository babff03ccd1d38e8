"""What every engine promises to the rest of search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from search.documents import SearchDocument
from search.indexing import StoredDocument
from search.plan import Matched
from search.query import Query

# Raise with every change to fields, tokens or stored documents: older indices then ask to be rebuilt.
FORMAT = 4

Progress = Callable[[int], None]


class SearchUnavailable(Exception):
    """The index cannot be used; the message says why and what mends it."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """An engine's answer: the page's documents with scores, the total, complete facet counts."""

    documents: tuple[tuple[float, StoredDocument], ...] = ()
    total: int = 0
    facets: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)
    matched: Matched = "all"


class Engine(Protocol):
    """Keeps documents and finds them; every method raises SearchUnavailable when it cannot."""

    def search(self, query: Query) -> Found:
        """Return the page of documents that the query asks for."""
        ...

    def similar(
        self, document_id: str, *, language: str, kinds: Sequence[str], limit: int
    ) -> tuple[tuple[float, StoredDocument], ...]:
        """Return documents with the most telling words in common, nearest first; none for an unknown id."""
        ...

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Add documents or replace those of the same id; all or none."""
        ...

    def remove(self, ids: Iterable[str]) -> None:
        """Take documents away; unknown ids are ignored."""
        ...

    def rebuild(self, documents: Iterable[SearchDocument], *, progress: Progress | None = None) -> int:
        """Replace everything; readers keep the old index till the new one is whole. Return the count."""
        ...

    def vocabulary(self, language: str) -> Mapping[str, int]:
        """Return the word forms of a language's documents, each with the number of documents that have it."""
        ...

    def state(self) -> str:
        """Return a text that is another after every change of the index; cheap to ask for."""
        ...

    def digests(self) -> Mapping[str, str]:
        """Return the digest of every document by its id."""
        ...

    def place(self) -> str:
        """Return where the index is, for an operator; without secrets."""
        ...

    def count(self, language: str | None = None) -> int:
        """Return how many documents there are, in one language or in all."""
        ...
