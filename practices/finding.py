"""The search page as a visitor asked for it: hits, counts, and what to do when there are none."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import QueryDict
from django.utils.html import escape
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from practices.facets import FACETS, Selection, facet_of, values_asked, vocabularies
from practices.listing import Listing, further_sorts
from practices.models import Pin, PracticePage
from practices.paging import page_number
from practices.queries import themes_by_slug
from practices.search import document_id, page_payload, practice_payload, practice_terms
from search import index
from search.query import Query, parse, query_key
from search.results import Hit, Results

logger = logging.getLogger(__name__)
PER_PAGE = 12
LAST_PAGE = 10_000
MOST_PINS, MOST_ELSEWHERE, MOST_THEMES = 3, 5, 3
SORTS: dict[str, Any] = {"": _("Best match"), "newest": _("Newest first")}


@dataclass(frozen=True)
class Findings:
    """What the search page shows.

    `pinned` are editors' choices for these words, `elsewhere` hits that only exist in another language.
    """

    query: Query
    listing: Listing
    results: Results
    typed: bool
    searched: bool
    degraded: bool
    pinned: list[Hit]
    elsewhere: list[Hit]

    @property
    def total(self) -> int:
        """The number of hits on all pages."""
        return self.listing.page.paginator.count

    @property
    def only_common_words(self) -> bool:
        """Whether all that was typed are words such as “and”, which nearly every page has."""
        words = [word.surface for clause in self.query.wanted for word in clause.words]
        return bool(words) and all(word in self.query.stop_words for word in words)

    @property
    def only_noise(self) -> bool:
        """Whether something was typed, but nothing that can be looked for."""
        return self.typed and self.query.is_empty

    @property
    def correction_url(self) -> str:
        """Address of the search with the correction that is offered, or nothing."""
        correction = self.results.correction
        return replace(self.listing.selection, words=correction.text).url() if correction else ""

    @property
    def via(self) -> str:
        """Name of the language whose pages have the words, where it is not the reader's own, or nothing."""
        return str(get_language_info(self.results.via)["name_translated"]) if self.results.via else ""

    @property
    def may_be_counted(self) -> bool:
        """Whether this is a search of somebody's words anew, not a further page or a narrower list of the same."""
        fresh = self.listing.page.number == 1 and not self.listing.chosen and not self.listing.selection.sort
        return self.typed and self.searched and fresh and not self.degraded


class _Counted:
    """The hits of one page, posing as the whole list that the paginator counts and cuts."""

    def __init__(self, results: Results, offset: int) -> None:
        self.results, self.offset = results, offset

    def __len__(self) -> int:
        return self.results.total

    def __getitem__(self, cut: slice) -> list[Any]:
        return list(self.results.hits[cut.start - self.offset : cut.stop - self.offset])


def findings_of(
    asked: QueryDict, *, language: str, per_page: int = PER_PAGE, list_all: bool = False
) -> Findings:
    """Return the page of hits that an address asks for; never raises, whatever was typed.

    With `list_all`, an address that asks for nothing lists everything. Where the search engine is out of reach,
    titles and promises are looked through in the database instead.
    """
    known = vocabularies()
    values, unknown = values_asked(asked, known)
    number, status = page_number(asked.get("page"), LAST_PAGE)
    query = parse(
        asked.get("q", ""),
        language=language,
        filters={name: chosen for name, chosen in values.items() if chosen},
        preferred=("practice",),
        facets=tuple(FACETS),
        offset=(number - 1) * per_page,
        limit=per_page,
        sort=_sort(asked.get("sort", "")),
    )
    typed = bool(asked.get("q", "").strip())
    searched = not query.is_empty or (not typed and (list_all or any(values.values())))
    results, degraded = _look_up(query) if searched else (Results(), False)
    if number > 1 and not results.hits:
        number, status, query = 1, 404, replace(query, offset=0)
        results, degraded = _look_up(query) if searched else (results, degraded)
    pinned = _pinned(query) if searched and number == 1 and not degraded else []
    listing = _listing(
        query,
        _without(results, pinned),
        known,
        values=values,
        unknown=unknown,
        number=number,
        no_such_page=status == 404,
    )
    return Findings(
        query,
        listing,
        results,
        typed=typed,
        searched=searched,
        degraded=degraded,
        pinned=pinned,
        elsewhere=_elsewhere(query) if searched and number == 1 and not degraded else [],
    )


