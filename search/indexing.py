"""A document as engines keep it: tokens per field, and what hits are shown from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from search.analysis import Word, get_analyser
from search.documents import SearchDocument
from search.plan import LEVELS, ZONES, field_name
from search.text import words

# Between paragraphs and keywords, so that no phrase reaches from one into the next.
PARAGRAPH_GAP = 8

# The words' places in a field, and what stands there (several tokens for several readings).
Tokens = list[tuple[int, str]]


@dataclass(frozen=True)
class StoredDocument:
    """What a hit is shown from.

    `forms` holds the analysis of the text's word forms, so that readers need not repeat it: entries parted by `|`,
    in each the form, its lemmas, its parts and stems, parted by `;` and `,`. One string is read fastest.
    """

    id: str
    language: str
    kind: str
    title: str
    summary: str
    body: tuple[str, ...]
    forms: str
    payload: Mapping[str, Any]

    def to_json(self) -> str:
        """Return the stored document as JSON that `from_json` reads."""
        return json.dumps(self.__dict__, ensure_ascii=False)

    def words(self) -> Iterator[tuple[str, list[str], list[str]]]:
        """Yield each word form of the text with its lemmas, and its parts and stems."""
        for entry in filter(None, self.forms.split("|")):
            form, lemmas, parts = entry.split(";")
            yield form, lemmas.split(","), parts.split(",") if parts else []

    @classmethod
    def from_json(cls, text: str) -> StoredDocument:
        """Return what `to_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        data = json.loads(text)
        data["body"] = tuple(data["body"])
        return cls(**data)


@dataclass(frozen=True)
class IndexedDocument:
    """A document with its analysis: `tokens` per field name, and the form that is stored."""

    source: SearchDocument
    stored: StoredDocument
    tokens: Mapping[str, Tokens]


def analyse(document: SearchDocument) -> IndexedDocument:
    """Return the document analysed in its language. Raises TypeError when its payload is not JSON."""
    source = document.cleaned()
    zones = {
        "title": (source.title,),
        "keywords": source.keywords,
        "summary": (source.summary,),
        "body": source.body,
    }
    tokens: dict[str, Tokens] = {field_name(zone, level): [] for zone in ZONES for level in LEVELS}
    seen: dict[str, Word] = {}
    read = get_analyser(source.language).analyse
    for zone, texts in zones.items():
        position = 0
        for text in texts:
            for occurrence in words(text):
                word = seen[occurrence.surface] = read(occurrence.surface)
                _place(tokens, zone, position, word)
                position += 1
            position += PARAGRAPH_GAP
    return IndexedDocument(source, _stored(source, seen), tokens)


def _place(tokens: dict[str, Tokens], zone: str, position: int, word: Word) -> None:
    tokens[field_name(zone, "exact")].append((position, word.surface))
    tokens[field_name(zone, "lemma")] += [(position, lemma) for lemma in word.lemmas]
    tokens[field_name(zone, "part")] += [(position, part) for part in (*word.parts, *word.stems)]


def _stored(source: SearchDocument, seen: Mapping[str, Word]) -> StoredDocument:
    return StoredDocument(
        id=source.id,
        language=source.language,
        kind=source.kind,
        title=source.title,
        summary=source.summary,
        body=source.body,
        forms="|".join(
            f"{form};{','.join(word.lemmas)};{','.join((*word.parts, *word.stems))}"
            for form, word in seen.items()
        ),
        payload=source.payload,
    )
