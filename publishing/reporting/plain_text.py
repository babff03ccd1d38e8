"""A report as plain text, to paste where only text goes in."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing.reporting.document import (
    Bullets,
    Document,
    Facts,
    Heading,
    Materials,
    Paragraph,
    Part,
    Picture,
    Rich,
    Table,
)
from publishing.reporting.rich_text import plain


def to_text(document: Document) -> str:
    """Return the report with blank lines between its parts and rules under its headings."""
    with override(document.language):
        parts = [_ruled(document.title, "="), document.subtitle, *map(_told, document.parts)]
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _told(part: Part) -> str:
    return _WRITERS[type(part)](part)


def _ruled(text: str, rule: str) -> str:
    return f"{text}\n{rule * min(len(text), 72)}"


def _heading(part: Heading) -> str:
    return _ruled(part.text, "-") if part.level == 1 else part.text.upper() if part.level == 2 else part.text


def _bullets(part: Bullets) -> str:
    marks = [f"{n}." if part.numbered else "–" for n in range(1, len(part.items) + 1)]
    return "\n".join(f"{mark} {item}" for mark, item in zip(marks, part.items, strict=True))


def _table(part: Table) -> str:
    """A row a paragraph: columns would fall apart where the text is pasted."""
    rows = []
    for row in part.rows:
        cells = [f"  {head}: {cell}" for head, cell in zip(part.head[1:], row[1:], strict=True) if cell]
        rows.append("\n".join([f"– {row[0]}", *cells]))
    return "\n".join([f"{part.caption}:", *rows])


def _facts(part: Facts) -> str:
    return "\n".join(f"{what}: {how}" for what, how in part.pairs)


def _picture(part: Picture) -> str:
    return f"[{_('Image')}: {part.alt}]" if part.alt else ""


def _materials(part: Materials) -> str:
    return "\n".join(f"– {material.told}" for material in part.items)


def _paragraph(part: Paragraph) -> str:
    return part.text


def _rich(part: Rich) -> str:
    return plain(part.html)


_WRITERS: dict[type, Callable[[Any], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Rich: _rich,
    Bullets: _bullets,
    Table: _table,
    Facts: _facts,
    Picture: _picture,
    Materials: _materials,
}
