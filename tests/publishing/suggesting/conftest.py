"""A portal with a project's team, a clock that stands still, and a visitor who suggests a practice."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from tests.database import world
from tests.publishing.people import team_of_project
from tests.publishing.suggesting.suggesting import ADDRESS, NOON, stamp_of


@pytest.fixture(scope="module")
def team(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A project with its page and its team."""
    with world(django_db_blocker):
        with time_machine.travel(NOON, tick=False):
            team_of_project()
        yield


@pytest.fixture
def clock(team: None, portal: Any) -> Iterator[Any]:
    """A portal with a project and its team, and a clock that stands still until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def visitor() -> Client:
    """A visitor whose browser sends no token, as none is handed out."""
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS)


@pytest.fixture
def post(visitor: Client, clock: Any) -> Callable[..., HttpResponse]:
    """Return a function that opens a page, waits, and sends its form with fields."""

    def sent(path: str, fields: dict[str, Any] | None = None, *, after: float = 10) -> HttpResponse:
        stamp = stamp_of(visitor.get(path))
        clock.shift(timedelta(seconds=after))
        return visitor.post(path, {"stamp": stamp, "website": "", **(fields or {})})

    return sent
