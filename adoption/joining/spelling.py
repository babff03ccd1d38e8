"""Whether two names are the same institution's: spellings, abbreviations, both languages' words for its kind."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

# From this likeness (0–100) of two keys on, a name is offered as the same; below it, only when one looks for it.
SAME, ALIKE = 86, 78
SHORTEST_ALIKE = 5  # characters of a key: shorter ones have to be equal
LONGEST = 200

# Forms of enterprise and association, which some write and others do not.
_LEGAL = {
    "oy",
    "ab",
    "oyj",
    "abp",
    "ry",
    "rf",
    "sr",
    "rs",
    "säätiö",
    "säätiön",
    "stiftelse",
    "stiftelsen",
    "ky",
}
_LITTLE = {"ja", "och", "and", "i", "på", "kannatusyhdistys"}
# What an institution is, in each language and as it is shortened.
_KINDS = {
    "fhs": "kansanopisto kansanopiston kansanop kans.op kanop khs kho ko fhs fhsk folkhögskola folkhögskolan folkhsk "
    "folkhögsk folkhogskola kansankorkeakoulu folkakademi folkakademin",
    "ammop": "ammattiopisto ammattiopiston ammattiop ammop yrkesinstitut yrkesinstitutet yrkesskola yrkesskolan "
    "ammattioppilaitos yrkesläroanstalt",
    "amk": "amk ammattikorkeakoulu ammattikorkeakoulun yrkeshögskola yrkeshögskolan yh",
    "kansal": "kansalaisopisto kansalaisopiston kansal.op medborgarinstitut medborgarinstitutet",
    "lukio": "lukio lukion gymnasium gymnasiet",
}
_KIND_OF = {word.replace(".", ""): kind for kind, words in _KINDS.items() for word in words.split()}
_FOLK_TWO = re.compile(r"\bfolk high school\b|\bfolk[ -]hög[ -]?skolan?\b|\bkansan[ -]opiston?\b")
_DOT = re.compile(r"(?<=\w)\.(?=\w)|['’]")
_NO_WORD = re.compile(r"[^\w]+|_")


@lru_cache(maxsize=20_000)
def key_of(name: str) -> str:
    """Return what spellings of one name have in common; "" for a name without letters and digits."""
    folded = unicodedata.normalize("NFC", name[:LONGEST]).casefold()
    folded = _FOLK_TWO.sub("kansanopisto", _DOT.sub("", folded))
    words = [word for word in _NO_WORD.split(folded) if word]
    telling = [word for word in words if word not in _LEGAL and word not in _LITTLE] or words
    return " ".join(sorted({_root(word) for word in telling}))


def _root(word: str) -> str:
    """Return a word without the genitive's ending, or the sign of the kind of institution that it names."""
    if word in _KIND_OF:
        return _KIND_OF[word]
    if len(word) >= 5 and word[-1] in "ns" and word[-2] in "aeiouyäöå":
        word = word[:-1]
    if len(word) >= 4 and word[-1] == word[-2]:
        word = word[:-1]
    return word


def likeness(one: str, other: str) -> float:
    """Return how alike two keys are, from 0 to 100. Keys with other digits, and short ones, are alike or not at all."""
    if one == other:
        return 100.0 if one else 0.0
    if min(len(one), len(other)) < SHORTEST_ALIKE or _digits(one) != _digits(other):
        return 0.0
    whole = float(fuzz.ratio(one, other))
    (name, kinds), (other_name, other_kinds) = _apart(one), _apart(other)
    if kinds and other_kinds and kinds != other_kinds:
        return min(whole, SAME - 1)  # a folk high school and a vocational school of one town
    return max(whole, float(fuzz.ratio(name, other_name)))


def names_same(name: str, names: Iterable[str]) -> bool:
    """Return whether a name may well be one of an institution's `names`."""
    key = key_of(name)
    return any(likeness(key, key_of(each)) >= SAME for each in names)


def fits(typed: str, names: Iterable[str]) -> float:
    """Return how well what was typed fits an institution's names, 0–100: whole, misspelt, or each word begun."""
    key = key_of(typed)
    if not key:
        return 0.0
    best = 0.0
    for name in names:
        other = key_of(name)
        best = max(best, likeness(key, other), _begun(typed, name, key, other))
    return best if best >= ALIKE else 0.0


def _begun(typed: str, name: str, key: str, other: str) -> float:
    """Return 90 where every word that was typed begins one of the name's, or is spelt nearly like one."""
    theirs = [*name.casefold().replace("-", " ").split(), *other.split()]
    mine = [word for word in _NO_WORD.split(typed.casefold()) if word]
    if all(any(_meets(word, each) for each in theirs) for word in mine):
        return 90.0
    return 85.0 if all(any(_meets(word, each) for each in theirs) for word in key.split()) else 0.0


def _meets(word: str, other: str) -> bool:
    if other.startswith(word) and (len(word) > 1 or word.isdigit()):
        return True
    return len(word) >= SHORTEST_ALIKE and fuzz.ratio(word, other) >= SAME


def _digits(key: str) -> str:
    return "".join(re.findall(r"\d", key))


def _apart(key: str) -> tuple[str, set[str]]:
    """Return a key without the kinds (whole where they are all), and the kinds."""
    words = key.split()
    return " ".join(word for word in words if word not in _KINDS) or key, set(words) & _KINDS.keys()
