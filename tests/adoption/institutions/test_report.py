"""The year's report: the figures that the dashboard has, in both languages, readable by everybody."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from PIL import ImageFile
from pypdf import PdfReader

from adoption.institutions import demo, imagining, report_parts, report_pdf, reporting, yearly
from adoption.models import Adoption
from adoption.rooting import figures
from adoption.rooting.figures import figures_for
from adoption.rooting.filters import Filters
from tests.conftest import REQUIRE_ALL
from tests.database import world
from tests.factories import practice_page
from tests.languages import nightly

NOON = "2026-11-28 12:00:00+02:00"
TODAY = date(2026, 11, 28)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("typeset")]


@pytest.fixture(autouse=True)
def _now(portal: Any) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Six practices and their made-up use, for all tests of the module."""
    with world(django_db_blocker):
        with time_machine.travel(NOON, tick=False):
            for n, key in enumerate(imagining.told()["usual"][:6]):
                practice_page(f"Käytäntö {n}", key=key)
            demo.load(TODAY)
        yield


def path(year: int, language: str = "fi") -> str:
    with override(language):
        return reverse("annual_report", args=(year,))


@pytest.fixture(scope="module")
def typeset() -> None:
    """Whoever asks for this needs the library that sets text."""
    try:
        report_pdf.typesetter()
    except report_pdf.NoTypesetter:
        (pytest.fail if REQUIRE_ALL else pytest.skip)("Pango (libpango-1.0-0) is not installed")


def read(client: Client, address: str) -> tuple[PdfReader, str]:
    response = client.get(address)
    assert response.status_code == 200
    reader = PdfReader(BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize(
    ("language", "title", "marked"),
    [
        ("fi", "Hyvien käytäntöjen juurtuminen 2026", "Esimerkkiaineistoa."),
        nightly("sv", "Förankringen av goda praxis 2026", "Exempelmaterial."),
    ],
)
def test_the_report_says_what_the_figures_are(client: Client, language: str, title: str, marked: str) -> None:
    reader, text = read(client, path(2026, language))
    assert not ImageFile.LOAD_TRUNCATED_IMAGES, "broken pictures are refused afterwards as before"
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == title
    assert len(reader.outline) >= 10
    assert marked in text
    with override(language):
        year = yearly.year_of(2026, figures.read(today=TODAY), Filters(), today=TODAY)
        assert year is not None
        for name, figure in report_parts.key_figures(year):
            assert name in text
            assert figure.replace("\xa0", " ") in text.replace("\xa0", " ")
        for bar in [*report_parts.funnel(year.figures), *report_parts.answers(year.figures)]:
            assert bar.text in text
        for holding in year.holdings:
            assert holding.name in text


def test_of_the_year_that_goes_on_the_figures_are_the_dashboards() -> None:
    year = yearly.year_of(2026, figures.read(today=TODAY), Filters(), today=TODAY)
    now = figures_for(today=TODAY)
    assert year is not None
    assert (year.figures.adoptions, year.figures.stopped) == (now.adoptions, now.stopped)
    assert year.figures.steps == now.steps
    assert year.figures.curve == now.curve
    assert year.figures.embedding == now.embedding


def test_years_without_a_report_are_not_found(client: Client) -> None:
    years = (1999, 2022, 2027, 9999)
    assert {year: client.get(path(year)).status_code for year in years} == dict.fromkeys(years, 404)


def test_a_choice_that_does_not_exist_is_not_found(client: Client) -> None:
    for query in ("?project=ei-ole", "?theme=../../etc", "?demo=x"):
        assert client.get(path(2026) + query).status_code == 404


def test_a_report_is_made_once_until_something_changes(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bytes] = []

    def drawn(year: yearly.Year, narrowed: dict[str, str]) -> bytes:
        """Stand in for setting the text, which takes seconds and is no matter of when."""
        context = report_pdf.context_of(year, narrowed)
        made.append(render_to_string("adoption/institutions/report.html", context).encode())
        return made[-1]

    monkeypatch.setattr(reporting, "pdf_of", drawn)
    folder = Path(settings.PRIVATE_ROOT) / reporting.FOLDER
    asked = path(2026) + "?project=hanke"

    def kept() -> list[str]:
        assert client.get(asked).status_code == 200
        return [each.name for each in folder.glob("*.pdf")]

    [first] = kept()
    assert kept() == [first]
    assert len(made) == 1
    assert "hanke suomeksi" in made[0].decode()
    adoption = Adoption.objects.all()[0]
    adoption.students = 9999
    with time_machine.travel("2026-11-28 13:00:00+02:00", tick=False):
        adoption.save()
        [second] = kept()
    assert second != first
    assert len(made) == 2


def test_a_flood_is_told_to_wait(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(reporting, "MOST_MADE", 0)
    response = client.get(path(2026))
    assert response.status_code == 429
    assert "tunnin kuluttua" in response.content.decode()


def test_without_the_library_the_reader_is_told_where_the_figures_are(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_pdf, "typesetter", _lacking)
    response = client.get(path(2026))
    assert response.status_code == 503
    assert "/fi/juurtuminen/" in response.content.decode()


def _lacking() -> Any:
    raise report_pdf.NoTypesetter("cannot load library 'libpango'")
