"""What lists and search know of taking into use: the facet, the orders, and the line on cards."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client, override_settings

from search import index
from tests.adoption.adopting import adopt
from tests.adoption.reading.test_pages import readable_in_swedish
from tests.database import world
from tests.factories import practice_page
from tests.languages import nightly

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("four")]
LONG_AGO = date(2023, 9, 1)
CATALOGUES = {"fi": "/fi/kaytannot/", "sv": "/sv/praxis/"}


def titles(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return [link.get_text() for link in page.select("main .card__title a, main .hit__title a")]


@pytest.fixture(scope="module")
def kept_index(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The index of practices that all tests of the module share: in use at two, embedded at one, tried, and nothing."""
    folder = tmp_path_factory.mktemp("search")
    with world(django_db_blocker):
        made = {name: practice_page(name) for name in ("Aamu", "Ilta", "Koe", "Uusi")}
        adopt(made["Aamu"])
        adopt(made["Aamu"], is_public=False)
        adopt(made["Ilta"], ("in-use", LONG_AGO), ("embedded", date(2024, 5, 1)))
        adopt(made["Koe"], ("trying", date(2026, 9, 1)))
        for page in made.values():
            readable_in_swedish(page)
        with override_settings(SEARCH={**settings.SEARCH, "PATH": folder}):
            index.rebuild(index.provided_documents())
        yield folder


@pytest.fixture
def four(portal: Any, settings: Any, kept_index: Path) -> None:
    """Four practices, and the index that finds them."""
    settings.SEARCH = {**settings.SEARCH, "PATH": kept_index}


@pytest.mark.second_database
@pytest.mark.parametrize("language", ["fi", "sv"])  # in Swedish, aliases stand for the practices
def test_the_catalogue_is_narrowed_and_ordered(client: Client, language: str) -> None:
    expected = {
        "use=in-use": ["Aamu", "Ilta"],
        "use=rooted": ["Ilta"],
        "use=rooted&use=in-use": ["Aamu", "Ilta"],
        "sort=use": ["Aamu", "Ilta", "Koe", "Uusi"],
        "sort=rooted": ["Ilta", "Aamu", "Koe", "Uusi"],
    }
    assert {query: titles(client, f"{CATALOGUES[language]}?{query}") for query in expected} == expected


def test_search_finds_the_same(client: Client) -> None:
    assert sorted(titles(client, "/fi/haku/?use=in-use")) == ["Aamu", "Ilta"]
    assert titles(client, "/fi/haku/?use=in-use&sort=use") == ["Aamu", "Ilta"]
    assert titles(client, "/fi/haku/?use=in-use&sort=rooted") == ["Ilta", "Aamu"]


def test_counts_of_the_page_the_interface_and_a_recount_are_the_same(client: Client) -> None:
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
        nightly("sv", "I bruk vid 2 läroanstalter", "I bruk vid 1 läroanstalt"),
    ],
)
def test_cards_say_where_it_is_in_use(client: Client, language: str, two: str, one: str) -> None:
    page = BeautifulSoup(client.get(CATALOGUES[language]).content, "html.parser")
    notes = [note.get_text() for note in page.select(".card__note")]
    assert notes == [two, one]
