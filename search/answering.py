"""From a query to results: the ways to answer it, tried in the order in which a reader would want them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.conf import settings

from search.corrections import Fix, fix_of
from search.engines import Engine, Found
from search.highlights import Highlighter
from search.indexing import StoredDocument
from search.query import Query, parse
from search.results import Correction, Hit, Results
from search.synonyms import with_synonyms


def answer(query: Query, engine: Engine) -> Results:
    """Return the page of hits that the query asks for, by the first way that has any.

    The words as typed; the words in another language of the site; typing errors put right, in either. Then pages
    that have most of the words, with the correction offered. Raises SearchUnavailable.
    """
    typed = with_synonyms(query)
    found = engine.search(typed)
    if found.matched in ("all", "some") or not query.wanted:
        return _results(typed, found)
    others = in_other_languages(query)
    fixes: list[Fix] = []
    for way, correction in _better_ways(query, others, found, fixes, engine):
        there = engine.search(replace(way, strict=True))
        if there.total:
            return replace(_in_language(query.language, way, there, engine), correction=correction)
    if found.total:
        return replace(_results(typed, found), correction=_offered(query, fixes))
    for way, correction in (*map(_applied, fixes), *((with_synonyms(other), None) for other in others)):
        there = engine.search(way)
        if there.total:
            return replace(_in_language(query.language, way, there, engine), correction=correction)
    return _results(typed, found)


def plainly(query: Query, engine: Engine) -> Results:
    """Return what the engine has for the query, without any help. Raises SearchUnavailable."""
    return _results(query, engine.search(query))


def only_elsewhere(query: Query, engine: Engine, *, kinds: Sequence[str], limit: int) -> list[Hit]:
    """Return the best hits that have no version in the query's language. Raises SearchUnavailable."""
    hits: list[Hit] = []
    if not query.wanted:
        return hits
    for other in in_other_languages(query):
        narrowed = replace(
            with_synonyms(other),
            without={"language": (query.language,)},
            kinds=tuple(kinds),
            facets=(),
            offset=0,
            limit=limit,
            strict=True,
            sort="relevance",
        )
        hits += _results(narrowed, engine.search(narrowed)).hits
    return hits[:limit]


def in_other_languages(query: Query) -> list[Query]:
    """Return the query as read in each further language of the site."""
    return [_read_in(code, query) for code, _name in settings.LANGUAGES if code != query.language]


def hit_of(document: StoredDocument, score: float, highlighter: Highlighter) -> Hit:
    """Return a document as a hit, with its texts marked."""
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
        family=document.family,
        file=highlighter.file(),
    )


def _read_in(language: str, query: Query) -> Query:
    read = parse(query.text, language=language)
    return replace(query, language=language, clauses=read.clauses, stop_words=read.stop_words)


def _better_ways(
    query: Query, others: Sequence[Query], found: Found, fixes: list[Fix], engine: Engine
) -> Iterator[tuple[Query, Correction | None]]:
    """Yield what is better than pages with most of the words, if any page has all of them.

    Fixes are worked out when they are needed, and left in `fixes`. A word that neither a dictionary nor any page
    has cannot have been meant; another is put right only where nothing at all was found.
    """
    for other in others:
        yield with_synonyms(other), None
    for each in (query, *others):
        fix = fix_of(each, engine)
        if fix:
            fixes.append(fix)
            if fix.certain or found.matched == "none":
                yield _applied(fix)


def _applied(fix: Fix) -> tuple[Query, Correction]:
    return with_synonyms(fix.query), Correction(text=fix.query.text, applied=True)


def _offered(query: Query, fixes: Sequence[Fix]) -> Correction | None:
    own = [fix for fix in fixes if fix.query.language == query.language]
    return Correction(text=own[0].query.text, applied=False) if own else None


def _results(query: Query, found: Found) -> Results:
    return Results(
        hits=tuple(
            hit_of(document, score, Highlighter(document, query, matched=found.matched))
            for score, document in found.documents
        ),
        total=found.total,
        facets=found.facets,
        matched=found.matched,
    )


def _in_language(language: str, query: Query, found: Found, engine: Engine) -> Results:
    """Return hits as the pages that they have in a language, where they have one.

    The passage stays that of the query's language, since it is what met the words.
    """
    results = _results(query, found)
    if query.language == language:
        return results
    families = tuple(hit.family for hit in results.hits if hit.family)
    own: dict[str, Hit] = {}
    if families:
        versions = Query(text="", language=language, families=families, limit=len(families))
        own = {hit.family: hit for hit in _results(versions, engine.search(versions)).hits}
    hits = tuple(_own_version(hit, own.get(hit.family)) for hit in results.hits)
    return replace(results, hits=hits, via=query.language)


def _own_version(hit: Hit, own: Hit | None) -> Hit:
    if own is None:
        return hit
    return replace(
        own,
        score=hit.score,
        snippet_html=hit.snippet_html,
        snippet_language=hit.language,
        file=hit.file,
    )
