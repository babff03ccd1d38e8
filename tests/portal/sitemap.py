"""The sitemap as search engines read it."""

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from tests.portal.client import Answer

SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@dataclass(frozen=True)
class Entry:
    """A page of the sitemap, with the addresses of its translations by language."""

    location: str
    alternates: dict[str, str]

    def path(self, base: str) -> str:
        """Return the address without the server."""
        return self.location.removeprefix(base)


def entries_of(answer: Answer) -> list[Entry]:
    """Return what a sitemap lists. Raises ParseError where it is no XML."""
    root = ElementTree.fromstring(answer.body)  # noqa: S314 our own server's
    return [
        Entry(
            url.findtext("s:loc", "", SPACES),
            {link.get("hreflang", ""): link.get("href", "") for link in url.findall("x:link", SPACES)},
        )
        for url in root.findall("s:url", SPACES)
    ]