def _listing(
    query: Query,
    results: Results,
    known: Mapping[str, Mapping[str, str]],
    *,
    values: dict[str, tuple[str, ...]],
    unknown: list[str],
    number: int,
    no_such_page: bool,
) -> Listing:
    selection = Selection(values, "" if query.sort == "relevance" else query.sort, query.text)
    counts = {name: dict(found) for name, found in results.facets.items()}
    return Listing(
        selection=selection,
        facets=[
            facet_of(name, vocabulary=known[name], counts=counts.get(name, {}), selection=selection)
            for name in FACETS
        ],
        page=Paginator(cast(Any, _Counted(results, query.offset)), query.limit).page(number),
        sort_labels=SORTS | further_sorts(),
        unknown=unknown,
        no_such_page=no_such_page,
    )


def _sort(asked: str) -> str:
    """Return an order that is offered; the best match first for any other."""
    return asked if asked and asked in SORTS | further_sorts() else "relevance"


def _look_up(query: Query) -> tuple[Results, bool]:
    """Return the results, and whether they had to come from the database."""
    try:
        return index.search(query), False
    except index.SearchUnavailable as error:
        logger.warning("The search page answers from the database: %s", error)
        return _from_database(query), True


def _pinned(query: Query) -> list[Hit]:
    """Return the practices that editors have pinned to the words; none where the reader narrows or orders hits."""
    key = query_key(query.text, language=query.language)
    if not key or query.filters or query.sort != "relevance":
        return []
    pins = Pin.objects.filter(language=query.language, key=key).order_by("order", "pk")
    families = pins.values_list("practice__translation_key", flat=True)[:MOST_PINS]
    try:
        return index.versions(map(str, families), language=query.language)
    except index.SearchUnavailable:
        return []


def _without(results: Results, pinned: Sequence[Hit]) -> Results:
    """Return the results without the hits that stand above them already; the total counts them all the same."""
    above = {hit.id for hit in pinned}
    return (
        replace(results, hits=tuple(hit for hit in results.hits if hit.id not in above)) if above else results
    )


def _elsewhere(query: Query) -> list[Hit]:
    try:
        return index.elsewhere(query, kinds=("practice",), limit=MOST_ELSEWHERE)
    except index.SearchUnavailable:
        return []


def _from_database(query: Query) -> Results:
    """Look for the typed words, as they are, in titles and promises."""
    locale = Locale.objects.get(language_code=query.language)
    practices = PracticePage.objects.readable(locale).narrowed(query.filters)
    for word in query.text.split():
        practices = practices.filter(Q(title__icontains=word) | Q(promise__icontains=word))
    practices = practices.order_by("title")
    page = practices.select_related("locale")[query.offset : query.offset + query.limit]
    return Results(hits=tuple(map(_plain_hit, page)), total=practices.count())


def _plain_hit(page: PracticePage) -> Hit:
    return Hit(
        id=document_id(page.pk),
        kind="practice",
        language=page.locale.language_code,
        title=page.title,
        summary=page.promise,
        score=0.0,
        payload=page_payload(page) | practice_payload(page, practice_terms(page)),
        title_html=escape(page.title),
        snippet_html=escape(""),
    )


def related_themes(findings: Findings) -> list[Any]:
    """Return the theme pages that most of the hits belong to; none where a theme is chosen already."""
    if not findings.typed or not findings.total or findings.listing.selection.values.get("theme"):
        return []
    slugs = [slug for slug, _count in findings.results.facets.get("theme", ())][:MOST_THEMES]
    return themes_by_slug(findings.query.language, slugs) if slugs else []
