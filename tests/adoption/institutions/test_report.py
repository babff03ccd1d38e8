"""The year's report: the figures that the dashboard has, in both languages, readable by everybody."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
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
from practices.models import PracticePage
from tests.adoption.adopting import adopt, institution
from tests.conftest import REQUIRE_ALL
from tests.factories import practice_page

TODAY = date(2026, 11, 28)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("typeset")]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel("2026-11-28 12:00:00+02:00", tick=False):
        yield


@pytest.fixture
def practices(portal: Any) -> list[PracticePage]:
    pages = [practice_page(f"Käytäntö {n}", key=key) for n, key in enumerate(imagining.told()["usual"][:6])]
    demo.load(TODAY)
    return pages


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
        ("sv", "Förankringen av goda praxis 2026", "Exempelmaterial."),
    ],
)
def test_the_report_says_what_the_figures_are(
    client: Client, practices: list[PracticePage], language: str, title: str, marked: str
) -> None:
    reader, text = read(client, path(2026, language))
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


def test_of_the_year_that_goes_on_the_figures_are_the_dashboards(practices: list[PracticePage]) -> None:
    year = yearly.year_of(2026, figures.read(today=TODAY), Filters(), today=TODAY)
    now = figures_for(today=TODAY)
    assert year is not None
    assert (year.figures.adoptions, year.figures.stopped) == (now.adoptions, now.stopped)
    assert year.figures.steps == now.steps
    assert year.figures.curve == now.curve
    assert year.figures.embedding == now.embedding


def test_a_year_that_is_over_tells_how_it_stood_then(portal: Any) -> None:
    page = practice_page("Kaverikahvit")
    states = (("in-use", date(2025, 3, 1)), ("embedded", date(2025, 11, 1)), ("stopped", date(2026, 2, 1)))
    for _n in range(4):
        adopt(page, *states)
    adopt(page, ("in-use", date(2026, 5, 1)))
    data = figures.read(today=TODAY)
    then = yearly.year_of(2025, data, Filters(), today=TODAY)
    now = yearly.year_of(2026, data, Filters(), today=TODAY)
    assert then is not None
    assert now is not None
    assert (then.figures.adoptions, then.figures.stopped, then.embedded.number) == (4, 0, 4)
    assert (now.figures.adoptions, now.figures.stopped, now.stopped.number) == (5, 4, 4)
    assert now.begun.number is None  # one institution alone: that would tell which
    assert not then.goes_on
    assert now.goes_on


def test_unnamed_institutions_are_counted_and_not_named(portal: Any) -> None:
    page = practice_page("Kaverikahvit")
    for n in range(4):
        adopt(page, by=institution(f"Opisto {n}"), is_public=n != 3)
    with override("fi"):
        year = yearly.year_of(2026, figures.read(today=TODAY), Filters(), today=TODAY)
    assert year is not None
    assert year.figures.institutions == 4
    assert [each.name for each in year.holdings] == ["Opisto 0", "Opisto 1", "Opisto 2"]


@pytest.mark.parametrize("year", [1999, 2022, 2027, 9999])
def test_years_without_a_report_are_not_found(
    client: Client, practices: list[PracticePage], year: int
) -> None:
    assert client.get(path(year)).status_code == 404


def test_too_few_institutions_make_no_report(client: Client, portal: Any) -> None:
    adopt(practice_page("Kaverikahvit"))
    assert client.get(path(2026)).status_code == 404


def test_a_choice_that_does_not_exist_is_not_found(client: Client, practices: list[PracticePage]) -> None:
    for query in ("?project=ei-ole", "?theme=../../etc", "?demo=x"):
        assert client.get(path(2026) + query).status_code == 404


def test_a_report_is_made_once_until_something_changes(
    client: Client, practices: list[PracticePage], settings: Any
) -> None:
    made: list[Path] = []
    folder = Path(settings.PRIVATE_ROOT) / reporting.FOLDER
    for _n in range(2):
        client.get(path(2026) + "?project=hanke")
        made.append(next(iter(folder.glob("*.pdf"))))
    assert made[0] == made[1]
    adoption = Adoption.objects.all()[0]
    adoption.students = 9999
    with time_machine.travel("2026-11-28 13:00:00+02:00", tick=False):
        adoption.save()
        client.get(path(2026) + "?project=hanke")
    assert [each == made[0] for each in folder.glob("*.pdf")] == [False]


def test_a_flood_is_told_to_wait(client: Client, practices: list[PracticePage], monkeypatch: Any) -> None:
    monkeypatch.setattr(reporting, "MOST_MADE", 0)
    response = client.get(path(2026))
    assert response.status_code == 429
    assert "tunnin kuluttua" in response.content.decode()


def test_making_a_report_leaves_broken_pictures_refused(
    client: Client, practices: list[PracticePage]
) -> None:
    assert client.get(path(2026)).status_code == 200
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_without_the_library_the_reader_is_told_where_the_figures_are(
    client: Client, practices: list[PracticePage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_pdf, "typesetter", _lacking)
    response = client.get(path(2026))
    assert response.status_code == 503
    assert "/fi/juurtuminen/" in response.content.decode()


def _lacking() -> Any:
    raise report_pdf.NoTypesetter("cannot load library 'libpango'")
