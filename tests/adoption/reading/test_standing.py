"""What lists and search know of taking into use: the facet, the orders, the line on cards, and the index in step."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from adoption import states
from adoption.models import Adoption
from adoption.reading.rooted import rooted
from practices.models import PracticePage
from practices.queries import standing_of
from search import index
from search.query import parse
from tests.adoption.adopting import adopt
from tests.adoption.reading.test_lasting import answered
from tests.adoption.reading.test_pages import readable_in_swedish
from tests.factories import practice_page

pytestmark = pytest.mark.django_db
LONG_AGO = date(2023, 9, 1)
LATE = datetime(2026, 9, 10, tzinfo=UTC)
CATALOGUES = {"fi": "/fi/kaytannot/", "sv": "/sv/praxis/"}


def titles(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return [link.get_text() for link in page.select("main .card__title a, main .hit__title a")]


@pytest.fixture
def four(portal: Any) -> dict[str, PracticePage]:
    """Practices: in use at two, embedded at one, only tried, and nothing."""
    made = {name: practice_page(name) for name in ("Aamu", "Ilta", "Koe", "Uusi")}
    adopt(made["Aamu"])
    adopt(made["Aamu"], is_public=False)
    adopt(made["Ilta"], ("in-use", LONG_AGO), ("embedded", date(2024, 5, 1)))
    adopt(made["Koe"], ("trying", date(2026, 9, 1)))
    for page in made.values():
        readable_in_swedish(page)
    index.rebuild(index.provided_documents())
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("use=in-use", ["Aamu", "Ilta"]),
        ("use=rooted", ["Ilta"]),
        ("use=rooted&use=in-use", ["Aamu", "Ilta"]),
        ("sort=use", ["Aamu", "Ilta", "Koe", "Uusi"]),
        ("sort=rooted", ["Ilta", "Aamu", "Koe", "Uusi"]),
    ],
)
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_catalogue_is_narrowed_and_ordered(
    four: Any, client: Client, language: str, query: str, found: list[str]
) -> None:
    assert titles(client, f"{CATALOGUES[language]}?{query}") == found


def test_search_finds_the_same(four: Any, client: Client) -> None:
    assert sorted(titles(client, "/fi/haku/?use=in-use")) == ["Aamu", "Ilta"]
    assert titles(client, "/fi/haku/?use=in-use&sort=use") == ["Aamu", "Ilta"]
    assert titles(client, "/fi/haku/?use=in-use&sort=rooted") == ["Ilta", "Aamu"]


def test_counts_of_the_page_the_interface_and_a_recount_are_the_same(four: Any, client: Client) -> None:
    answer = client.get("/api/v1/search", {"language": "fi", "sort": "use"}).json()
    counts = {each["value"]: each["count"] for each in answer["facets"]["use"]}
    assert counts == {"in-use": 2, "rooted": 1}
    assert [hit["title"] for hit in answer["hits"]][:2] == ["Aamu", "Ilta"]
    assert client.get("/api/v1/search", {"language": "fi", "use": "rooted"}).json()["total"] == 1
    assert client.get("/api/v1/search", {"language": "fi", "use": "ei-ole"}).status_code == 422


@pytest.mark.parametrize(
    ("language", "two", "one"),
    [
        ("fi", "Käytössä 2 oppilaitoksessa", "Käytössä 1 oppilaitoksessa"),
        ("sv", "I bruk vid 2 läroanstalter", "I bruk vid 1 läroanstalt"),
    ],
)
def test_cards_say_where_it_is_in_use(four: Any, client: Client, language: str, two: str, one: str) -> None:
    page = BeautifulSoup(client.get(CATALOGUES[language]).content, "html.parser")
    notes = [note.get_text() for note in page.select(".card__note")]
    assert notes == [two, one]


def test_made_up_use_is_marked_on_cards(portal: Any, client: Client) -> None:
    adopt(practice_page("Aamu"), is_demo=True)
    page = BeautifulSoup(client.get(CATALOGUES["fi"]).content, "html.parser")
    assert page.select_one(".card__note").get_text() == "Käytössä 1 oppilaitoksessa (esimerkkiaineistoa)"


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
