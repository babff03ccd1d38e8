"""Open data of taking into use: every adoption without a name, and the curve of how long practices stay in use.

No row tells of one institution: neither its name nor a number that would lead to it is there, days are only months,
and its kind and region are left out where fewer than three institutions share them.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import override
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from adoption.models import Adoption
from adoption.places import region_of
from adoption.rooting import rows as reading
from adoption.rooting.figures import FEWEST, FEWEST_IN_CURVE, left_by
from adoption.rooting.filters import WITHOUT, Filters
from adoption.rooting.keeping import data_of_today
from adoption.rooting.rows import NONE, Catalogue, key_text
from adoption.rooting.survival import kaplan_meier
from practices.models import PracticePage
from search.reports import without_formula

router = Router(tags=["adoption"])
MOST = 1000
SECONDS = 60
LANGUAGES = ", ".join(code for code, _name in settings.LANGUAGES)


class AdoptionOut(Schema):
    """One institution's use of one practice."""

    practice: str | None = Field(
        description="The practice's permanent id, as in /p/<id>; null: not published."
    )
    title: str | None
    url: str | None
    institution_kind: str | None = Field(
        description=f"null where fewer than {FEWEST} institutions of the kind have adoptions."
    )
    region: str | None = Field(
        description=f"A code; null where unknown, or fewer than {FEWEST} institutions of the kind there have adoptions."
    )
    since: str | None = Field(description="Month since when it is in use, as 2026-09; null: not begun.")
    state: str = Field(description=", ".join(Adoption.State.values))
    state_since: str = Field(description="Month since when it is in this state.")
    is_demo: bool = Field(description="Made up, to show how the portal works.")


class AdoptionsOut(Schema):
    """A part of the adoptions that count: confirmed by the institution, and not disputed."""

    total: int
    limit: int
    offset: int
    adoptions: list[AdoptionOut]


class MonthOut(Schema):
    """What is known so many months after the start."""

    month: int
    at_risk: int = Field(description="Adoptions that are still followed then.")
    events: int = Field(description="Of them stopped since the row before.")
    share: float = Field(description="Kaplan–Meier estimate of the share still in use, 0–1.")
    low: float | None = Field(
        description="Lower end of the 95 % interval (log-log); null where there is none."
    )
    high: float | None


class CurveOut(Schema):
    """The curve of how long practices stay in use."""

    theme: str
    project: str
    maturity: str
    adoptions: int = Field(description="That were begun, and so can be followed.")
    includes_demo: bool
    enough: bool = Field(
        description=f"false: fewer than {FEWEST_IN_CURVE} adoptions or {FEWEST} institutions; there is no curve then."
    )
    curve: list[MonthOut]


class AdoptionsAsked(Schema):
    """What can be asked of the adoptions."""

    language: str = Field("fi", description=f"Of titles and addresses: {LANGUAGES}.")
    practice: str = Field("", description="A practice's permanent id.")
    limit: int = Field(100, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=10_000_000)
    format: Literal["json", "csv"] = Field("json", description="csv has all adoptions in one answer.")


class CurveAsked(Schema):
    """Whose curve."""

    theme: str = ""
    project: str = ""
    maturity: str = ""
    demo: bool = Field(True, description="Whether made-up adoptions are in it.")
    format: Literal["json", "csv"] = "json"


@router.get("/adoptions", response=AdoptionsOut, summary="Every adoption, without names")
def adoptions(request: HttpRequest, asked: Query[AdoptionsAsked]) -> Any:
    """Return adoptions in an order that stays the same and means nothing; 422 for a language or practice unknown."""
    if asked.language not in dict(settings.LANGUAGES):
        raise HttpError(422, f"No such language: {asked.language[:80]}. There are: {LANGUAGES}.")
    kept = Adoption.objects.confirmed().order_by("pk")
    if asked.practice:
        page = (
            PracticePage.objects.live().filter(key=asked.practice).first() if _sane(asked.practice) else None
        )
        if page is None:
            raise HttpError(422, f"No such practice: {asked.practice[:80]}.")
        kept = kept.of(page)
    with override(asked.language):
        known, shared = reading.catalogue(asked.language), _shared()
        if asked.format == "csv":
            return _csv_of(AdoptionOut, _rows(request, kept, known, shared), "adoptions")
        part = kept[asked.offset : asked.offset + asked.limit]
        return {
            "total": kept.count(),
            "limit": asked.limit,
            "offset": asked.offset,
            "adoptions": list(_rows(request, part, known, shared)),
        }


