"""What a reader who mistyped probably meant, by the words that the catalogue really has."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search.analysis import get_analyser
from search.engines import Engine
from search.query import Clause, Query, parse
from search.text import words
from search.vocabulary import Vocabulary, vocabulary_of

# Nobody mistypes more words at once; it bounds the time.
_MOST_WORDS = 8


@dataclass(frozen=True)
class Fix:
    """A corrected query. `certain` when no dictionary knows the words that were put right."""

    query: Query
    certain: bool


def fix_of(query: Query, engine: Engine) -> Fix | None:
    """Return the query with those words put right that no document has, or None when nothing near is there.

    Call it for a query that has no hit with all its words. Raises SearchUnavailable.
    """
    vocabulary = vocabulary_of(engine, query.language)
    known = get_analyser(query.language).is_known
    wanted = dict.fromkeys(word.surface for clause in query.required for word in clause.words)
    replaced: dict[str, str] = {}
    certain = True
    for surface in list(wanted)[:_MOST_WORDS]:
        if surface in vocabulary or _has_hits(query, surface, engine):
            continue
        near = _meant(surface, vocabulary)
        if near:
            replaced[surface] = near
            certain = certain and not known(surface)
    if not replaced:
        return None
    fixed = parse(_put_right(query.text, replaced), language=query.language)
    return Fix(replace(query, text=fixed.text, clauses=fixed.clauses), certain)


def _meant(surface: str, vocabulary: Vocabulary) -> str | None:
    """Return the form meant by a word; of a hyphenated one, each member may be put right by itself."""
    whole = vocabulary.closest(surface)
    if whole or "-" not in surface:
        return whole
    members = [m if m in vocabulary else vocabulary.closest(m) or m for m in surface.split("-")]
    joined = "-".join(members)
    return joined if joined != surface else None


def _has_hits(query: Query, surface: str, engine: Engine) -> bool:
    """Whether any document has the word in any of its forms."""
    word = get_analyser(query.language).analyse(surface)
    alone = Query(
        text=surface,
        language=query.language,
        clauses=(Clause(words=(word,)),),
        kinds=query.kinds,
        strict=True,
        limit=1,
    )
    return engine.search(alone).total > 0


def _put_right(text: str, replaced: dict[str, str]) -> str:
    """Return the text with words replaced where they stand."""
    pieces = []
    position = 0
    for occurrence in words(text):
        if occurrence.surface in replaced:
            pieces += [text[position : occurrence.start], replaced[occurrence.surface]]
            position = occurrence.end
    return "".join([*pieces, text[position:]])
