"""A background worker that asks by itself."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from adoption.pulse.clock import ask_by_worker
from adoption.pulse.workdays import HELSINKI
from tests.adoption.adopting import adopt
from tests.factories import practice_page


@pytest.fixture
def _with_worker(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def work() -> None:
    """Do what a worker does with what is ready: mark it as running, do it, mark it as done."""
    ready = DBTaskResult.objects.ready().get(task_path=ask_by_worker.module_path)
    ready.claim("worker")
    ready.set_successful(ready.task.call())


def arranged() -> list[datetime]:
    """Return the times for which asking is arranged."""
    waiting = DBTaskResult.objects.filter(task_path=ask_by_worker.module_path, status=TaskResultStatus.READY)
    return [each.run_after for each in waiting]


@pytest.mark.usefixtures("_with_worker")
def test_a_worker_that_was_set_once_goes_on_asking(portal: Any) -> None:
    adopt(practice_page())
    with time_machine.travel(datetime(2026, 12, 1, 3, 0, tzinfo=HELSINKI), tick=False):
        call_command("ask_follow_ups")
        call_command("ask_follow_ups")
        assert arranged() == [datetime(2026, 12, 1, 8, 10, tzinfo=HELSINKI)]
    with time_machine.travel(datetime(2026, 12, 1, 8, 11, tzinfo=HELSINKI), tick=False):
        work()
        assert len(mail.outbox) == 1
        assert arranged() == [datetime(2026, 12, 1, 9, 10, tzinfo=HELSINKI)]
