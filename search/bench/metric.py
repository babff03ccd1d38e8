"""The conflation metric: how well analysis brings a word's forms together, counted on a treebank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

# The word classes that people search for.
WORD_CLASSES = frozenset({"NOUN", "ADJ", "VERB", "PROPN"})
MIN_LENGTH = 3
MIN_PART_LENGTH = 4

Tokens = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class Gold:
    """A treebank's dictionary forms with their inflected forms, and the parts of those that are compounds."""

    forms: Mapping[str, frozenset[str]]
    parts: Mapping[str, tuple[str, ...]]

    @property
    def types(self) -> frozenset[str]:
        """All word forms."""
        return frozenset().union(*self.forms.values())


@dataclass(frozen=True)
class Score:
    """Shares between 0 and 1; `compound_recall` is None where the treebank marks no compounds."""

    precision: float
    recall: float
    compound_recall: float | None

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_gold(path: Path) -> Gold:
    """Return the types of a CoNLL-U file, lower-cased; `#` in a lemma parts a compound. Raises OSError."""
    forms: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, tuple[str, ...]] = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            columns = line.rstrip("\n").split("\t")
            if len(columns) < 4 or not columns[0].isdigit() or columns[3] not in WORD_CLASSES:
                continue
            form, marked = columns[1].lower(), columns[2].lower()
            lemma = marked.replace("#", "")
            if len(form) < MIN_LENGTH:
                continue
            forms[lemma].add(form)
            if "#" in marked:
                parts[lemma] = tuple(part for part in marked.split("#") if len(part) >= MIN_PART_LENGTH)
    return Gold({lemma: frozenset(found) for lemma, found in forms.items()}, parts)


def score(gold: Gold, *, lemmas: Tokens, parts: Tokens | None = None) -> Score:
    """Return the score of an analysis given as functions from a word to its tokens.

    A lemma as query retrieves the forms that share a token of `lemmas` with it. A compound's part finds a form
    when it shares one with the form's lemmas and `parts`.
    """
    known = {word: frozenset(lemmas(word)) for word in gold.types | gold.forms.keys()}
    holders: dict[str, set[str]] = defaultdict(set)
    for form in gold.types:
        for token in known[form]:
            holders[token].add(form)
    right = retrieved_in_all = relevant_in_all = 0
    for lemma, relevant in gold.forms.items():
        retrieved = set().union(*(holders.get(token, set()) for token in known[lemma]))
        right += len(retrieved & relevant)
        retrieved_in_all += len(retrieved)
        relevant_in_all += len(relevant)
    return Score(
        precision=right / max(1, retrieved_in_all),
        recall=right / max(1, relevant_in_all),
        compound_recall=_compound_recall(gold, known, lemmas=lemmas, parts=parts),
    )


def _compound_recall(
    gold: Gold, known: Mapping[str, frozenset[str]], *, lemmas: Tokens, parts: Tokens | None
) -> float | None:
    found = total = 0
    for lemma, members in gold.parts.items():
        for member in members:
            wanted = frozenset(lemmas(member))
            for form in gold.forms[lemma]:
                total += 1
                found += not wanted.isdisjoint(known[form].union(parts(form) if parts else ()))
    return found / total if total else None
