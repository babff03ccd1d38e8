"""Pictures, kept without what a camera writes about place and person."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage
from PIL import ImageOps
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class PortalImage(AbstractImage):
    """A picture with its licence. Alt text is given where the picture is used, in the language of the page."""

    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Who made the picture, as it should be named.")
    )
    licence = models.CharField(
        _("licence"), max_length=100, blank=True, help_text=_("For example CC BY 4.0.")
    )

    admin_form_fields = (*Image.admin_form_fields, "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new file loses its position data first, since Wagtail's JPEG renditions would pass it on."""
        if self.file and not self.file._committed:
            strip_metadata(self)
        super().save(*args, **kwargs)


class PortalRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]


# Where formats keep what a camera, a phone or a drawing programme writes: position, names, serial numbers, comments.
TELLING = {
    "exif",
    "xmp",
    "XML:com.adobe.xmp",
    "photoshop",
    "comment",
    "Comment",
    "Description",
    "Author",
    "mp",
}
REWRITTEN = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "AVIF": "AVIF"}


def strip_metadata(image: PortalImage) -> None:
    """Write the not yet saved file of `image` again without metadata; the turn that it told of is kept.

    A file that tells nothing, or whose format Pillow does not write, stays as it is.
    """
    image.file.seek(0)
    with PillowImage.open(image.file) as picture:
        tells = bool(picture.getexif()) or picture.format == "MPO" or bool(TELLING & picture.info.keys())
        if not tells or picture.format not in REWRITTEN:
            image.file.seek(0)
            return
        buffer = BytesIO()
        moves = picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1
        upright = picture if moves else ImageOps.exif_transpose(picture)
        for name in TELLING:
            upright.info.pop(name, None)
        options = {"save_all": True} if moves else {}
        upright.save(
            buffer,
            format=REWRITTEN[picture.format],
            quality=92,
            exif=b"",
            icc_profile=picture.info.get("icc_profile"),
            **options,
        )
        image.width, image.height = upright.size
    image.file = ContentFile(buffer.getvalue(), name=image.file.name)
    image.file_size = len(buffer.getvalue())
