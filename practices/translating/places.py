"""Where in a page a text stands: its blocks as stored, its name in an editor's words, and how long it may be."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page


@dataclass(frozen=True)
class Place:
    """A text's place: its name on the editor's form, and the length that it must not pass (0: any)."""

    label: str
    longest: int


def raw_blocks(field: StreamField, page: Page) -> list[dict[str, Any]]:
    """Return the blocks of a page's field as they are stored: type, value and id."""
    return list(getattr(page, field.name).get_prep_value())


def place_of(page: Page, path: str) -> Place:
    """Return the place of `path`, a content path of wagtail-localize, in a page that has it."""
    name, *rest = path.split(".")
    field = page._meta.get_field(name)
    label = capfirst(str(field.verbose_name))
    if not isinstance(field, StreamField) or not rest:
        return Place(label, getattr(field, "max_length", None) or 0)
    stream = field.value_from_object(page)
    parts, longest = _within(field.stream_block, stream, rest)
    return Place(" – ".join([label, *parts]), longest)


def label_of(page: Page, path: str) -> str:
    """Return the name of a place, such as "Steps – 2 – Who"."""
    return place_of(page, path).label


def _within(block: Any, value: Any, path: list[str]) -> tuple[list[str], int]:
    if not path:
        return [], getattr(getattr(block, "field", None), "max_length", None) or 0
    head, *rest = path
    if isinstance(block, blocks.StructBlock):
        child = block.child_blocks[head]
        parts, longest = _within(child, _child_value(value, head), rest)
        return [capfirst(str(child.label)), *parts], longest
    children = list(value if isinstance(block, blocks.StreamBlock) else value.bound_blocks)
    for number, bound in enumerate(children, 1):
        if bound.id == head:
            parts, longest = _within(bound.block, bound.value, rest)
            return [str(number), *parts], longest
    return [], 0


def _child_value(value: Any, name: str) -> Any:
    """An image's struct is read as the image itself, which has nothing below it."""
    return value.get(name) if isinstance(value, dict) else None
