"""Answering without an account: the questions in both languages, what is kept, and what is refused."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override

from practices.models import PracticePage
from publishing.models import Pilot, PilotAnswer
from publishing.piloting.questions import OPEN, SCALED
from publishing.piloting.views import MOST_ANSWERS
from tests.publishing.piloting.trying import TODAY, page_of, soup_of

pytestmark = pytest.mark.django_db
Answer = Callable[..., HttpResponse]
ROLES = ["student", "teacher"]


def test_the_first_page_asks_who_answers(pilot: Pilot, visitor: Client, language: str) -> None:
    page = soup_of(visitor.get(page_of(language)))
    assert [link["href"] for link in page.select(".pilot__roles a")] == ["?role=student", "?role=teacher"]
    assert pilot.name not in page.get_text(), "only staff see the name"


@pytest.mark.parametrize("role", ROLES)
def test_every_question_stands_in_the_language_with_its_five_words(
    pilot: Pilot, visitor: Client, language: str, role: str
) -> None:
    page = soup_of(visitor.get(f"{page_of(language)}?role={role}"))
    with override(language):
        asked = [str(question.text) for question in SCALED[role]]
        words = [str(word) for question in SCALED[role] for word in question.scale]
        opened = [str(label) for label in OPEN[role].values()]
    assert [each.get_text(strip=True) for each in page.select("main legend")] == asked
    assert [each.get_text(strip=True) for each in page.select("main fieldset label")] == words
    assert [each.get_text(strip=True) for each in page.select("main label:has(+ textarea)")] == opened
    assert len(asked) <= 5


def test_students_and_teachers_have_their_own_questions() -> None:
    assert {"join", "again"} <= {question.key for question in SCALED["student"]}
    assert [question.key for question in SCALED["teacher"]] == ["fit", "steps", "time", "again"]
    assert all(len(question.scale) == 5 for role in SCALED for question in SCALED[role])


@pytest.mark.parametrize("role", ROLES)
def test_an_answer_is_kept_and_nothing_of_who_gave_it(
    pilot: Pilot, answer: Answer, visitor: Client, language: str, role: str
) -> None:
    response = answer(language, role, again="4", worked="Kahvi\r\noli hyvää", to_change="")
    assert (response.status_code, response.headers["Location"]) == (302, f"{page_of(language)}?said=thanks")
    kept = PilotAnswer.objects.values().get()
    del kept["id"]
    assert kept == {
        "pilot_id": pilot.pk,
        "role": role,
        "language": language,
        "day": TODAY,
        "ratings": {"again": 4},
        "worked": "Kahvi\noli hyvää",
        "to_change": "",
    }
    assert visitor.get(response.headers["Location"]).status_code == 200
    assert not response.cookies


def test_the_table_has_no_column_for_a_person_an_address_or_a_time() -> None:
    assert {field.name for field in PilotAnswer._meta.get_fields()} == {
        *("id", "pilot", "role", "language", "day", "ratings", "worked", "to_change")
    }
    assert PilotAnswer._meta.get_field("day").get_internal_type() == "DateField"


def test_reloading_the_thanks_sends_nothing(pilot: Pilot, answer: Answer, visitor: Client) -> None:
    thanks = answer(again="4").headers["Location"]
    for _n in range(3):
        assert visitor.get(thanks).status_code == 200
    assert PilotAnswer.objects.count() == 1


@pytest.mark.second_database
def test_a_form_sent_twice_counts_once_and_two_forms_count_twice(
    pilot: Pilot, answer: Answer, visitor: Client
) -> None:
    first = answer(again="4", ticket="abcdefgh12345678")
    second = answer(again="4", ticket="abcdefgh12345678")
    assert first.headers["Location"] == second.headers["Location"]
    assert PilotAnswer.objects.count() == 1
    answer(again="4")
    answer(again="5")
    assert PilotAnswer.objects.count() == 3


def test_what_tells_of_a_person_is_refused_and_the_text_stays(
    pilot: Pilot, answer: Answer, language: str
) -> None:
    texts = ("Kysy minulta: maija@example.org", "Soita 040 123 4567", "tunnus 010199-123A", "+358 40 1234567")
    for field, text in itertools.product(("worked", "to_change"), texts):
        response = answer(language, again="3", **{field: text})
        page = soup_of(response)
        assert response.status_code == 422, (field, text)
        assert page.select_one(f"[name={field}]").get_text().strip() == text
        assert page.select_one("#errors a")["href"] == f"#answer-{field}", text
        assert page.select_one("[name=again][checked]")["value"] == "3", (field, text)
    assert not PilotAnswer.objects.exists()


def test_an_empty_form_is_refused(pilot: Pilot, answer: Answer, language: str) -> None:
    assert answer(language, worked="  ").status_code == 422
    assert not PilotAnswer.objects.exists()


def test_what_no_form_sends_is_refused(pilot: Pilot, answer: Answer) -> None:
    for fields in (
        *({"again": "6"}, {"again": "0"}, {"again": "x"}, {"worked": "a" * 1501}),
        {"again": "3", "website": "x"},
    ):
        assert answer(**fields).status_code == 422, fields
    assert not PilotAnswer.objects.exists()


def test_a_question_of_the_other_role_is_not_kept(pilot: Pilot, answer: Answer) -> None:
    answer(role="student", join="4", time="5")
    assert PilotAnswer.objects.get().ratings == {"join": 4}


def test_a_program_is_told_to_wait(pilot: Pilot, answer: Answer) -> None:
    assert answer(again="3", after=1).status_code == 422


def test_bytes_that_are_no_text_do_no_harm(pilot: Pilot, answer: Answer) -> None:
    response = answer(again="3", worked="a\x00b\u202e<script>")
    assert response.status_code == 302
    assert PilotAnswer.objects.get().worked == "ab<script>"


def test_a_form_from_elsewhere_and_one_too_long_are_not_read(pilot: Pilot, visitor: Client) -> None:
    url = f"{page_of('fi')}?role=student"
    assert visitor.post(url, {"again": "3"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert visitor.post(url, {"worked": "a" * 70_000}).status_code == 413
    assert visitor.post(page_of("fi"), {"again": "3"}).status_code == 422, "who answers was not said"
    assert visitor.delete(url).status_code == 405
    assert not PilotAnswer.objects.exists()


def test_a_whole_class_answers_behind_one_address_and_not_without_end(
    pilot: Pilot, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_ANSWERS >= 60
    monkeypatch.setattr("publishing.piloting.views.MOST_ANSWERS", 5)
    told = [answer(again="3", after=5).status_code for _n in range(7)]
    assert told == [302] * 5 + [429] * 2
    assert PilotAnswer.objects.count() == 5


def test_what_could_not_be_saved_is_said_and_can_be_sent_again(
    pilot: Pilot, answer: Answer, visitor: Client
) -> None:
    ticket = "abcdefgh12345678"
    with patch("publishing.piloting.views.PilotAnswer.objects.create", side_effect=DatabaseError):
        response = answer(worked="Kahvi", ticket=ticket)
    assert response.status_code == 503
    assert soup_of(response).select_one("[name=worked]").get_text().strip() == "Kahvi"
    assert answer(worked="Kahvi", ticket=ticket).status_code == 302
    assert PilotAnswer.objects.count() == 1


@pytest.mark.parametrize("values", [{"closed_on": TODAY}, {"closes_on": TODAY - timedelta(days=1)}])
def test_a_closed_pilot_says_what_to_do_and_takes_nothing(
    pilot: Pilot, visitor: Client, language: str, values: dict[str, Any]
) -> None:
    Pilot.objects.update(**values)
    url = f"{page_of(language)}?role=student"
    for response in (visitor.get(url), visitor.post(url, {"again": "3"})):
        page = soup_of(response)
        assert response.status_code == 410
        assert page.select_one("main [role=status]")
        assert not page.select("main form")
    assert not PilotAnswer.objects.exists()


def test_on_its_last_day_a_pilot_is_open(pilot: Pilot, answer: Answer) -> None:
    Pilot.objects.update(closes_on=TODAY)
    assert answer(again="3").status_code == 302


def test_the_practice_is_named_in_its_own_language(
    pilot: Pilot, practice: PracticePage, visitor: Client, language: str
) -> None:
    name = soup_of(visitor.get(page_of(language))).select_one(".page-head__over")
    assert name.get_text() == practice.title
    assert name.get("lang") == (None if language == "fi" else "fi")


def test_pages_of_pilots_are_neither_kept_nor_found(pilot: Pilot, visitor: Client) -> None:
    for query in ("", "?role=student", "?said=thanks"):
        response = visitor.get(page_of("fi") + query)
        assert "no-store" in response.headers["Cache-Control"]
        assert "noindex" in soup_of(response).select_one("meta[name=robots]")["content"]
