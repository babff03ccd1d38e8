"""The words that the indexed texts of a language have, kept in memory for as long as the index stays as it is."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.engines import Engine
from search.text import folded

# A vocabulary that took a second to load is not loaded again for this many seconds, however often pages change.
_KEPT_TIMES_ITS_LOADING = 60
_MOST_CANDIDATES = 30


@dataclass(frozen=True)
class Vocabulary:
    """Word forms with the number of documents that have them."""

    frequencies: Mapping[str, int]
    _forms: tuple[str, ...] = field(init=False, repr=False)
    _by_folded: Mapping[str, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Order the forms for looking up near ones."""
        by_folded: dict[str, list[str]] = defaultdict(list)
        for form in self.frequencies:
            by_folded[folded(form)].append(form)
        object.__setattr__(self, "_forms", tuple(self.frequencies))
        object.__setattr__(self, "_by_folded", {key: tuple(forms) for key, forms in by_folded.items()})

    def __contains__(self, form: str) -> bool:
        """Whether a text has the word form."""
        return form in self.frequencies

    def closest(self, word: str) -> str | None:
        """Return the form that was most probably meant by a misspelt one, or None when none is near.

        First the same letters with marks that the keyboard lacked, then the fewest slips of the fingers
        (optimal string alignment); letters doubled or not, and marks left out, are half a slip. Of equally near
        forms the one in most documents.
        """
        unmarked = [form for form in self._by_folded.get(word, ()) if form != word]
        if unmarked:
            return max(unmarked, key=self._by_frequency)
        bound = slips_in(word)
        if not bound:
            return None
        near = process.extract(
            word, self._forms, scorer=OSA.distance, score_cutoff=bound + 1, limit=_MOST_CANDIDATES
        )
        rated = [(_slips(word, form, int(distance)), form) for form, distance, _index in near if form != word]
        rated = [(slips, form) for slips, form in rated if slips <= bound]
        if not rated:
            return None
        fewest = min(slips for slips, _form in rated)
        return max((form for slips, form in rated if slips == fewest), key=self._by_frequency)

    def _by_frequency(self, form: str) -> tuple[int, str]:
        return self.frequencies[form], form


def slips_in(word: str) -> int:
    """Return how many slips a word of its length may have to be recognised."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 7 else 2 if len(word) < 12 else 3


def _slips(word: str, form: str, distance: int) -> float:
    if _bare(word) == _bare(form):
        return min(distance, 2) / 2
    # Hardly anybody errs in the first letter.
    return distance - (distance - OSA.distance(folded(word), folded(form))) / 2 + (word[0] != form[0]) / 2


def _bare(word: str) -> str:
    """Return a word without marks and with every doubled letter once."""
    return "".join(letter for letter, _run in groupby(folded(word)))


@dataclass(frozen=True)
class _Kept:
    vocabulary: Vocabulary
    state: str
    good_until: float


_lock = threading.Lock()
_kept: dict[tuple[int, str], _Kept] = {}


def vocabulary_of(engine: Engine, language: str) -> Vocabulary:
    """Return the vocabulary of a language's documents, as it is or was a short while ago. Raises SearchUnavailable."""
    key = (id(engine), language)
    with _lock:
        kept = _kept.get(key)
        if kept and (time.monotonic() < kept.good_until or kept.state == engine.state()):
            return kept.vocabulary
        started = time.monotonic()
        state = engine.state()
        made = Vocabulary(engine.vocabulary(language))
        took = time.monotonic() - started
        good_until = time.monotonic() + (took * _KEPT_TIMES_ITS_LOADING if took > 0.1 else 0)
        _kept[key] = _Kept(made, state, good_until)
        return made
