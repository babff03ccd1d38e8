"""The endings of Swedish words: the forms that a dictionary form has, and what unknown forms may come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_MIN_STEM = 3


@dataclass(frozen=True)
class Inflections:
    """Endings that are put to a dictionary form, or in place of its last vowel."""

    added: tuple[str, ...]
    for_last_a: tuple[str, ...]
    for_last_e: tuple[str, ...]

    def forms(self, lemma: str) -> Iterator[str]:
        """Yield forms that the word may have, likeliest first; most of them it has not."""
        for ending in self.added:
            yield lemma + ending
        if lemma.endswith("a"):
            yield from (lemma[:-1] + ending for ending in self.for_last_a)
        if lemma.endswith("e"):
            yield from (lemma[:-1] + ending for ending in self.for_last_e)


INFLECTIONS = Inflections(
    added=(
        "en",
        "et",
        "n",
        "t",
        "ar",
        "er",
        "or",
        "r",
        "na",
        "arna",
        "erna",
        "orna",
        "s",
        "a",
        "are",
        "ast",
        "de",
        "te",
        "dde",
        "ade",
        "as",
        "ades",
        "ande",
    ),
    for_last_a=("or", "orna", "ade", "ar", "at", "er", "de", "t", "te", "an"),
    for_last_e=("ar", "arna", "er"),
)

# Past tense and supine of the first conjugation, active and passive: also forms of the participle (delad).
_PAST = ("ades", "ats", "ade", "at")
# Endings of an unknown word with what stands in their place in the dictionary, longest first.
_ENDINGS = (
    ("arnas", ""), ("ernas", ""), ("ornas", "a"), ("arna", ""), ("erna", ""), ("orna", "a"), ("ades", "a"),
    ("ande", "a"), ("ens", ""), ("ets", ""), ("ans", "a"), ("ade", "a"), ("are", ""), ("ast", ""), ("ar", ""),
    ("er", ""), ("or", "a"), ("en", ""), ("et", ""), ("an", "a"), ("at", "a"), ("as", "a"), ("a", ""), ("n", ""),
    ("t", ""), ("s", ""),
)  # fmt: skip


def verbs(word: str) -> list[str]:
    """Return the verb that a form is the past tense or supine of, going by its ending; at most one."""
    for ending in _PAST:
        if word.endswith(ending) and len(word) >= len(ending) + _MIN_STEM:
            return [word.removesuffix(ending) + "a"]
    return []


def guesses(word: str) -> list[str]:
    """Return the word and the dictionary forms it may be an inflection of, going by its longest ending."""
    found = [word]
    if not word.isalpha():
        return found
    for ending, replacement in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > _MIN_STEM:
            found.append(word.removesuffix(ending) + replacement)
            break
    return found
