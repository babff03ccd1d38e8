"""The facade that the rest of the site uses: search, keep the index, register what is to be found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.conf import settings

from search.analysis import get_analyser
from search.documents import SearchDocument
from search.engines import SearchUnavailable, get_engine
from search.engines.base import Progress
from search.highlights import Highlighter
from search.indexing import StoredDocument
from search.query import Query, parse
from search.results import Hit, Results

__all__ = [
    "SearchUnavailable",
    "count",
    "provided_documents",
    "put",
    "rebuild",
    "register_provider",
    "remove",
    "search",
    "similar",
    "warm_up",
]

Provider = Callable[[], Iterable[SearchDocument]]

_providers: list[Provider] = []


def search(query: Query) -> Results:
    """Return the page of hits that the query asks for. Raises SearchUnavailable."""
    found = get_engine().search(query)
    return Results(
        hits=tuple(
            _hit(document, score, Highlighter(document, query, matched=found.matched))
            for score, document in found.documents
        ),
        total=found.total,
        facets=found.facets,
        matched=found.matched,
    )


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
    return [_hit(document, score, Highlighter(document, nothing)) for score, document in found]


def warm_up() -> None:
    """Load the dictionaries of the site's languages, so that no visitor's first search waits for them."""
    for language, _name in settings.LANGUAGES:
        get_analyser(language).analyse("a")


def register_provider(provider: Provider) -> None:
    """Let an app name what is to be found: `provider` returns its documents anew at each call."""
    if provider not in _providers:
        _providers.append(provider)


def provided_documents() -> Iterator[SearchDocument]:
    """Yield the documents of all registered providers."""
    for provider in _providers:
        yield from provider()


def _hit(document: StoredDocument, score: float, highlighter: Highlighter) -> Hit:
    return Hit(
        id=document.id,
        kind=document.kind,
        language=document.language,
        title=document.title,
        summary=document.summary,
        score=score,
        payload=document.payload,
        title_html=highlighter.title(),
        snippet_html=highlighter.snippet(),
    )
