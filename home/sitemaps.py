"""The site map over every language (Wagtail's own leaves out all trees but the default)."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from practices.models import PracticePage


class PageSitemap(Sitemap):
    """Every public page in its own language, with its translations; an alias is no page of its own.

    A practice that is no longer recommended is left out, as in all lists.
    """

    limit = 10_000

    def items(self) -> list[Any]:
        pages = (
            Page.objects.live()
            .public()
            .filter(alias_of__isnull=True, depth__gte=2)
            .exclude(pk__in=PracticePage.objects.exclude(retired_reason="").values("pk"))
            .select_related("locale")
            .order_by("path")
        )
        return list(pages)

    def get_urls(self, page: Any = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return one entry a page: location, lastmod and the addresses of its translations by language."""
        pages = self.paginator.page(page).object_list
        translations: dict[Any, list[Any]] = defaultdict(list)
        for item in pages:
            translations[item.translation_key].append(item)
        return [
            {
                "item": item,
                "location": settings.SITE_URL + item.url,
                "lastmod": item.last_published_at,
                "changefreq": None,
                "priority": "",
                "alternates": [
                    {"location": settings.SITE_URL + other.url, "lang_code": other.locale.language_code}
                    for other in translations[item.translation_key]
                    if len(translations[item.translation_key]) > 1
                ],
            }
            for item in pages
        ]


class ViewsSitemap(Sitemap):
    """Pages that are none of the tree, such as the page of wishes, in every language."""

    names = ("wishes", "fit", "institutions", "rooting")

    def items(self) -> list[tuple[str, str]]:
        return [(name, code) for name in self.names for code, _language in settings.LANGUAGES]

    def get_urls(self, page: Any = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return one entry a page and language, each with the page's addresses in all."""
        return [
            {
                "item": (name, code),
                "location": self._address(name, code),
                "lastmod": None,
                "changefreq": None,
                "priority": "",
                "alternates": [
                    {"location": self._address(name, other), "lang_code": other}
                    for other, _language in settings.LANGUAGES
                ],
            }
            for name, code in self.items()
        ]

    def _address(self, name: str, language: str) -> str:
        with override(language):
            return settings.SITE_URL + reverse(name)
