"""Many who save a page at the same moment: one saves, each other is told, in a database where each really commits."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from practices.models import PracticePage
from publishing.drafting import new_draft
from tests.factories import project_page
from tests.languages import nightly
from tests.practices.editor_forms import practice_form
from tests.publishing.people import person, team_of_project
from tests.publishing.writing.test_two_editors import shown

PROJECT = "samaan-aikaan"


@pytest.fixture
def page(committed: None) -> PracticePage:
    """A draft that is really there."""
    return new_draft(project_page(PROJECT), {"title": "Kahvit"})


@pytest.mark.second_database
@pytest.mark.parametrize("number", [3, nightly(6)])
def test_of_many_who_save_at_the_same_moment_one_saves_and_each_other_is_told(
    page: PracticePage, number: int
) -> None:
    team = team_of_project(PROJECT)
    writers = [person(f"kirjoittaja{n}", team.members) for n in range(number)]
    forms = [
        practice_form(promise=f"Lupaus {n}.") | shown(writer.client, page) for n, writer in enumerate(writers)
    ]
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))

    def send(n: int) -> str:
        try:
            answer = writers[n].client.post(url, forms[n])
            return answer.headers.get("Location") or str(answer.status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(writers)) as pool:
        answers = list(pool.map(send, range(len(writers))))
    assert sorted(answers) == sorted([url, *["200"] * (number - 1)])
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().promise == f"Lupaus {answers.index(url)}."
    assert page.revisions.count() == 2
