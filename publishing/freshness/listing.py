"""The list of a user's practices by how fresh they are, with a button a row."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from practices.models import PracticePage
from practices.paging import page_number
from publishing.desk.mine import practices_of
from publishing.freshness.caring import cares_of
from publishing.freshness.state import Freshness, State, at, listed, seeking_caretaker, state_of

PER_PAGE = 50
SEEKING = "seeking"
LABELS = {
    Freshness.OVERDUE: gettext_lazy("Overdue"),
    Freshness.SOON: gettext_lazy("Within a month"),
    SEEKING: gettext_lazy("Looking for a caretaker"),
    Freshness.UNDATED: gettext_lazy("Without a date"),
    Freshness.FRESH: gettext_lazy("Fresh"),
}


@dataclass(frozen=True)
class Row:
    """A practice with its state; `has_reminded` is whether a user of its own is reminded."""

    page: PracticePage
    state: State
    label: Any
    has_reminded: bool


@require_GET
def freshness_report(request: HttpRequest) -> HttpResponse:
    """Show the practices that the user works with, those that wait longest first."""
    today = timezone.localdate()
    shown = request.GET.get("state", "")
    found = _narrowed(listed(practices_of(request.user)), shown, today)
    paginator = Paginator(found, PER_PAGE)
    number, _status = page_number(request.GET.get("page"), paginator.num_pages)
    page = paginator.page(number)
    users = cares_of(each.translation_key for each in page.object_list)
    context = {
        "rows": [_row(each, users, today) for each in page.object_list],
        "page": page,
        "shown": shown if shown in LABELS else "",
        "labels": [("", _("All")), *LABELS.items()],
        "page_title": _("Freshness of practices"),
        "header_icon": "calendar-check",
    }
    return render(request, "publishing/admin/freshness/report.html", context)


def _narrowed(practices: QuerySet[PracticePage], shown: str, today: Any) -> QuerySet[PracticePage]:
    if shown == SEEKING:
        return seeking_caretaker(practices, today)
    return at(practices, Freshness(shown), today) if shown in LABELS else practices


def _row(page: PracticePage, users: Any, today: Any) -> Row:
    state = state_of(page, today)
    return Row(page, state, LABELS[state.freshness], page.translation_key in users)
