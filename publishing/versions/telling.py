"""What makers told readers of their changes, in the reader's language where it is there."""

from typing import Any

from django.utils.translation import get_language

from practices.localised import languages
from publishing.models import Refinement


def shown_refinements(page: Any) -> list[Refinement]:
    """Return what readers see told of a practice's changes, newest first; asked of the database once a page object.

    Each has `text` and its `language`.
    """
    if not hasattr(page, "_shown_refinements"):
        told = Refinement.objects.filter(practice=page.translation_key, shown_at__isnull=False)
        page._shown_refinements = [_worded(refinement) for refinement in told]
    found: list[Refinement] = page._shown_refinements
    return found


def _worded(refinement: Any) -> Any:
    order = [get_language() or "", *languages()]
    refinement.language = next((code for code in order if refinement.told.get(code)), order[0])
    refinement.text = refinement.told.get(refinement.language, "")
    return refinement
