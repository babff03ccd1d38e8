"""What every page of the site shows around its own content."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page

from home.models import HomePage


@dataclass(frozen=True)
class Frame:
    """The front page of the active language and the pages that its menus link."""

    home: Any
    menu: list[Any]
    footer: list[Any]


@dataclass(frozen=True)
class LanguageLink:
    """A way to the same page in a language; `exact` when it is that very page."""

    code: str
    name: str
    url: str
    current: bool
    exact: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context that base templates need; nothing is queried before a template asks."""
    return {
        "frame": SimpleLazyObject(lambda: frame_in(get_language() or settings.LANGUAGE_CODE)),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL,
    }


def frame_in(language: str) -> Frame:
    """Return the frame of a language: index pages make the menu, ordinary pages the footer."""
    home = HomePage.objects.live().filter(locale__language_code=language).first()
    if home is None:
        return Frame(None, [], [])
    pages = list(
        home.get_children().live().public().select_related("content_type", "locale").order_by("path")
    )
    menu = [page for page in pages if page.show_in_menus]
    return Frame(home, menu, [page for page in pages if not page.show_in_menus])


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
    lineage = [page, *reversed(page.get_ancestors().filter(depth__gte=2).select_related("locale"))]
    keys = [p.translation_key for p in lineage]
    found = {
        (p.locale.language_code, p.translation_key): p
        for p in Page.objects.live().filter(translation_key__in=keys).select_related("locale")
    }
    links = []
    for code, name in settings.LANGUAGES:
        there = [found[code, key] for key in keys if (code, key) in found]
        url = there[0].get_url(request) if there else f"/{code}/"
        exact = bool(there) and there[0].translation_key == page.translation_key
        links.append(LanguageLink(code, name, url, code == current, exact))
    return links


def search_url() -> str:
    """Return the address of the search page in the active language."""
    return reverse("search")
