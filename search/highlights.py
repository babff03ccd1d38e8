"""Marks in a hit's texts: the reader's words in the forms the text has them, and the passages to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.analysis import Word
from search.indexing import StoredDocument
from search.plan import Matched
from search.query import Query
from search.text import surface_form, words

SNIPPET_LENGTH = 260
PASSAGES = 2
# What a query word is worth in a passage: met by a form of itself, or by a compound made of it.
_WHOLE = 10
_PARTLY = 6


class Mark(NamedTuple):
    """A stretch of a text that meets the query: the number of the query word, and how well it meets it."""

    start: int
    end: int
    word: int
    quality: int


class Passage(NamedTuple):
    """A stretch of a paragraph to show."""

    paragraph: int
    start: int
    end: int
    score: float


class FileHit(NamedTuple):
    """A file of the document that meets words which its page does not, with the passage that does, marked."""

    title: str
    url: str
    snippet_html: SafeString


class Highlighter:
    """Finds a query's words in one document."""

    def __init__(self, document: StoredDocument, query: Query, *, matched: Matched = "all") -> None:
        """Mark what made the document a hit; members of the query's compounds only where `matched` is "most"."""
        self._document = document
        self._meetings = _meetings(document, query, taken_apart=matched == "most")
        self._body = [self._marks(paragraph) for paragraph in document.body]
        self._summary = self._marks(document.summary)

    def title(self) -> SafeString:
        """Return the title, escaped and marked."""
        title = self._document.title
        return _marked(title, self._marks(title), stop=len(title))

    def snippet(self) -> SafeString:
        """Return the passages of the text that meet most of the query, in reading order; else the summary."""
        document = self._document
        chosen = sorted(_passages(document.body, self._body))
        covered = {
            mark.word for passage in chosen for mark in _within(self._body[passage.paragraph], passage)
        }
        if not chosen or {mark.word for mark in self._summary} - covered:
            summary = _shortened(document.summary or " ".join(document.body[:1]))
            return _marked(
                summary, self._summary if document.summary else [], stop=len(summary.removesuffix("…"))
            )
        return _joined(document.body, self._body, chosen)

    def file(self) -> FileHit | None:
        """Return the file that meets most of what title, summary and text of the page do not meet, or None."""
        if not self._document.files:
            return None
        texts = (self._marks(self._document.title), self._summary, *self._body)
        missing = {number for number, _quality in self._meetings.values()}
        missing -= {mark.word for marks in texts for mark in marks}
        best: tuple[int, FileHit] | None = None
        for file in self._document.files if missing else ():
            marks = [self._marks(paragraph) for paragraph in file.paragraphs]
            met = {mark.word for each in marks for mark in each} & missing
            if met and (best is None or len(met) > best[0]):
                chosen = sorted(_passages(file.paragraphs, marks))
                best = len(met), FileHit(file.title, file.url, _joined(file.paragraphs, marks, chosen))
        return best[1] if best else None

    def _marks(self, text: str) -> list[Mark]:
        plain = surface_form(text)
        if not any(form in plain for form in self._meetings):
            return []
        return [
            Mark(occurrence.start, occurrence.end, *self._meetings[occurrence.surface])
            for occurrence in words(text)
            if occurrence.surface in self._meetings
        ]


def _joined(texts: Sequence[str], marks: list[list[Mark]], chosen: list[Passage]) -> SafeString:
    """Return passages one after the other, with ellipses where something is left out."""
    shown = (
        (_marked(texts[number], marks[number], start=start, stop=end),)
        for number, start, end, _score in chosen
    )
    before = "… " if chosen[0].start else ""
    after = " …" if chosen[-1].end < len(texts[chosen[-1].paragraph]) else ""
    return format_html("{}{}{}", before, format_html_join(" … ", "{}", shown), after)


def _meetings(document: StoredDocument, query: Query, *, taken_apart: bool) -> dict[str, tuple[int, int]]:
    """Return which word of the query (its number) the document's word forms meet, and how well."""
    by_lemma: dict[str, int] = {}
    by_stem: dict[str, int] = {}
    tokens = {token for form, lemmas, _parts in document.words() for token in (form, *lemmas)}
    for number, word in _numbered(query, tokens):
        for token in (word.surface, *word.lemmas):
            by_lemma.setdefault(token, number)
        for token in (word.surface, *word.lemmas, *word.stems, *(word.parts if taken_apart else ())):
            by_stem.setdefault(token, number)
    if not by_stem:
        return {}
    found: dict[str, tuple[int, int]] = {}
    for form, lemmas, parts in document.words():
        whole = [by_lemma[token] for token in (form, *lemmas) if token in by_lemma]
        if whole:
            found[form] = (whole[0], _WHOLE)
            continue
        partly = [by_stem[token] for token in (*parts, *lemmas) if token in by_stem]
        if partly:
            found[form] = (partly[0], _PARTLY)
    return found


def _numbered(query: Query, tokens: Set[str]) -> Iterator[tuple[int, Word]]:
    """Yield the words that hits should have, each with its number; what does in a clause's stead has its number.

    Of a phrase that does in its stead, only where the text has every word of it.
    """
    number = 0
    for clause in query.required:
        for other in clause.alternatives:
            if all(tokens & {word.surface, *word.lemmas} for word in other.words):
                yield from ((number, word) for word in other.words)
        for word in clause.words:
            yield number, word
            number += 0 if clause.loose else 1
        number += 1 if clause.loose else 0


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
    best: dict[int, int] = {}
    for each in inside:
        best[each.word] = max(best.get(each.word, 0), each.quality)
    return Passage(number, start, end, sum(best.values()) + min(len(inside), 5) - min(number, 20) / 20)


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
