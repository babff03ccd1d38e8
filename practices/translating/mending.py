"""Blocks put right before wagtail-localize reads them.

It crashes on a text that is None, and leaves list items without an id untranslated and then blank. The editor's form
makes neither, but code, an import or an older form may have.
"""

from typing import Any
from uuid import uuid4

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

TEXTS = blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock | blocks.URLBlock | blocks.BlockQuoteBlock


def mend(page: Page) -> bool:
    """Put a page's blocks right, in memory and, where it is saved already, in the database; return whether needed."""
    mended = []
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            raw = list(getattr(page, field.name).raw_data)
            right = _mended(field.stream_block, raw)
            if right != raw:
                setattr(page, field.name, field.stream_block.to_python(right))
                mended.append(field.name)
    if mended and page.pk:
        page.save(update_fields=mended, clean=False)
    return bool(mended)


def _mended(block: Any, value: Any) -> Any:
    if isinstance(block, TEXTS):
        return "" if value is None else value
    if isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        children = block.child_blocks
        return {name: _mended(children[name], v) if name in children else v for name, v in value.items()}
    if isinstance(block, blocks.ListBlock):
        return [_item(block.child_block, item) for item in value or []]
    if isinstance(block, blocks.StreamBlock):
        return [
            _with_id({**child, "value": _mended(block.child_blocks[child["type"]], child["value"])})
            if child["type"] in block.child_blocks
            else child
            for child in value or []
        ]
    return value


def _item(block: Any, item: Any) -> dict[str, Any]:
    if isinstance(item, dict) and item.get("type") == "item" and "value" in item:
        return _with_id({**item, "value": _mended(block, item["value"])})
    return _with_id({"type": "item", "value": _mended(block, item)})


def _with_id(raw: dict[str, Any]) -> dict[str, Any]:
    return raw if raw.get("id") else {**raw, "id": str(uuid4())}
