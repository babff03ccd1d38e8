"""Practices, pilots and answers, and the pages that visitors see of them: what tests of pilots share."""

import contextlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import time_machine
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import override

from practices.models import PracticePage
from publishing.models import Pilot, PilotAnswer
from tests.database import world
from tests.factories import practice_page

NOON = "2026-11-25 12:00:00+02:00"
ADDRESS = "203.0.113.88"
TODAY = date(2026, 11, 25)
CODE = "ABC234"


@contextlib.contextmanager
def practice_made(blocker: Any, **options: Any) -> Iterator[int]:
    """Keep a live practice in Finnish for all tests of a module, and yield its number."""
    with world(blocker):
        with time_machine.travel(NOON, tick=False):
            number = practice_page("Kaverikahvit", **options).pk
        yield number


def pilot_of(practice: PracticePage, **values: Any) -> Pilot:
    """Return a new pilot, open for half a year unless told otherwise."""
    closes_on = TODAY + timedelta(days=182)
    return Pilot.objects.create(
        **{"practice": practice.translation_key, "name": "Asuntola", "closes_on": closes_on, **values}
    )


def answered(pilot: Pilot, role: str = "student", **values: Any) -> PilotAnswer:
    """Return a new answer to a pilot."""
    return PilotAnswer.objects.create(**{"pilot": pilot, "role": role, "language": "fi", **values})


def entry(language: str) -> str:
    with override(language):
        return reverse("pilot_enter")


def page_of(language: str, code: str = CODE) -> str:
    with override(language):
        return reverse("pilot_answer", args=(code,))


def soup_of(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")
