"""What is missing in which language: figures, the list, spreadsheets, and what the editor's first page is given."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail_localize.models import Translation

from practices.models import PracticePage
from practices.translations import record_text
from publishing.translation.figures import figures
from publishing.translation.missing import missing_for
from publishing.translation.report import editable_pages
from publishing.translation.standing import translated_pages
from tests.database import world
from tests.factories import practice_page, project_page
from tests.languages import EACH_LANGUAGE
from tests.publishing.people import member, network_coordinator
from tests.publishing.translation.conftest import making

URL = "/admin/reports/translations/"


@pytest.fixture(scope="module")
def untranslated_pages(translated: int, django_db_blocker: Any) -> Iterator[None]:
    """Beside the translated page, one of its project and one of another that nobody has begun to translate."""
    with world(django_db_blocker):
        with making():
            practice_page("Kääntämätön", revision=True)
            other = project_page("toinen", revision=True)
            practice_page("Vieras", parent=other, projects=["toinen"], revision=True)
        yield


@pytest.fixture
def pages(untranslated_pages: None, translation: Translation) -> None:
    """In the project: a complete page, and one that nobody has begun; in another project one of those too."""


def by_machine(translation: Translation, path: str = "promise") -> None:
    segment = translation.source.stringsegment_set.select_related("string", "context").get(context__path=path)
    record_text(translation, segment, "Maskinens.", tool="DeepL")


def rows(client: Client, **filters: str) -> dict[str, str]:
    response = client.get(URL, filters)
    assert response.status_code == 200
    return {page.title: page.status_text for page in response.context["object_list"]}


@pytest.mark.second_database
def test_figures_by_language_and_project(pages: None, translation: Translation, chief: Client) -> None:
    user = network_coordinator().user
    lines = {(f.language, f.project): dict(f.counts) for f in figures(translated_pages(editable_pages(user)))}
    assert lines["sv", "hanke"] == {"complete": 1, "none": 2}  # the project's page stands for itself
    assert lines["sv", "toinen"] == {"none": 2}
    by_machine(translation)
    lines = {(f.language, f.project): dict(f.counts) for f in figures(translated_pages(editable_pages(user)))}
    assert lines["sv", "hanke"] == {"machine": 1, "none": 2}
    html = chief.get(URL).content.decode()
    assert "?language=sv&amp;project=hanke&amp;status=machine" in html


def test_figures_of_pages_that_have_changed(
    pages: None, source: PracticePage, edit: Any, chief: Client
) -> None:
    edit(source, promise="Uusi lupaus.")
    (line,) = [f for f in chief.get(URL).context["figures"] if f.project == "hanke"]
    assert (line.counts["update"], line.total, line.percent) == (1, 3, 0)


@pytest.mark.second_database
def test_filters(pages: None, chief: Client) -> None:
    for filters, titles in (
        ({"project": "hanke", "status": "complete"}, {"Kompiskaffe"}),
        ({"project": "toinen", "title": "Vieras"}, {"Vieras"}),
        ({"project": "toinen", "title": "Kääntämätön"}, set()),
        ({"status": "machine"}, set()),
    ):
        assert set(rows(chief, **filters)) == titles, filters


def test_machine_made_pages_are_told_and_filtered(
    pages: None, translation: Translation, chief: Client
) -> None:
    by_machine(translation)
    assert rows(chief, status="machine") == {"Kompiskaffe": "1 text to check"}


def test_a_project_that_is_none_is_no_error(pages: None, chief: Client) -> None:
    for project in ("x", "", "hanke' OR 1=1", "../"):
        assert chief.get(URL, {"project": project}).status_code == 200, project


def test_members_see_their_own_projects_alone(pages: None) -> None:
    client = member().client
    assert "Vieras" not in rows(client)
    assert "Kääntämätön" in rows(client)
    assert {f.project for f in client.get(URL).context["figures"]} == {"hanke"}


@pytest.mark.parametrize("language", EACH_LANGUAGE)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_spreadsheets(pages: None, translation: Translation, language: str, kind: str) -> None:
    by_machine(translation)
    client = member(language=language).client
    content = b"".join(client.get(URL, {"export": kind}).streaming_content)
    if kind == "csv":
        lines = [line.split(",") for line in content.decode().splitlines()]
    else:
        sheet = openpyxl.load_workbook(BytesIO(content)).active
        lines = [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]
    (line,) = [line for line in lines if line[0] == "Kompiskaffe"]
    assert line[7] == "1"
    assert line[8] in ("hanke suomeksi", "hanke på svenska")


@pytest.mark.second_database
def test_what_is_missing_of_my_pages(
    pages: None, source: PracticePage, target: PracticePage, edit: Any
) -> None:
    edit(source, promise="Uusi lupaus.")
    mine = missing_for(member().user)
    assert (mine[0].title, mine[0].progress) == ("Kompiskaffe", "update")
    assert mine[0].url == reverse("translation_state", args=[target.pk])
    assert {m.title for m in mine} == {"Kompiskaffe", "Kääntämätön", "Hanke hanke"}
    begun = next(m for m in mine if m.title == "Kääntämätön")
    assert (begun.title_language, begun.language, begun.progress) == ("fi", "sv", "none")
    page = PracticePage.objects.get(title="Kääntämätön", alias_of=None)
    assert begun.url == reverse("translation_languages", args=[page.pk])
    assert "Vieras" in {m.title for m in missing_for(network_coordinator().user)}
    assert len(missing_for(member(name="muu").user, most=1)) == 1


def test_nothing_is_missing_where_all_is_complete(translation: Translation, target: PracticePage) -> None:
    assert "Kompiskaffe" not in {m.title for m in missing_for(network_coordinator().user)}


def test_drafts_that_nobody_can_read_yet_are_not_missed(portal: Any, committing: Any) -> None:
    with committing():
        practice_page("Luonnos", live=False)
    assert "Luonnos" not in {m.title for m in missing_for(network_coordinator().user)}


def test_the_number_of_queries_does_not_grow(portal: Any, committing: Any, chief: Client) -> None:
    user = network_coordinator().user

    def make(numbers: Iterable[int]) -> None:
        for number in numbers:
            parent = project_page(f"h{number % 2}")
            practice_page(f"Käytäntö {number}", parent=parent, projects=["h0"], revision=True)

    def cost() -> tuple[int, int]:
        chief.get(URL)
        missing_for(user)
        with CaptureQueriesContext(connection) as listed:
            chief.get(URL)
        with CaptureQueriesContext(connection) as mine:
            missing_for(user)
        return len(listed), len(mine)

    with committing():
        make(range(3))
    few = cost()
    with committing():
        make(range(3, 12))
    assert cost() == few
