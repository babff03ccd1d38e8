"""What the forms for uploading pictures check beyond Wagtail's own."""

from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class WholeImageField(WagtailImageField):
    """A picture that can be read to its last line: one cut short in the sending is refused, not kept to fail later."""

    def to_python(self, data: Any) -> Any:
        """Return the uploaded file. Raises ValidationError where it is no whole picture."""
        try:
            file = super().to_python(data)
            if file is not None and file.image.format_name != "svg":
                file.seek(0)
                with Image.open(file) as picture:
                    picture.load()
                file.seek(0)
        except (OSError, SyntaxError, EOFError, Image.DecompressionBombError) as problem:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from problem
        return file


class PortalImageForm(BaseImageForm):
    """A picture with its credit and licence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.fields.get("file")
        if given is not None:
            self.fields["file"] = WholeImageField(
                label=given.label, widget=given.widget, required=given.required, help_text=given.help_text
            )
