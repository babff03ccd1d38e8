"""Practices side by side."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from practices.models import PracticePage
from tests.adoption.adopting import adopt
from tests.adoption.fit.languages import in_both_languages
from tests.database import world
from tests.factories import practice_page


def get(*keys: str, language: str = "fi", **query: Any) -> Any:
    with override(language):
        return Client().get(reverse("compare"), {"p": list(keys), **query})


@pytest.fixture(scope="module")
def kept_practices(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[int]]:
    """The keys of practices that all tests of the module share, each as they were made."""
    costs = ("none", "low", "moderate", "high", "")
    with world(django_db_blocker):
        pages = [in_both_languages(practice_page(f"Kahvi {n}", cost=cost)) for n, cost in enumerate(costs)]
        yield [page.pk for page in pages]


@pytest.fixture
def practices(portal: Any, kept_practices: list[int]) -> list[Any]:
    """Five practices that differ in cost, and are alike in setting."""
    return [PracticePage.objects.get(pk=pk) for pk in kept_practices]


def rows(response: Any) -> dict[str, Any]:
    return {row.label: row for row in response.context["rows"]}


def test_two_stand_side_by_side(practices: Any, language: str) -> None:
    words = {
        "fi": ("Kulut", "Missä", "Aika", "Eroaa", "Sama", "Ei kerrottu"),
        "sv": ("Kostnader", "Var", "Tid", "Skiljer sig", "Lika", "Inte angivet"),
    }[language]
    response = get(practices[0].key, practices[1].key, language=language)
    page = response.content.decode()
    found = rows(response)
    assert response.status_code == 200
    assert found[words[0]].differs is True
    assert found[words[1]].differs is False
    assert all(not cell.items for cell in found[words[2]].cells)
    assert all(f"{word}" in page for word in words)
    for part in ("<caption", 'scope="col"', 'scope="row"', 'tabindex="0"', 'role="region"'):
        assert part in page


def test_what_not_all_tell_is_marked(portal: Any) -> None:
    one = practice_page("Yksi", settings=["asuntola", "verkko"])
    other = practice_page("Toinen", settings=["asuntola"])
    cell = rows(get(one.key, other.key))["Missä"].cells[0]
    assert [(item.text, item.apart) for item in cell.items] == [
        ("asuntola suomeksi", False),
        ("verkko suomeksi", True),
    ]
    assert "<strong>verkko suomeksi</strong>" in get(one.key, other.key).content.decode()


def test_use_is_counted_and_demonstration_marked(practices: Any) -> None:
    adopt(practices[0])
    adopt(practices[0], is_public=False)
    adopt(practices[0], ("considering", practices[0].first_published_at.date()))
    adopt(practices[1], is_demo=True)
    found = rows(get(practices[0].key, practices[1].key, practices[2].key))["Käytössä"].cells
    assert [(cell.items[0].text, cell.demo) for cell in found] == [
        ("2 oppilaitoksessa", False),
        ("1 oppilaitoksessa", True),
        ("0 oppilaitoksessa", False),
    ]


def test_what_is_left_after_a_year_is_told_of_those_whose_year_has_passed(practices: Any) -> None:
    began = date(2025, 3, 1)
    stopped = adopt(practices[0], ("in-use", began), ("stopped", date(2025, 9, 1)))
    lasted = adopt(practices[0], ("in-use", began), ("embedded", date(2026, 4, 1)))
    adopt(practices[0], ("in-use", began))
    adopt(practices[0], ("in-use", date(2026, 10, 1)))
    with time_machine.travel(datetime(2026, 11, 1, tzinfo=UTC), tick=False):
        row = rows(get(practices[0].key, practices[1].key))["Käytössä vuoden kuluttua"]
    assert stopped.since == lasted.since == began
    assert [item.text for item in row.cells[0].items] == ["1/3 oppilaitoksessa", "ei vastannut: 1"]
    assert (row.cells[1].items, row.differs) == ((), None)


def test_a_profile_adds_whether_each_fits(practices: Any) -> None:
    response = get(practices[0].key, practices[3].key, cost="none", groups="opiskelijat")
    cells = response.context["rows"][0].cells
    assert [cell.verdict for cell in cells] == ["fits", "missing"]
    assert f"practice={practices[3].key}" in cells[1].url
    assert "cost=none" in cells[1].url
    assert '<input type="hidden" name="cost" value="none">' in response.content.decode()
    assert len(get(practices[0].key).context["rows"]) == len(response.context["rows"]) - 1


def test_the_order_is_the_readers(practices: Any) -> None:
    response = get(practices[2].key, practices[0].key)
    assert [column.fit.page for column in response.context["columns"]] == [practices[2], practices[0]]
    assert f"p={practices[0].key}" in response.context["columns"][0].without
    assert f"p={practices[2].key}" not in response.context["columns"][0].without


def test_nothing_and_one_are_no_mistakes(practices: Any, language: str) -> None:
    empty = get(language=language)
    one = get(practices[0].key, language=language)
    assert (empty.status_code, one.status_code) == (200, 200)
    assert {"fi": "Lisätkää ainakin yksi", "sv": "Lägg till minst en"}[language] in one.content.decode()
    assert empty.content.decode().count("<select") == 2
    assert get("", " ", practices[0].key).context["keys"] == [practices[0].key]


def test_a_fifth_does_not_fit(practices: Any) -> None:
    response = get(*(page.key for page in practices))
    assert response.status_code == 400
    assert len(response.context["columns"]) == 4
    assert "enintään neljä" in response.content.decode()
    assert '<select class="field__input" id="p"' not in response.content.decode()


def test_the_same_twice_is_shown_once(practices: Any) -> None:
    response = get(practices[0].key, practices[1].key, practices[0].key)
    assert (response.status_code, len(response.context["columns"])) == (200, 2)
    assert "näytetään kerran" in response.content.decode()


def test_an_unknown_one_is_told_and_the_rest_shown(practices: Any) -> None:
    for bad in ("ei-ole", "<script>alert(1)</script>", "x\x00", "z" * 5000, "‮"):
        response = get(practices[0].key, bad)
        page = response.content.decode()
        assert (response.status_code, len(response.context["columns"])) == (404, 1), bad
        assert "ei täällä (enää) ole" in page, bad
        assert "<script>alert" not in page, bad
        assert all(len(message) < 200 for message in response.context["messages_to_reader"]), bad


def test_thousands_of_keys_are_not_looked_at(practices: Any) -> None:
    response = get(*(f"k-{n}" for n in range(3000)))
    assert response.status_code == 404
    assert len(response.context["messages_to_reader"]) <= 5


def test_it_sets_no_cookie_keeps_nothing_and_costs_the_same(practices: Any) -> None:
    def queries(*keys: str) -> int:
        get(*keys)
        with CaptureQueriesContext(connection) as captured:
            response = get(*keys, cost="low")
        assert not response.cookies
        assert "no-store" in response.headers["Cache-Control"]
        return len(captured)

    keys = [page.key for page in practices[:4]]
    for page in practices[:4]:
        adopt(page)
    two, four = queries(*keys[:2]), queries(*keys)
    assert two == four <= 15
