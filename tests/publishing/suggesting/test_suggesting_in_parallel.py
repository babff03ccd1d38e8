"""A suggestion that is confirmed, or written, by many hands at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from practices.models import PracticePage
from publishing.models import Suggestion
from publishing.suggesting.forms import ActionForm
from publishing.suggesting.sending import add_file, save_answers
from publishing.suggesting.steps import STEPS
from tests.publishing.people import team_of_project
from tests.publishing.suggesting.suggesting import WRITTEN, begun, confirming_page, sent

pytestmark = pytest.mark.second_database


@pytest.fixture(autouse=True)
def project(committed: None) -> None:
    """A project with its team."""
    team_of_project()


def by_many(do: Callable[[int], object], number: int) -> list[str]:
    def closing(each: int) -> str:
        try:
            return str(do(each))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return sorted(pool.map(closing, range(number)))


def test_confirming_at_the_same_time_makes_one_page() -> None:
    suggestion = sent()
    path = confirming_page(suggestion)
    stamp = ActionForm().stamp_to_send

    def press(_number: int) -> int:
        return Client().post(path, {"stamp": stamp}).status_code

    assert by_many(press, 8) == ["302"] * 8
    assert PracticePage.objects.filter(alias_of=None).count() == 1
    suggestion.refresh_from_db()
    assert suggestion.state == Suggestion.State.WAITING
    assert suggestion.page.workflow_states.count() == 1


def test_many_suggestions_confirmed_at_the_same_time_are_as_many_pages() -> None:
    paths = [confirming_page(sent()) for _n in range(6)]
    stamp = ActionForm().stamp_to_send
    told = by_many(lambda number: Client().post(paths[number], {"stamp": stamp}).status_code, 6)
    assert told == ["302"] * 6
    pages = PracticePage.objects.filter(alias_of=None)
    assert pages.count() == len({page.path for page in pages}) == len({page.slug for page in pages}) == 6
    assert Suggestion.objects.filter(page__in=pages).count() == 6


def test_steps_saved_at_the_same_time_are_all_kept() -> None:
    suggestion = begun()
    answers = WRITTEN["fi"]
    saved = by_many(
        lambda number: save_answers(suggestion, STEPS[number], answers[STEPS[number].key], language="fi"),
        5,
    )
    assert saved == ["True"] * 5
    suggestion.refresh_from_db()
    assert suggestion.answers == answers


def test_six_files_added_at_the_same_time_are_five() -> None:
    from django.core.files.base import ContentFile

    from publishing.suggesting.sending import TooManyFiles
    from publishing.uploads import CheckedFile

    suggestion = begun()

    def add(number: int) -> str:
        content = ContentFile(b"a", name="a.txt")
        try:
            add_file(suggestion, CheckedFile(f"{number}.txt", "txt", 1, content), licence="")
        except TooManyFiles:
            return "full"
        return "added"

    assert by_many(add, 8) == ["added"] * 5 + ["full"] * 3
    assert suggestion.files.count() == 5
