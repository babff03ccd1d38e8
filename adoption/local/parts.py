"""What stands on a practice's page: how institutions do it, and who starts when."""

from typing import Any

from django.db.models import Count, Window
from django.utils.translation import get_language

from adoption.local.company import counts_of
from adoption.local.core_parts import Wording, parts_of
from adoption.local.reading import answers_by_version
from adoption.local.versions import FEWEST_COUNTED, most_changed, part_counts
from adoption.models import LocalVersion
from practices import page_parts
from practices.page_parts import Part

MOST_SHOWN = 3


def register() -> None:
    """Show the parts on practices' pages."""
    page_parts.register("evidence", versions, order=300)
    page_parts.register("start", together, order=300)


def versions(page: Any) -> Part | None:
    """Return the newest local versions with the way to all, and the parts that are changed most often."""
    if not (page.live and page.key):
        return None
    of_page = LocalVersion.objects.readable().filter(adoption__practice=page.translation_key)
    newest = list(
        of_page.select_related("adoption__organisation").annotate(total=Window(Count("pk")))[:MOST_SHOWN]
    )
    if not newest:
        return None
    total = newest[0].total
    changed = []
    if total >= FEWEST_COUNTED:
        spoken = page.alias_of.locale.language_code if page.alias_of_id else page.locale.language_code
        language = get_language() or ""
        # Of this page alone: an answer in another language is placed by its part's key.
        wordings = {language: Wording(page, spoken, parts_of(page))}
        counts = part_counts(answers_by_version(page.translation_key), wordings=wordings, language=language)
        changed = most_changed(counts)
    context = {"versions": newest, "total": total, "key": page.key, "changed": changed}
    return Part("adoption/local/part_versions.html", context)


def together(page: Any) -> Part | None:
    """Return how many institutions start when, where some would like company."""
    if not (page.live and page.key):
        return None
    terms = counts_of(page.translation_key)
    return Part("adoption/local/part_together.html", {"terms": terms, "key": page.key}) if terms else None
