"""The index in step with what adopters do, and what counts as having taken root."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from adoption import states
from adoption.models import Adoption
from adoption.reading.rooted import rooted
from practices.queries import standing_of
from search import index
from search.query import parse
from tests.adoption.adopting import adopt
from tests.adoption.reading.test_lasting import answered
from tests.factories import practice_page

pytestmark = pytest.mark.django_db
LONG_AGO = date(2023, 9, 1)
LATE = datetime(2026, 9, 10, tzinfo=UTC)


def test_made_up_use_is_marked_on_cards(portal: Any, client: Client) -> None:
    adopt(practice_page("Aamu"), is_demo=True)
    page = BeautifulSoup(client.get("/fi/kaytannot/").content, "html.parser")
    assert page.select_one(".card__note").get_text() == "Käytössä 1 oppilaitoksessa (esimerkkiaineistoa)"


@pytest.mark.second_database
def test_took_root_is_what_is_embedded_or_known_after_two_years(portal: Any) -> None:
    page = practice_page("Aamu")
    known = [
        adopt(page, ("embedded", date(2026, 9, 1))),
        adopt(page, ("in-use", LONG_AGO), confirmed=LATE),
        adopt(page, ("trying", LONG_AGO), ("in-use", date(2026, 1, 1))),
        adopt(page, ("in-use", LONG_AGO)),
    ]
    answered(known[-1], 24)
    silent = adopt(page, ("in-use", LONG_AGO))
    answered(silent, 12)
    gone = adopt(page, ("in-use", LONG_AGO), ("stopped", date(2026, 1, 1)))
    answered(gone, 24, "stopped")
    assert {each.pk for each in rooted()} == {each.pk for each in known}


def in_index(value: str) -> int:
    return index.search(parse("", language="fi", filters={"use": (value,)})).total


def test_the_index_follows_what_adopters_do(portal: Any, django_capture_on_commit_callbacks: Any) -> None:
    page = practice_page("Aamu")
    index.rebuild(index.provided_documents())

    def counted(deed: Any) -> tuple[int, int]:
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        return in_index("in-use"), in_index("rooted")

    made: list[Adoption] = []
    assert counted(lambda: made.append(adopt(page))) == (1, 0)
    adoption = made[0]

    def embed() -> None:
        states.change_state(states.locked(adoption), "embedded", date(2026, 9, 9), source="form")

    def dispute() -> None:
        row = states.locked(adoption)
        row.disputed_at = LATE
        row.save()

    assert counted(embed) == (1, 1)
    assert counted(dispute) == (0, 0)
    assert counted(lambda: Adoption.objects.filter(pk=adoption.pk).update(disputed_at=None)) == (0, 0)
    assert counted(Adoption.objects.get(pk=adoption.pk).save) == (0, 0)  # nothing that counts was changed
    assert standing_of(page).numbers == {"use": 1, "rooted": 1}
    assert counted(Adoption.objects.get(pk=adoption.pk).delete) == (0, 0)


def test_what_counts_for_nothing_is_not_indexed_anew(
    portal: Any, django_capture_on_commit_callbacks: Any
) -> None:
    adoption = adopt(practice_page("Aamu"))
    read = Adoption.objects.get(pk=adoption.pk)
    read.greeting = "Hei!"
    with django_capture_on_commit_callbacks() as callbacks:
        read.save()
    assert callbacks == []
