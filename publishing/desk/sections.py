"""What the editor's first page tells, a section a question. An empty section is left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from practices.finding_hooks import search_page_address
from practices.models import PracticePage
from publishing.desk.mine import drafts_of, practices_of
from publishing.desk.searches import in_vain_for
from publishing.freshness.state import SOON
from publishing.models import PilotAnswer, VisitCount
from publishing.reviewing.waiting import waiting_for
from publishing.translation.missing import missing_for

MOST = 6
FEEDBACK_DAYS, VISIT_DAYS = 30, 30


@dataclass(frozen=True)
class Row:
    """One line: what it is about, where it leads, what is told of it; `lang` where the text is in another language."""

    text: str
    url: str
    told: str = ""
    lang: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Section:
    """Lines under a heading, with the way to all of them where there are more."""

    key: str
    heading: str
    icon: str
    rows: Sequence[Row]
    note: str = ""
    more: str = ""


def sections_for(user: Any) -> list[Section]:
    """Return the sections that have something to tell this user; the number of queries does not grow with the rows."""
    return [section for maker in MAKERS if (section := maker(user)) is not None and section.rows]


def waiting(user: Any) -> Section:
    """Return what waits for the user's decision, what is due first."""
    rows = [
        page_row(step.page, _due(step.step, step.due), url=step.url, urgent=step.is_overdue)
        for step in waiting_for(user)[:MOST]
    ]
    return Section("waiting", _("Waiting for you"), "clipboard-list", rows, more=reverse("reviews"))


def to_look_through(user: Any) -> Section:
    """Return the live practices that should be looked through again, the longest overdue first."""
    today = timezone.localdate()
    live = practices_of(user).filter(live=True, retired_reason="", review_date__lte=today + SOON)
    pages = live.filter(locale__language_code=settings.LANGUAGE_CODE).select_related("locale")
    rows = [
        page_row(
            page,
            _due(_("look through"), page.review_date),
            urgent=bool(page.review_date and page.review_date < today),
        )
        for page in pages.order_by("review_date", "pk")[:MOST]
    ]
    return Section("freshness", _("To look through again"), "history", rows)


def translations(user: Any) -> Section:
    """Return what the user's own pages lack in other languages."""
    rows = [
        Row(page.title, page.url, f"{page.language_name}: {page.told}", lang=page.title_language)
        for page in missing_for(user, most=MOST)
    ]
    more = reverse("translations_report")
    return Section("translations", _("Missing translations"), "wagtail-localize-language", rows, more=more)


def drafts(user: Any) -> Section:
    """Return what the user has written and nobody has published."""
    rows = [page_row(page, _saved(page)) for page in drafts_of(user)[:MOST]]
    return Section("drafts", _("My drafts"), "edit", rows, more=reverse("practices:index"))


def feedback(user: Any) -> Section:
    """Return the practices that pilots said something of lately."""
    since = timezone.localdate() - timedelta(days=FEEDBACK_DAYS)
    mine = practices_of(user)
    answered = (
        PilotAnswer.objects.filter(day__gte=since, pilot__practice__in=mine.values("translation_key"))
        .values("pilot__practice")
        .annotate(n=Count("pk"), last=Max("day"))
        .order_by("-last", "-n")[:MOST]
    )
    pages = _sources(mine, [row["pilot__practice"] for row in answered])
    rows = [
        page_row(
            page,
            ngettext("%d answer in 30 days", "%d answers in 30 days", row["n"]) % row["n"],
            url=reverse("pilots", args=[page.pk]),
        )
        for row in answered
        if (page := pages.get(row["pilot__practice"])) is not None
    ]
    return Section("feedback", _("Feedback from pilots"), "comment", rows)


def searches(user: Any) -> Section:
    """Return what readers looked for in vain near the user's themes."""
    rows = [
        Row(
            term.term,
            search_page_address(term),
            ngettext("searched for %d time", "searched for %d times", term.times) % term.times,
            lang=term.language,
        )
        for term in in_vain_for(user, most=MOST)
    ]
    note = _("Readers have looked for these in the last 90 days and found nothing.")
    return Section("searches", _("Searched for in vain"), "search", rows, note=note)


def visits(user: Any) -> Section:
    """Return the user's most read practices."""
    since = timezone.localdate() - timedelta(days=VISIT_DAYS)
    mine = practices_of(user)
    counted = (
        VisitCount.objects.filter(day__gt=since, practice__in=mine.values("translation_key"))
        .values("practice")
        .annotate(n=Sum("visits"))
        .order_by("-n", "practice")[:MOST]
    )
    pages = _sources(mine, [row["practice"] for row in counted])
    rows = [
        page_row(page, ngettext("%d visit", "%d visits", row["n"]) % row["n"])
        for row in counted
        if (page := pages.get(row["practice"])) is not None
    ]
    note = _("In the last 30 days, in every language. Nothing is kept of who visited.")
    return Section("visits", _("Read most"), "view", rows, note=note)


def page_row(page: Page, told: str = "", *, url: str = "", urgent: bool = False) -> Row:
    """Return the line of a page, which leads to its editor unless `url` leads elsewhere."""
    return Row(
        page.draft_title or page.title,
        url or reverse("wagtailadmin_pages:edit", args=[page.pk]),
        told,
        lang=page.locale.language_code,
        urgent=urgent,
    )


def _due(what: str, day: date | None) -> str:
    return _("%(what)s, by %(day)s") % {"what": what, "day": _short(day)} if day else what


def _short(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _saved(page: PracticePage) -> str:
    when = page.latest_revision_created_at
    return _("saved %s") % _short(timezone.localtime(when).date()) if when else ""


def _sources(mine: QuerySet[PracticePage], keys: Sequence[Any]) -> dict[Any, PracticePage]:
    """Return {translation key: page}, the page of the first language where there are several."""
    found = mine.filter(translation_key__in=keys).select_related("locale").order_by("-locale_id")
    return {page.translation_key: page for page in found}


MAKERS: tuple[Callable[[Any], Section | None], ...] = (
    waiting,
    drafts,
    to_look_through,
    translations,
    feedback,
    searches,
    visits,
)
