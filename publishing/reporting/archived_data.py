"""Pages as data that outlives the portal: every field in every language, terms by name, files by name."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Field, ForeignKey
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from practices.models import PracticePage, ProjectPage
from practices.models.terms import Term
from publishing.reporting.rich_text import whole_html

# Given "pictures" or "files" and what it is, packs it and returns its name in the archive, or nothing.
Pack = Callable[[str, Any], str]
PICTURES, FILES = "pictures", "files"
TERMS = {
    PracticePage: ("theme", "project", "target_group", "setting", "phase", "maker", "keyword"),
    ProjectPage: ("partner",),
}
# Of Wagtail's own fields, what readers see; the rest tells how the portal keeps a page, and who did.
OF_PAGE = ("title", "slug", "seo_title", "search_description", "first_published_at", "last_published_at")


def data_of(pages: Sequence[Page], pack: Pack) -> dict[str, Any]:
    """Return the pages of one thing, one a language, as a dictionary of what JSON has."""
    first = pages[0]
    return {
        "type": first._meta.model_name,
        "id": getattr(first, "key", "") or first.slug,
        "address": settings.SITE_URL + (getattr(first, "permanent_path", "") or first.url or ""),
        "versions": [_version(page, pack) for page in pages],
    }


def _version(page: Page, pack: Pack) -> dict[str, Any]:
    own = {field.name: _value(field, page, pack) for field in own_fields(type(page))}
    terms = {f"{name}s": _terms(getattr(page, f"{name}_links")) for name in TERMS[type(page)]}
    return {
        "language": page.locale.language_code,
        "state": "draft" if getattr(page, "is_draft", False) else "published",
        **{name: _plain(getattr(page, name)) for name in OF_PAGE},
        **own,
        **terms,
    }


def own_fields(model: type[Page]) -> list[Any]:
    """Return the fields that a type of page has beyond Wagtail's."""
    return [field for field in model._meta.local_fields if not field.primary_key]


def _terms(links: Any) -> list[dict[str, Any]]:
    tags = [link.tag for link in links.select_related("tag")]
    return [
        {"id": tag.slug, "names": tag.names} if isinstance(tag, Term) else {"id": tag.slug, "name": tag.name}
        for tag in tags
    ]


def _value(field: Field[Any, Any], page: Page, pack: Pack) -> Any:
    value = getattr(page, field.name)
    if isinstance(field, StreamField):
        return [_block(child.block, child.value, pack) | {"type": child.block_type} for child in value]
    if isinstance(field, RichTextField):
        return whole_html(value)
    if isinstance(field, ForeignKey):
        return _related(value, pack)
    return _plain(value)


def _related(value: Any, pack: Pack) -> Any:
    if value is None:
        return None
    if isinstance(value, get_image_model()):
        licence = {"credit": value.credit, "licence": value.licence}
        return {"file": pack(PICTURES, value), "title": value.title, **licence}
    if isinstance(value, Term):
        return {"id": value.slug, "names": value.names}
    return {"id": getattr(value, "key", "") or getattr(value, "slug", ""), "title": str(value)}


def _block(block: Any, value: Any, pack: Pack) -> dict[str, Any]:
    return {"value": _block_value(block, value, pack)}


def _block_value(block: Any, value: Any, pack: Pack) -> Any:
    if isinstance(block, ImageBlock):
        if value is None:
            return None
        told = _related(value, pack)
        return told | {"alt": "" if value.decorative else value.contextual_alt_text or ""}
    if isinstance(block, DocumentChooserBlock):
        return {"file": pack(FILES, value), "title": value.title} if value else None
    if isinstance(block, blocks.PageChooserBlock):
        return _related(value.specific, pack) if value else None
    if isinstance(block, blocks.StructBlock):
        return {
            name: _block_value(child, value.get(name), pack) for name, child in block.child_blocks.items()
        }
    if isinstance(block, blocks.ListBlock):
        return [_block_value(block.child_block, item, pack) for item in value]
    if isinstance(block, blocks.RichTextBlock):
        return whole_html(value.source)
    return _plain(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
