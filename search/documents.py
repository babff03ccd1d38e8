"""What other apps hand to search: documents in plain text, and their JSON form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from search.text import clean

# What documents may be ordered by beside their date, each a field of the index: at how many places a thing is in use,
# and at how many it took root. A further one raises the engines' FORMAT.
NUMBERS = ("use", "rooted")


@dataclass(frozen=True)
class FileText:
    """A file that belongs to a document: its title and address are shown, its paragraphs searched."""

    title: str
    url: str
    paragraphs: tuple[str, ...]

    def cleaned(self) -> FileText:
        """Return the same file without control characters and empty paragraphs."""
        return FileText(clean(self.title), self.url, _all_clean(self.paragraphs))


@dataclass(frozen=True, kw_only=True)
class SearchDocument:
    """One findable thing in one language, in plain text and reading order.

    `id` is unique over all languages, `family` is what the language versions of one thing have in common;
    `facets` holds language-independent slugs per facet, `numbers` those of NUMBERS that are not 0; `payload` must be
    JSON-serialisable and comes back with the hit untouched.
    """

    id: str
    language: str
    kind: str
    title: str
    summary: str
    body: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    files: tuple[FileText, ...] = ()
    family: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    date: datetime | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)

    def cleaned(self) -> SearchDocument:
        """Return the same document without control characters, in composed Unicode."""
        return SearchDocument(
            id=clean(self.id),
            language=self.language,
            kind=self.kind,
            title=clean(self.title),
            summary=clean(self.summary),
            body=_all_clean(self.body),
            keywords=_all_clean(self.keywords),
            files=tuple(file.cleaned() for file in self.files),
            family=clean(self.family),
            facets={name: tuple(dict.fromkeys(map(clean, values))) for name, values in self.facets.items()},
            numbers={name: self.numbers[name] for name in NUMBERS if self.numbers.get(name, 0) > 0},
            date=self.date,
            payload=self.payload,
        )

    def to_json(self) -> str:
        """Return the document as one line of JSON. Raises TypeError for a payload that JSON cannot hold."""
        return json.dumps(
            {
                "id": self.id,
                "language": self.language,
                "kind": self.kind,
                "title": self.title,
                "summary": self.summary,
                "body": self.body,
                "keywords": self.keywords,
                "files": [[file.title, file.url, file.paragraphs] for file in self.files],
                "family": self.family,
                "facets": {name: tuple(values) for name, values in self.facets.items()},
                "numbers": dict(self.numbers),
                "date": self.date.isoformat() if self.date else None,
                "payload": dict(self.payload),
            },
            ensure_ascii=True,
        )

    def digest(self) -> str:
        """Return a short text that is another when anything of the document is."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:32]

    @classmethod
    def from_json(cls, text: str) -> SearchDocument:
        """Return the document that `to_json` wrote. Raises ValueError or KeyError for anything else."""
        data = json.loads(text)
        return cls(
            id=data["id"],
            language=data["language"],
            kind=data["kind"],
            title=data["title"],
            summary=data["summary"],
            body=tuple(data["body"]),
            keywords=tuple(data["keywords"]),
            files=tuple(FileText(title, url, tuple(texts)) for title, url, texts in data["files"]),
            family=data["family"],
            facets={name: tuple(values) for name, values in data["facets"].items()},
            numbers=data["numbers"],
            date=datetime.fromisoformat(data["date"]) if data["date"] else None,
            payload=data["payload"],
        )


def _all_clean(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for each in texts if (text := clean(each)))
