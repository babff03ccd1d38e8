"""Queries a page: few, and as many for thirty practices as for three."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search import index
from tests.factories import practice_page, project_page, theme_page

MOST = 15
LISTS = {
    "front page": "/fi/",
    "catalogue": "/fi/kaytannot/",
    "filtered catalogue": "/fi/kaytannot/?theme=osallisuus&sort=newest",
    "theme": "/fi/teemat/osallisuus/",
    "project": "/fi/kaytannot/hanke/",
    "search": "/fi/haku/?q=kahvi",
    "search by theme": "/fi/haku/?q=kahvi&theme=osallisuus",
}


def queries(address: str) -> int:
    """Return how many queries a first visit costs a running server."""
    Client().get(address)  # what a process learns once, such as the sites
    cache.delete_many([key.split(":", 2)[2] for key in list(cache._cache) if "page:" in key])
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)


@pytest.fixture
def practices(portal: Any) -> Any:
    """Return a function that adds practices and indexes all."""
    project_page("hanke")
    theme_page("osallisuus")

    def add(first: int, last: int) -> None:
        for n in range(first, last):
            practice_page(f"Kahvi {n}")
        index.rebuild(index.provided_documents())

    return add


@pytest.mark.second_database
def test_a_list_costs_the_same_however_long(practices: Any) -> None:
    practices(0, 3)
    for_three = {name: queries(address) for name, address in LISTS.items()}
    practices(3, 30)
    assert {name: queries(address) for name, address in LISTS.items()} == for_three
    dear = {n: cost for n, cost in for_three.items() if cost > MOST + (1 if n == "project" else 0)}
    assert not dear


def test_a_practice_costs_the_same_however_many_terms_and_neighbours(practices: Any) -> None:
    practices(0, 3)
    address = "/fi/kaytannot/hanke/kahvi-0/"
    for_three = queries(address)
    practices(3, 12)
    many = [f"termi-{n}" for n in range(6)]
    rich = practice_page(
        "Kahvi rikas", themes=many, target_groups=many, settings=many, phases=many, makers=many
    )
    assert queries(rich.url) <= for_three + 1  # a further relation that has terms at all
    assert queries(address) == for_three
