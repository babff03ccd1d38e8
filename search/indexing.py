"""A document as engines keep it: tokens per field, and what hits are shown from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from search.analysis import Word, get_analyser
from search.analysis.base import MAX_WORD_LENGTH
from search.documents import FileText, SearchDocument
from search.plan import LEVELS, START_FIELD, WITHIN_FIELD, ZONES, field_name
from search.text import folded_start, words

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
    files: tuple[FileText, ...]
    family: str
    forms: str
    payload: Mapping[str, Any]

    def to_json(self) -> str:
        """Return the stored document as JSON that `from_json` reads."""
        files = [[file.title, file.url, file.paragraphs] for file in self.files]
        return json.dumps(self.__dict__ | {"files": files}, ensure_ascii=False)

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
        data["files"] = tuple(FileText(title, url, tuple(texts)) for title, url, texts in data["files"])
        return cls(**data)


@dataclass(frozen=True)
class IndexedDocument:
    """A document with its analysis: `tokens` per field name, and the form that is stored.

    `starts` are the beginnings of words by the field that holds them, `vocabulary` the word forms of its text, for
    correcting what readers type; `digest` tells whether the document has changed.
    """

    source: SearchDocument
    stored: StoredDocument
    tokens: Mapping[str, Tokens]
    starts: Mapping[str, tuple[str, ...]]
    vocabulary: tuple[str, ...]

    @property
    def digest(self) -> str:
        """What changes when anything of the document does."""
        return self.source.digest()


def analyse(document: SearchDocument) -> IndexedDocument:
    """Return the document analysed in its language. Raises TypeError when its payload is not JSON."""
    source = document.cleaned()
    zones = {
        "title": (source.title,),
        "keywords": source.keywords,
        "summary": (source.summary,),
        "body": source.body,
        "files": tuple(text for file in source.files for text in file.paragraphs),
    }
    tokens: dict[str, Tokens] = {field_name(zone, level): [] for zone in ZONES for level in LEVELS}
    seen: dict[str, Word] = {}
    read = get_analyser(source.language).analyse
    own: tuple[str, ...] = ()
    for zone, texts in zones.items():
        if zone == "files":
            own = tuple(
                dict.fromkeys(form for word in seen.values() for form in (word.surface, *word.lemmas))
            )
        position = 0
        for text in texts:
            for occurrence in words(text):
                word = seen[occurrence.surface] = read(occurrence.surface)
                _place(tokens, zone, position, word)
                position += 1
            position += PARAGRAPH_GAP
    return IndexedDocument(
        source,
        _stored(source, seen),
        tokens,
        starts=_starts(source, seen),
        vocabulary=tuple(form for form in own if is_correctable(form)),
    )


def is_correctable(form: str) -> bool:
    """Whether a word form is one that a reader may mean by a misspelt one: of letters, neither tiny nor endless."""
    return 2 <= len(form) <= MAX_WORD_LENGTH and form.replace("-", "").isalpha()


def _starts(source: SearchDocument, seen: Mapping[str, Word]) -> dict[str, tuple[str, ...]]:
    """Return the beginnings of the words of the name, and of those inside its compounds and of the keywords."""
    name = [seen[occurrence.surface] for occurrence in words(source.title)]
    keywords = [seen[occurrence.surface] for keyword in source.keywords for occurrence in words(keyword)]
    whole = _beginnings(form for word in name for form in (word.surface, *word.lemmas))
    within = _beginnings(
        [*(part for word in name for part in word.parts), *(word.surface for word in keywords)]
    )
    return {START_FIELD: whole, WITHIN_FIELD: tuple(start for start in within if start not in whole)}


def _beginnings(forms: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for form in forms:
        whole = folded_start(form)
        found |= dict.fromkeys(whole[:length] for length in range(1, len(whole) + 1))
    return tuple(found)


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
        files=source.files,
        family=source.family,
        forms="|".join(
            f"{form};{','.join(word.lemmas)};{','.join((*word.parts, *word.stems))}"
            for form, word in seen.items()
        ),
        payload=source.payload,
    )
