"""English words by the snowball stemmer."""

from __future__ import annotations

import snowballstemmer

from search.analysis.base import Word

STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "them",
        "there",
        "they",
        "this",
        "to",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
        "you",
        "your",
    ]
)


class EnglishAnalyser:
    """Reads English: a stem in place of a lemma, the members of hyphenated words as parts."""

    language = "en"
    stop_words = STOP_WORDS

    def __init__(self) -> None:
        self._stem = snowballstemmer.stemmer("english").stemWord

    def analyse(self, surface: str) -> Word:
        """Return the word with its stem."""
        members = [member for member in surface.removesuffix("'s").split("-") if member]
        if len(members) < 2:
            return Word(surface, (self._stem(surface.removesuffix("'s")),))
        return Word(surface, (self._stem("".join(members)),), tuple(self._stem(member) for member in members))