def _sane(text: str) -> bool:
    return "\0" not in text


def _shared() -> Mapping[tuple[str, str], int]:
    """Return how many institutions with adoptions are of a kind in a region, and of a kind at all (region "")."""
    found = Adoption.objects.confirmed().order_by()
    counts: Counter[tuple[str, str]] = Counter()
    for through in ("organisation", "suggested"):
        there = found.filter(**{f"{through}__isnull": False})
        for _pk, kind, region in there.values_list(
            through, f"{through}__kind", f"{through}__region"
        ).distinct():
            counts[kind, ""] += 1
            if code := _code(region):
                counts[kind, code] += 1
    return counts


def _code(region: str) -> str:
    found = region_of(region)
    return found.code if found else ""


def _rows(
    request: HttpRequest,
    kept: QuerySet[Adoption, Any],
    known: Catalogue,
    shared: Mapping[tuple[str, str], int],
) -> Iterator[dict[str, Any]]:
    base = request.build_absolute_uri("/p/")
    columns = ("practice", "since", "state", "state_on", "is_demo")
    institution = [
        f"{through}__{field}" for through in ("organisation", "suggested") for field in ("kind", "region")
    ]
    for practice, since, state, state_on, is_demo, *places in kept.values_list(*columns, *institution):
        page = known.practices.get(key_text(practice))
        kind, region = places[0] or places[2] or "", _code(places[1] or places[3] or "")
        common = shared.get((kind, ""), 0) >= FEWEST
        yield {
            "practice": page and page.key,
            "title": page and page.title,
            "url": page and base + page.key,
            "institution_kind": kind if common else None,
            "region": region if common and region and shared.get((kind, region), 0) >= FEWEST else None,
            "since": since and since.isoformat()[:7],
            "state": state,
            "state_since": state_on.isoformat()[:7],
            "is_demo": is_demo,
        }


@router.get("/rooting", response=CurveOut, summary="How long practices stay in use")
def rooting(request: HttpRequest, asked: Query[CurveAsked]) -> Any:
    """Return the Kaplan–Meier curve by month; 422 for a theme, project or maturity that no practice has.

    An adoption that was not stopped is followed to the last day on which anybody said how it is.
    """
    today = timezone.localdate().isoformat()
    with override(settings.LANGUAGE_CODE):
        data = data_of_today()
    known = data.catalogue
    for name, terms in (("theme", known.themes), ("project", known.projects), ("maturity", known.maturities)):
        value = getattr(asked, name)
        if value and value not in terms:
            raise HttpError(422, f"No such {name}: {value[:80]}. There are: {', '.join(terms)}.")
    demo = "" if asked.demo else WITHOUT
    rows = left_by(
        Filters(theme=asked.theme, project=asked.project, maturity=asked.maturity, demo=demo), data
    )
    begun = [(row, time) for row in rows if (time := row.time(data.answers.get(row.key, NONE), today))]
    enough = len(begun) >= FEWEST_IN_CURVE and len({row.institution for row, _time in begun}) >= FEWEST
    curve = kaplan_meier(time for _row, time in begun) if enough else None
    months = [
        {
            "month": month.month,
            "at_risk": month.at_risk,
            "events": month.stopped,
            "share": round(month.share.value, 4),
            "low": month.share.low and round(month.share.low, 4),
            "high": month.share.high and round(month.share.high, 4),
        }
        for month in (curve.months(step=1) if curve else [])
    ]
    if asked.format == "csv":
        return _csv_of(MonthOut, months, "rooting")
    return {
        "theme": asked.theme,
        "project": asked.project,
        "maturity": asked.maturity,
        "adoptions": len(begun) if enough else 0,
        "includes_demo": enough and any(row.is_demo for row, _time in begun),
        "enough": enough,
        "curve": months,
    }


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        """Return the value."""
        return value


def _csv_of(schema: type[Schema], rows: Iterable[Mapping[str, Any]], name: str) -> StreamingHttpResponse:
    """Return rows as a CSV that is sent as it is made; its columns are the schema's."""
    columns = list(schema.model_fields)
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield writer.writerow(columns)
        for row in rows:
            yield writer.writerow([_plain(row[column]) for column in columns])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


def _plain(value: Any) -> Any:
    return without_formula(value) if isinstance(value, str) else value
