"""What a search gives back: hits with highlights, the total, and facet counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from search.highlights import FileHit
from search.plan import Matched


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One found document. The two `_html` texts are escaped, with `<mark>` around what the query met.

    `snippet_language` is named where the passage is in another language than the rest; `file` is the attached
    file that meets what the page itself does not.
    """

    id: str
    kind: str
    language: str
    title: str
    summary: str
    score: float
    payload: Mapping[str, Any]
    title_html: SafeString
    snippet_html: SafeString
    family: str = ""
    snippet_language: str = ""
    file: FileHit | None = None


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What the reader probably meant; `applied` when the hits are already those of the corrected text."""

    text: str
    applied: bool


@dataclass(frozen=True, kw_only=True)
class Results:
    """A page of hits, how many there are in all, and each asked facet's values with counts, most first.

    A facet's counts ignore the selection in that facet itself. `matched` says whether the hits have all the
    words of the query, or only most of them because nothing had all. `via` is the language whose pages have the
    words, where it is another than the reader's.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)
    matched: Matched = "all"
    correction: Correction | None = None
    via: str = ""
