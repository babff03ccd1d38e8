"""Complete facet counts from a tantivy index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tantivy

from search.engines.tantivy.schema import SEPARATOR

# tantivy's own limit of buckets in one answer; far above the number of terms an editor can keep.
_ALL = 65_000

Counts = dict[str, list[tuple[str, int]]]


def facet_counts(searcher: Any, asked: tantivy.Query, names: Sequence[str]) -> tuple[int, Counts]:
    """Return (number of documents, {facet: [(value, count)]}) of a query, most first, in one pass over its hits."""
    answer = searcher.aggregate(asked, {"language": _terms("language"), "facet": _terms("facet")})
    counts: Counts = {name: [] for name in names}
    for key, number in _buckets(answer["facet"]):
        name, _separator, value = key.partition(SEPARATOR)
        if name in counts:
            counts[name].append((value, number))
    for values in counts.values():
        values.sort(key=lambda pair: (-pair[1], pair[0]))
    # Every document has one language, so its buckets count the hits without scoring them.
    return sum(number for _key, number in _buckets(answer["language"])), counts


def term_counts(searcher: Any, asked: tantivy.Query, field: str) -> dict[str, int]:
    """Return {term: number of documents} of a field among the documents of a query."""
    answer = searcher.aggregate(asked, {"terms": _terms(field)})
    return dict(_buckets(answer["terms"]))


def _terms(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": _ALL, "segment_size": _ALL}}


def _buckets(answer: dict[str, Any]) -> list[tuple[str, int]]:
    return [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer["buckets"]]
