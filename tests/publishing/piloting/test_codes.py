"""Codes as people type them, and guessing, which leads nowhere."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from practices.models import PracticePage
from publishing.models import Pilot
from publishing.models.pilot import CODE_LETTERS, new_code
from publishing.piloting.codes import MOST_WRONG, is_code, tidy
from tests.publishing.piloting.trying import ADDRESS, CODE, entry, page_of, pilot_of, soup_of

pytestmark = pytest.mark.django_db


def test_a_code_is_read_however_it_is_typed() -> None:
    read = {
        typed: tidy(typed)
        for typed in (
            *("ABC234", "abc234", " abc 234 ", "Abc-234", "a b c 2 3 4", "abc234."),
            "\uff21\uff22\uff23\uff12\uff13\uff14",
            *("http://localhost:8000/fi/palaute/ABC234/", "example.org/sv/respons/abc234?role=student"),
        )
    }
    assert read == dict.fromkeys(read, CODE)


@given(st.text(alphabet=CODE_LETTERS, min_size=6, max_size=6), st.data())
def test_spaces_and_small_letters_never_matter(code: str, data: st.DataObject) -> None:
    typed = "".join(
        data.draw(st.sampled_from([c, c.lower()])) + data.draw(st.sampled_from(["", " ", "-"])) for c in code
    )
    assert tidy(typed) == code
    assert is_code(code)


@given(st.text())
def test_whatever_is_typed_is_read_without_a_fault(typed: str) -> None:
    assert set(tidy(typed)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    assert tidy(tidy(typed)) == tidy(typed)


def test_codes_have_no_letters_that_look_alike() -> None:
    assert not set(CODE_LETTERS) & set("OIL01")
    assert is_code(new_code())
    assert not any(is_code(code) for code in ("", "ABC23", "ABC2345", "ABCO12", "abc234"))


def test_the_entry_leads_to_the_pilot(pilot: Pilot, visitor: Client, language: str) -> None:
    form = soup_of(visitor.get(entry(language))).select_one("main form")
    response = visitor.get(form["action"], {form.select_one("input")["name"]: " abc 234"})
    assert (response.status_code, response.headers["Location"]) == (302, page_of(language))


def test_what_cannot_be_a_code_is_said_and_kept(pilot: Pilot, visitor: Client, language: str) -> None:
    response = visitor.get(entry(language), {"code": "OIL<01"})
    page = soup_of(response)
    assert response.status_code == 422
    assert page.select_one("#code")["value"] == "OIL<01"
    assert page.select_one("#code")["aria-describedby"].split()[-1] == "said"
    assert page.select_one("#said[role=alert]").get_text(strip=True)


def test_an_unknown_code_is_said_politely(pilot: Pilot, visitor: Client, language: str) -> None:
    response = visitor.get(page_of(language, "ZZZ999"))
    page = soup_of(response)
    assert response.status_code == 404
    assert page.select_one("#said")
    assert page.select_one("main form #code")["value"] == "ZZZ999"


def test_any_address_has_an_answer(pilot: Pilot, visitor: Client) -> None:
    for code in ("x", "%00%00", "ÄÄÄÄÄÄ", "a" * 3000, "..%2F..", "'--"):
        assert visitor.get(f"/fi/{entry('fi').split('/')[2]}/{code}/").status_code == 404, code


def test_a_code_in_small_letters_has_one_address(pilot: Pilot, visitor: Client) -> None:
    response = visitor.get(page_of("fi", "abc234"))
    assert (response.status_code, response.headers["Location"]) == (302, page_of("fi"))


@pytest.fixture
def most_wrong(monkeypatch: pytest.MonkeyPatch) -> int:
    """A limit that is reached sooner than the true one."""
    assert MOST_WRONG >= 60
    monkeypatch.setattr("publishing.piloting.codes.MOST_WRONG", 5)
    return 5


def test_guessing_is_slowed_by_address(pilot: Pilot, visitor: Client, most_wrong: int) -> None:
    told = [visitor.get(page_of("fi", new_code())).status_code for _n in range(most_wrong + 5)]
    assert told == [404] * most_wrong + [429] * 5
    assert visitor.get(page_of("fi")).status_code == 429, "a hit must not be told from a miss any more"
    assert Client(REMOTE_ADDR="203.0.113.89").get(page_of("fi")).status_code == 200


def test_a_class_that_types_right_is_never_held_up(pilot: Pilot, visitor: Client, most_wrong: int) -> None:
    assert {visitor.get(page_of("fi")).status_code for _n in range(3 * most_wrong)} == {200}


def test_a_pilot_without_its_practice_is_no_pilot(
    pilot: Pilot, practice: PracticePage, visitor: Client
) -> None:
    practice.delete()
    assert visitor.get(page_of("fi")).status_code == 404


def test_a_practice_that_not_everybody_may_read_is_not_linked(
    practice: PracticePage, visitor: Client
) -> None:
    pilot_of(practice, code=CODE)
    assert soup_of(visitor.get(page_of("fi"))).select(f'main a[href="{practice.url}"]')
    practice.unpublish()
    page = soup_of(visitor.get(page_of("fi")))
    assert not page.select(f'main a[href="{practice.url}"]')
    assert ADDRESS not in page.get_text()
