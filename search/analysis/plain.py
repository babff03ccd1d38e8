"""The analyser of a language that has none of its own: the surface form is the lemma."""

from __future__ import annotations

from search.analysis.base import Word


class PlainAnalyser:
    """Matches words as they are written, and the members of hyphenated words."""

    stop_words: frozenset[str] = frozenset()

    def __init__(self, language: str) -> None:
        """Serve any language."""
        self.language = language

    @classmethod
    def is_available(cls) -> bool:
        """Whether what it needs is installed."""
        return True

    @classmethod
    def source(cls) -> str:
        """Return what it reads with."""
        return "the words themselves"

    def analyse(self, surface: str) -> Word:
        """Return the word itself, with the members of a hyphenated word as parts."""
        members = tuple(member for member in surface.split("-") if member)
        lemmas = (surface, "".join(members)) if len(members) > 1 else (surface,)
        return Word(surface, lemmas, members if len(members) > 1 else ())

    def is_known(self, surface: str) -> bool:
        """Whether a dictionary knows the word: there is none."""
        return False
