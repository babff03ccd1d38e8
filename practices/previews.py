"""Previews of a page in every language of the portal: what its readers there would get."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from wagtail.models import Locale, Page

from practices.stand_ins import as_alias, read_at

# What a language's own speakers call reading in it; any other language goes by its name.
SAID = {"fi": "Suomeksi", "sv": "På svenska"}


def preview_modes(page: Page) -> list[tuple[str, str]]:
    """Return (language, what it is called) of every language, the page's own first, which is what is shown unasked."""
    own = page.locale.language_code
    modes = [(code, SAID.get(code, name)) for code, name in settings.LANGUAGES]
    return sorted(modes, key=lambda mode: mode[0] != own)


def as_read_in(page: Page, language: str | None, user: Any) -> Page:
    """Return the page that stands for `page` in a language: its translation's newest draft, else itself as an alias.

    Whoever may not edit the translation gets what is live of it. Raises PermissionDenied where nothing is.
    """
    locale = Locale.objects.filter(language_code=language).first() if language else None
    if locale is None or locale.pk == page.locale_id:
        return page
    there = Page.objects.filter(translation_key=page.translation_key, locale=locale).first()
    if there is None:
        return _in_its_likely_place(page, locale)
    if there.alias_of_id:
        return read_at(page, there)
    if _may_see_draft(user, there):
        return there.get_latest_revision_as_object()
    if there.live:
        return there.specific
    raise PermissionDenied


def _may_see_draft(user: Any, page: Page) -> bool:
    if user is None:
        return False
    allowed = page.permissions_for_user(user)
    return bool(allowed.can_edit() or allowed.can_publish())


def _in_its_likely_place(page: Page, locale: Locale) -> Page:
    """Return a copy of a page, saved or not, as it will be read in a language where it has no place yet."""
    shown = as_alias(page, locale)
    above = Page.objects.filter(
        translation_key__in=page.get_ancestors().values("translation_key"), locale=locale
    )
    nearest = above.order_by("-depth").first()
    if nearest is not None:
        shown.url_path = f"{nearest.url_path}{page.slug}/"
    return shown
