"""Words found in a text in any of their forms, by the analysis that search uses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.analysis import get_analyser
from search.text import clean, words

Forms = frozenset[str]
# A term or a text, a word after the other, each with the forms under which it may meet another.
Phrase = tuple[Forms, ...]


@dataclass(frozen=True)
class Analysed:
    """A text: each word's own forms, and those with the parts of compounds."""

    strict: Phrase
    loose: Phrase


def analysed(text: str, language: str) -> Analysed:
    """Return a plain text analysed."""
    analyser = get_analyser(language)
    strict, loose = [], []
    for word in words(clean(text)):
        found = analyser.analyse(word.surface)
        forms = frozenset({word.surface, *found.lemmas})
        strict.append(forms)
        loose.append(forms | set(found.parts))
    return Analysed(tuple(strict), tuple(loose))


def places(phrase: Phrase, text: Phrase) -> Iterable[range]:
    """Yield where a phrase stands in a text, its words one after the other in any of their forms."""
    length = len(phrase)
    for start in range(len(text) - length + 1 if length else 0):
        if all(phrase[n] & text[start + n] for n in range(length)):
            yield range(start, start + length)


def contains(text: Phrase, phrases: Sequence[Phrase]) -> bool:
    """Return whether one of the phrases stands in a text."""
    return any(True for phrase in phrases for _place in places(phrase, text))
