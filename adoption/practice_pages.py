"""The pages of practices that adoptions name by their translation key."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import get_language

from practices.models import PracticePage
from practices.stand_ins import as_read


def pages_of(keys: Iterable[UUID], *, language: str = "") -> dict[UUID, PracticePage]:
    """Return the live page of each practice in a language (the active one), by translation key; four queries at most.

    Where it is not translated, that is how its source is read there. One that is not published is left out.
    """
    code, wanted = language or get_language() or "", set(keys)
    pages = PracticePage.objects.filter(translation_key__in=wanted, locale__language_code=code)
    return {page.translation_key: page for page in as_read(pages.select_related("locale"))}


def page_of(key: UUID, *, language: str = "") -> PracticePage | None:
    """Return the live page of a practice in a language (the active one), or nothing."""
    return pages_of([key], language=language).get(key)
