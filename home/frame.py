"""What every page of the site shows around its own content."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page

from home.models import HomePage
from practices.querysets import visible
from practices.stand_ins import read_at


@dataclass(frozen=True)
class Frame:
    """The front page of the active language and the pages that its menus link."""

    home: Any
    menu: list[Any]
    footer: list[Any]


@dataclass(frozen=True)
class LanguageLink:
    """A way to the same page in a language; `exact` when it is that very page.

    `alias`: there, but still shown in the language of its source.
    """

    code: str
    name: str
    url: str
    current: bool
    exact: bool
    alias: bool = False


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context that base templates need; nothing is queried before a template asks."""
    return {
        "frame": SimpleLazyObject(lambda: frame_in(get_language() or settings.LANGUAGE_CODE)),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL,
    }


def frame_in(language: str) -> Frame:
    """Return the frame of a language: index pages make the menu, ordinary pages the footer."""
    found = visible(Page.objects.live().filter(locale__language_code=language, depth__in=(2, 3)))
    pages = list(found.select_related("content_type", "locale", "alias_of__locale").order_by("path"))
    home = next((page for page in pages if page.content_type.model == HomePage._meta.model_name), None)
    if home is None:
        return Frame(None, [], [])
    below = [page for page in pages if page.path.startswith(home.path) and page is not home]
    menu = [page for page in below if page.show_in_menus]
    return Frame(home, menu, [page for page in below if not page.show_in_menus])


def lineage(page: Page) -> list[Page]:
    """Return the front page, the pages below it, and the page itself."""
    return [*_related_pages(page)[0], page]


def _related_pages(page: Page) -> tuple[list[Page], dict[Any, Page]]:
    """Return (pages above, {(language, translation key): live page}) for the page and those above it.

    Asked of the database once a page object, in one query.
    """
    if not hasattr(page, "_related_pages"):
        step = Page.steplen
        paths = [page.path[:end] for end in range(2 * step, len(page.path) + 1, step)]
        keys = Page.objects.filter(path__in=paths).values("translation_key")
        family = Page.objects.filter(translation_key__in=keys).select_related("locale", "alias_of__locale")
        pages = list(family.order_by("path"))
        written = {p.translation_key: p for p in pages if p.live and p.alias_of_id is None}
        pages = [
            read_at(written[p.translation_key], p)
            if not p.live and p.alias_of_id is None and p.translation_key in written
            else p
            for p in pages
        ]
        above = [p for p in pages if p.path in paths and p.path != page.path]
        page._related_pages = above, {(p.locale.language_code, p.translation_key): p for p in pages if p.live}
    found: tuple[list[Page], dict[Any, Page]] = page._related_pages
    return found


def language_links(request: HttpRequest, page: Page | None) -> list[LanguageLink]:
    """Return a link a language to the page at hand.

    Where a page is not there in a language, the link leads to the nearest page above it that is.
    """
    current = get_language()
    if page is None or not page.pk:
        return [
            LanguageLink(code, name, translate_url(request.get_full_path(), code), code == current, True)
            for code, name in settings.LANGUAGES
        ]
    above, found = _related_pages(page)
    keys = [p.translation_key for p in (page, *reversed(above))]
    links = []
    for code, name in settings.LANGUAGES:
        there = [found[code, key] for key in keys if (code, key) in found]
        url = there[0].get_url(request) if there else f"/{code}/"
        exact = bool(there) and there[0].translation_key == page.translation_key
        alias = exact and there[0].alias_of_id is not None
        links.append(LanguageLink(code, name, url, code == current, exact, alias))
    return links
