"""Voikko's readings of Finnish words, from libvoikko where the system has it, else from its pure Python port."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from functools import cache

from search.analysis.base import is_installed

# Voikko's tags: word class [L.], participle [R.], mood [T.], compound boundary [Bc], base form [Xp]…[X],
# derived base form [Xj]…[X], other invisible text [Xr]…[X] and [Xs]…[X].
_PIECE = re.compile(r"\[[^\]]*\]|[^\[]+")
_BASE_FORMS = ("[Xp]", "[Xj]")
_VOWELS = frozenset("aeiouyåäö")
_MIN_HALF = 3
_VERB = "t"
_ACTION_NOUN = "n4"
_NAMES = frozenset({"ee", "es", "ep", "em"})

Lookup = Callable[[str], list[str]]


@dataclass(frozen=True)
class Segment:
    """One member of a word.

    `form` is as written, `base` its dictionary form, `verb` the verb that a nominal is made of (else empty),
    `halves` the members inside a dictionary word (hyvin, vointi), `tags` all of Voikko's marks.
    """

    form: str
    base: str
    verb: str
    word_class: str
    is_participle: bool
    mood: str
    halves: tuple[str, ...]
    tags: str

    @property
    def is_action_noun(self) -> bool:
        """Whether it is a -minen noun, which Voikko reads as a form of its verb."""
        return self.mood == _ACTION_NOUN

    @property
    def is_name(self) -> bool:
        """Whether it is a first name, a surname, a place or another name."""
        return self.word_class in _NAMES

    @property
    def is_compared(self) -> bool:
        """Whether it is a comparative or superlative."""
        return "[Cc]" in self.tags or "[Cs]" in self.tags


@dataclass(frozen=True)
class Reading:
    """One way to read a word: its members, one unless it is a compound."""

    segments: tuple[Segment, ...]

    @property
    def last(self) -> Segment:
        """The member that carries the inflection."""
        return self.segments[-1]

    @property
    def modifiers(self) -> str:
        """The members before the last, as written."""
        return "".join(segment.form for segment in self.segments[:-1])


@cache
def lookup() -> Lookup:
    """Return the function from a lower-case word to Voikko's output lines for it."""
    return library_lookup() or python_lookup()


def source() -> str:
    """Return the name of the Voikko that looks up words, or nothing where there is none."""
    if library_lookup() is not None:
        return "libvoikko"
    return "pyvoikko" if is_installed("pyvoikko") and is_installed("kfst") else ""


def readings(word: str) -> list[Reading]:
    """Return all of Voikko's readings of a word in lower case; none when it does not know it."""
    # In one order, whichever of the two looked them up: equally likely readings keep it.
    found = (_reading(line) for line in sorted(lookup()(word)))
    return list(dict.fromkeys(reading for reading in found if reading.segments))


def python_lookup() -> Lookup:
    """Return a lookup by the pure Python port, which is always there."""
    import pyvoikko  # a second to load, only where it is needed
    from kfst import TokenizationException

    def look_up(word: str) -> list[str]:
        try:
            lines = [line for line, _weight in pyvoikko.VOIKKO_FST.lookup(word)]
            return [line for line in lines if "[Bh]" not in line or _has_due_hyphens(line)]
        except TokenizationException:
            return []

    return look_up


@cache
def library_lookup() -> Lookup | None:
    """Return a lookup by the C library, or None where it or its dictionary is missing."""
    if find_library("voikko") is None:
        return None
    import libvoikko

    try:
        if not any(dictionary.language == "fi" for dictionary in libvoikko.Voikko.listDicts()):
            return None
        handle = libvoikko.Voikko("fi")
    except (OSError, libvoikko.VoikkoException):
        return None
    handle.setIgnoreDot(False)
    one_at_a_time = threading.Lock()  # a handle must not be used by two threads at once

    def look_up(word: str) -> list[str]:
        with one_at_a_time:
            return [reading["FSTOUTPUT"] for reading in handle.analyze(word) if "FSTOUTPUT" in reading]

    return look_up


