"""Photos from adopters: taken by their content, drawn anew, so that nothing of the file as it was sent is kept."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image as PillowImage
from PIL import ImageOps
from wagtail.models import Collection

from practices.models import PortalImage

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400  # pixels; more than any page shows
KINDS = ("JPEG", "PNG", "WEBP")
LICENCE = "CC BY 4.0"
COLLECTION = "Seurantojen kuvat / Bilder från uppföljningar"


class BadPhoto(Exception):
    """A file that is not taken; `str()` says why and what to do, in the active language."""


def redrawn(file: Any) -> ContentFile:
    """Return an uploaded photo as it may be kept: upright, of bounded size, without position or other data.

    Raises BadPhoto.
    """
    if not file.size:
        raise BadPhoto(_("The photo is empty. Save it again and choose it anew."))
    if file.size > LARGEST:
        raise BadPhoto(
            _("The photo is larger than %(most)d MB. Make it smaller and choose it anew.")
            % {"most": LARGEST // MEGABYTE}
        )
    try:
        file.seek(0)
        with PillowImage.open(file, formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPhoto(_("The photo has too many pixels. Make it smaller and choose it anew."))
            kind = str(picture.format)
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is read in less memory
            picture.load()
            return _drawn(picture, "PNG" if kind == "PNG" else "JPEG")
    except BadPhoto:
        raise
    except Exception as problem:  # Pillow raises whatever a broken file makes it trip over
        raise BadPhoto(
            _("The file is not a JPEG, PNG or WebP picture, or it is damaged. Choose another one.")
        ) from problem


def _drawn(picture: PillowImage.Image, kind: str) -> ContentFile:
    upright = ImageOps.exif_transpose(picture)
    mode = "RGBA" if kind == "PNG" and "A" in upright.convert(upright.mode).getbands() else "RGB"
    bare = PillowImage.new(mode, upright.size, None)
    bare.paste(upright.convert(mode))
    bare.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    buffer = BytesIO()
    bare.save(buffer, format=kind, quality=88)
    ending = "png" if kind == "PNG" else "jpg"
    # A name that nobody guesses: the photo is seen by nobody before it was looked at.
    return ContentFile(buffer.getvalue(), name=f"{uuid4().hex}.{ending}")


def keep(content: ContentFile, *, title: str, credit: str) -> PortalImage:
    """Return the saved photo. Whoever calls deletes it again where it comes to nothing."""
    image = PortalImage(
        title=title[:255], credit=credit[:255], licence=LICENCE, file=content, collection=_collection()
    )
    image.save()
    return image


def _collection() -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)
