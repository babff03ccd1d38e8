"""Swedish words by simplemma."""

from __future__ import annotations

import simplemma

from search.analysis.base import Word


class SwedishAnalyser:
    """Reads Swedish."""

    language = "sv"
    stop_words: frozenset[str] = frozenset(["och", "i", "en", "ett", "att", "det", "som", "på", "är"])

    def analyse(self, surface: str) -> Word:
        """Return the word with its lemma."""
        return Word(surface, (simplemma.lemmatize(surface, "sv", low_memory=True).lower(),))
