"""What the forms for uploading documents tell beyond Wagtail's own."""

from typing import Any

from django.utils.html import format_html
from wagtail.documents.forms import BaseDocumentForm

from practices.reading.notes import note_on


class PortalDocumentForm(BaseDocumentForm):
    """A document; where search cannot read its file, the field where it is replaced says so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = note_on(self.instance) if self.instance.pk else None
        if note is not None and "file" in self.fields:
            self.fields["file"].help_text = format_html("<strong>{}</strong>", note.text)
