"""Swedish words: a lexicon of real texts, compounds taken apart by it, and endings of unknown words."""

from __future__ import annotations

from functools import lru_cache

from search.analysis.base import Word, bare, is_installed, without_doubles
from search.analysis.lexicon import lexicon
from search.analysis.stop_words import SWEDISH
from search.analysis.swedish_compounds import Splitter
from search.analysis.swedish_endings import INFLECTIONS, guesses, verbs

# Lemmas, parts and stems, as in `Word`, perhaps with doubles.
Analysis = tuple[list[str], list[str], list[str]]


class SwedishAnalyser:
    """Reads Swedish words in lower case."""

    language = "sv"
    stop_words = SWEDISH

    def __init__(self) -> None:
        """Load the lexicon."""
        self._lexicon = lexicon("sv")
        self._is_lemma = lru_cache(maxsize=None)(self._has_inflections)
        self._splitter = Splitter(lemma=self._lexicon.lemma, is_lemma=self._is_lemma)

    @classmethod
    def is_available(cls) -> bool:
        """Whether the lexicon is installed."""
        return is_installed("simplemma")

    @classmethod
    def source(cls) -> str:
        """Return what the words are looked up in."""
        return "simplemma"

    def analyse(self, surface: str) -> Word:
        """Return the word with its lemmas, the members of compounds, and less likely lemmas."""
        word = bare(surface)
        if not word:
            return Word(surface, (surface,))
        lemmas, parts, stems = self._known(word) or self._hyphenated(word) or self._unknown(word)
        return without_doubles(surface, lemmas, parts, stems)

    def is_known(self, surface: str) -> bool:
        """Whether the lexicon knows the word."""
        word = bare(surface)
        return bool(word) and self._lexicon.lemma(word) is not None

    def _known(self, word: str) -> Analysis | None:
        """Return the analysis of a word of the lexicon."""
        usual = self._lexicon.lemma(word)
        if usual is None:
            return None
        if usual != word and self._is_lemma(word):
            # The lexicon takes many dictionary forms for a form of another word (kurs for kur).
            lemmas, stems = [word], [usual]
        else:
            lemmas = [usual]
            stems = [] if self._is_lemma(usual) else [self._lexicon.lemma(usual) or ""]
        found = [verb for verb in verbs(word) if self._is_lemma(verb)]
        if word not in lemmas:
            lemmas += found
        stems += found
        joined = "".join(lemmas[0].split("-"))
        return [*lemmas, joined], self._parts(lemmas[0]), stems

    def _hyphenated(self, word: str) -> Analysis | None:
        """Return the analysis of a hyphenated word (VEKE-modell): its last member is inflected."""
        *heads, tail = [member for member in word.split("-") if member]
        if not heads:
            return None
        last = self.analyse(tail)
        lemmas = ["".join(heads) + lemma for lemma in last.lemmas]
        parts = [*heads, *(lemma for head in heads for lemma in self.analyse(head).lemmas)]
        return lemmas, [*parts, *last.lemmas, *last.parts], []

    def _unknown(self, word: str) -> Analysis:
        """Return the analysis of a new compound (studerandekår), else guesses from the word's ending."""
        split = self._splitter.split(word)
        if split is None:
            return guesses(word), [], []
        last = self.analyse(split.tail)
        lemmas = [split.head + lemma for lemma in last.lemmas]
        return lemmas, [*split.members, *last.lemmas, *last.parts], []

    def _parts(self, lemma: str) -> list[str]:
        """Return the members of a compound that the lexicon has as a whole (krishantering)."""
        split = self._splitter.split(lemma, is_known=True)
        if split is None:
            return [member for member in lemma.split("-") if "-" in lemma]
        last = self.analyse(split.tail)
        return [*split.members, *last.lemmas, *last.parts]

    def _has_inflections(self, word: str) -> bool:
        """Whether the lexicon gives the word as the dictionary form of another form."""
        return any(self._lexicon.lemma(form) == word for form in INFLECTIONS.forms(word))
