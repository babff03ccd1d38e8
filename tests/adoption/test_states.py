"""States change together with their history and the follow-ups that are planned."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from adoption.models import Adoption, FollowUp
from adoption.pulse.planning import months_after
from adoption.states import change_state, locked
from tests.adoption.adopting import adopt
from tests.factories import practice_page

SOURCE = "form"


def due(adoption: Adoption) -> list[tuple[int, date]]:
    return list(FollowUp.objects.filter(adoption=adoption).order_by("month").values_list("month", "due_on"))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 1, 15), 24, date(2028, 1, 15)),
    ],
)
def test_months_after_a_day(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


@pytest.mark.django_db
def test_follow_ups_are_planned_from_the_day_of_taking_into_use(portal: Any) -> None:
    adoption = adopt(practice_page(), ("considering", date(2026, 9, 1)))
    assert due(adoption) == []
    assert change_state(locked(adoption), "trying", date(2026, 10, 1), source=SOURCE)
    planned = [(3, date(2027, 1, 1)), (6, date(2027, 4, 1)), (12, date(2027, 10, 1)), (24, date(2028, 10, 1))]
    assert due(adoption) == planned
    assert change_state(locked(adoption), "in-use", date(2026, 12, 1), source=SOURCE)
    assert due(adoption) == planned, "the first running state counts"
    assert [c.state for c in adoption.changes.all()] == ["considering", "trying", "in-use"]


@pytest.mark.django_db
def test_what_was_stopped_is_not_asked_about_and_what_was_answered_stays(portal: Any) -> None:
    adoption = adopt(practice_page())
    FollowUp.objects.filter(month=3).update(answered_at="2026-12-02 10:00Z", answer="in-use")
    change_state(locked(adoption), "stopped", date(2027, 1, 10), source="pulse", reason="no-time")
    assert due(adoption) == [(3, date(2026, 12, 1))]
    adoption.refresh_from_db()
    assert (adoption.reason, adoption.since) == ("no-time", date(2026, 9, 1))
    change_state(locked(adoption), "in-use", date(2027, 2, 1), source="form")
    adoption.refresh_from_db()
    assert adoption.reason == ""
    assert [month for month, _day in due(adoption)] == [3, 6, 12, 24]


@pytest.mark.django_db
def test_months_that_had_passed_when_it_was_told_are_not_asked_about(portal: Any) -> None:
    adoption = adopt(
        practice_page(), ("in-use", date(2025, 9, 1)), confirmed=datetime(2026, 5, 1, 12, tzinfo=UTC)
    )
    assert [month for month, _day in due(adoption)] == [12, 24]


@pytest.mark.django_db
def test_the_same_state_told_again_changes_nothing(portal: Any) -> None:
    adoption = adopt(practice_page())
    assert not change_state(locked(adoption), "in-use", date(2026, 9, 1), source=SOURCE)
    assert adoption.changes.count() == 1
