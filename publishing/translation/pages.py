"""The workbench in the editor: a page's texts beside their translations, saved together."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation

from practices.translating.texts import plain
from publishing.translation.asking import asked
from publishing.translation.changes import Change, change
from publishing.translation.glossary import Advice, Glossary
from publishing.translation.machine import translator_for
from publishing.translation.markup import to_html, to_text
from publishing.translation.panel import Panel, language_name
from publishing.translation.saving import Given, Refused, save
from publishing.translation.workbench import Progress, Row, Status, progress_of, rows_of, state_from

TEMPLATE = "publishing/admin/translation/workbench.html"
NOT_SAVED = 422
# Up to this length, a text field shows how many characters are left.
COUNTED = 200


@dataclass(frozen=True)
class Shown:
    """A row as the page shows it: with what stands in its field, what is wrong with it, and what the glossary says."""

    row: Row
    text: str
    problem: str
    change: Change | None
    advice: Advice
    holds: bool = False

    @property
    def source_text(self) -> str:
        """The source as one writes it in the field, tags and all."""
        return to_text(self.row.source)

    @property
    def tags(self) -> bool:
        """Whether the source has tags that the translation must keep."""
        return self.source_text != self.row.source_plain

    @property
    def is_short(self) -> bool:
        """Whether the place is so small that one has to count."""
        return 0 < self.row.place.longest <= COUNTED

    @property
    def lines(self) -> int:
        """How high the field is."""
        longest = max(len(self.text), len(self.row.source_plain))
        return min(14, max(2, longest // 55 + 1 + self.text.count("\n")))


@require_GET
def workbench(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a translation text by text."""
    page, translation = asked(request, page_id, to_read=True)
    return _answer(request, page, translation, rows_of(translation))


@require_POST
def save_texts(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take in what was written and found right, all of it or, where something is wrong, nothing."""
    page, translation = asked(request, page_id)
    given = given_in(request)
    try:
        saved = save(translation, given, user=request.user)
    except Refused as refused:
        return _answer(request, page, translation, rows_of(translation), given, refused)
    _tell(request, saved.written, saved.held)
    status = _status_asked(request)
    address = reverse("translation_state", args=[page.pk]) + (f"?status={status}" if status else "")
    return redirect(f"{address}{_next(translation, given)}")


def given_in(request: HttpRequest) -> dict[int, Given]:
    """Return what a form says by text; `only` is the text whose own button was pressed."""
    held = {*request.POST.getlist("holds"), request.POST.get("only", "")}
    return {
        int(pk): Given(request.POST.get(f"text-{pk}", ""), request.POST.get(f"token-{pk}", ""), pk in held)
        for pk in request.POST.getlist("text")
        if pk.isascii() and pk.isdigit() and len(pk) < 19
    }


def _answer(
    request: HttpRequest,
    page: Page,
    translation: Translation,
    rows: list[Row],
    given: dict[int, Given] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    status = _status_asked(request)
    given = given or {}
    problems = refused.problems if refused else {}
    # What was sent stays in sight, whatever it has become.
    asked_for = [row for row in rows if not status or row.status == status or row.segment in given]
    glossary = Glossary(translation.source.locale.language_code, translation.target_locale.language_code)
    shown = [
        _shown(row, given.get(row.segment), problems.get(row.segment, ""), glossary) for row in asked_for
    ]
    progress = progress_of(rows)
    machine = translator_for(translation)
    context: dict[str, Any] = {
        "page": page,
        "panel": Panel(page, request.user, state=state_from(rows)),
        "translation": translation,
        "language": language_name(page.locale.language_code),
        "source_code": translation.source.locale.language_code,
        "code": page.locale.language_code,
        "rows": shown,
        "refused": refused,
        "problems": [each for each in shown if each.problem],
        "progress": progress,
        "filters": _filters(progress, status),
        "status": status,
        "machine": machine,
        "missing": sum(row.status == Status.MISSING and not row.shown for row in rows),
    }
    return render(request, TEMPLATE, context, status=NOT_SAVED if refused else 200)


def _shown(row: Row, given: Given | None, problem: str, glossary: Glossary) -> Shown:
    changed = given is not None and given.has_changed()
    text = given.text if given is not None and changed else to_text(row.shown)
    is_translated = row.status != Status.MISSING or changed or bool(row.shown)
    return Shown(
        row=row,
        text=text,
        problem=problem,
        change=change(row.before, row.source_plain) if row.before else None,
        advice=glossary.advice(row.source_plain, plain(to_html(text)) if is_translated else ""),
        holds=given is not None and given.holds,
    )


def _status_asked(request: HttpRequest) -> str:
    asked_for = request.GET.get("status") or request.POST.get("status") or ""
    return asked_for if asked_for in Status.values else ""


def _filters(progress: Progress, status: str) -> list[dict[str, Any]]:
    """Return the ways to narrow the list, each with its number."""
    every = {"value": "", "label": _("All"), "count": progress.total, "is_chosen": not status}
    return [
        every,
        *(
            {
                "value": value,
                "label": label,
                "count": progress.counts.get(value, 0),
                "is_chosen": value == status,
            }
            for value, label in Status.choices
        ),
    ]


def _tell(request: HttpRequest, written: int, held: int) -> None:
    told = []
    if written:
        told.append(ngettext("%d text saved.", "%d texts saved.", written) % written)
    if held:
        told.append(ngettext("%d text approved.", "%d texts approved.", held) % held)
    if told:
        messages.success(request, " ".join([*told, _("The draft has them; readers see nothing of it yet.")]))
    else:
        messages.warning(request, _("There was nothing to save: no text was changed or ticked."))


def _next(translation: Translation, given: dict[int, Given]) -> str:
    """Return the fragment of the first unfinished text after the last one that was worked on."""
    worked = [pk for pk, what in given.items() if what.has_changed() or what.holds]
    rows = rows_of(translation)
    order = {row.segment: number for number, row in enumerate(rows)}
    last = max((order.get(pk, 0) for pk in worked), default=0)
    left = [row for row in rows if row.status != Status.DONE]
    after = next((row for row in left if order[row.segment] > last), None) or next(iter(left), None)
    return f"#text-{after.segment}" if after and after.is_editable else ""
