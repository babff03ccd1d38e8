"""Marks in a hit's texts: the reader's words in the forms the text has them, and the passages to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.indexing import StoredDocument
from search.query import Query
from search.text import Occurrence, words

SNIPPET_LENGTH = 260
PASSAGES = 2


class Mark(NamedTuple):
    """A stretch of a text that meets the query, with the number of the query word it meets."""

    start: int
    end: int
    word: int


class Passage(NamedTuple):
    """A stretch of a paragraph to show."""

    paragraph: int
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Highlighter:
    """Finds a query's words in one document."""

    document: StoredDocument
    query: Query

    def title(self) -> SafeString:
        """Return the title, escaped and marked."""
        return _marked(self.document.title, self._marks(self.document.title), stop=len(self.document.title))

    def snippet(self) -> SafeString:
        """Return the passages of the text that meet most of the query, in reading order; else the summary."""
        marks = [self._marks(paragraph) for paragraph in self.document.body]
        in_summary = self._marks(self.document.summary)
        chosen = sorted(_passages(self.document.body, marks))
        covered = {mark.word for passage in chosen for mark in _within(marks[passage.paragraph], passage)}
        if not chosen or {mark.word for mark in in_summary} - covered:
            summary = _shortened(self.document.summary or " ".join(self.document.body[:1]))
            return _marked(
                summary, in_summary if self.document.summary else [], stop=len(summary.rstrip("…"))
            )
        shown = ((self._passage(passage, marks[passage.paragraph]),) for passage in chosen)
        return format_html_join(" ", "{}", shown)

    def _passage(self, passage: Passage, marks: list[Mark]) -> SafeString:
        text = self.document.body[passage.paragraph]
        before = "… " if passage.start else ""
        after = " …" if passage.end < len(text) else ""
        shown = _marked(text, marks, start=passage.start, stop=passage.end)
        return format_html("{}{}{}", before, shown, after)

    def _marks(self, text: str) -> list[Mark]:
        found = []
        for occurrence in words(text):
            number = self._meets(occurrence)
            if number is not None:
                found.append(Mark(occurrence.start, occurrence.end, number))
        return found

    def _meets(self, occurrence: Occurrence) -> int | None:
        """Return the number of the query word that a word of the text meets, best kind of meeting first."""
        lemmas, parts = self.document.forms.get(occurrence.surface, ((), ()))
        wanted = [word for clause in self.query.required for word in clause.words]
        for number, word in enumerate(wanted):
            if word.surface == occurrence.surface or not set(word.lemmas).isdisjoint(lemmas):
                return number
        for number, word in enumerate(wanted):
            if not {*word.lemmas, *word.stems}.isdisjoint({*parts, *lemmas}):
                return number
        for number, word in enumerate(wanted):
            if not set(word.parts).isdisjoint({*parts, *lemmas}):
                return number
        return None


def _passages(paragraphs: Iterable[str], marks: list[list[Mark]]) -> list[Passage]:
    """Return the best non-overlapping passages, at most `PASSAGES`, short enough together."""
    candidates = []
    for number, paragraph in enumerate(paragraphs):
        for mark in marks[number]:
            candidates.append(_passage_around(number, paragraph, marks[number], mark))
    candidates.sort(key=lambda passage: (-passage.score, passage.paragraph, passage.start))
    chosen: list[Passage] = []
    length = 0
    for passage in candidates:
        size = passage.end - passage.start
        overlaps = any(
            other.paragraph == passage.paragraph and other.start < passage.end and passage.start < other.end
            for other in chosen
        )
        if overlaps or (chosen and length + size > SNIPPET_LENGTH):
            continue
        chosen.append(passage)
        length += size
        if len(chosen) == PASSAGES:
            break
    return chosen


def _passage_around(number: int, text: str, marks: list[Mark], mark: Mark) -> Passage:
    """Return the passage that begins a little before a mark, cut between words, with its score."""
    if len(text) <= SNIPPET_LENGTH * 0.7:
        start, end = 0, len(text)
    else:
        start = _sentence_start(text, mark.start)
        end = text.rfind(" ", start, min(len(text), start + SNIPPET_LENGTH * 3 // 5))
        end = len(text) if start + SNIPPET_LENGTH * 3 // 5 >= len(text) else max(end, mark.end)
    inside = _within(marks, Passage(number, start, end, 0))
    distinct = len({each.word for each in inside})
    return Passage(number, start, end, distinct * 10 + min(len(inside), 5) - min(number, 20) / 20)


def _within(marks: list[Mark], passage: Passage) -> list[Mark]:
    return [mark for mark in marks if passage.start <= mark.start and mark.end <= passage.end]


def _sentence_start(text: str, position: int) -> int:
    """Return where a passage with the position should begin: its sentence, or a few words before it."""
    earliest = max(0, position - SNIPPET_LENGTH // 4)
    for ending in (". ", "! ", "? ", ": "):
        found = text.rfind(ending, earliest, position)
        if found >= 0:
            return found + len(ending)
    if earliest == 0:
        return 0
    space = text.find(" ", earliest, position)
    return space + 1 if space >= 0 else position


def _shortened(text: str) -> str:
    if len(text) <= SNIPPET_LENGTH:
        return text
    cut = text.rfind(" ", 0, SNIPPET_LENGTH)
    return text[: cut if cut > 0 else SNIPPET_LENGTH].rstrip(" ,;:-\u2013") + "…"


def _marked(text: str, marks: list[Mark], *, start: int = 0, stop: int) -> SafeString:
    """Return text[start:stop] escaped, with the marks inside it; an ellipsis that follows `stop` stays."""
    pieces = []
    position = start
    for mark in marks:
        if position <= mark.start and mark.end <= stop:
            pieces.append((text[position : mark.start], text[mark.start : mark.end]))
            position = mark.end
    rest = text[position:] if text[stop:] == "…" else text[position:stop]
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), rest)
