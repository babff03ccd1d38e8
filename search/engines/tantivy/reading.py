"""Reading a tantivy index: pages of hits with counts, likeness, vocabulary and digests, through one searcher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import tantivy

from search.engines.base import Found
from search.engines.tantivy.facets import Counts, facet_counts, term_counts
from search.engines.tantivy.schema import (
    MUST,
    MUST_NOT,
    any_of,
    counting_clauses,
    filter_clauses,
    number_field,
    plan_clauses,
    translate,
)
from search.indexing import StoredDocument
from search.plan import RARITY_FIELD, Plan, plans, rarity
from search.query import Query
from search.similarity import likeness


def find(searcher: Any, made: tantivy.Schema, query: Query) -> Found:
    """Return the page of documents that the query asks for, by the first of its plans that has hits."""
    documents, some_have_all = int(searcher.num_docs), False

    @cache
    def rarity_of(lemma: str) -> float:
        return rarity(documents, searcher.doc_freq(RARITY_FIELD, lemma))

    for plan in plans(query, rarity_of):
        asked = _asked(made, plan, query)
        total, facets = _counts(searcher, made, plan, query)
        # Facets may still have hits when only the filters leave nothing.
        if total >= plan.enough or (
            not total and query.filters and _any(searcher, _asked(made, plan, query, unfiltered=True))
        ):
            return Found(
                documents=tuple(_page(searcher, asked, query)) if query.offset < total else (),
                total=total,
                facets=facets,
                matched="some" if some_have_all else plan.matched,
            )
        some_have_all = some_have_all or (total > 0 and plan.matched == "all")
    return Found(facets={name: [] for name in query.facets}, matched="none")


def alike(
    searcher: Any,
    made: tantivy.Schema,
    document_id: str,
    *,
    language: str,
    kinds: Sequence[str],
    limit: int,
) -> tuple[tuple[float, StoredDocument], ...]:
    """Return documents with the most telling words in common, nearest first; none for an unknown id."""
    itself = any_of(made, "id", [document_id])
    found = searcher.search(itself, limit=1, count=False).hits
    if not found or limit < 1:
        return ()
    condition = likeness(
        _stored(searcher, found[0][1]),
        total=count_of(searcher, made, language),
        frequency=lambda field, token: searcher.doc_freq(field, token),
    )
    if condition is None:
        return ()
    passing = filter_clauses(made, Query(text="", language=language, kinds=tuple(kinds)))
    asked = tantivy.Query.boolean_query([*passing, (MUST, translate(made, condition)), (MUST_NOT, itself)])
    hits = searcher.search(asked, limit=limit, count=False).hits
    return tuple((float(score), _stored(searcher, address)) for score, address in hits)


def count_of(searcher: Any, made: tantivy.Schema, language: str) -> int:
    """Return the number of documents in a language."""
    return int(searcher.search(any_of(made, "language", [language]), limit=1, count=True).count)


def vocabulary_of(searcher: Any, made: tantivy.Schema, language: str) -> dict[str, int]:
    """Return the word forms of a language's documents with the number of documents that have them."""
    return term_counts(searcher, any_of(made, "language", [language]), "vocabulary")


def digests_of(searcher: Any) -> dict[str, str]:
    """Return the digest of every document by its id."""
    number = int(searcher.num_docs)
    if not number:
        return {}
    found = searcher.search(tantivy.Query.all_query(), limit=number, count=False).hits
    documents = (searcher.doc(address) for _score, address in found)
    return {document.get_first("id"): document.get_first("digest") for document in documents}


def _counts(searcher: Any, made: tantivy.Schema, plan: Plan, query: Query) -> tuple[int, Counts]:
    """Return the total, and each asked facet's counts among the hits without that facet's own selection.

    Facets without a selection are counted together, in the pass that counts the hits.
    """
    together: dict[str | None, list[str]] = defaultdict(list, {None: []})
    for name in query.facets:
        together[name if name in query.filters else None].append(name)
    total = 0
    counts: Counts = {}
    for but, names in together.items():
        asked = tantivy.Query.boolean_query(
            [*filter_clauses(made, query, but=but), *counting_clauses(made, plan)]
        )
        number, found = facet_counts(searcher, asked, names)
        total = number if but is None else total
        counts |= found
    return total, {name: counts[name] for name in query.facets}


def _asked(made: tantivy.Schema, plan: Plan, query: Query, **leaving_out: Any) -> tantivy.Query:
    passing = filter_clauses(made, query, **leaving_out)
    return tantivy.Query.boolean_query([*passing, *plan_clauses(made, plan)])


def _any(searcher: Any, asked: tantivy.Query) -> bool:
    return bool(searcher.search(asked, limit=1, count=False).hits)


def _page(searcher: Any, asked: tantivy.Query, query: Query) -> Iterator[tuple[float, StoredDocument]]:
    result = searcher.search(
        asked,
        limit=query.limit,
        offset=query.offset,
        count=False,
        order_by_field=_order(query),
    )
    for score, address in result.hits:
        yield (float(score) if query.is_scored else 0.0), _stored(searcher, address)


def _order(query: Query) -> str | None:
    if query.number:
        return number_field(query.number)
    return "timestamp" if query.is_by_date else None


def _stored(searcher: Any, address: Any) -> StoredDocument:
    return StoredDocument.from_json(bytes(searcher.doc(address).get_first("stored")).decode())
