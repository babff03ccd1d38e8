"""Who may do what with a page's translations: decided on the pages, never by a permission for the whole site."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Locale, Page


def may_edit(user: Any, page: Page) -> bool:
    """Return whether a user may change a page: the permission is there and no lock keeps them out."""
    permissions = page.permissions_for_user(user)
    return permissions.can_edit() and not permissions.page_locked()


def may_publish(user: Any, page: Page) -> bool:
    """Return whether a user may publish a page."""
    return may_edit(user, page) and page.permissions_for_user(user).can_publish()


def may_read_texts(user: Any, pages: Iterable[Page]) -> bool:
    """Return whether a user may take home the texts of a page: they edit it in either language."""
    return any(page.permissions_for_user(user).can_edit() for page in pages)


def may_translate(user: Any, page: Page, locales: Iterable[Locale]) -> bool:
    """Return whether a user may begin translations of `page`: they edit it, and the place where each will stand."""
    return page.permissions_for_user(user).can_edit() and all(_may_begin(user, page, loc) for loc in locales)


def _may_begin(user: Any, page: Page, locale: Locale) -> bool:
    alias = page.get_translation_or_none(locale)
    if alias is not None:
        return may_edit(user, alias)
    parent = page.get_parent()
    if parent is None or parent.is_root():
        return bool(user.is_superuser)
    translated = parent.get_translation_or_none(locale)
    if translated is None:
        return _may_begin(user, parent, locale)  # the library makes the pages above along with it
    return translated.permissions_for_user(user).can_add_subpage()
