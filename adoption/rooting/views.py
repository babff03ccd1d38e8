"""The public page of rooting, and its charts as files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from adoption.rooting import exporting, figures, pages
from adoption.rooting.figures import Data, Figures
from adoption.rooting.filters import Choices, Filters, UnknownFilter, read
from adoption.rooting.keeping import data_of_today
from adoption.rooting.tables import table_of

# What a page bears; the files have all of it.
ROWS, COLUMNS = 40, 12


@require_safe
def rooting(request: HttpRequest) -> HttpResponse:
    """Answer with the figures of what the address asks for; 404 with a message where it asks for what is not there."""
    data = data_of_today()
    choices = figures.choices_of(data)
    try:
        filters, said = read(request.GET, choices), ""
    except UnknownFilter as unknown:
        filters, said = Filters(), str(unknown)
    context = context_of(filters, choices, data) | {"said": said, "page_url": reverse("rooting")}
    return TemplateResponse(request, "adoption/rooting/page.html", context, status=404 if said else 200)


def context_of(
    filters: Filters,
    choices: Choices,
    data: Data,
    *,
    everything: bool = False,
    rows: int = ROWS,
    columns: int = COLUMNS,
) -> dict[str, Any]:
    """Return what the templates of the figures need."""
    found = figures.figures_for(filters, data=data, everything=everything)
    return {
        "figures": found,
        "filters": filters,
        "fields": pages.fields(choices, filters),
        "chosen": pages.chosen_words(choices, filters),
        "key_figures": pages.key_figures(found),
        "sections": [] if found.too_few else pages.sections(found),
        "demo_words": pages.demo_words(found.demo),
        "fewest": figures.FEWEST,
        "matrix": pages.matrix_part(found, rows=rows, columns=columns),
        "matrix_table": None if found.too_few else table_of("matrix", found),
        "states": pages.states_explained(),
        "chart_url": "rooting_chart",
    }


@require_safe
def chart(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """Answer with a chart of the public figures as a file. Raises Http404 where there is none, saying why."""
    if kind not in pages.kinds_of(name):
        raise Http404(_("There is no such chart."))
    data = data_of_today()
    choices = figures.choices_of(data)
    try:
        filters = read(request.GET, choices)
    except UnknownFilter as unknown:
        raise Http404(str(unknown)) from unknown
    found = figures.figures_for(filters, data=data)
    return file_of(name, kind, found, pages.chosen_words(choices, filters))


def file_of(name: str, kind: str, found: Figures, chosen: str) -> HttpResponse:
    """Return a chart as a file of a kind. Raises Http404 where there is nothing to show."""
    table = table_of(name, found)
    svg = pages.svg_file(name, found, chosen) if kind in ("svg", "png") else None
    if found.too_few or table.missing or (svg is None and kind in ("svg", "png")):
        raise Http404(table.missing or _("There is nothing to show yet."))
    content: bytes
    if svg is not None:
        content = exporting.as_png(svg) if kind == "png" else svg.encode()
    elif kind == "csv":
        content = exporting.as_csv(table)
    else:
        content = exporting.as_xlsx(table, pages.notes(table, found, chosen))
    response = HttpResponse(content, content_type=exporting.TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
