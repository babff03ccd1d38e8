"""The search page as a visitor asked for it: hits, counts, and what to do when there are none."""

import logging
from dataclasses import dataclass, replace
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import QueryDict
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from practices.facets import FACETS, Selection, facet_of, values_asked, vocabularies
from practices.listing import Listing
from practices.models import PracticePage
from practices.paging import page_number
from practices.search import document_id, practice_payload, practice_terms
from search import index
from search.query import Query, parse
from search.results import Hit

logger = logging.getLogger(__name__)
PER_PAGE = 12
LAST_PAGE = 10_000
SORTS = {"": _("Best match"), "newest": _("Newest first")}


@dataclass(frozen=True)
class Findings:
    """What the search page shows."""

    query: Query
    listing: Listing
    matched: str
    typed: bool
    searched: bool
    degraded: bool

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


@dataclass(frozen=True)
class _Found:
    """A page of hits from the engine or, degraded, from the database."""

    hits: list[Any]
    total: int
    counts: dict[str, dict[str, int]]
    matched: str = "all"
    degraded: bool = False


class _Counted:
    """The hits of one page, posing as the whole list that the paginator counts and cuts."""

    def __init__(self, found: _Found, offset: int) -> None:
        self.found, self.offset = found, offset

    def __len__(self) -> int:
        return self.found.total

    def __getitem__(self, cut: slice) -> list[Any]:
        return self.found.hits[cut.start - self.offset : cut.stop - self.offset]


def findings_of(asked: QueryDict, *, language: str) -> Findings:
    """Return the page of hits that an address asks for; never raises, whatever was typed.

    Where the search engine is out of reach, titles and promises are looked through in the database instead.
    """
    known = vocabularies()
    values, unknown = values_asked(asked, known)
    number, status = page_number(asked.get("page"), LAST_PAGE)
    query = parse(
        asked.get("q", ""),
        language=language,
        filters={name: chosen for name, chosen in values.items() if chosen},
        facets=tuple(FACETS),
        offset=(number - 1) * PER_PAGE,
        limit=PER_PAGE,
        sort="newest" if asked.get("sort") == "newest" else "relevance",
    )
    typed = bool(asked.get("q", "").strip())
    searched = not query.is_empty or (not typed and any(values.values()))
    found = _look_up(query) if searched else _Found([], 0, {})
    if number > 1 and not found.hits:
        number, status, query = 1, 404, replace(query, offset=0)
        found = _look_up(query) if searched else found
    selection = Selection(values, "newest" if query.sort == "newest" else "", query.text)
    listing = Listing(
        selection=selection,
        facets=[
            facet_of(name, vocabulary=known[name], counts=found.counts.get(name, {}), selection=selection)
            for name in FACETS
        ],
        page=Paginator(cast(Any, _Counted(found, query.offset)), PER_PAGE).page(number),
        sort_labels=SORTS,
        unknown=unknown,
        no_such_page=status == 404,
    )
    return Findings(
        query,
        listing,
        matched=found.matched,
        typed=typed,
        searched=searched,
        degraded=found.degraded,
    )


def _look_up(query: Query) -> _Found:
    try:
        results = index.search(query)
    except index.SearchUnavailable as error:
        logger.warning("The search page answers from the database: %s", error)
        return _from_database(query)
    counts = {name: dict(values) for name, values in results.facets.items()}
    return _Found(list(results.hits), results.total, counts, results.matched)


def _from_database(query: Query) -> _Found:
    """Look for the typed words, as they are, in titles and promises."""
    locale = Locale.objects.get(language_code=query.language)
    practices = PracticePage.objects.readable(locale).narrowed(query.filters)
    for word in query.text.split():
        practices = practices.filter(Q(title__icontains=word) | Q(promise__icontains=word))
    practices = practices.order_by("title")
    page = practices.select_related("locale")[query.offset : query.offset + query.limit]
    return _Found([_plain_hit(practice) for practice in page], practices.count(), {}, degraded=True)


def _plain_hit(page: PracticePage) -> Hit:
    return Hit(
        id=document_id(page.pk),
        kind="practice",
        language=page.locale.language_code,
        title=page.title,
        summary=page.promise,
        score=0.0,
        payload={"url": page.url, **practice_payload(page, practice_terms(page))},
        title_html=escape(page.title),
        snippet_html=escape(""),
    )
