"""What readers see of wishes: the list, the answers, and those that are like a search."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from home.models import ContentVersion
from practices.models import Wish
from practices.wishes import forms, views
from practices.wishes.listing import PER_PAGE, similar_wishes
from tests.factories import practice_page, project_page
from tests.practices.wishing import clock, leave, page_of, seconding, soup_of, visitor, wish
from tests.project.test_page_languages import wrong_in

__all__ = ["clock", "leave", "visitor"]
State = Wish.State


def test_only_public_and_answered_wishes_of_the_language_are_shown(language: str, visitor: Client) -> None:
    other = {"fi": "sv", "sv": "fi"}[language]
    for state in State:
        wish(f"tarve {state}", state=state, language=language, reply="Näin.")
    wish("toisen kielen tarve", language=other)
    shown = soup_of(visitor.get(page_of(language)))
    assert [h.get_text() for h in shown.select("section > ol .wish__need")] == [
        "tarve public",
        "tarve answered",
    ]
    assert len(shown.select(".wish form")) == 1


@pytest.mark.second_database
def test_the_most_seconded_come_first(visitor: Client) -> None:
    for number, seconds in enumerate((1, 9, 4)):
        wish(f"tarve {number}", seconds=seconds)
    shown = soup_of(visitor.get(page_of("fi")))
    assert [h.get_text() for h in shown.select(".wish__need")] == ["tarve 1", "tarve 2", "tarve 0"]


def test_an_answer_is_shown_while_its_practice_may_be_read(visitor: Client) -> None:
    practice = practice_page("Kaverikahvit")
    wish(state=State.ANSWERED, answer=practice)

    def links() -> list[str]:
        return [a["href"] for a in soup_of(visitor.get(page_of("fi"))).select(".wish__answer a")]

    assert links() == [practice.url]
    restriction = PageViewRestriction.objects.create(page=practice, restriction_type="login")
    assert links() == []
    restriction.delete()
    practice.unpublish()
    assert links() == []
    assert soup_of(visitor.get(page_of("fi"))).select_one(".wish__need"), "the need itself stays"
    practice.delete()
    assert Wish.objects.get().answer is None


def test_what_is_written_is_shown_as_text(visitor: Client) -> None:
    wish("<script>alert(1)</script>", situation="<img src=x>\n& rivi")
    html = visitor.get(page_of("fi")).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x>" not in html
    assert "&lt;img src=x&gt;<br>&amp; rivi" in html


def test_reading_writes_nothing(visitor: Client) -> None:
    need = wish()
    response = visitor.get(seconding(need))
    assert (response.status_code, response.headers["Location"]) == (302, page_of("fi"))
    assert visitor.get(page_of("fi"), {"need": "Unirytmi", "situation": "x"}).status_code == 200
    assert (Wish.objects.get().seconds, Wish.objects.count()) == (0, 1)
    for method in ("put", "patch", "delete"):
        assert getattr(visitor, method)(page_of("fi")).status_code == 405
        assert getattr(visitor, method)(seconding(need)).status_code == 405


def test_an_address_fills_in_the_need(visitor: Client) -> None:
    typed = '"uni" & <b>' + "x" * 400
    page = soup_of(visitor.get(page_of("fi"), {"need": typed}))
    assert page.find(id="wish-need")["value"] == typed[: forms.LONGEST_NEED]


def test_the_page_is_never_kept_and_wishes_do_not_empty_what_is(visitor: Client) -> None:
    before = ContentVersion.current()
    need = wish()
    response = visitor.get(page_of("fi"))
    assert "no-store" in response.headers["Cache-Control"]
    visitor.post(seconding(need))
    need.situation = "Uusi."
    need.save()
    assert "Uusi." in visitor.get(page_of("fi")).content.decode()
    need.delete()
    assert not [key for key in cache._cache if "page:" in key]
    assert ContentVersion.current() == before


def test_a_list_costs_the_same_however_long(visitor: Client) -> None:
    practice = practice_page("Kaverikahvit")
    costs = []
    for total in (1, PER_PAGE // 2):
        for number in range(total):
            wish(f"tarve {total} {number}")
            wish(f"vastattu {total} {number}", state=State.ANSWERED, answer=practice, seconds=number)
        visitor.get(page_of("fi"))
        with CaptureQueriesContext(connection) as captured:
            assert visitor.get(page_of("fi")).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 8


def test_a_long_list_has_pages(visitor: Client, language: str) -> None:
    for number in range(PER_PAGE + 3):
        wish(f"tarve {number}", language=language)
    first = soup_of(visitor.get(page_of(language)))
    assert len(first.select(".wish")) == PER_PAGE
    assert first.select_one(".pagination a[rel=next]")["href"] == "?page=2"
    second = soup_of(visitor.get(page_of(language) + "?page=2"))
    assert len(second.select(".wish")) == 3
    beyond = visitor.get(page_of(language) + "?page=9")
    assert beyond.status_code == 404
    assert soup_of(beyond).select_one(".notice--warning")


@pytest.mark.parametrize("word", ["left", "gone", "<script>", "nosuch", ""])
def test_an_address_says_nothing_of_its_own(visitor: Client, word: str) -> None:
    response = visitor.get(page_of("fi"), {"said": word})
    assert response.status_code == 200
    assert bool(soup_of(response).select_one("#said p")) == (word in views.SAID)
    assert b"<script>" not in response.content


def test_the_page_says_where_it_is_in_every_language(visitor: Client, language: str, settings: Any) -> None:
    page = soup_of(visitor.get(page_of(language)))
    assert page.html["lang"] == language
    links = {a["hreflang"]: a["href"] for a in page.select("link[rel=alternate][hreflang]")}
    assert links == {
        "fi": settings.SITE_URL + page_of("fi"),
        "sv": settings.SITE_URL + page_of("sv"),
        "x-default": settings.SITE_URL + page_of("fi"),
    }
    assert page.select_one("link[rel=canonical]")["href"] == links[language]
    listed = visitor.get("/sitemap.xml").content.decode()
    assert f"<loc>{links[language]}</loc>" in listed
    switch = {a["hreflang"]: a["href"] for a in page.select(".languages a")}
    assert switch == {code: page_of(code) for code in ("fi", "sv")}


def test_all_of_it_is_in_the_readers_language(
    language: str, visitor: Client, leave: Callable[..., HttpResponse]
) -> None:
    practice = practice_page("Abc", parent=project_page(language=language, title="Abc"))
    wish("Abc", language=language, seconds=1)
    wish("Abcd", language=language, state=State.ANSWERED, reply="Abc.", answer=practice, seconds=2)
    pages = [visitor.get(page_of(language), {"said": word}) for word in ("", *views.SAID)]
    pages += [
        leave(language, need="", situation="abc@example.org"),
        leave(language, need="Abcde", website="Abc"),
        leave(language, need="Abcde", after=1),
        leave(language, need="Abcde", stamp="Abc"),
        visitor.get(page_of(language) + "?page=9"),
    ]
    assert [wrong for page in pages if (wrong := wrong_in(page.content.decode(), language))] == []


@pytest.mark.second_database
def test_similar_wishes_share_telling_words(django_assert_num_queries: Any) -> None:
    for need in ("Peliriippuvuudesta puhuminen asuntolassa", "Unirytmi ja peliriippuvuus", "Ruokailun rauha"):
        wish(need)
    wish("Peliriippuvuus ja vanhemmat", state=State.NEW)
    wish("Peliriippuvuus", language="sv")
    with django_assert_num_queries(1):
        found = similar_wishes("peliriippuvuuden", "fi")
    assert {w.need for w in found} == {
        "Peliriippuvuudesta puhuminen asuntolassa",
        "Unirytmi ja peliriippuvuus",
    }
    nearest, *_others = similar_wishes("unirytmit ja peliriippuvuudet", "fi")
    assert nearest.need == "Unirytmi ja peliriippuvuus"
    assert similar_wishes("asuntolassa lomien aikana keväisin", "fi") == []


@pytest.mark.parametrize("text", ["", "ja", "-peliriippuvuus", "!!", "\x00\ud800", "a" * 9000])
def test_nothing_is_similar_to_nothing(text: str) -> None:
    wish("Peliriippuvuus")
    assert similar_wishes(text, "fi") == []


@pytest.mark.second_database
def test_at_most_three_similar_wishes_are_shown_the_most_seconded_ones() -> None:
    for number in range(6):
        wish(f"Unirytmi luokassa {number}{number}", seconds=number)
    assert [w.seconds for w in similar_wishes("unirytmi luokassa", "fi")] == [5, 4, 3]
