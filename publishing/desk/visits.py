"""Visits of practices: a number a day, a practice and a language, and nothing of who read.

A page's script tells of a visit; programs that read without scripts are not counted. An address counts once a day and
practice, so a whole school behind one address counts as one: the numbers are the least that there were. Who asks not to
be followed (Global Privacy Control, Do Not Track) and who is logged in is not counted. No cookie is set or read.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import Error, IntegrityError, transaction
from django.db.models import F, Sum
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from practices import limits
from practices.models import PracticePage
from practices.page_parts import Part
from practices.public_forms import refusal_of
from publishing.models import VisitCount
from search.counting import is_robot

logger = logging.getLogger(__name__)

MOST_AN_HOUR = 300  # an address; nobody reads more, and nothing tells who it was
LARGEST_BODY = 1024  # the script sends nothing at all
KEPT_YEARS = 3


@dataclass(frozen=True)
class Month:
    """Visits of a practice in a month (its first day), by language."""

    first_day: date
    by_language: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_language.values())


@csrf_exempt  # it writes nothing in anybody's name, and the page that sends it is the same for everybody
@never_cache
@require_POST
def count(request: HttpRequest, key: str) -> HttpResponse:
    """Count a visit of the practice with a permanent id; what is not counted is answered just the same."""
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return HttpResponse(status=refusal[1])
    if _may_be_counted(request) and limits.may(request, "visits", most=MOST_AN_HOUR):
        try:
            _count(request, key)
        except Error as error:  # a visit less does no harm, and nobody waits for it
            logger.warning("A visit was not counted: %s", type(error).__name__)
    return HttpResponse(status=204)


def _may_be_counted(request: HttpRequest) -> bool:
    asks_not_to = request.headers.get("Sec-GPC") == "1" or request.headers.get("DNT") == "1"
    is_staff = settings.SESSION_COOKIE_NAME in request.COOKIES
    return not (asks_not_to or is_staff or is_robot(request.headers.get("User-Agent", "")))


def _count(request: HttpRequest, key: str) -> None:
    live = PracticePage.objects.filter(key=key, live=True)
    practice = live.values_list("translation_key", flat=True).first()
    if practice is not None and limits.is_first(request, f"visit:{practice}"):
        record(practice, get_language() or settings.LANGUAGE_CODE, timezone.localdate())


def record(practice: UUID, language: str, day: date) -> None:
    """Add a visit to its day's row; visits at the same time all count."""
    rows = VisitCount.objects.filter(practice=practice, language=language, day=day)
    raised = {"visits": F("visits") + 1}
    if rows.update(**raised):
        return
    try:
        with transaction.atomic():
            VisitCount.objects.create(practice=practice, language=language, day=day, visits=1)
    except IntegrityError:  # another visit was first
        rows.update(**raised)


def visits_of(practices: Iterable[UUID], since: date | None = None) -> dict[UUID, int]:
    """Return the number of visits by practice (translation key) from a day on; practices without any are left out."""
    counts = VisitCount.objects.filter(practice__in=list(practices))
    if since is not None:
        counts = counts.filter(day__gte=since)
    return dict(counts.values_list("practice").annotate(n=Sum("visits")).order_by())


def counted_since() -> date | None:
    """Return the first day that visits are known of."""
    return VisitCount.objects.order_by("day").values_list("day", flat=True).first()


def months_of(practice: UUID, today: date, *, months: int = 12) -> Sequence[Month]:
    """Return the last months of a practice, the newest first, also those without visits."""
    firsts = [_months_before(today.replace(day=1), n) for n in range(months)]
    rows = (
        VisitCount.objects.filter(practice=practice, day__gte=firsts[-1])
        .annotate(month=TruncMonth("day"))
        .values("month", "language")
        .annotate(n=Sum("visits"))
        .order_by()
    )
    found: dict[date, dict[str, int]] = {first: {} for first in firsts}
    for row in rows:
        found.setdefault(row["month"], {})[row["language"]] = row["n"]
    return [Month(first, found[first]) for first in firsts]


def _months_before(first: date, n: int) -> date:
    months = first.year * 12 + first.month - 1 - n
    return date(months // 12, months % 12 + 1, 1)


def forget_old(today: date) -> int:
    """Delete the counts that are past their three years, and return how many rows that were."""
    kept_from = date(today.year - KEPT_YEARS, today.month, 1)
    deleted, _by_model = VisitCount.objects.filter(day__lt=kept_from).delete()
    return deleted


def visit_part(page: Any) -> Part | None:
    """Return what lets the page's script tell of a visit; nothing for a page that readers do not see."""
    return Part("publishing/parts/visit.html", {"key": page.key}) if page.key and page.live else None
