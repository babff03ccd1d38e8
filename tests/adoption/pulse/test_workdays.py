"""When adopters may be written to."""

from datetime import UTC, date, datetime

import pytest

from adoption.pulse.workdays import HELSINKI, is_office_hour, is_working, next_office_hour, next_working


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-11-27", True),  # a Friday
        ("2026-11-28", False),
        ("2026-12-18", True),
        ("2026-12-21", False),  # a Monday, but the school year has its break
        ("2027-01-06", False),
        ("2027-01-07", True),
        ("2027-03-26", False),  # Good Friday
        ("2027-05-06", False),  # Ascension Day
        ("2027-06-25", False),  # Midsummer Eve
        ("2027-07-15", False),
        ("2027-08-02", True),
    ],
)
def test_days_off_are_finlands(day: str, working: bool) -> None:
    assert is_working(date.fromisoformat(day)) is working


def test_a_day_off_is_shifted_to_the_next_working_day() -> None:
    assert next_working(date(2027, 7, 1)) == date(2027, 8, 2)
    assert next_working(date(2026, 12, 20)) == date(2027, 1, 7)
    assert next_working(date(2026, 11, 27)) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2027, 3, 29, 4, 59, tzinfo=UTC), False),  # 7.59 in summer time
        (datetime(2027, 3, 29, 5, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 2, 5, 30, tzinfo=UTC), False),  # 7.30 in winter time
        (datetime(2026, 11, 2, 13, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 2, 14, 0, tzinfo=UTC), False),
    ],
)
def test_office_hours_are_those_of_the_wall_clock(moment: datetime, is_open: bool) -> None:
    assert is_office_hour(moment) is is_open


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-27 03:00", "2026-11-27 08:10"),
        ("2026-11-27 09:30", "2026-11-27 10:10"),
        ("2026-11-27 15:10", "2026-11-30 08:10"),  # over the weekend
        ("2027-03-26 23:00", "2027-03-30 08:10"),  # over Easter, in which the clocks are turned
    ],
)
def test_the_worker_is_set_for_the_next_office_hour(now: str, then: str) -> None:
    here, wanted = (datetime.fromisoformat(each).replace(tzinfo=HELSINKI) for each in (now, then))
    assert next_office_hour(here) == wanted
