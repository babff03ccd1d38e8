"""The year's report as an accessible PDF, made without a word to any other machine."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from PIL import ImageFile

from adoption.institutions import report_parts
from adoption.institutions.yearly import Year
from adoption.models import Adoption
from adoption.models.follow_up import MONTHS
from adoption.rooting import charts, drawing
from adoption.rooting.figures import FEWEST, FEWEST_IN_CURVE

State = Adoption.State

VERSION = "3"  # raised when the report's pages change, so that no older file is given out
FONT = "home/fonts/atkinson-hyperlegible-next.woff2"
TOKENS = "home/css/tokens.css"
STYLE = "adoption/css/report.css"
STATES = (State.EMBEDDED, State.IN_USE, State.TRYING, State.CONSIDERING, State.STOPPED)
_TOKEN = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-fA-F]{3,8})\s*,")


class NoTypesetter(Exception):
    """The machine lacks the library that sets text (Pango), so no PDF can be made."""


def typesetter() -> Any:
    """Return WeasyPrint's class of documents. Raises NoTypesetter."""
    # Imported where it is used: it takes a second and fifty megabytes that most processes never need.
    try:
        from weasyprint import HTML
    except OSError as missing:
        raise NoTypesetter(str(missing)) from missing
    # It lets Pillow take broken pictures from then on, in the whole process: also those that visitors send.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return HTML


def pdf_of(year: Year, narrowed: dict[str, str]) -> bytes:
    """Return the report of a year in the active language. `narrowed`: {filter: label of its value}.

    Raises NoTypesetter.
    """
    typeset = typesetter()
    html = render_to_string("adoption/institutions/report.html", context_of(year, narrowed))
    bundled = {"portal:font": (_file(FONT).read_bytes(), "font/woff2")}
    bundled |= {f"portal:{name}": (svg.encode(), "image/svg+xml") for name, svg in _charts(year).items()}
    document = typeset(string=html, base_url="portal:", url_fetcher=_fetcher(bundled))
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1", full_fonts=False))


def context_of(year: Year, narrowed: dict[str, str]) -> dict[str, Any]:
    """Return what the report's template shows."""
    figures = year.figures
    return {
        "year": year,
        "figures": figures,
        "narrowed": narrowed,
        "language": get_language(),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "address": f"{settings.SITE_URL}{reverse('annual_report', args=(year.year,))}",
        "made_on": timezone.localdate(),
        "key_figures": report_parts.key_figures(year),
        "months": _months(year),
        "states": STATES,
        "funnel": report_parts.funnel(figures),
        "curve_rows": report_parts.curve_rows(figures.curve) if figures.curve else [],
        "groups": {name: report_parts.group_rows(groups) for name, groups in figures.groups.items()},
        "embedding": report_parts.embedding(figures),
        "reach": report_parts.reach(figures),
        "reasons": report_parts.reasons(figures),
        "answers": report_parts.answers(figures),
        "fewest": FEWEST,
        "fewest_in_curve": FEWEST_IN_CURVE,
        "pulse_months": ", ".join(map(str, MONTHS)),
        "style": _style(),
    }


def _months(year: Year) -> list[tuple[str, list[int]]]:
    """Return (month, adoptions by state) at the end of each quarter and on the last day."""
    months = year.figures.months
    shown = [each for n, each in enumerate(months) if int(each.month[5:]) % 3 == 0 or n == len(months) - 1]
    return [
        (f"{int(each.month[5:])}/{each.month[:4]}", [each.states[state] for state in STATES])
        for each in shown[-13:]
    ]


def _charts(year: Year) -> dict[str, str]:
    figures = year.figures
    found = {"over-time": _alone(*charts.over_time(figures.months, charts.WIDE))}
    if figures.curve:
        found["survival"] = _alone(*charts.survival(figures.curve, charts.WIDE))
    return found


def _alone(parts: list[str], height: float) -> str:
    """Return a chart as a picture of its own; title and explanation stand beside it on the page."""
    size = f"{charts.WIDE} {drawing.number(height)}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">'
    return f"{head}<style>{drawing.STYLE}</style>{''.join(parts)}</svg>"


@cache
def _colours() -> dict[str, str]:
    """Return the portal's colours for paper: the light ones of its tokens."""
    return dict(_TOKEN.findall(_file(TOKENS).read_text()))


@cache
def _style() -> str:
    tokens = "".join(f"--{name}: {value};" for name, value in _colours().items())
    widths = "".join(f".w{n} {{ width: {n}% }}" for n in range(101))
    return f":root {{ {tokens} }}\n{_file(STYLE).read_text()}\n{widths}"


def _file(name: str) -> Path:
    """Return a static file as it lies in its package. Raises FileNotFoundError."""
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(str(found))


def _fetcher(bundled: dict[str, tuple[bytes, str]]) -> Any:
    """Return what fetches the files of the report: those that it brings along, and nothing else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Bundled(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in bundled:
                raise FatalURLFetchingError(f"The report does not bring {url} along.")
            content, kind = bundled[url]
            return URLFetcherResponse(url, BytesIO(content), {"Content-Type": kind})

    return Bundled()
