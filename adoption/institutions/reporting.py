"""The year's report as a file: made once for what it tells, then kept until that changes."""

import logging
import os
import tempfile
from datetime import date
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from adoption.institutions.report_pdf import VERSION, NoTypesetter, pdf_of
from adoption.institutions.yearly import fingerprint, year_of, years
from adoption.rooting.figures import choices_of
from adoption.rooting.filters import Filters
from adoption.rooting.keeping import data_of_today
from practices import limits

logger = logging.getLogger(__name__)
MOST_MADE = 30  # an hour and address
FOLDER = "reports"
FILTERS = ("project", "theme", "demo")


@csrf_exempt  # nothing is written in anybody's name: so that other methods are refused as such
@require_safe
def annual_report(request: HttpRequest, year: str) -> HttpResponseBase:
    """Answer with the report of a year as PDF, in the language of the address.

    `?project=`, `?theme=` and `?demo=without` narrow it. Raises Http404 for a year or choice of which there is nothing.
    """
    today = timezone.localdate()
    asked = int(year)
    if asked not in years(today=today):
        raise Http404(_("There is no report of this year."))
    narrowed = {name: request.GET.get(name, "")[:100] for name in FILTERS}
    filters = Filters(**narrowed)
    path = _path(asked, filters, min(today, date(asked, 12, 31)))
    if not path.exists():
        if not limits.may(request, "annual report", most=MOST_MADE):
            return _later(request)
        try:
            _keep(path, _made(asked, filters, today))
        except NoTypesetter:
            logger.exception(
                "No report can be made: install Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0)"
            )
            return TemplateResponse(
                request, "adoption/institutions/later.html", {"lacking": True}, status=503
            )
    try:
        content = path.open("rb")
    except OSError:  # another process has just put a newer one in its place
        return _later(request)
    response = FileResponse(content, content_type="application/pdf", filename=_name(asked, filters))
    response.headers["Content-Language"] = get_language() or ""
    response.headers["Cache-Control"] = "public, max-age=600"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _made(year: int, filters: Filters, today: date) -> bytes:
    data = data_of_today()
    choices = choices_of(data)
    labels = {}
    for name in FILTERS:
        if value := getattr(filters, name):
            if value not in choices.labels[name]:
                raise Http404(_("The address asks for a choice that does not exist: %s") % value)
            labels[name] = choices.label(name, value)
    found = year_of(year, data, filters, today=today)
    if found is None:
        raise Http404(_("There is too little of this year to tell of."))
    return pdf_of(found, labels)


def _name(year: int, filters: Filters) -> str:
    name = "-".join(filter(None, (_("rooting-report"), filters.project, filters.theme, str(year))))
    return f"{name}.pdf"


def _path(year: int, filters: Filters, day: date) -> Path:
    """Return where the file is or will be: its name has the year, language and choices, and what it is made of."""
    what = f"{year}-{get_language()}-{_short(filters.query)}"
    made_of = _short(f"{VERSION} {fingerprint(day)}")
    return Path(settings.PRIVATE_ROOT) / FOLDER / f"{what}-{made_of}.pdf"


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _keep(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and drop older ones of the same report."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    Path(name).replace(path)
    same = path.name.rsplit("-", 1)[0]
    for older in path.parent.glob(f"{same}-*.pdf"):
        if older != path:
            older.unlink(missing_ok=True)


def _later(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "adoption/institutions/later.html", status=429)
