"""One button: a page's translation into another language, begun as a draft."""

from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from practices.translations import translation_of, write_translation


@transaction.atomic
def begin(page: Page, locale: Locale, *, user: Any = None) -> Page:
    """Return a page's translation into a language, as a draft that waits for its texts unless it was there already."""
    there = page.get_translation_or_none(locale)
    if there is not None and there.alias_of_id is None:
        if not _has_record(page, locale):
            translation_of(as_it_is(page), locale)
        return there
    if there is None:  # never published, so nobody gave it its place in the other language's tree
        page.copy_for_translation(locale, copy_parents=True, alias=True)
    return write_translation(translation_of(as_it_is(page), locale), publish=False, user=user)


def as_it_is(page: Page) -> Page:
    """Return what is translated of a page: what readers see, or the draft of what nobody has published."""
    specific: Page = page.specific
    return specific if specific.live else specific.get_latest_revision_as_object()


def _has_record(page: Page, locale: Locale) -> bool:
    return bool(
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=locale).exists()
    )
