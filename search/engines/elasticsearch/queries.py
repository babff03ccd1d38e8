"""Plans, filters and facets in Elasticsearch's query language; tokens go in as terms, never through a query parser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from elasticsearch.dsl import A, Search
from elasticsearch.dsl import query as dsl

from search.engines.elasticsearch.documents import (
    READINGS,
    SEPARATOR,
    facet_token,
    number_name,
    reading_name,
    written,
)
from search.plan import ZONES, AtLeast, Best, Condition, Phrase, Plan, Term, field_name
from search.query import Query

# Elasticsearch's own limit of buckets in one answer is 65,536; far above the number of terms an editor can keep.
_ALL = 65_000
_LEMMA_ZONES = {field_name(zone, "lemma"): zone for zone in ZONES}
_NOT_PLAIN = re.compile(r"([^\w ])")


def page_search(query: Query, plan: Plan) -> Search[Any]:
    """Return the search for a page of hits with the total, and with each asked facet's counts.

    The facets' own filters come after the counting, so that a facet's counts can leave out its own selection.
    """
    search: Search[Any] = Search()
    search = search.query(matching(plan, _passing(query), barred=_filters(query.without)))
    search = search.extra(track_total_hits=True, from_=query.offset, size=query.limit)
    search = search.source(["stored"])
    if query.filters:
        search = search.post_filter(dsl.Bool(filter=_filters(query.filters)))
    search.aggs.bucket("unfiltered", A("filter", dsl.MatchAll()))
    for number, name in enumerate(query.facets):
        others = {other: values for other, values in query.filters.items() if other != name}
        counted = search.aggs.bucket(f"facet{number}", A("filter", dsl.Bool(filter=_filters(others))))
        counted.bucket(
            "values", A("terms", field="facet", size=_ALL, shard_size=_ALL, include=_values_of(name))
        )
    # The last sort key keeps the order from page to page.
    newest = {"timestamp": {"order": "desc", "missing": "_last"}}
    if query.number:
        return search.sort({number_name(query.number): {"order": "desc"}}, newest, {"id": {"order": "asc"}})
    if query.is_by_date:
        return search.sort(newest, {"id": {"order": "asc"}})
    return search.sort({"_score": {"order": "desc"}}, {"id": {"order": "asc"}})


def likeness_search(
    condition: Condition, *, itself: str, language: str, kinds: Sequence[str], limit: int
) -> Search[Any]:
    """Return the search for documents that meet the condition, but for the document itself."""
    search: Search[Any] = Search()
    plan = Plan((condition,), (), ())
    asked = Query(text="", language=language, kinds=tuple(kinds))
    return (
        search.query(matching(plan, _passing(asked), barred=[dsl.Term(id=itself)]))
        .extra(size=limit)
        .source(["stored"])
        .sort({"_score": {"order": "desc"}}, {"id": {"order": "asc"}})
    )


def frequency_search(tokens: Sequence[tuple[str, str]]) -> Search[Any]:
    """Return the search that counts the documents of each field and token, by its number in `counts.buckets`."""
    search: Search[Any] = Search()
    search.aggs.bucket(
        "counts",
        A(
            "filters",
            filters={
                str(number): dsl.Term(**{field: written(token)})
                for number, (field, token) in enumerate(tokens)
            },
        ),
    )
    return search.extra(size=0)


def vocabulary_search(language: str) -> Search[Any]:
    """Return the search that counts the documents of each word form of a language, in `words.buckets`."""
    search: Search[Any] = Search().filter("term", language=language).extra(size=0)
    search.aggs.bucket("words", A("terms", field="vocabulary", size=_ALL, shard_size=_ALL))
    return search


def matching(plan: Plan, passing: list[dsl.Query], *, barred: Sequence[dsl.Query] = ()) -> dsl.Bool:
    """Return the query for what meets a plan and passes the filters, and is not barred."""
    return dsl.Bool(
        must=[_translate(condition) for condition in plan.required],
        should=[_translate(condition) for condition in plan.welcome],
        must_not=[*(_translate(condition) for condition in plan.excluded), *barred],
        filter=passing,
    )


def _passing(query: Query) -> list[dsl.Query]:
    """Return what every hit must pass; notes that a document is gone have no language."""
    passing: list[dsl.Query] = [dsl.Term(language=query.language)]
    if query.kinds:
        passing.append(dsl.Terms(kind=list(query.kinds)))
    if query.families:
        passing.append(dsl.Terms(family=list(query.families)))
    return passing


def _filters(filters: Mapping[str, Sequence[str]]) -> list[dsl.Query]:
    return [
        dsl.Terms(facet=[facet_token(name, value) for value in values]) for name, values in filters.items()
    ]


def _values_of(name: str) -> str:
    """Return the regular expression, as Lucene reads it, for all values of a facet."""
    return _NOT_PLAIN.sub(r"\\\1", f"{name}{SEPARATOR}") + ".*"


def _translate(condition: Condition) -> dsl.Query:
    match condition:
        case Term(field, token, weight):
            return dsl.Term(**{field: {"value": written(token), "boost": weight}})
        case Phrase():
            return _phrase([condition])
        case Best(conditions, tie):
            return dsl.DisMax(queries=list(_alternatives(conditions)), tie_breaker=tie)
        case AtLeast(count, conditions):
            return dsl.Bool(should=[_translate(each) for each in conditions], minimum_should_match=count)


def _alternatives(conditions: Iterable[Condition]) -> Iterable[dsl.Query]:
    """Yield the conditions as queries; the readings of one phrase, which differ in dictionary forms, as one."""

    def kind(condition: Condition) -> tuple[object, ...]:
        if isinstance(condition, Phrase):
            return (condition.field, condition.weight, len(condition.tokens))
        return (id(condition),)

    for _kind, group in groupby(conditions, key=kind):
        same = list(group)
        phrases = [each for each in same if isinstance(each, Phrase)]
        yield _phrase(phrases) if phrases else _translate(same[0])


def _phrase(readings: Sequence[Phrase]) -> dsl.Query:
    """Return the query for words in order, each in any of the forms that it has in the readings."""
    field, weight = readings[0].field, readings[0].weight
    forms = [
        list(dict.fromkeys(map(written, tokens)))
        for tokens in zip(*(r.tokens for r in readings), strict=True)
    ]
    if field not in _LEMMA_ZONES:
        return dsl.MatchPhrase(**{field: {"query": " ".join(each[0] for each in forms), "boost": weight}})
    zone = _LEMMA_ZONES[field]
    clauses = [_at_one_place(zone, each) for each in forms]
    return dsl.SpanNear(clauses=clauses, slop=0, in_order=True, boost=weight)


def _at_one_place(zone: str, forms: Sequence[str]) -> dict[str, Any]:
    """Return the query for a place where a word has one of the forms among its readings."""
    first = reading_name(zone, 0)
    spans: list[dict[str, Any]] = []
    for form in forms:
        spans.append(dsl.SpanTerm(**{first: form}).to_dict())
        for number in range(1, READINGS):
            reading = dsl.SpanTerm(**{reading_name(zone, number): form}).to_dict()
            spans.append(dsl.SpanFieldMasking(query=reading, field=first).to_dict())
    return dsl.SpanOr(clauses=spans).to_dict()
