"""Finnish words by Voikko and simplemma."""

from __future__ import annotations

import pyvoikko
import simplemma

from search.analysis.base import Word
from search.analysis.stop_words import FINNISH


class FinnishAnalyser:
    """Reads Finnish."""

    language = "fi"
    stop_words = FINNISH

    def analyse(self, surface: str) -> Word:
        """Return the word with lemmas and parts."""
        readings = pyvoikko.analyse(surface)
        lemmas = [reading.BASEFORM.replace("=", "").lower() for reading in readings]
        parts = [
            part.BASEFORM.replace("=", "").lower()
            for reading in readings
            for part in reading.COMPOUND_PARTS or ()
        ]
        if not lemmas:
            lemmas = [simplemma.lemmatize(surface, "fi", low_memory=True).lower()]
        return Word(surface, tuple(dict.fromkeys(lemmas)), tuple(dict.fromkeys(parts)))
