"""A pilot with its practice, a clock that stands still, and somebody who answers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from practices.models import PracticePage
from publishing.models import Pilot
from tests.publishing.piloting.trying import ADDRESS, CODE, NOON, page_of, pilot_of, practice_made, soup_of


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The number of a live practice, made once."""
    with practice_made(django_db_blocker) as number:
        yield number


@pytest.fixture
def clock(portal: Any) -> Iterator[Any]:
    """A clock that stands still until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def practice(made: int, clock: Any) -> PracticePage:
    """A live practice in Finnish."""
    return PracticePage.objects.get(pk=made)


@pytest.fixture
def pilot(practice: PracticePage) -> Pilot:
    """An open pilot of the practice."""
    return pilot_of(practice, code=CODE)


@pytest.fixture
def visitor() -> Client:
    """Somebody whose browser sends no token, as none is handed out."""
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS)


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
