"""A pilot with its practice, and somebody who answers to it: what tests of pilots share."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from practices.models import PracticePage
from publishing.models import Pilot, PilotAnswer
from tests.factories import practice_page

ADDRESS = "203.0.113.88"
TODAY = date(2026, 11, 25)
CODE = "ABC234"


@pytest.fixture
def clock(portal: Any) -> Iterator[Any]:
    """A clock that stands still until a test moves it."""
    with time_machine.travel("2026-11-25 12:00:00+02:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def practice(clock: Any) -> PracticePage:
    """A live practice in Finnish."""
    page: PracticePage = practice_page("Kaverikahvit")
    return page


@pytest.fixture
def pilot(practice: PracticePage) -> Pilot:
    """An open pilot of the practice."""
    return pilot_of(practice, code=CODE)


def pilot_of(practice: PracticePage, **values: Any) -> Pilot:
    """Return a new pilot, open for half a year unless told otherwise."""
    closes_on = TODAY + timedelta(days=182)
    return Pilot.objects.create(
        **{"practice": practice.translation_key, "name": "Asuntola", "closes_on": closes_on, **values}
    )


def answered(pilot: Pilot, role: str = "student", **values: Any) -> PilotAnswer:
    """Return a new answer to a pilot."""
    return PilotAnswer.objects.create(**{"pilot": pilot, "role": role, "language": "fi", **values})


@pytest.fixture
def visitor() -> Client:
    """Somebody whose browser sends no token, as none is handed out."""
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS)


def entry(language: str) -> str:
    with override(language):
        return reverse("pilot_enter")


def page_of(language: str, code: str = CODE) -> str:
    with override(language):
        return reverse("pilot_answer", args=(code,))


def soup_of(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def answer(visitor: Client, clock: Any) -> Callable[..., HttpResponse]:
    """Return a function that fills in the form of a role and sends it after ten seconds."""

    def send(
        language: str = "fi",
        role: str = "student",
        *,
        code: str = CODE,
        client: Client = visitor,
        after: float = 10,
        **fields: str,
    ) -> HttpResponse:
        form = soup_of(client.get(f"{page_of(language, code)}?role={role}")).select_one("main form")
        sent = {
            each["name"]: each.get("value", "")
            for each in form.select("input[type=hidden], .form-trap input")
        }
        clock.shift(timedelta(seconds=after))
        return client.post(form["action"], sent | fields)

    return send
