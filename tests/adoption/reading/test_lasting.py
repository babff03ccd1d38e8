"""Whether a practice lasts: what is known after a year and two years, and what is not."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from adoption.models import Adoption, FollowUp
from adoption.pulse.planning import months_after
from adoption.reading.lasting import Lasting, lasting_of
from tests.adoption.adopting import adopt
from tests.factories import practice_page

pytestmark = pytest.mark.django_db
START = date(2024, 9, 2)
TODAY = date(2026, 10, 1)


def lasting(today: date = TODAY) -> list[Lasting]:
    return lasting_of(Adoption.objects.confirmed().prefetch_related("changes", "follow_ups"), today)


def answered(adoption: Adoption, month: int, answer: str = "in-use", **fields: Any) -> FollowUp:
    """Return the follow-up of a month, answered a week after its day."""
    due = months_after(adoption.since or START, month)
    at = datetime(due.year, due.month, due.day, 9, tzinfo=UTC)
    values = {"due_on": due, "answer": answer, "answered_at": at.replace(day=min(due.day + 7, 28)), **fields}
    follow_up, _made = FollowUp.objects.update_or_create(adoption=adoption, month=month, defaults=values)
    return follow_up


def test_nobody_is_told_of_before_the_months_have_passed(portal: Any) -> None:
    adopt(practice_page("Kello"), ("in-use", START))
    assert lasting(date(2025, 9, 1)) == []
    assert [(each.months, each.counted) for each in lasting(date(2025, 9, 2))] == [(12, 1)]
    assert [each.months for each in lasting(date(2026, 9, 2))] == [12, 24]


def test_an_answer_after_the_day_tells_that_it_is_in_use_and_silence_tells_nothing(portal: Any) -> None:
    page = practice_page("Kello")
    answered(adopt(page, ("in-use", START)), 12)
    answered(adopt(page, ("in-use", START)), 6)
    year, two = lasting()
    assert (year.still, year.ended, year.unknown) == (1, 0, 1)
    assert (two.still, two.ended, two.unknown) == (0, 0, 2)


def test_a_later_state_tells_that_it_was_in_use_on_the_day(portal: Any) -> None:
    adopt(practice_page("Kello"), ("in-use", START), ("stopped", date(2026, 3, 1)))
    year, two = lasting()
    assert (year.still, year.ended, year.unknown) == (1, 0, 0)
    assert (two.still, two.ended, two.unknown) == (0, 1, 0)


def test_what_was_taken_up_again_counts_by_the_state_of_the_day(portal: Any) -> None:
    states = (("in-use", START), ("stopped", date(2025, 1, 1)), ("in-use", date(2026, 1, 1)))
    adopt(practice_page("Kello"), *states, ("embedded", date(2026, 9, 15)))
    year, two = lasting()
    assert (year.still, year.ended) == (0, 1)
    assert (two.still, two.ended) == (1, 0)


def test_who_tells_only_afterwards_is_told_of_apart(portal: Any) -> None:
    late = datetime(2026, 9, 20, tzinfo=UTC)
    adopt(practice_page("Kello"), ("in-use", START), confirmed=late)
    assert [(each.counted, each.told_later) for each in lasting()] == [(0, 1), (0, 1)]


@pytest.mark.parametrize(
    "fields", [{"disputed_at": datetime(2026, 9, 1, tzinfo=UTC)}, {"confirmed_at": None}]
)
def test_disputed_and_unconfirmed_do_not_count(portal: Any, fields: dict[str, Any]) -> None:
    adoption = adopt(practice_page("Kello"), ("in-use", START))
    Adoption.objects.filter(pk=adoption.pk).update(**fields)
    assert lasting() == []


@pytest.mark.parametrize(("counted", "share"), [(9, None), (10, 70)])
def test_a_share_is_said_from_ten_on_and_silence_is_no_use(counted: int, share: int | None) -> None:
    told = Lasting(12, still=7, ended=1, unknown=counted - 8, told_later=0)
    assert (told.counted, told.share) == (counted, share)


def test_considering_alone_never_counts(portal: Any) -> None:
    adopt(practice_page("Kello"), ("considering", START))
    assert lasting() == []
