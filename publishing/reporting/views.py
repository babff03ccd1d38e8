"""Reports in the editor: a project's passage for its funder, its archive, a practice's text to paste, its visits."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from practices.models import PracticePage, ProjectPage
from publishing.desk.visits import KEPT_YEARS, months_of
from publishing.reporting.archive import MOST_PRACTICES, TooMuch, archive_name, build_archive
from publishing.reporting.document import Document
from publishing.reporting.forms import ReportForm
from publishing.reporting.innokyla import as_text, sections_of
from publishing.reporting.plain_text import to_text
from publishing.reporting.project_report import practices_for, project_report
from publishing.reporting.safe_names import safe_name
from publishing.reporting.word import to_word

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def asked_project(request: HttpRequest, page_id: int) -> ProjectPage:
    """Return the project of an address. Raises Http404, and PermissionDenied for those who do not edit its page."""
    page = get_object_or_404(ProjectPage.objects.select_related("locale"), pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def asked_practice(request: HttpRequest, page_id: int) -> PracticePage:
    """Return the practice of an address. Raises Http404, and PermissionDenied for those who do not edit its page."""
    page = get_object_or_404(PracticePage.objects.select_related("locale", "alias_of__locale"), pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


@require_GET
def project_reports(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask what a report is to have; with `?language=` and `as=` answer with it: a Word file, or text on the page."""
    page = asked_project(request, page_id)
    language = _language(request.GET.get("language"))
    practices = practices_for(page, language, timezone.localdate())
    asked = "as" in request.GET
    form = ReportForm(request.GET if asked else None, practices=practices, initial={"language": language})
    text = ""
    if asked and form.is_valid():
        document = project_report(page, form.chosen(), language=language, today=timezone.localdate())
        if request.GET["as"] == "docx":
            return _word(document, page, language)
        text = to_text(document)
    context = {
        "page": page,
        "form": form,
        "text": text,
        "language": language,
        "page_title": _("Reports"),
        "page_subtitle": page.title,
        "header_icon": "doc-full",
    }
    return render(
        request, "publishing/admin/reports/project.html", context, status=422 if form.errors else 200
    )


def _language(asked: str | None) -> str:
    known = dict(settings.LANGUAGES)
    return next(code for code in (asked, get_language(), settings.LANGUAGE_CODE) if code in known)


def _word(document: Document, page: ProjectPage, language: str) -> HttpResponse:
    name = f"{safe_name(page.slug)}-{timezone.localdate().isoformat()}-{language}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(to_word(document), content_type=WORD_TYPE, headers=headers)


@require_POST
def archive(request: HttpRequest, page_id: int) -> FileResponse | HttpResponse:
    """Answer with the archive of a project; drafts too for whoever may edit it and asks for them."""
    page = asked_project(request, page_id)
    today = timezone.localdate()
    try:
        file = build_archive(page, today=today, with_drafts=bool(request.POST.get("drafts")))
    except TooMuch:
        messages.error(
            request, _("An archive takes at most %d practices, and the project has more.") % MOST_PRACTICES
        )
        return redirect("project_reports", page.pk)
    return FileResponse(file, as_attachment=True, filename=archive_name(page, today))


@require_GET
def innokyla(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a practice as texts to paste into Innokylä's form; with `?as=text` as a file."""
    page = asked_practice(request, page_id)
    source = page.alias_of.specific if page.alias_of_id else page
    if request.GET.get("as") == "text":
        name = f"{safe_name(source.slug)}-{source.locale.language_code}.txt"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(as_text(source), content_type="text/plain; charset=utf-8", headers=headers)
    context = {
        "page": source,
        "sections": sections_of(source),
        "page_title": _("Text for Innokylä"),
        "page_subtitle": source.title,
        "header_icon": "copy",
    }
    return render(request, "publishing/admin/reports/innokyla.html", context)


@require_GET
def visits(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a practice's visits by month and language."""
    page = asked_practice(request, page_id)
    codes = [code for code, _name in settings.LANGUAGES]
    months = months_of(page.translation_key, timezone.localdate())
    rows: list[Any] = [
        (month.first_day, [month.by_language.get(code, 0) for code in codes], month.total) for month in months
    ]
    context = {
        "page": page,
        "rows": rows if any(month.total for month in months) else [],
        "languages": [name for _code, name in settings.LANGUAGES],
        "years": KEPT_YEARS,
        "page_title": _("Visits"),
        "page_subtitle": page.title,
        "header_icon": "view",
    }
    return render(request, "publishing/admin/reports/visits.html", context)
