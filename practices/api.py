"""Search as JSON: the same hits, order, counts and corrections as on the search page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import create_model

from practices import standing
from practices.facets import FACETS
from practices.finding import Findings, findings_of
from search.results import Hit

router = Router(tags=["search"])
MOST_A_PAGE = 50


class FileOut(Schema):
    """An attached file that meets what the page itself does not."""

    title: str
    url: str
    text: str = Field(description="The passage, HTML-escaped, with <mark> around what was met.")


class HighlightsOut(Schema):
    """Texts with <mark> around what was met, all else HTML-escaped."""

    title: str
    text: str
    text_language: str = Field(description="Language of the passage, where not that of the hit.")
    file: FileOut | None


class HitOut(Schema):
    """A found page."""

    id: str
    kind: str = Field(description="practice, theme, project, news or page.")
    language: str
    title: str
    url: str
    summary: str
    score: float = Field(description="Comparable within one answer only; 0 where hits are ordered by date.")
    highlights: HighlightsOut


class ValueOut(Schema):
    """A value of a facet: its address form, its name, and how many hits choosing it would give."""

    value: str
    label: str
    count: int
    chosen: bool


class CorrectionOut(Schema):
    """What the searcher probably meant; applied when the hits are already those of this text."""

    text: str
    applied: bool


class SearchOut(Schema):
    """A page of hits."""

    query: str
    language: str
    total: int
    page: int
    pages: int
    matched: str = Field(
        description="all: hits have all words; some: the first have all, the rest most; most: they have most."
    )
    via: str = Field(description="Language whose pages have the words, where it is not the one asked for.")
    hits: list[HitOut]
    pinned: list[HitOut] = Field(description="Editors' choices for these words.")
    elsewhere: list[HitOut] = Field(description="Hits that only exist in another language.")
    facets: dict[str, list[ValueOut]]
    correction: CorrectionOut | None
    degraded: bool = Field(
        description="The search engine is out of reach; titles were looked through instead."
    )


class AskedOfPractices(Schema):
    """What can be asked. A facet may be given several times: any of its values will do."""

    language: str = Field(
        description="Language of the pages: " + ", ".join(code for code, _n in settings.LANGUAGES)
    )
    q: str = Field("", description='Words in any form, "phrases", -exclusions.')
    theme: list[str] = []
    target_group: list[str] = []
    setting: list[str] = []
    maturity: list[str] = []
    project: list[str] = []
    phase: list[str] = []
    organisation: list[str] = []
    available_in: list[str] = Field([], description="Languages that the practice is written in.")
    sort: str = Field(
        "",
        description="newest, use, rooted, or nothing for the best match first.",
    )
    page: str = Field("1", description="From 1.")
    per_page: int = Field(12, ge=1, le=MOST_A_PAGE)


# With the facets that packages above this one have registered by the time that the addresses are read.
_further: dict[str, Any] = {name: (list[str], []) for name in standing.facets}
Asked: Any = create_model("Asked", __base__=AskedOfPractices, **_further)


@router.get("/search", response=SearchOut, summary="Search practices, themes, projects and pages")
def search(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Return a page of hits, the counts of every facet, and what was probably meant.

    422 for a language, a facet's value or a page that the portal does not have, with a message that says so.
    """
    if asked.language not in dict(settings.LANGUAGES):
        raise HttpError(
            422, f"No such language: {asked.language}. There are: {', '.join(dict(settings.LANGUAGES))}."
        )
    with override(asked.language):
        given = request.GET.copy()
        # In an address of the API, `language` is the searcher's own.
        given.setlist("language", given.pop("available_in", []))
        findings = findings_of(given, language=asked.language, per_page=asked.per_page, list_all=True)
        listing = findings.listing
        if listing.unknown:
            raise HttpError(
                422, _("The address asks for a choice that does not exist: %s") % ", ".join(listing.unknown)
            )
        if listing.no_such_page:
            raise HttpError(
                422, _("The list has no such page. It has %d.") % listing.page.paginator.num_pages
            )
        return _answer(request, findings)


def _answer(request: HttpRequest, findings: Findings) -> dict[str, Any]:
    results, listing = findings.results, findings.listing
    correction = results.correction
    return {
        "query": findings.query.text,
        "language": findings.query.language,
        "total": findings.total,
        "page": listing.page.number,
        "pages": listing.page.paginator.num_pages,
        "matched": results.matched,
        "via": results.via,
        "hits": [_hit(request, hit) for hit in results.hits],
        "pinned": [_hit(request, hit) for hit in findings.pinned],
        "elsewhere": [_hit(request, hit) for hit in findings.elsewhere],
        "facets": {
            facet.name: [
                {"value": c.value, "label": c.label, "count": c.count, "chosen": c.chosen}
                for c in facet.choices
            ]
            for facet in listing.facets
        },
        "correction": correction and {"text": correction.text, "applied": correction.applied},
        "degraded": findings.degraded,
    }


def _hit(request: HttpRequest, hit: Hit) -> dict[str, Any]:
    file = hit.file and {
        "title": hit.file.title,
        "url": request.build_absolute_uri(hit.file.url),
        "text": hit.file.snippet_html,
    }
    return {
        "id": hit.id,
        "kind": hit.kind,
        "language": hit.language,
        "title": hit.title,
        "url": request.build_absolute_uri(hit.payload["url"]),
        "summary": hit.summary,
        "score": hit.score,
        "highlights": {
            "title": hit.title_html,
            "text": hit.snippet_html,
            "text_language": hit.snippet_language,
            "file": file,
        },
    }


# The schema names every facet, so that the documentation does; a test holds the two together.
FACET_PARAMETERS = {name: "available_in" if name == "language" else name for name in FACETS}
