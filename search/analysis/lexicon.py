"""The word lists that come with simplemma: for a word form, the one dictionary form it most often has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY


class Lexicon:
    """A language's word forms, kept compressed in memory."""

    def __init__(self, language: str) -> None:
        """Load the list; takes about a second. Raises ValueError for a language without one."""
        self._forms: Mapping[str, str] = LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(language)

    def lemma(self, surface: str) -> str | None:
        """Return the dictionary form in lower case, or None for an unknown word."""
        found = self._forms.get(surface) or self._forms.get(surface.capitalize())
        # Some entries end in a sentence's full stop.
        return found.lower().rstrip(".") or None if found else None

    def __iter__(self) -> Iterator[str]:
        """Yield all word forms; slow."""
        return iter(self._forms)


@cache
def lexicon(language: str) -> Lexicon:
    """Return the one lexicon of a language."""
    return Lexicon(language)
