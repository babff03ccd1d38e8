"""What is missing in which language: figures, the list, spreadsheets, and what the editor's first page is given."""

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
from tests.factories import practice_page, project_page
from tests.publishing.people import member, network_coordinator

URL = "/admin/reports/translations/"


@pytest.fixture
def pages(translation: Translation, source: PracticePage, edit: Any, committing: Any) -> None:
    """In the project: a complete page, one that no one has begun; in another project one of a machine's."""
    with committing():
        practice_page("Kääntämätön")
        practice_page("Vieras", parent=project_page("toinen"), projects=["toinen"])


def by_machine(translation: Translation, path: str = "promise") -> None:
    segment = translation.source.stringsegment_set.select_related("string", "context").get(context__path=path)
    record_text(translation, segment, "Maskinens.", tool="DeepL")


def rows(client: Client, **filters: str) -> dict[str, str]:
    response = client.get(URL, filters)
    assert response.status_code == 200
    return {page.title: page.status_text for page in response.context["object_list"]}


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


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"project": "hanke", "status": "complete"}, {"Kompiskaffe"}),
        ({"project": "toinen", "title": "Vieras"}, {"Vieras"}),
        ({"project": "toinen", "title": "Kääntämätön"}, set()),
        ({"status": "machine"}, set()),
    ],
)
def test_filters(pages: None, chief: Client, filters: dict[str, str], titles: set[str]) -> None:
    assert set(rows(chief, **filters)) == titles


def test_machine_made_pages_are_told_and_filtered(
    pages: None, translation: Translation, chief: Client
) -> None:
    by_machine(translation)
    assert rows(chief, status="machine") == {"Kompiskaffe": "1 text to check"}


@pytest.mark.parametrize("project", ["x", "", "hanke' OR 1=1", "../"])
def test_a_project_that_is_none_is_no_error(pages: None, chief: Client, project: str) -> None:
    assert chief.get(URL, {"project": project}).status_code == 200


def test_members_see_their_own_projects_alone(pages: None) -> None:
    client = member().client
    assert "Vieras" not in rows(client)
    assert "Kääntämätön" in rows(client)
    assert {f.project for f in client.get(URL).context["figures"]} == {"hanke"}


@pytest.mark.parametrize("language", ["fi", "sv"])
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

    def cost() -> tuple[int, int]:
        chief.get(URL)
        missing_for(user)
        with CaptureQueriesContext(connection) as listed:
            chief.get(URL)
        with CaptureQueriesContext(connection) as mine:
            missing_for(user)
        return len(listed), len(mine)

    with committing():
        for number in range(3):
            practice_page(f"Käytäntö {number}", parent=project_page(f"h{number % 2}"), projects=["h0"])
    few = cost()
    with committing():
        for number in range(3, 30):
            practice_page(f"Käytäntö {number}", parent=project_page(f"h{number % 2}"), projects=["h0"])
    assert cost() == few
