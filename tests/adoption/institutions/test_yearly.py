"""The figures of one year, of which its report tells."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from adoption.institutions import yearly
from adoption.rooting import figures
from adoption.rooting.filters import Filters
from tests.adoption.adopting import adopt, institution
from tests.factories import practice_page

TODAY = date(2026, 11, 28)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel("2026-11-28 12:00:00+02:00", tick=False):
        yield


def test_a_year_that_is_over_tells_how_it_stood_then(portal: Any) -> None:
    page = practice_page("Kaverikahvit")
    states = (("in-use", date(2025, 3, 1)), ("embedded", date(2025, 11, 1)), ("stopped", date(2026, 2, 1)))
    for _n in range(4):
        adopt(page, *states)
    adopt(page, ("in-use", date(2026, 5, 1)))
    data = figures.read(today=TODAY)
    then = yearly.year_of(2025, data, Filters(), today=TODAY)
    now = yearly.year_of(2026, data, Filters(), today=TODAY)
    assert then is not None
    assert now is not None
    assert (then.figures.adoptions, then.figures.stopped, then.embedded.number) == (4, 0, 4)
    assert (now.figures.adoptions, now.figures.stopped, now.stopped.number) == (5, 4, 4)
    assert now.begun.number is None  # one institution alone: that would tell which
    assert not then.goes_on
    assert now.goes_on


def test_unnamed_institutions_are_counted_and_not_named(portal: Any) -> None:
    page = practice_page("Kaverikahvit")
    for n in range(4):
        adopt(page, by=institution(f"Opisto {n}"), is_public=n != 3)
    with override("fi"):
        year = yearly.year_of(2026, figures.read(today=TODAY), Filters(), today=TODAY)
    assert year is not None
    assert year.figures.institutions == 4
    assert [each.name for each in year.holdings] == ["Opisto 0", "Opisto 1", "Opisto 2"]


def test_too_few_institutions_make_no_report(client: Client, portal: Any) -> None:
    adopt(practice_page("Kaverikahvit"))
    with override("fi"):
        path = reverse("annual_report", args=(2026,))
    assert client.get(path).status_code == 404
