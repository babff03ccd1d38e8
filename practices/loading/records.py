"""What data files say, checked: one record a page, its texts in every language side by side."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5


class Localised(dict[str, Any]):
    """A value that differs by language: {language code: value}."""


@dataclass(frozen=True)
class Record:
    """One page to be. `values` maps field names to values in which texts are Localised."""

    kind: str
    key: str
    file: Path
    digest: str
    values: dict[str, Any]
    terms: dict[str, list[str]] = field(default_factory=dict)
    keywords: dict[str, list[str]] = field(default_factory=dict)
    image: Path | None = None
    parent: str = ""
    related: list[str] = field(default_factory=list)

    def values_in(self, language: str) -> dict[str, Any]:
        """Return the fields' values in a language; lists of blocks as the JSON that a StreamField reads."""
        return {name: _picked(value, language) for name, value in self.values.items()}


class Blocks(list[dict[str, Any]]):
    """Raw blocks of a StreamField."""


def blocks(key: str, name: str, entries: Iterable[tuple[str, Any]]) -> Blocks:
    """Return raw blocks with ids that are the same at every load.

    Ids matter: wagtail-localize finds a text again by its block's id, and blanks list items without one.
    """
    return Blocks(
        {"type": type_, "value": value, "id": _id(key, name, n)} for n, (type_, value) in enumerate(entries)
    )


def list_items(key: str, name: str, values: Iterable[Any]) -> list[dict[str, Any]]:
    """Return raw items of a ListBlock, with ids for the same reason."""
    return [{"type": "item", "value": value, "id": _id(key, name, n)} for n, value in enumerate(values)]


def _id(*parts: Any) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, parts))))


def _picked(value: Any, language: str) -> Any:
    plain = _plain(value, language)
    return json.dumps(plain, ensure_ascii=False) if isinstance(value, Blocks) else plain


def _plain(value: Any, language: str) -> Any:
    if isinstance(value, Localised):
        return value.get(language, "")
    if isinstance(value, dict):
        return {name: _plain(inner, language) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, language) for inner in value]
    return value
