"""What every language's analyser promises, and the word it makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Protocol

# Word forms kept per language: the whole vocabulary of some thousand pages.
CACHE_SIZE = 65_536
# What is longer is no word but an address or nonsense, and could be read in very many ways.
MAX_WORD_LENGTH = 64
_EDGES = "-'.:\u2013"


@dataclass(frozen=True)
class Word:
    """A word form as search sees it.

    `lemmas` are its dictionary forms; `parts` are the dictionary forms of a compound's members;
    `stems` are the words it is derived from (a -minen noun's verb), which weigh as little as parts.
    """

    surface: str
    lemmas: tuple[str, ...]
    parts: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()


def is_installed(module: str) -> bool:
    """Whether a package can be imported; it is not."""
    return find_spec(module) is not None


def bare(surface: str) -> str:
    """Return the part of a surface form that a dictionary can know, or "" where there is none.

    Nordic languages put a colon before the ending of an abbreviation: OPH:lle, EU:s.
    """
    word = surface.strip(_EDGES)
    if ":" in word:
        word = word.partition(":")[0]
    return word if len(word) <= MAX_WORD_LENGTH else ""


def without_doubles(surface: str, lemmas: Iterable[str], parts: Iterable[str], stems: Iterable[str]) -> Word:
    """Return the word with each token once: it counts where it weighs most."""
    first = tuple(dict.fromkeys(filter(None, lemmas)))
    second = tuple(part for part in dict.fromkeys(filter(None, parts)) if part not in first)
    third = tuple(
        stem for stem in dict.fromkeys(filter(None, stems)) if stem not in first and stem not in second
    )
    return Word(surface, first, second, third)


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _is_token(text: str) -> bool:
    """Whether engines can take the text as one token; dictionaries have some entries of several words."""
    return bool(text) and not any(character.isspace() or character in "|;," for character in text)


class Analyser(Protocol):
    """Turns one word form of one language into a `Word`."""

    language: str
    # Words that alone say little; a query requires them only when it has nothing else.
    stop_words: frozenset[str]

    @classmethod
    def is_available(cls) -> bool:
        """Whether what the analyser reads with is installed; nothing is loaded to tell."""
        ...

    @classmethod
    def source(cls) -> str:
        """Return what the analyser reads with, for an operator."""
        ...

    def analyse(self, surface: str) -> Word:
        """Return the analysis of a surface form as `search.text.surface_form` makes it; never raises."""
        ...

    def is_known(self, surface: str) -> bool:
        """Whether a dictionary knows the surface form: then it is hardly a typing error. Never raises."""
        ...


class CachedAnalyser:
    """Remembers what an analyser said, because texts repeat their words, and lets only whole tokens through."""

    def __init__(self, analyser: Analyser) -> None:
        """Remember what this analyser says."""
        self.language = analyser.language
        self.stop_words = analyser.stop_words
        self._analyser = analyser
        self.analyse = lru_cache(maxsize=CACHE_SIZE)(self._analyse)

    def is_known(self, surface: str) -> bool:
        """Whether a dictionary knows the surface form."""
        return not _has_surrogates(surface) and self._analyser.is_known(surface)

    def _analyse(self, surface: str) -> Word:
        if _has_surrogates(surface):
            return Word(
                surface, (surface,), (), ()
            )  # unpaired surrogates: no text, and no dictionary can look it up
        word = self._analyser.analyse(surface)
        return Word(
            surface,
            tuple(filter(_is_token, word.lemmas)) or (surface,),
            tuple(filter(_is_token, word.parts)),
            tuple(filter(_is_token, word.stems)),
        )
