"""The blocks of a StreamField in two versions, as they are stored: which came, went, changed or moved."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks

from publishing.versions.words import plain


@dataclass(frozen=True)
class Said:
    """A text within a block: where (a path that is the same in both versions), what it is called, and the text."""

    path: str
    label: str
    text: str


@dataclass(frozen=True)
class Pair:
    """A block in both versions; None where it is not. `place` counts from 1, in the newest version that has it."""

    before: Any
    after: Any
    place: int
    place_before: int = 0

    @property
    def type(self) -> str:
        """The name of the block's type."""
        return str((self.after or self.before)["type"])

    @property
    def state(self) -> str:
        """In a word, what became of the block."""
        if self.before is None or self.after is None:
            return "added" if self.before is None else "removed"
        is_same = without_ids(self.before.get("value")) == without_ids(self.after.get("value"))
        return "same" if is_same else "changed"


def stored(value: Any) -> list[dict[str, Any]]:
    """Return the blocks of a StreamField as a revision keeps them; none where they cannot be read."""
    try:
        items = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return []
    found = items if isinstance(items, list) else []
    return [each for each in found if isinstance(each, dict) and "type" in each]


def paired(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> list[Pair]:
    """Return each block with its like in the other version: the same id, else the same content."""
    left = dict(enumerate(before))
    matched: dict[int, int] = {}
    for same in (_same_id, _same_content):
        for place, item in enumerate(after):
            if place not in matched:
                like = next((old for old, each in left.items() if same(each, item)), None)
                if like is not None:
                    matched[place] = like
                    del left[like]
    kept = [
        Pair(before[matched[n]], item, n + 1, matched[n] + 1) if n in matched else Pair(None, item, n + 1)
        for n, item in enumerate(after)
    ]
    return kept + [Pair(item, None, n + 1) for n, item in left.items()]


def are_moved(pairs: Sequence[Pair]) -> bool:
    """Return whether blocks that are in both versions stand in another order."""
    places = [pair.place_before for pair in pairs if pair.place_before]
    return places != sorted(places)


def _same_id(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(one.get("id")) and (one["id"], one["type"]) == (other.get("id"), other["type"])


def _same_content(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["type"] == other["type"] and without_ids(one.get("value")) == without_ids(other.get("value"))


def without_ids(value: Any) -> Any:
    """Return a stored value without the ids of list items, which tell nothing to readers."""
    if isinstance(value, dict):
        return {name: without_ids(each) for name, each in value.items() if name != "id"}
    return [without_ids(each) for each in value] if isinstance(value, list) else value


def texts_in(block: Any, value: Any, *, label: str = "", path: str = "") -> Iterator[Said]:
    """Yield the texts that readers see in a stored value; pages, files and pictures are none."""
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            inner = value.get(name) if isinstance(value, dict) else None
            yield from texts_in(child, inner, label=str(child.label), path=f"{path}.{name}")
    elif isinstance(block, blocks.ListBlock):
        for number, item in enumerate(value if isinstance(value, list) else [], start=1):
            inner = item.get("value") if isinstance(item, dict) and "value" in item else item
            for said in texts_in(block.child_block, inner, path=f"{path}.{number}"):
                yield Said(said.path, f"{label} {number}: {said.label}".rstrip(": "), said.text)
    elif not isinstance(block, blocks.ChooserBlock) and (text := _text_of(block, value)):
        yield Said(path, label, text)


def _text_of(block: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(block, blocks.RichTextBlock):
        return plain(str(value))
    if isinstance(block, blocks.BooleanBlock):
        return _("yes") if value else ""
    if isinstance(block, blocks.ChoiceBlock):
        return str(dict(block.field.choices).get(value, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
