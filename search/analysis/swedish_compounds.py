"""Swedish compounds taken apart with a lexicon: studerande-kår, kris-hantering, års-klocka."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

_MIN_HEAD = 2
_MIN_TAIL = 3
# A compound that the lexicon has as a whole is only taken apart between members that are surely words.
_MIN_TAIL_OF_KNOWN = 4
_MIN_HEAD_OF_KNOWN = 3
# Endings that make a noun of a verb (stödja, stödjare).
_FROM_VERBS = ("are", "aren", "arna", "arnas", "arens", "ande", "andet", "ning", "ningen", "ningar")
# What looks like a word but is an ending when it stands at the end of another.
_ENDING_WORDS = """
ande andet are aren arna ares aste ast at ad dom aktig aktiga tig tiga else elser ende enden erna het heten heter
ing ingen ingar isk iska jare lek lekar lig liga ligt lös ning ningen ningar or orna sam samma sel skap skapet
skaper tion tioner inna ist ister ism bar bara iv al ell ent ant eri era erar
"""
_ENDINGS = frozenset(_ENDING_WORDS.split())


@dataclass(frozen=True)
class Split:
    """A compound in two: the head as written, the tail in whatever form, the head's dictionary forms."""

    head: str
    tail: str
    members: tuple[str, ...]


class Splitter:
    """Finds where compounds join; `lemma` looks a form up, `is_lemma` says whether it is a dictionary form."""

    def __init__(self, *, lemma: Callable[[str], str | None], is_lemma: Callable[[str], bool]) -> None:
        """Use these two views of a lexicon."""
        self._lemma = lemma
        self._is_lemma = is_lemma

    def split(self, word: str, *, is_known: bool = False) -> Split | None:
        """Return the likeliest split, or None. The longest known tail wins, a known head before an unknown one."""
        unknown_head: Split | None = None
        for cut in range(_MIN_HEAD_OF_KNOWN if is_known else _MIN_HEAD, len(word) - _MIN_TAIL + 1):
            head, tail = word[:cut], word[cut:]
            if is_known and len(tail) < _MIN_TAIL_OF_KNOWN and len(head) < _MIN_TAIL_OF_KNOWN:
                continue
            if not self._can_end(tail, word=word, is_known=is_known):
                continue
            member = next(self._heads(head), None)
            if member:
                return Split(head, tail, (member,))
            if unknown_head is None and len(tail) > _MIN_TAIL_OF_KNOWN and cut > _MIN_HEAD:
                unknown_head = Split(head, tail, (head,))
        return None if is_known else unknown_head

    def _can_end(self, tail: str, *, word: str, is_known: bool) -> bool:
        if any(tail == ending or (ending.endswith(tail) and word.endswith(ending)) for ending in _ENDINGS):
            return False
        lemma = self._lemma(tail)
        if lemma is None:
            return any(
                tail.endswith(ending) and self._is_lemma(f"{tail.removesuffix(ending)}a")
                for ending in _FROM_VERBS
            )
        if len(lemma) < _MIN_TAIL:
            return False
        return self._is_lemma(tail) or (not is_known and self._is_lemma(lemma))

    def _heads(self, head: str) -> Iterator[str]:
        """Yield the dictionary forms that a first member may have: bare, with -s-, or with a joining vowel."""
        for bare in self._bare(head):
            if len(bare) >= _MIN_HEAD and self._lemma(bare) is not None and self._is_lemma(bare):
                yield bare

    def _bare(self, head: str) -> Iterator[str]:
        yield head
        if head.endswith("s"):
            yield head[:-1]
            yield f"{head[:-1]}e"
        if head.endswith(("o", "u", "e")):
            yield f"{head[:-1]}a"
            yield head[:-1]
        yield f"{head}a"
        yield f"{head}e"
