"""The readers' pages: the part on the practice and the page of who uses it, in both languages."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from practices.models import PracticePage
from tests.adoption.adopting import adopt, institution
from tests.adoption.reading.test_lasting import answered
from tests.database import world
from tests.factories import practice_page
from tests.languages import nightly

pytestmark = pytest.mark.django_db
PLACES = {"fi": "/fi/kaytossa/kello/", "sv": "/sv/i-bruk/kello/"}
CHECKED = datetime(2026, 8, 1, tzinfo=UTC)
EVIL = "<script>alert(1)</script> Hyvä & toimiva"


def soup(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def readable_in_swedish(page: PracticePage) -> None:
    """Let Swedish readers meet a practice that is not translated."""
    page.copy_for_translation(Locale.objects.get(language_code="sv"), copy_parents=True, alias=True)


@pytest.fixture(scope="module")
def kept_practice(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The key of a practice that all tests of the module share, each with its users as they were made."""
    with world(django_db_blocker):
        yield used_by_five().pk


@pytest.fixture
def kello(portal: Any, kept_practice: int) -> PracticePage:
    """A practice with named, unnamed and demonstration users, hours and a story."""
    return PracticePage.objects.get(pk=kept_practice)


def used_by_five() -> PracticePage:
    page = practice_page("Kello", staff_hours="2 h viikossa")
    for n in range(3):
        adoption = adopt(page, ("in-use", date(2024, 9, 2)), by=institution(f"Opisto {n}"), is_demo=n == 0)
        answered(adoption, 12, hours=4 + n)
    story = {"story": EVIL, "story_consent": "Saa.", "story_checked_at": CHECKED}
    answered(adopt(page, ("embedded", date(2025, 9, 2)), language="sv", is_public=False), 3, **story)
    adopt(page, ("trying", date(2026, 9, 1)), by=institution("Kokeilija", region="Åland"))
    readable_in_swedish(page)
    return page


@pytest.mark.parametrize(
    ("language", "heading", "unnamed"),
    [
        ("fi", "Käytössä 4 oppilaitoksessa", "Lisäksi 1 oppilaitos"),
        nightly("sv", "I bruk vid 4 läroanstalter", "Dessutom 1 läroanstalt"),
    ],
)
def test_the_page_tells_who_uses_it(
    kello: Any, client: Client, language: str, heading: str, unnamed: str
) -> None:
    page = soup(client, PLACES[language])
    main = page.select_one("main")
    assert page.html["lang"] == language
    assert main.h1.get_text(strip=True) == heading
    assert unnamed in main.get_text()
    listed = [each.get_text() for each in main.select(".use-institution strong")]
    suffix = " sv" if language == "sv" else ""
    assert [name.strip() for name in listed] == [
        f"{name}{suffix}" for name in ("Opisto 0", "Opisto 1", "Opisto 2", "Kokeilija")
    ]
    assert len(main.select(".use-institution .badge--outline")) == 1


def test_the_map_says_what_the_table_says(kello: Any, client: Client) -> None:
    main = soup(client, PLACES["fi"]).select_one("main")
    rows = {row.th.get_text(): int(row.td.get_text()) for row in main.select(".use-table tbody tr")}
    assert rows == {"Pirkanmaa": 3, "Maakuntaa ei kerrota": 1}
    assert main.select_one(".use-table caption").get_text()
    assert {cell["scope"] for cell in main.select(".use-table th")} == {"row", "col"}
    drawn = main.select_one("svg.use-map")
    assert len(drawn.select("path title")) == 19
    assert [number.get_text() for number in drawn.select("text")] == ["3"]
    assert main.find(id=drawn["aria-labelledby"]).name == "title"
    assert not drawn.select("[style]")


def test_a_story_is_escaped_and_in_its_own_language(kello: Any, client: Client) -> None:
    response = client.get(PLACES["fi"])
    assert b"<script>alert" not in response.content
    story = BeautifulSoup(response.content, "html.parser").select_one(".use-story")
    assert story.blockquote["lang"] == "sv"
    assert EVIL in story.get_text()
    assert "ei halua nimeään" in story.figcaption.get_text()


def test_headings_come_in_order_and_ids_once(kello: Any, client: Client) -> None:
    for address in (PLACES["fi"], kello.url):
        main = soup(client, address).select_one("main")
        levels = [int(each.name[1]) for each in main.select("h1, h2, h3, h4")]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        ids = [each["id"] for each in main.select("[id]")]
        assert len(ids) == len(set(ids))


def test_the_practice_tells_it_in_brief(kello: Any, client: Client) -> None:
    part = soup(client, kello.url).select_one("#use")
    text = re.sub(r"\s+", " ", part.get_text())
    assert part.h3.get_text().startswith("Käytössä 4 oppilaitoksessa")
    assert "1 oppilaitos kokeilee" in text
    assert "2 h viikossa" in text
    assert "5 t henkilöstön aikaa kuukaudessa" in text
    assert "12 kuukauden kuluttua: yhä käytössä 3 / 4 oppilaitoksessa. 1 ei ole vastannut." in text
    assert part.select_one(f'a[href="{PLACES["fi"]}"]')
    assert len(part.select(".use-story")) == 1


def test_a_practice_that_nobody_uses_says_nothing_and_its_page_says_so(portal: Any, client: Client) -> None:
    page = practice_page("Uutuus")
    assert soup(client, page.url).select_one("#use") is None
    empty = soup(client, "/fi/kaytossa/uutuus/")
    assert "Yksikään oppilaitos ei ole vielä kertonut" in empty.select_one("main").get_text()
    assert empty.select_one('meta[name="robots"]')["content"].startswith("noindex")


def test_what_readers_may_not_read_has_no_page(kello: Any, client: Client) -> None:
    practice_page("Luonnos", live=False)
    soup(client, "/fi/kaytossa/luonnos/", status=404)
    soup(client, "/fi/kaytossa/ei-ole/", status=404)
    assert client.post(PLACES["fi"]).status_code == 405


def test_no_address_of_a_contact_is_on_the_pages(kello: Any, client: Client) -> None:
    for address in (PLACES["fi"], PLACES["sv"], kello.url):
        assert b"yhteys@example.org" not in client.get(address).content


def test_the_practice_costs_as_much_for_thirty_users_as_for_three(kello: Any) -> None:
    def queries(address: str) -> int:
        Client().get(address)
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(f"{address}?q=").status_code == 200  # not from the kept pages
        return len(captured)

    few = [queries(address) for address in (kello.url, PLACES["fi"])]
    for _n in range(27):
        answered(adopt(kello, ("in-use", date(2025, 9, 2))), 3, hours=3)
    assert [queries(address) for address in (kello.url, PLACES["fi"])] == few
    assert few[1] <= 15
