"""English words by the snowball stemmer."""

from __future__ import annotations

import snowballstemmer

from search.analysis.base import Word, is_installed
from search.analysis.stop_words import ENGLISH


class EnglishAnalyser:
    """Reads English: a stem in place of a lemma, the members of hyphenated words as parts."""

    language = "en"
    stop_words = ENGLISH

    def __init__(self) -> None:
        """Make the stemmer."""
        self._stem = snowballstemmer.stemmer("english").stemWord

    @classmethod
    def is_available(cls) -> bool:
        """Whether what it needs is installed."""
        return is_installed("snowballstemmer")

    @classmethod
    def source(cls) -> str:
        """Return what it reads with."""
        return "snowball"

    def analyse(self, surface: str) -> Word:
        """Return the word with its stem."""
        members = [member for member in surface.removesuffix("'s").split("-") if member]
        if len(members) < 2:
            return Word(surface, (self._stem(surface.removesuffix("'s")),))
        return Word(surface, (self._stem("".join(members)),), tuple(self._stem(member) for member in members))

    def is_known(self, surface: str) -> bool:
        """Whether a dictionary knows the word: there is none."""
        return False
