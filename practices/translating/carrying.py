"""What every language of a page shares, carried from the source into its translations when it changes.

A facet means the same in every language only if a theme, a maturity or a figure changed in the source changes
everywhere. Texts are never carried.
"""

from typing import Any

from django.db.models import ManyToOneRel
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from practices.translating.places import raw_blocks

TEXTS = blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock | blocks.BlockQuoteBlock


def carry(source: Page, target: Page, *, before: Page | None = None) -> bool:
    """Bring what is shared from `source` into `target`, unsaved; return whether that changed anything.

    Fields and terms are always the source's. Figures, choices, files and addresses within blocks are carried where
    they changed since `before`, the source as it was, and the translation still had the old ones.
    """
    changed = [
        _carry_field(declared.get_field(type(source)), source, target)
        for declared in source.translatable_fields
        if isinstance(declared, SynchronizedField)
    ]
    if before is not None:
        changed += [
            _carry_blocks(field, before, source, target)
            for declared in source.translatable_fields
            if isinstance(declared, TranslatableField)
            and isinstance(field := declared.get_field(type(source)), StreamField)
        ]
    return any(changed)


def _carry_field(field: Any, source: Page, target: Page) -> bool:
    if isinstance(field, ManyToOneRel):
        ours, theirs = (
            [link.tag_id for link in getattr(page, field.name).all()] for page in (source, target)
        )
        if ours != theirs:
            source.copy_child_relation(field.name, target)
        return ours != theirs
    value = getattr(source, field.attname)
    if getattr(target, field.attname) == value:
        return False
    setattr(target, field.attname, value)
    return True


def _carry_blocks(field: StreamField, before: Page, source: Page, target: Page) -> bool:
    old, new = ({raw["id"]: raw for raw in raw_blocks(field, page)} for page in (before, source))
    theirs = raw_blocks(field, target)
    carried = [
        {
            **raw,
            "value": _three_way(
                _block(field, raw), old[raw["id"]]["value"], new[raw["id"]]["value"], raw["value"]
            ),
        }
        if raw["id"] in old and raw["id"] in new
        else raw
        for raw in theirs
    ]
    if carried == theirs:
        return False
    setattr(target, field.name, field.stream_block.to_python(carried))
    return True


def _block(field: StreamField, raw: dict[str, Any]) -> Any:
    return field.stream_block.child_blocks[raw["type"]]


def _three_way(block: Any, old: Any, new: Any, theirs: Any) -> Any:
    """Return the translation's raw value with what changed from `old` to `new`, texts aside."""
    if isinstance(block, TEXTS):
        return theirs
    if isinstance(block, blocks.StructBlock) and all(isinstance(v, dict) for v in (old, new, theirs)):
        return {
            name: _three_way(block.child_blocks[name], old.get(name), new.get(name), value)
            if name in block.child_blocks
            else value
            for name, value in theirs.items()
        }
    if isinstance(block, blocks.ListBlock):
        return _three_way_items(block, old, new, theirs)
    return new if theirs == old else theirs


def _three_way_items(block: blocks.ListBlock, old: Any, new: Any, theirs: Any) -> Any:
    """An item that the source lost goes; one that it gained comes with its texts, by translation."""
    olds, news = ({item["id"]: item for item in items} for items in (old, new))
    return [
        {
            **item,
            "value": _three_way(
                block.child_block, olds[item["id"]]["value"], news[item["id"]]["value"], item["value"]
            ),
        }
        if item["id"] in olds and item["id"] in news
        else item
        for item in theirs
        if item["id"] in news or item["id"] not in olds
    ]
