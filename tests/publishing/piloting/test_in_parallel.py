"""A class that answers at the same moment: every answer is there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client

from practices.models import PracticePage
from publishing.models import Pilot, PilotAnswer
from publishing.piloting.forms import AnswerForm
from tests.publishing.piloting.trying import page_of, pilot_of

PRACTICE = UUID(int=7)


@pytest.fixture
def pilot(committed: None, monkeypatch: pytest.MonkeyPatch) -> Pilot:
    """A pilot that every thread sees, of a practice that no database has."""
    page = PracticePage(title="Kaverikahvit", translation_key=PRACTICE)
    page.locale_id = 1
    monkeypatch.setattr("publishing.piloting.codes.practice_of", lambda pilot: page)
    return pilot_of(page)


@pytest.mark.second_database
def test_many_answers_at_once_are_all_kept(pilot: Pilot) -> None:
    url = f"{page_of('fi', pilot.code)}?role=student"
    with time_machine.travel("2026-11-25 12:00:00+02:00", tick=False) as clock:
        stamp = AnswerForm("student").stamp_to_send
        clock.shift(timedelta(seconds=10))

        def send(number: int) -> int:
            try:
                fields = {
                    "stamp": stamp,
                    "ticket": f"ticket{number % 20}",
                    "worked": f"Vastaus {number % 20}",
                }
                return Client(REMOTE_ADDR="198.51.100.7").post(url, fields).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            told = list(pool.map(send, range(40)))
    assert told == [302] * 40
    words = sorted(PilotAnswer.objects.values_list("worked", flat=True))
    assert words == sorted(f"Vastaus {number}" for number in range(20)), (
        "each once, though each was sent twice"
    )
