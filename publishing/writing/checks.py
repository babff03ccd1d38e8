"""What a practice had better have, though publishing does not ask for it: alt texts, licences, captions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from practices.blocks import MaterialMixin, VideoBlock

# A place in a page: its field, the block in it, and the block's value.
Found = tuple[str, Any, Any]


@dataclass(frozen=True)
class Advice:
    """Something to see to: the field it is in, what it is about, and what to do."""

    name: str
    about: str
    text: str


def advice_on(page: Page) -> list[Advice]:
    """Return what is to be seen to on a page, in the order of its fields. Warnings: nothing is refused for them."""
    return [*_of_image(page), *(advice for found in blocks_of(page) for advice in _of_block(*found))]


def blocks_of(page: Page) -> Iterator[Found]:
    """Yield every block of a page's StreamFields that is made of others, or is a picture, outermost first."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _within(field.name, field.stream_block, getattr(page, field.name))


def _within(name: str, block: Any, value: Any) -> Iterator[Found]:
    if value is None:
        return
    if isinstance(block, StreamBlock):
        for child in value:
            yield from _within(name, child.block, child.value)
    elif isinstance(block, ListBlock):
        for child in value:
            yield from _within(name, block.child_block, child)
    elif isinstance(block, ImageBlock):
        yield name, block, value
    elif isinstance(block, StructBlock):
        yield name, block, value
        for key, child in block.child_blocks.items():
            yield from _within(name, child, value.get(key))


def _of_image(page: Any) -> Iterator[Advice]:
    image = getattr(page, "image", None)
    if image is None:
        return
    if not page.image_alt.strip():
        yield Advice("image_alt", image.title, _("Say what the picture shows to someone who cannot see it."))
    yield from _of_licence("image", image)


def _of_block(name: str, block: Any, value: Any) -> Iterator[Advice]:
    if isinstance(block, ImageBlock):
        if not value.decorative and not (value.contextual_alt_text or "").strip():
            yield Advice(name, value.title, _("Say what the picture shows to someone who cannot see it."))
        yield from _of_licence(name, value)
    elif isinstance(block, MaterialMixin):
        about = value.get("title") or str(block.label)
        if not (value.get("licence") or "").strip():
            yield Advice(name, about, _("Tell the licence, so that others know whether they may use it."))
        if isinstance(block, VideoBlock) and not value.get("captions"):
            yield Advice(
                name, about, _("Without captions many cannot follow the video. Add them, or choose another.")
            )


def _of_licence(name: str, image: Any) -> Iterator[Advice]:
    if not (image.licence.strip() and image.credit.strip()):
        yield Advice(
            name,
            image.title,
            _("Tell who made the picture and its licence: open the picture in the list of images."),
        )
