"""A search as a feed: what is new among its hits, for readers who do not want to search again."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.finding import Findings, findings_of

NEWEST = 30


class SearchFeed(Feed):
    """The newest hits of any search, at the search page's address with `feed/` behind it."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Findings:
        """Return the findings of the address, newest first."""
        asked = request.GET.copy()
        asked["sort"] = "newest"
        asked.pop("page", None)
        return findings_of(asked, language=get_language() or "", per_page=NEWEST, list_all=True)

    def title(self, findings: Findings) -> str:
        words = findings.query.text
        return _("Search: %s") % words if words else _("New in the catalogue")

    def link(self, findings: Findings) -> str:
        return reverse("search") + findings.listing.selection.url()

    def feed_guid(self, findings: Findings) -> str:
        return self.link(findings)

    def items(self, findings: Findings) -> list[Any]:
        return list(findings.listing.page)

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.summary)

    def item_link(self, item: Any) -> str:
        return str(item.payload["url"])

    def item_pubdate(self, item: Any) -> datetime | None:
        return _moment(item)

    def item_updateddate(self, item: Any) -> datetime | None:
        return _moment(item)

    def item_categories(self, item: Any) -> list[str]:
        return [name for _slug, name in item.payload.get("themes", ())]


def _moment(item: Any) -> datetime | None:
    published = item.payload.get("published")
    return datetime.fromisoformat(published) if published else None
