"""Blocks as a StreamField stores them: with ids, by which a text's translation is found again."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from publishing.importing.streams import Value

Raw = dict[str, Any]


def raw_blocks(stored: Any) -> list[Raw]:
    """Return the raw blocks of a revision's field: JSON text, or a list already."""
    found = json.loads(stored) if isinstance(stored, str) and stored else stored
    return list(found or [])


def values_of(stored: Any) -> list[Value]:
    """Return (type, value) of each stored block; the items of lists within are values alone."""
    return [(raw["type"], _plain(raw["value"])) for raw in raw_blocks(stored)]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [
            _plain(item["value"])
            if isinstance(item, dict) and item.get("type") == "item" and "value" in item
            else item
            for item in value
        ]
    return value


def with_ids(values: Sequence[Value], before: Iterable[Raw] = ()) -> list[Raw]:
    """Return raw blocks; a block that was there before keeps its id, and so does one that took another's place."""
    old = list(before)
    free = dict(enumerate(old))
    found: list[Raw | None] = [None] * len(values)
    for n, (kind, value) in enumerate(values):
        same = next(
            (m for m, raw in free.items() if raw["type"] == kind and _plain(raw["value"]) == value), None
        )
        if same is not None:
            found[n] = free.pop(same)
    for n, (kind, value) in enumerate(values):
        if found[n] is None:
            place = n if n in free and free[n]["type"] == kind else None
            raw = free.pop(place) if place is not None else {}
            found[n] = {
                "type": kind,
                "value": _items(value, raw.get("value")),
                "id": raw.get("id") or str(uuid4()),
            }
    return [raw for raw in found if raw is not None]


def _items(value: Any, before: Any) -> Any:
    """Return a block's value with ids for the items of its lists."""
    if not isinstance(value, dict):
        return value
    kept = before if isinstance(before, dict) else {}
    return {
        name: [
            {"type": "item", "value": item, "id": _item_id(kept.get(name), n)} for n, item in enumerate(inner)
        ]
        if isinstance(inner, list)
        else inner
        for name, inner in value.items()
    }


def _item_id(before: Any, n: int) -> str:
    known = before[n].get("id") if isinstance(before, list) and n < len(before) else None
    return known or str(uuid4())


def aligned(values: Sequence[Value], source: Sequence[Raw]) -> list[Raw]:
    """Return raw blocks of a translation: each has the id of the source's block in its place."""
    ids = [
        {"type": kind, "value": source[n]["value"] if n < len(source) else None, "id": source[n]["id"]}
        if n < len(source) and source[n]["type"] == kind
        else {}
        for n, (kind, _value) in enumerate(values)
    ]
    return [
        {"type": kind, "value": _items(value, raw.get("value")), "id": raw.get("id") or str(uuid4())}
        for (kind, value), raw in zip(values, ids, strict=True)
    ]
