"""What other apps hand to search: documents in plain text, and their JSON form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from search.text import clean


@dataclass(frozen=True, kw_only=True)
class SearchDocument:
    """One findable thing in one language, in plain text and reading order.

    `id` is unique over all languages; `facets` holds language-independent slugs per facet;
    `payload` must be JSON-serialisable and comes back with the hit untouched.
    """

    id: str
    language: str
    kind: str
    title: str
    summary: str
    body: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
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
            body=tuple(text for paragraph in self.body if (text := clean(paragraph))),
            keywords=tuple(text for keyword in self.keywords if (text := clean(keyword))),
            facets={name: tuple(dict.fromkeys(map(clean, values))) for name, values in self.facets.items()},
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
                "facets": {name: tuple(values) for name, values in self.facets.items()},
                "date": self.date.isoformat() if self.date else None,
                "payload": dict(self.payload),
            },
            ensure_ascii=True,
        )

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
            facets={name: tuple(values) for name, values in data["facets"].items()},
            date=datetime.fromisoformat(data["date"]) if data["date"] else None,
            payload=data["payload"],
        )
