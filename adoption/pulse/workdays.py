"""When adopters may be written to: on Finnish working days of the school year, in office hours, by Finland's clock."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

HELSINKI = ZoneInfo("Europe/Helsinki")
OPENS, CLOSES = 8, 16
SATURDAY, JULY = 5, 7
# Colleges are closed from the week of Christmas to Epiphany, and in July.
CHRISTMAS_FROM, CHRISTMAS_TO = (12, 20), (1, 6)
MINUTE = 10  # past the hour, when other machines' timers have gone off


def is_working(day: date) -> bool:
    """Return whether colleges read mail on a day."""
    within = (day.month, day.day)
    is_away = day.month == JULY or within >= CHRISTMAS_FROM or within <= CHRISTMAS_TO
    return day.weekday() < SATURDAY and not is_away and day not in _holidays(day.year)


def next_working(day: date) -> date:
    """Return a day if it is a working day, else the first one after it."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def is_office_hour(moment: datetime) -> bool:
    """Return whether it is between 8 and 16 in Finland; `moment` is aware, in whatever zone."""
    return OPENS <= moment.astimezone(HELSINKI).hour < CLOSES


def end_of_week(day: date) -> date:
    """Return the Sunday of a day's week."""
    return day + timedelta(days=6 - day.weekday())


def next_office_hour(moment: datetime) -> datetime:
    """Return ten past the next hour in which mails may be sent. Hours are those of the wall clock, also in spring."""
    here = moment.astimezone(HELSINKI)
    if is_working(here.date()) and here.hour + 1 < CLOSES:
        return datetime.combine(here.date(), time(max(here.hour + 1, OPENS), MINUTE), HELSINKI)
    return datetime.combine(next_working(here.date() + timedelta(days=1)), time(OPENS, MINUTE), HELSINKI)


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FI", years=year))
