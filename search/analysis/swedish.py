"""Swedish words by simplemma."""

from __future__ import annotations

import simplemma

from search.analysis.base import Word
from search.analysis.stop_words import SWEDISH


class SwedishAnalyser:
    """Reads Swedish."""

    language = "sv"
    stop_words = SWEDISH

    def analyse(self, surface: str) -> Word:
        """Return the word with its lemma."""
        return Word(surface, (simplemma.lemmatize(surface, "sv", low_memory=True).lower(),))
