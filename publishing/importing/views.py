"""Importing in the editor: upload, preview row by row, run with progress, result, and taking back."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from practices.localised import languages
from practices.models import PracticePage
from practices.paging import page_number
from publishing.importing import exporting, running, undoing
from publishing.importing.access import may_import, runs_for
from publishing.importing.checking import Upload, check
from publishing.importing.forms import ExportForm, StartForm, UploadForm
from publishing.importing.tables import BadTable
from publishing.importing.template import template
from publishing.models import ImportRow, ImportRun

PER_PAGE = 50
SHOWN_PROBLEMS = 20
# How long one request drives a run: with scripts many short ones follow each other, without them a button is pressed.
MOMENT, PRESS = 1.0, 15.0
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
State, Outcome = ImportRun.State, ImportRow.Outcome


def _asked(request: HttpRequest, run_id: UUID) -> ImportRun:
    """Return the run that a request is about. Raises Http404 for those of others."""
    _may(request)
    return get_object_or_404(runs_for(request.user), pk=run_id)


def _may(request: HttpRequest) -> None:
    if not may_import(request.user):
        raise PermissionDenied


def _crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    items = [
        (reverse("wagtailadmin_home"), _("Home")),
        (reverse("import_practices"), _("Import practices")),
        *more,
    ]
    return [{"url": url, "label": label} for url, label in items]


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show earlier imports with the forms for a new one and for exporting; check an uploaded file."""
    _may(request)
    form = UploadForm(
        request.POST or None, request.FILES or None, user=request.user, initial={"language": _language()}
    )
    if request.method == "POST" and form.is_valid():
        running.take_back_interrupted()
        run = _checked(request, form)
        if run is not None:
            return redirect("import_run", run.pk)
    page, _status = page_number(request.GET.get("p"), 1000)
    context = {
        "form": form,
        "export_form": ExportForm(),
        "runs": Paginator(runs_for(request.user), 20).get_page(page),
        "breadcrumbs_items": _crumbs(),
        "header_title": _("Import practices"),
        "header_icon": "upload",
    }
    return render(
        request, "publishing/admin/importing/index.html", context, status=422 if form.errors else 200
    )


def _language() -> str:
    active = get_language() or ""
    return active if active in languages() else languages()[0]


def _checked(request: HttpRequest, form: UploadForm) -> ImportRun | None:
    """Return the checked file, or None with the reasons in the form."""
    file = form.cleaned_data["file"]
    upload = Upload(
        file.name,
        file.read(),
        user=request.user,
        project=form.cleaned_data["project"],
        language=form.cleaned_data["language"],
    )
    try:
        return check(upload)
    except BadTable as bad:
        for problem in bad.problems[:SHOWN_PROBLEMS]:
            form.add_error(None, str(problem))
    return None


