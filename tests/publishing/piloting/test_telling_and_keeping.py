"""Mails to the makers, seldom enough to be read; and words that are forgotten when their time is over."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from practices.models import PracticePage
from publishing.models import Care, MailChoices, Pilot, PilotAnswer
from publishing.piloting.keeping import _years_before, forget_old
from publishing.piloting.telling import tell_makers
from tests.publishing.people import Person, member, person
from tests.publishing.piloting.trying import TODAY, answered, pilot_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker(practice: PracticePage, language: str) -> Person:
    """A member of the practice's team, whose mails are in each language in turn."""
    return member(language=language)


@pytest.fixture
def tell(django_capture_on_commit_callbacks: Any) -> Any:
    """Return a function that runs the daily job on a day and sends what it says."""

    def run(day: date = TODAY) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return tell_makers(day)

    return run


def test_the_first_answer_is_told_to_whoever_began_the_pilot(
    maker: Person, practice: PracticePage, tell: Any, mailoutbox: list[Any], language: str
) -> None:
    begun = pilot_of(practice, begun_by=maker.user)
    assert tell() == 0
    answered(begun, worked="Salainen sana")
    assert tell() == 1
    mail = mailoutbox[0]
    assert mail.to == [maker.user.email]
    assert practice.title in mail.subject
    assert "1" in mail.subject
    assert f"/admin/pilots/{practice.pk}/" in mail.body
    assert mail.extra_headers["Content-Language"] == language
    assert "List-Unsubscribe" in mail.extra_headers
    assert "Salainen" not in mail.body, "what was said stays in the editor"


def test_the_job_does_nothing_the_second_time(maker: Person, pilot: Pilot, tell: Any) -> None:
    answered(pilot)
    assert [tell(), tell(), tell()] == [1, 0, 0]


def test_more_answers_are_told_once_a_week(
    maker: Person, practice: PracticePage, pilot: Pilot, tell: Any
) -> None:
    answered(pilot)
    other = pilot_of(practice)
    assert tell(TODAY) == 1
    answered(pilot)
    answered(other)
    assert [tell(TODAY + timedelta(days=days)) for days in range(1, 9)] == [0] * 6 + [1, 0]
    assert tell(TODAY + timedelta(days=30)) == 0, "there is nothing new"


@pytest.mark.second_database
def test_the_number_of_new_answers_is_over_all_pilots(
    maker: Person, practice: PracticePage, pilot: Pilot, tell: Any, mailoutbox: list[Any]
) -> None:
    for each in (pilot, pilot, pilot_of(practice)):
        answered(each)
    assert tell() == 1
    assert mailoutbox[0].subject.split()[0] == "3"


def test_whoever_has_turned_it_off_or_left_the_team_is_told_nothing(
    maker: Person, practice: PracticePage, tell: Any, mailoutbox: list[Any]
) -> None:
    left = person("lahtenyt")
    begun = pilot_of(practice, begun_by=left.user)
    answered(begun)
    assert tell() == 1
    assert mailoutbox[0].to == [maker.user.email], "the team is told in their place"
    MailChoices.objects.create(user=maker.user, feedback=False)
    answered(begun)
    assert tell(TODAY + timedelta(days=8)) == 0


def test_whoever_cares_for_the_practice_is_told(
    practice: PracticePage, pilot: Pilot, tell: Any, mailoutbox: list[Any]
) -> None:
    carer, _other = member(name="hoitaja"), member(name="toinen")
    Care.objects.create(practice=practice.translation_key, user=carer.user)
    answered(pilot)
    assert tell() == 1
    assert mailoutbox[0].to == [carer.user.email]


def test_a_pilot_of_a_practice_that_is_gone_stops_nothing(
    maker: Person, practice: PracticePage, pilot: Pilot, tell: Any
) -> None:
    answered(pilot)
    practice.delete()
    assert tell() == 0


@pytest.mark.parametrize(
    ("closes_on", "closed_on", "forgotten"),
    [
        (date(2027, 1, 31), None, True),
        (date(2027, 2, 1), None, False),
        (date(2028, 1, 1), date(2027, 1, 31), True),
        (date(2027, 3, 1), date(2027, 2, 1), False),
    ],
)
def test_words_are_forgotten_three_years_after_the_end_and_figures_stay(
    practice: PracticePage, closes_on: date, closed_on: date | None, forgotten: bool
) -> None:
    old = pilot_of(practice, closes_on=closes_on, closed_on=closed_on)
    answered(old, ratings={"join": 4}, worked="Kahvi", to_change="")
    answered(old, ratings={"join": 2})
    assert forget_old(date(2030, 1, 31)) == int(forgotten)
    assert forget_old(date(2030, 1, 31)) == 0
    kept = PilotAnswer.objects.order_by("pk").values_list("worked", "to_change", "ratings")
    assert list(kept) == [("" if forgotten else "Kahvi", "", {"join": 4}), ("", "", {"join": 2})]


@given(st.dates(min_value=date(1900, 1, 1)))
def test_three_years_before_a_day_are_three_years(day: date) -> None:
    before = _years_before(day)
    assert (before.year, before.month) == (day.year - 3, day.month)
    assert day.day - before.day in (0, 1)


def test_an_answer_carries_the_day_of_finland(pilot: Pilot) -> None:
    with time_machine.travel("2026-11-25 23:30:00+02:00", tick=False):
        assert answered(pilot).day == date(2026, 11, 25)
