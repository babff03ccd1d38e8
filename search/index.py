"""The facade that the rest of the site uses: search, keep the index, register what is to be found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError

from search.analysis import get_analyser
from search.answering import answer, hit_of, only_elsewhere, plainly
from search.documents import SearchDocument
from search.engines import SearchUnavailable, get_engine
from search.engines.base import Progress
from search.highlights import Highlighter
from search.query import Query, beginning, parse
from search.results import Hit, Results
from search.synonyms import with_synonyms

__all__ = [
    "SearchUnavailable",
    "count",
    "elsewhere",
    "provided_documents",
    "put",
    "rebuild",
    "register_provider",
    "remove",
    "search",
    "similar",
    "suggest",
    "versions",
    "warm_up",
]

Provider = Callable[[], Iterable[SearchDocument]]

_providers: list[Provider] = []


def search(query: Query) -> Results:
    """Return the page of hits that the query asks for, the best way there is to answer it.

    Pages with all the words come first of all: as typed, else as typed in another of the site's languages, else
    with typing errors put right; only then pages with most of the words. Raises SearchUnavailable.
    """
    return answer(query, get_engine())


def elsewhere(query: Query, *, kinds: Sequence[str] = (), limit: int = 5) -> list[Hit]:
    """Return hits that exist in no version in the reader's language, best first. Raises SearchUnavailable."""
    return only_elsewhere(query, get_engine(), kinds=kinds, limit=limit)


def suggest(text: str, *, language: str, kinds: Sequence[str], limit: int) -> list[Hit]:
    """Return what is called as a text begins that is still being typed, best first. Raises SearchUnavailable."""
    query = beginning(text, language=language, kinds=kinds, limit=limit)
    return list(plainly(query, get_engine()).hits) if query.beginnings else []


def versions(families: Iterable[str], *, language: str) -> list[Hit]:
    """Return things by what their versions have in common, in that order, in a language. Raises SearchUnavailable."""
    asked = tuple(dict.fromkeys(filter(None, families)))
    if not asked:
        return []
    query = Query(text="", language=language, families=asked, limit=len(asked))
    found = {hit.family: hit for hit in plainly(query, get_engine()).hits}
    return [found[family] for family in asked if family in found]


def put(documents: Iterable[SearchDocument]) -> None:
    """Add documents, or replace those with the same id. Raises SearchUnavailable."""
    get_engine().put(documents)


def remove(ids: Iterable[str]) -> None:
    """Take documents out of the index; unknown ids are ignored. Raises SearchUnavailable."""
    get_engine().remove(ids)


def rebuild(documents: Iterable[SearchDocument], *, progress: Progress | None = None) -> int:
    """Replace the whole index and return the number of documents; readers see the old one until it is done.

    `progress` is called with the number of documents done so far. Raises SearchUnavailable.
    """
    return get_engine().rebuild(documents, progress=progress)


def count(language: str | None = None) -> int:
    """Return the number of documents in the index, in one language or in all. Raises SearchUnavailable."""
    return get_engine().count(language)


def similar(document_id: str, *, language: str, kinds: Sequence[str] = (), limit: int = 6) -> list[Hit]:
    """Return the documents whose text is nearest to a document's, nearest first. Raises SearchUnavailable."""
    nothing = parse("", language=language)
    found = get_engine().similar(document_id, language=language, kinds=kinds, limit=limit)
    return [hit_of(document, score, Highlighter(document, nothing)) for score, document in found]


def warm_up() -> None:
    """Load the dictionaries and synonyms of the site's languages, so that no visitor's first search waits for them."""
    for language, _name in settings.LANGUAGES:
        get_analyser(language).analyse("a")
        with suppress(DatabaseError):  # not made yet; the first search then reads the synonyms
            with_synonyms(parse("a", language=language))


def register_provider(provider: Provider) -> None:
    """Let an app name what is to be found: `provider` returns its documents anew at each call."""
    if provider not in _providers:
        _providers.append(provider)


def provided_documents() -> Iterator[SearchDocument]:
    """Yield the documents of all registered providers."""
    for provider in _providers:
        yield from provider()
