"""What is done once a day: all of it, also where one part fails."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from publishing import daily

pytestmark = pytest.mark.django_db


@pytest.mark.second_database
def test_every_job_runs_on_a_portal_without_news(portal: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(daily.run(date(2027, 1, 15)).values()) == {0}
    call_command("daily")
    assert "old suggestions: 0" in capsys.readouterr().out


def test_a_job_that_fails_does_not_stop_the_others(
    portal: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_today: date) -> int:
        raise RuntimeError("full disk")

    monkeypatch.setattr(daily, "jobs", lambda: {"first": fails, "second": lambda _today: 3})
    assert daily.run(date(2027, 1, 15)) == {"first": None, "second": 3}
    assert "full disk" in caplog.text
    with pytest.raises(CommandError):
        call_command("daily")
