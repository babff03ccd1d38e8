"""What is exported for whom, and at what cost."""

from typing import Any

import pytest

from practices.models import PracticePage
from publishing.importing.columns import PROJECT
from publishing.importing.exporting import exported
from tests.factories import practice_page, project_page
from tests.publishing.importing.importing import FULL, csv_file, imported
from tests.publishing.people import member

pytestmark = pytest.mark.django_db


@pytest.mark.second_database
def test_a_team_exports_its_own_drafts_and_what_is_public(portal: Any) -> None:
    team = member("hanke").user
    practice_page("Oma luonnos", live=False)
    other = project_page("toinen")
    practice_page("Toisten luonnos", live=False, parent=other)
    page = practice_page("Toisten julkinen", parent=other)
    page.title = "Salainen muutos"
    page.save_revision()
    names = {cells["name_fi"] for cells in exported(team, None, "")}
    assert names == {"Oma luonnos", "Toisten julkinen"}
    assert [cells["name_fi"] for cells in exported(None, other.project, "")] == [
        "Salainen muutos",
        "Toisten luonnos",
    ]


def test_exporting_takes_the_same_queries_for_more(portal: Any, django_assert_max_num_queries: Any) -> None:
    for count in (3, 30):
        while PracticePage.objects.count() < count:
            practice_page(f"Käytäntö {PracticePage.objects.count()}", live=False)
        with django_assert_max_num_queries(30):
            exported(None, None, "fi")


def test_a_project_of_a_row_is_written_and_read(portal: Any) -> None:
    project_page()
    imported(csv_file(FULL))
    [cells] = exported(None, None, "fi")
    assert cells[PROJECT] == "hanke suomeksi"
