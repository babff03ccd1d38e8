"""The catalogue as a visitor asked for it: filters, order, page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from practices import standing
from practices.facets import (
    FACETS,
    LABELS,
    Choice,
    Facet,
    Selection,
    facet_of,
    values_asked,
    vocabularies,
)
from practices.localised import in_language
from practices.models import PracticePage
from practices.paging import page_number
from practices.querysets import PracticeQuerySet, Tallied, tallies

PER_PAGE = 12
SORTS: dict[str, Any] = {"": _("By name"), "newest": _("Newest first")}


@dataclass(frozen=True)
class Listing:
    """A page of a list narrowed by facets; the catalogue's and the search page's alike."""

    selection: Selection
    facets: list[Facet]
    page: PaginatorPage
    sort_labels: Mapping[str, Any]
    unknown: list[str]
    no_such_page: bool

    @property
    def status(self) -> int:
        """404 where the address asks for a term or a page that is not there."""
        return 404 if self.no_such_page or self.unknown else 200

    @property
    def chosen(self) -> list[Choice]:
        """The choices in force, in the order of the facets."""
        return [choice for facet in self.facets for choice in facet.chosen]

    @property
    def sorts(self) -> list[tuple[str, str, bool, str]]:
        """Return (name, label, in force, address) of every order."""
        sort, url = self.selection.sort, self.selection.url
        return [(name, str(label), name == sort, url(sort=name)) for name, label in self.sort_labels.items()]

    @property
    def pages(self) -> list[tuple[int | None, str]]:
        """Return (number, address) of the pages to link; a number of None stands for a gap."""
        numbers = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [(n, self.selection.url(page=n)) if isinstance(n, int) else (None, "") for n in numbers]

    @property
    def previous_url(self) -> str:
        """Address of the page before this one, or nothing."""
        return self.selection.url(page=self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """Address of the page after this one, or nothing."""
        return self.selection.url(page=self.page.next_page_number()) if self.page.has_next() else ""


def listing_of(catalogue: Any, query: QueryDict) -> Listing:
    """Return the page of the catalogue that `query` asks for; values that nobody knows are named in `unknown`."""
    known = vocabularies() if any(name in query for name in FACETS) else {name: {} for name in FACETS}
    values, unknown = values_asked(query, known)
    sorts = SORTS | further_sorts()
    selection = Selection(values, query.get("sort", "") if query.get("sort") in sorts else "")
    everything = PracticePage.objects.readable(catalogue.locale_id)
    found = everything.narrowed(values)
    counts = tallies({"": found} | {name: everything.narrowed(values, but=name) for name in FACETS})
    ordered = _ordered(found, selection.sort)
    total = counts[""][""].n if counts[""] else 0
    paginator = _Paginator(ordered.for_cards(), total)
    number, status = page_number(query.get("page"), paginator.num_pages)
    return Listing(
        selection=selection,
        facets=[
            facet_of(
                name,
                vocabulary=_labels(name, counts[name]) | known[name],
                counts={value: tallied.n for value, tallied in counts[name].items()},
                selection=selection,
            )
            for name in FACETS
        ],
        page=paginator.page(number),
        sort_labels=sorts,
        unknown=unknown,
        no_such_page=status == 404,
    )


class _Paginator(Paginator[Any]):
    """Pages of a list whose length is known already."""

    def __init__(self, practices: Any, total: int) -> None:
        super().__init__(practices, PER_PAGE)
        self.count = total


def further_sorts() -> dict[str, Any]:
    """Return {name: label} of the orders that packages above this one registered."""
    return {name: order.label for name, order in standing.orders.items()}


def _ordered(practices: PracticeQuerySet, sort: str) -> PracticeQuerySet:
    if sort in standing.orders:
        return practices.in_order(sort)
    return practices.newest_first() if sort == "newest" else practices.order_by("title")


def _labels(facet: str, tallied: Mapping[str, Tallied]) -> dict[str, str]:
    if facet in LABELS:
        return LABELS[facet]()
    return {value: in_language(row.names or {}) for value, row in tallied.items()}
