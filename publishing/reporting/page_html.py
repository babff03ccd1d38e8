"""A document as one page of HTML that opens without a network: its own style, pictures beside it."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from publishing.reporting.archived_data import FILES, PICTURES, Pack
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
from publishing.reporting.rich_text import whole_html

KINDS = {
    Heading: "heading",
    Paragraph: "paragraph",
    Rich: "rich",
    Bullets: "bullets",
    Table: "table",
    Facts: "facts",
    Picture: "picture",
    Materials: "materials",
}


def to_html(document: Document, pack: Pack, *, depth: int = 0) -> str:
    """Return the document as a page that stands `depth` folders down; `pack` takes the pictures and files it shows."""
    within = "../" * depth
    with override(document.language):
        context = {
            "document": document,
            "parts": [(KINDS[type(part)], part, _more(part, pack, within)) for part in document.parts],
        }
        return render_to_string("publishing/archive/page.html", context)


def _more(part: Part, pack: Pack, within: str) -> Any:
    """Return what the template needs beside a part: safe HTML, or where a picture or file stands."""

    def find(kind: str, thing: Any) -> str:
        name = pack(kind, thing)
        return within + name if name else ""

    if isinstance(part, Rich):
        # Draftail lets nothing else in, and whole_html leaves only what was stored.
        return mark_safe(whole_html(part.html))  # noqa: S308
    if isinstance(part, Picture):
        return find(PICTURES, part.image)
    if isinstance(part, Materials):
        return [(each, find(FILES, each.file) if each.file else each.url) for each in part.items]
    return None
