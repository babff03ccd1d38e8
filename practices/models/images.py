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


def strip_metadata(image: PortalImage) -> None:
    """Write the not yet saved file of `image` again without EXIF; the turn that EXIF told of is kept."""
    image.file.seek(0)
    with PillowImage.open(image.file) as picture:
        format_ = picture.format
        if not picture.getexif() or format_ not in {"JPEG", "PNG", "WEBP", "AVIF", "HEIF"}:
            image.file.seek(0)
            return
        turned = ImageOps.exif_transpose(picture)
        buffer = BytesIO()
        turned.save(buffer, format=format_, quality=92, exif=b"", icc_profile=picture.info.get("icc_profile"))
    image.file = ContentFile(buffer.getvalue(), name=image.file.name)
    image.width, image.height = turned.size
