"""Complete facet counts from a tantivy index."""

from __future__ import annotations

from typing import Any

import tantivy

from search.engines.tantivy.schema import SEPARATOR

# tantivy's own limit of buckets in one answer; far above the number of terms an editor can keep.
_ALL = 65_000


def facet_counts(searcher: Any, asked: tantivy.Query, name: str) -> list[tuple[str, int]]:
    """Return every value of a facet among the documents of a query with its count, most first."""
    answer = searcher.aggregate(
        asked, {"facet": {"terms": {"field": "facet", "size": _ALL, "segment_size": _ALL}}}
    )
    prefix = f"{name}{SEPARATOR}"
    counts = [
        (str(bucket["key"]).removeprefix(prefix), int(bucket["doc_count"]))
        for bucket in answer["facet"]["buckets"]
        if str(bucket["key"]).startswith(prefix)
    ]
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))
