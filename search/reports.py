"""What is searched for and what is not found: the report in the editor, and its figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import CharField, F, IntegerField, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat, LPad, Right
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button

from search.editing import LanguageFilters
from search.models import SearchCount

# The trend: the last thirty days beside the thirty before them.
TREND_DAYS = 30
PERIODS = {"30": _("30 days"), "90": _("90 days"), "365": _("365 days")}
USUAL_PERIOD = "90"
_DIGITS = 10  # of the largest number of hits
# A cell that begins so is a formula to a spreadsheet, and readers may search for anything, or write it in an answer.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class SearchedTerm:
    """How often a term was searched for in a language within a period; `hits` were found the last time.

    `recent` and `before` count the last thirty days and the thirty before them, whatever the period.
    """

    language: str
    term: str
    times: int
    in_vain: int
    hits: int
    recent: int
    before: int
    last_day: date

    @property
    def words(self) -> str:
        """The term, or what stands for all that were too personal to be kept."""
        return self.term or str(_("(not kept: could tell of a person)"))

    @property
    def language_name(self) -> str:
        """The language's own name."""
        return str(dict(settings.LANGUAGES).get(self.language, self.language))

    @property
    def trend(self) -> str:
        """In a word, whether it is searched for more or less than a month ago."""
        change = self.recent - self.before
        if abs(change) < max(2, self.before // 5):  # one search more is chance, not a trend
            return str(_("about as often"))
        return str(_("more often") if change > 0 else _("less often"))

    @property
    def trend_text(self) -> str:
        """The trend with its figures."""
        figures = {"change": f"{self.recent - self.before:+d}".replace("-", "\u2212"), "trend": self.trend}
        return str(_("%(change)s, %(trend)s") % figures)


def without_formula(text: str) -> str:
    """Return a cell of a CSV file that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


@dataclass(frozen=True)
class RowAction:
    """Something an editor does about a term: `address` of it, for whoever has `permission` (any editor without)."""

    label: Any
    icon: str
    address: Callable[[SearchedTerm], str]
    permission: str = ""


_actions: list[RowAction] = []


def register_action(action: RowAction) -> None:
    """Let an app add a link to every row of the report, after those that are there."""
    _actions.append(action)


def terms_searched(days: int, *, today: date | None = None) -> QuerySet[SearchCount, Any]:
    """Return a row a term and language that was searched for in the last `days` days, as SearchedTerm names them.

    One query over a range of days, each row read once. The hits of a term's last day come along with the day: the
    greatest of texts such as "2026-11-25 0000000012". A subquery a term took minutes for a hundred thousand rows.
    """
    now = today or timezone.localdate()

    def since(ago: int) -> Q:
        return Q(day__gt=now - timedelta(days=ago))

    def total(column: str, within: Q) -> Coalesce:
        return Coalesce(Sum(column, filter=within), 0)

    hits = LPad(Cast("hits", CharField()), _DIGITS, Value("0"))
    last = Max(Concat(Cast("day", CharField()), Value(" "), hits))
    return (
        SearchCount.objects.filter(since(max(days, 2 * TREND_DAYS)))
        .values("language", "term")
        .annotate(
            times=total("searches", since(days)),
            in_vain=total("without_hits", since(days)),
            recent=total("searches", since(TREND_DAYS)),
            before=total("searches", since(2 * TREND_DAYS) & ~since(TREND_DAYS)),
            last_day=Max("day"),
            last_hits=Cast(Right(last, _DIGITS), IntegerField()),
        )
        .annotate(change=F("recent") - F("before"))
        .filter(times__gt=0)
    )


def as_terms(rows: Iterable[dict[str, Any]]) -> list[SearchedTerm]:
    """Return the rows of `terms_searched` as objects."""
    return [
        SearchedTerm(
            hits=row["last_hits"], **{k: v for k, v in row.items() if k not in ("last_hits", "change")}
        )
        for row in rows
    ]


class SearchFilters(LanguageFilters):
    """By language, hits, period, and whether what was searched for only once is shown."""

    period = django_filters.ChoiceFilter(
        label=_("Searches of the last"),
        choices=[*PERIODS.items()],
        initial=USUAL_PERIOD,
        empty_label=None,
        widget=forms.RadioSelect,
        method="as_asked",
    )
    hits = django_filters.ChoiceFilter(
        label=_("Hits"),
        choices=[("none", _("Nothing was found the last time"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="without_hits",
    )
    rare = django_filters.ChoiceFilter(
        label=_("Searched for only once"),
        choices=[("hide", _("Left out")), ("show", _("Shown too"))],
        initial="hide",
        empty_label=None,
        widget=forms.RadioSelect,
        method="as_asked",
    )

    class Meta:
        model = SearchCount
        fields: list[str] = []

    def as_asked(self, rows: Any, name: str, value: str) -> Any:
        """Leave the rows as they are: the report itself asks for this filter's value."""
        return rows

    def without_hits(self, rows: Any, name: str, value: str) -> Any:
        """Return the terms that found nothing when they were last searched for."""
        return rows.filter(last_hits=0)


class TermColumn(ButtonsColumnMixin, TitleColumn):  # type: ignore[misc]
    """The term, with what an editor can do about it."""

    def get_buttons(self, instance: SearchedTerm, parent_context: Any) -> list[Button]:
        """Return the actions that the user may take; a term that was not kept has none."""
        user = parent_context["request"].user
        allowed = [a for a in _actions if not a.permission or user.has_perm(a.permission)]
        return [
            Button(
                action.label,
                url=action.address(instance),
                icon_name=action.icon,
                classname="button button-small button-secondary",
                attrs={"aria-label": f"{action.label}: {instance.term}"},
                priority=place,
            )
            for place, action in enumerate(allowed if instance.term else [])
        ]


class SearchesReport(ReportView):  # type: ignore[misc]
    """Every term that readers searched for, most searched first, with what it found and where it is going."""

    model = SearchCount
    any_permission_required = ["view"]
    page_title = _("Searches")
    header_icon = "search"
    index_url_name = "searches_report"
    index_results_url_name = "searches_report_results"
    filterset_class = SearchFilters
    is_searchable = False
    default_ordering = "-times"
    list_export = ["words", "language", "times", "in_vain", "hits", "recent", "before", "trend", "last_day"]
    export_headings = {
        "words": _("Term"),
        "language": _("Language"),
        "times": _("Searches"),
        "in_vain": _("Without hits"),
        "hits": _("Hits the last time"),
        "recent": _("The last 30 days"),
        "before": _("The 30 days before"),
        "trend": _("Trend"),
        "last_day": _("Last searched for"),
    }
    columns = [
        TermColumn("words", label=_("Term"), sort_key="term"),
        Column("language_name", label=_("Language"), sort_key="language"),
        Column("times", label=_("Searches"), sort_key="times"),
        Column("in_vain", label=_("Without hits"), sort_key="in_vain"),
        Column("hits", label=_("Hits the last time"), sort_key="last_hits"),
        Column("trend_text", label=_("Trend in 30 days"), sort_key="change"),
        Column("last_day", label=_("Last searched for"), sort_key="last_day"),
    ]
    custom_field_preprocess = {"words": {"csv": without_formula}}

    def asked(self, name: str, usual: str) -> str:
        """Return a filter's value, the usual one where the address asks for what it does not offer."""
        self.filters.is_valid()
        return str(self.filters.form.cleaned_data.get(name) or usual)

    def get_queryset(self) -> Any:
        """Return the terms of the period, in the order asked for."""
        return self.order_queryset(terms_searched(int(self.asked("period", USUAL_PERIOD))))

    def order_queryset(self, queryset: Any) -> Any:
        """Return the rows in an order that is the same every time."""
        return queryset.order_by(self.ordering, "term", "language")

    def filter_queryset(self, queryset: Any) -> Any:
        """Return what passes the filters, without what was searched for once unless it is asked for."""
        found = super().filter_queryset(queryset)
        return found if self.asked("rare", "hide") == "show" else found.filter(times__gt=1)

    def decorate_paginated_queryset(self, object_list: Any) -> list[SearchedTerm]:
        """Return the rows as objects with words."""
        return as_terms(object_list)

    def get_table(self, object_list: Any) -> Any:
        """Return the table of the rows as objects."""
        return super().get_table(as_terms(object_list))

    def stream_csv(self, queryset: Any) -> Any:
        """Return the lines, made now: while they are sent, the user's language is no longer in force."""
        return iter(list(super().stream_csv(queryset)))

    def get_filename(self) -> str:
        """Return the export's name without its ending."""
        return f"searches-{timezone.localdate():%Y-%m-%d}"
