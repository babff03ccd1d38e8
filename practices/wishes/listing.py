"""The wishes that readers see: a page of the list, and those that are like a search."""

from dataclasses import dataclass

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator

from practices.models import Wish
from practices.models.wish import need_key
from practices.paging import page_number

PER_PAGE = 20
MOST_SIMILAR = 3
# Enough to find the three that are most alike; the list is in the order in which they are seconded.
_LOOKED_THROUGH = 200


@dataclass(frozen=True)
class WishList:
    """A page of the wishes of a language."""

    page: PaginatorPage
    wishes: list[Wish]
    no_such_page: bool

    @property
    def status(self) -> int:
        """404 where the address asks for a page that is not there."""
        return 404 if self.no_such_page else 200

    @property
    def wanted(self) -> list[Wish]:
        """Those that can be seconded."""
        return [wish for wish in self.wishes if not wish.is_answered]

    @property
    def answered(self) -> list[Wish]:
        """Those that have an answer to show."""
        return [wish for wish in self.wishes if wish.is_answered]

    @property
    def pages(self) -> list[tuple[int | None, str]]:
        """Return (number, address) of the pages to link; a number of None stands for a gap."""
        numbers = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [(n, f"?page={n}") if isinstance(n, int) else (None, "") for n in numbers]

    @property
    def previous_url(self) -> str:
        """Address of the page before this one, or nothing."""
        return f"?page={self.page.previous_page_number()}" if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """Address of the page after this one, or nothing."""
        return f"?page={self.page.next_page_number()}" if self.page.has_next() else ""


def wish_list(language: str, asked: str | None) -> WishList:
    """Return the page of a language's wishes that an address asks for, the first one where there is no such page."""
    paginator = Paginator(Wish.objects.shown(language), PER_PAGE)
    number, status = page_number(asked, paginator.num_pages)
    page = paginator.page(number)
    return WishList(page, list(page.object_list), no_such_page=status == 404)


def similar_wishes(text: str, language: str) -> list[Wish]:
    """Return up to three wishes to second that share at least half of the telling words with a search; one query.

    Half of whichever is shorter: a word in common among many says little.
    """
    asked = _words(need_key(text, language=language))
    if not asked:
        return []
    found = []
    for wish in Wish.objects.public().filter(language=language)[:_LOOKED_THROUGH]:
        wished = _words(wish.key)
        common = len(asked & wished)
        if common and 2 * common >= min(len(asked), len(wished)):
            found.append((common, wish))
    found.sort(key=lambda pair: -pair[0])
    return [wish for _common, wish in found[:MOST_SIMILAR]]


def _words(key: str) -> set[str]:
    return {word for word in key.split() if not word.startswith("-")}