def _has_due_hyphens(line: str) -> bool:
    """Whether a compound has a hyphen just where libvoikko asks for one.

    That is between two members where the same vowel would meet itself (aamu-uninen), and else only beside a digit,
    after a foreign word (jazz-bändi) or a shortened -nen word (varsinais-), or at the end of a part of a word (kevät-).
    """
    written = hidden = member = ""
    boundaries: list[tuple[int, bool]] = []
    for piece in _PIECE.findall(line):
        if piece.startswith("[X"):
            hidden = "" if piece == "[X]" else piece
        elif piece == "[Bh]":
            boundaries.append((len(written), "[Isf]" in member))
        elif piece == "[Bc]":
            member = ""
        elif piece.startswith("["):
            member += piece
        elif not hidden:
            written += piece
    return all(_is_due(written, at, after_foreign=foreign) for at, foreign in boundaries)


def _is_due(written: str, at: int, *, after_foreign: bool) -> bool:
    before, after = written[:at], written[at:]
    bare = before.removesuffix("-")
    meets_itself = bool(bare and after) and bare[-1] == after[0] and after[0] in _VOWELS
    if bare == before:
        return not meets_itself
    return not after or meets_itself or after_foreign or bare[-1:].isdigit() or bare.endswith("is")


def _reading(line: str) -> Reading:
    pieces = _PIECE.findall(line)
    members: list[list[str]] = [[]]
    for piece in pieces:
        if piece == "[Bc]":
            members.append([])
        else:
            members[-1].append(piece)
    segments = [_segment(member) for member in members if any(piece.startswith("[L") for piece in member)]
    return Reading(tuple(segments))


def _segment(pieces: list[str]) -> Segment:
    """Return a member read from its pieces."""
    reader = _SegmentReader()
    for piece in pieces:
        if piece.startswith("["):
            reader.read_tag(piece)
        else:
            reader.read_text(piece)
    return reader.segment("".join(piece for piece in pieces if piece.startswith("[")))


class _SegmentReader:
    """Puts a member together from Voikko's tags and the text between them.

    A derivation's base form is what stands before its [Xj], with that tag's text instead of the ending; the last
    one is the member's, and the last that is a verb is the verb it is made of.
    """

    def __init__(self) -> None:
        self._before = self._stretch = self._base_ending = self._mode = ""
        self._base = self._verb = self._word_class = self._mood = ""
        self._is_participle = False

    def read_tag(self, tag: str) -> None:
        if tag == "[X]":
            self._end_hidden_text()
        elif tag.startswith("[X"):
            self._mode = tag
            if tag in _BASE_FORMS:
                self._before, self._stretch, self._base_ending = self._before + self._stretch, "", ""
        elif tag.startswith("[L"):
            self._word_class, self._is_participle = tag[2:-1], False
        elif tag.startswith("[R"):
            self._is_participle = True
        elif tag.startswith("[T"):
            self._mood = tag[2:-1]

    def read_text(self, text: str) -> None:
        if self._mode in _BASE_FORMS:
            self._base_ending += text
        elif not self._mode:
            self._stretch += text

    def segment(self, tags: str) -> Segment:
        form = self._before + self._stretch
        base = self._base or form
        halves = tuple(half.lower() for half in base.split("=") if len(half) >= _MIN_HALF)
        return Segment(
            form=form.lower(),
            base=_plain(base),
            verb=_plain(self._verb) if self._word_class != _VERB else "",
            word_class=self._word_class,
            is_participle=self._is_participle,
            mood=self._mood,
            halves=halves if len(halves) > 1 else (),
            tags=tags,
        )

    def _end_hidden_text(self) -> None:
        if self._mode in _BASE_FORMS:
            self._base = self._before + self._base_ending
            self._verb = self._base if self._word_class == _VERB else self._verb
        self._mode = ""


def _plain(base: str) -> str:
    return base.replace("=", "").lower().strip("-")
