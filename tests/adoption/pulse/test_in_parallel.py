"""Several workers and several presses of the same button, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client

from adoption.models import Adoption, FollowUp, Sending
from adoption.pulse import asking
from adoption.pulse.asking import ask
from adoption.pulse.forms import ActionForm
from practices.models import PracticePage
from tests.adoption.adopting import adopt
from tests.adoption.pulse.asked import address_of, first_follow_up


@pytest.fixture
def adoption(committed: None, monkeypatch: pytest.MonkeyPatch) -> Adoption:
    """An adoption that every thread sees, of a practice that no database has."""
    page = PracticePage(title="Kaverikahvit", translation_key=uuid4())
    monkeypatch.setattr(asking, "pages_of", lambda keys, language: dict.fromkeys(keys, page))
    return adopt(page)


def _at_once(number: int, work: Any) -> list[Any]:
    def run(_number: int) -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


@pytest.mark.second_database
def test_workers_at_once_send_one_mail(adoption: Adoption) -> None:
    with time_machine.travel(datetime(2026, 12, 1, 8, tzinfo=UTC), tick=False):
        assert sum(_at_once(4, lambda: ask(date(2026, 12, 1)))) == 1
    assert len(mail.outbox) == Sending.objects.count() == 1


@pytest.mark.second_database
def test_ten_presses_at_once_are_one_answer(adoption: Adoption) -> None:
    url = address_of(first_follow_up(adoption))
    with time_machine.travel("2026-12-02 10:00:00+02:00", tick=False) as clock:
        stamp = ActionForm().stamp_to_send
        clock.shift(10)
        fields = {"answer": "stopped", "stamp": stamp, "reason": "funding"}
        assert _at_once(10, lambda: Client().post(url, fields).status_code) == [302] * 10
    assert [each.state for each in adoption.changes.all()] == ["in-use", "stopped"]
    assert FollowUp.objects.get(adoption=adoption).answer == "stopped"
