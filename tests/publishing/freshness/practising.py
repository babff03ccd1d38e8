"""Practices for tests of upkeep: in both languages, and as readers and the editor have them."""

from datetime import date
from typing import Any

from wagtail.models import Locale, Page

from practices.models import PracticePage
from practices.translating.following import give_aliases
from practices.translations import translation_of, write_translation
from tests.factories import practice_page, project_page

TODAY = date(2027, 3, 10)


def practice(title: str = "Kaverikahvit", **values: Any) -> PracticePage:
    """Return a live practice of the project "hanke", with its alias in Swedish."""
    page = practice_page(title, parent=project_page(), **values)
    give_aliases(page)
    return fresh(page)


def in_swedish(page: PracticePage, *, live: bool = True) -> PracticePage:
    """Return the page's own Swedish page, translated and live unless `live=False`."""
    translation = translation_of(page, Locale.objects.get(language_code="sv"))
    swedish = write_translation(translation, publish=False).specific
    swedish = fresh(swedish).get_latest_revision_as_object()
    swedish.title = f"{page.title} på svenska"
    revision = swedish.save_revision(clean=False)
    if live:
        revision.publish()
    return fresh(swedish)


def fresh(page: Page) -> PracticePage:
    """Return the page as the database has it now."""
    return PracticePage.objects.select_related("locale").get(pk=page.pk)


def draft_of(page: Page) -> PracticePage:
    """Return the newest version of a page."""
    return fresh(page).get_latest_revision_as_object()


def edited(page: PracticePage, **values: Any) -> Any:
    """Save values as a draft on top of what is live, as an editor would; return the version."""
    draft = draft_of(page)
    for name, value in values.items():
        setattr(draft, name, value)
    return draft.save_revision()
