"""What the editor's form checks beyond the fields themselves."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class PracticeForm(WagtailAdminPageForm):
    """A practice tells where it comes from before it is published; a draft may wait."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        told = cleaned.get("makers") or cleaned.get("source_says")
        if not told and not self.is_deferred_validation:
            self.add_error(
                "source_says", _("Tell the origin: tick the makers below, or write what a source says.")
            )
        return cleaned
