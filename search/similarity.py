"""Which words of a document tell what it is about, as a condition that finds documents like it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator

from search.analysis import get_analyser
from search.indexing import StoredDocument
from search.plan import AtLeast, Best, Condition, Term, field_name
from search.text import words

MAX_WORDS = 25
MIN_WORDS_IN_COMMON = 3
# A word of the title says as much as this many in the text.
_TITLE = 5
_SUMMARY = 3
_ZONE_WEIGHTS = {"title": 2.0, "keywords": 2.0, "summary": 1.5, "body": 1.0}


def likeness(
    document: StoredDocument, *, total: int, frequency: Callable[[str, str], int]
) -> Condition | None:
    """Return the condition that finds documents like this one among `total`, or None when nothing tells.

    `frequency` gives the number of documents whose field holds a token.
    """
    stop_words = get_analyser(document.language).stop_words
    lemmas_of = {form: lemmas for form, lemmas, _parts in document.words()}
    weights: Counter[str] = Counter()
    for surface, weight in _weighted_words(document):
        if surface in stop_words or len(surface) < 3 or surface.isdigit():
            continue
        for lemma in lemmas_of.get(surface, ()):
            if lemma not in stop_words:
                weights[lemma] += weight
    telling = []
    for lemma, weight in weights.items():
        documents = frequency("body_lemma", lemma)
        # A word that only this document has, or that half of all have, brings nobody near.
        if 1 < documents <= max(2, total // 2):
            telling.append((math.sqrt(weight) * math.log(1 + total / documents), lemma))
    telling = sorted(telling, reverse=True)[:MAX_WORDS]
    if not telling:
        return None
    strongest = telling[0][0]
    conditions = tuple(
        Best(
            tuple(
                Term(field_name(zone, "lemma"), lemma, zone_weight * score / strongest)
                for zone, zone_weight in _ZONE_WEIGHTS.items()
            )
        )
        for score, lemma in telling
    )
    return AtLeast(min(MIN_WORDS_IN_COMMON, len(conditions)), conditions)


def _weighted_words(document: StoredDocument) -> Iterator[tuple[str, int]]:
    for text, weight in ((document.title, _TITLE), (document.summary, _SUMMARY)):
        for word in words(text):
            yield word.surface, weight
    for paragraph in document.body:
        for word in words(paragraph):
            yield word.surface, 1