@require_GET
def show(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show a run: what the check found, how far it is, or what came of it."""
    run = _asked(request, run_id)
    return _page(request, run, StartForm(has_errors=_errors(run) > 0))


def _errors(run: ImportRun) -> int:
    return run.rows.filter(outcome=Outcome.ERROR).count()


def _page(request: HttpRequest, run: ImportRun, form: StartForm, *, status: int = 200) -> HttpResponse:
    rows = run.rows.select_related("project")
    kinds = {
        "": (_("All"), rows),
        **{outcome.value: (capfirst(outcome.label), rows.filter(outcome=outcome)) for outcome in Outcome},
        "warnings": (_("To look at"), rows.exclude(warnings=[])),
    }
    shown = request.GET.get("show", "") if request.GET.get("show", "") in kinds else ""
    number, _status = page_number(request.GET.get("p"), 1000)
    page = Paginator(kinds[shown][1], PER_PAGE).get_page(number)
    pages = _pages(run, [row.number for row in page])
    counts = {name: found.count() for name, (_label, found) in kinds.items()}
    context = {
        "run": run,
        "form": form,
        "rows": page,
        "lines": [(row, pages.get(row.number)) for row in page],
        "filters": [(name, label, counts[name]) for name, (label, _found) in kinds.items()],
        "shown": shown,
        "row_query": f"show={shown}&" if shown else "",
        "counts": counts,
        "results": {result: rows.filter(result=result).count() for result in ImportRow.Result.values},
        "kept": undoing.kept_pages(run) if run.state in {State.UNDONE, State.FAILED} else [],
        "unfinished": run.state in running.UNFINISHED,
        "has_worker": running.has_worker(),
        "interrupted": running.is_interrupted(run),
        "breadcrumbs_items": _crumbs((reverse("import_run", args=[run.pk]), run.name)),
        "header_title": run.name,
        "header_icon": "upload",
    }
    return render(request, "publishing/admin/importing/run.html", context, status=status)


def _pages(run: ImportRun, numbers: list[int]) -> dict[int, PracticePage]:
    """Return the page that each of some rows made or changed, the source's first."""
    made = run.pages.filter(row__in=numbers).order_by("row", "-pk").values_list("page", "row")
    found = PracticePage.objects.filter(alias_of=None).in_bulk([page for page, _row in made])
    return {row: found[page] for page, row in made if page in found}


@require_POST
def start(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Let a checked run begin as chosen."""
    run = _asked(request, run_id)
    form = StartForm(request.POST, has_errors=_errors(run) > 0)
    if not form.is_valid():
        return _page(request, run, form, status=422)
    try:
        running.start(run, **form.cleaned_data)
    except running.NotNow as reason:
        messages.error(request, str(reason))
    else:
        _hand_over(run)
    return redirect("import_run", run.pk)


def _hand_over(run: ImportRun) -> None:
    """Give a run to a worker where there is one; else its page drives it."""
    if running.has_worker():
        running.work_off.enqueue(str(run.pk))


@require_POST
def advance(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Do a moment's work of a run. Answers a script with how far it is, a pressed button with the page."""
    run = _asked(request, run_id)
    by_script = request.headers.get("Accept", "").startswith("application/json")
    run = running.advance(run.pk, seconds=MOMENT if by_script else PRESS)
    return progress_of(run) if by_script else redirect("import_run", run.pk)


@require_GET
def progress(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Tell a script how far a worker is."""
    return progress_of(_asked(request, run_id))


def progress_of(run: ImportRun) -> JsonResponse:
    """Return how far a run is, in numbers and words."""
    return JsonResponse(
        {
            "done": run.done,
            "total": run.total,
            "text": progress_text(run),
            "unfinished": run.state in running.UNFINISHED,
        }
    )


def progress_text(run: ImportRun) -> str:
    """Return how far a run is as a sentence."""
    if run.state == State.UNDOING:
        return _("%(done)d of %(total)d rows taken back") % {"done": run.done, "total": run.total}
    return _("%(done)d of %(total)d rows imported") % {"done": run.done, "total": run.total}


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Ask whether an import is to be taken back, and let that begin."""
    run = _asked(request, run_id)
    if request.method == "POST":
        if undoing.start(run, request.user):
            _hand_over(run)
        else:
            messages.error(
                request, _("This import cannot be taken back: it is not finished, or was taken back before.")
            )
        return redirect("import_run", run.pk)
    context = {
        "run": run,
        "new": run.pages.filter(is_new=True).values("row").distinct().count(),
        "changed": run.pages.filter(is_new=False).values("row").distinct().count(),
        "breadcrumbs_items": _crumbs((reverse("import_run", args=[run.pk]), run.name), ("", _("Take back"))),
        "header_title": _("Take back an import"),
        "header_icon": "history",
    }
    return render(request, "publishing/admin/importing/undo.html", context)


@require_GET
def form_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer with an empty form to fill in."""
    _may(request)
    name = slugify(_("practices-form"))
    return _file(f"{name}.{kind}", template(f"form.{kind}", language=_language()), kind)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Answer with a file of practices."""
    _may(request)
    form = ExportForm(request.GET)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("import_practices")
    kind, project = form.cleaned_data["form"], form.cleaned_data["project"]
    name = f"{project.slug if project else slugify(_('practices'))}.{kind}"
    try:
        content, _count = exporting.export(name, user=request.user, project=project, reader=_language())
    except BadTable as bad:
        messages.error(request, str(bad))
        return redirect("import_practices")
    return _file(name, content, kind)


def _file(name: str, content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
