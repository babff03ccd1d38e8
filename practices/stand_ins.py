"""What readers get where a page's version in their language is not published: its source, at that version's address.

A page that nobody began to translate has an alias there, which Wagtail keeps. To begin a translation makes the alias a
draft, and a translation may be taken down; neither is a reason why readers should lose what they could read before.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from practices.querysets import visible


def as_read(places: Iterable[Page]) -> list[Any]:
    """Return what readers get at the addresses of pages, in their order: what is live, and what stands in for others.

    Two queries, and only where one of the pages is not published.
    """
    places = list(places)
    keys = {place.translation_key for place in places if not place.live and not place.alias_of_id}
    sources: dict[UUID, Any] = {}
    if keys:
        written = visible(Page.objects.live().filter(translation_key__in=keys, alias_of=None))
        found = written.select_related("locale").order_by("-pk").specific()
        sources = {source.translation_key: source for source in found}
    read = []
    for place in places:
        if place.live:
            read.append(place.specific)
        elif place.translation_key in sources:
            read.append(read_at(sources[place.translation_key], place))
    return read


def for_readers(place: Page | None) -> Any | None:
    """Return what readers get at the address of a page, or nothing; see `as_read`."""
    return next(iter(as_read([place])), None) if place else None


def as_alias(page: Any, locale: Locale) -> Any:
    """Return a copy of a page, saved or not, as readers of a language get it that it is not translated into."""
    shown = copy(page)
    for known in ("project_page", "_related_pages"):
        shown.__dict__.pop(known, None)
    shown.locale, shown.alias_of = locale, page
    return shown


def read_at(source: Any, place: Page) -> Any:
    """Return a copy of a page as it is read at the place of its alias or its draft in another language."""
    shown = as_alias(source, place.locale)
    for name in ("path", "depth", "slug", "url_path"):
        setattr(shown, name, getattr(place, name))
    return shown


def practice_by(key: str) -> Any:
    """Return a practice by its permanent id, as it is read in the active language. Raises Http404."""
    from practices.models import PracticePage  # whose previews are read at such places too

    pages = PracticePage.objects.public().filter(key=key, locale__language_code=get_language())
    found = for_readers(pages.select_related("locale", "alias_of__locale").order_by("-live", "pk").first())
    if found is None:
        raise Http404(_("No practice has this address."))
    return found


def address_here(page: Page) -> str:
    """Return the address at which a page that may be read is read in the active language, else its own.

    No query for pages of a list from `with_places`.
    """
    if page.locale.language_code != get_language():
        versions = Page.objects.filter(translation_key=page.translation_key)
        place = versions.filter(locale__language_code=get_language()).values_list("url_path", flat=True)
        path = page.place if hasattr(page, "place") else place.first()
        if path:
            return str(Page(url_path=path).url)
    return str(page.url)
