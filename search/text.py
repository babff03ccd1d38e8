"""Text before any language: cleaning, and the words of a text with where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# A word is letters and digits; hyphens, apostrophes, colons and dots count when they stand between them
# (VEKE-malli, OPH:n, O'Diako, 2.1), never at an edge. The escapes are typographic hyphens and apostrophes.
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011'\u2019\u00b4:.][^\W_]+)*")
_SPACES = re.compile(r"\s+")
_SAME_CHARACTER = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2019": "'", "\u00b4": "'"})
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


# As far as a name is completed letter by letter; whoever has typed more goes on to the end.
LONGEST_START = 12


class Occurrence(NamedTuple):
    """A word of a text: its comparable surface form and the characters it covers."""

    surface: str
    start: int
    end: int


def clean(text: str) -> str:
    """Return the text composed (NFC), with spaces for line breaks and without control characters.

    Soft hyphens, zero-width characters, unpaired surrogates and unassigned code points go too.
    """
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    spaced = _SPACES.sub(" ", text)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in _DROPPED_CATEGORIES)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", kept)).strip()


@lru_cache(maxsize=65_536)
def surface_form(word: str) -> str:
    """Return the form under which equal words meet: lower case, one kind of hyphen and apostrophe."""
    return unicodedata.normalize("NFC", word.translate(_SAME_CHARACTER).lower())


def words(text: str) -> Iterator[Occurrence]:
    """Yield every word of a cleaned text in order."""
    for match in _WORD.finditer(text):
        yield Occurrence(surface_form(match.group()), match.start(), match.end())


@lru_cache(maxsize=65_536)
def folded(surface: str) -> str:
    """Return a surface form as a keyboard without å, ä and ö has it: letters without marks."""
    if surface.isascii():
        return surface
    apart = unicodedata.normalize("NFD", surface)
    return "".join(c for c in apart if not unicodedata.combining(c)).replace("\u00f8", "o")


def folded_start(surface: str) -> str:
    """Return the part of a word by which names are completed while it is typed: folded, of bounded length."""
    return folded(surface)[:LONGEST_START]
