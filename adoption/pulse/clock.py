"""Who asks, and when: a timer's command, or a background worker that winds up its own clock."""

import logging
from datetime import date

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from adoption.pulse import asking
from adoption.pulse.workdays import is_office_hour, is_working, next_office_hour

logger = logging.getLogger(__name__)


@task()
def ask_by_worker() -> int:
    """Ask what is due now, having arranged for the next time first: a worker that is killed stops no clock."""
    keep_asking()
    return asking.ask(timezone.localdate())


def keep_asking() -> bool:
    """See to it that a worker asks in the next office hour; return whether one does. Done often it is done once."""
    if not ask_by_worker.get_backend().supports_defer:
        return False
    waiting = DBTaskResult.objects.filter(task_path=ask_by_worker.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        ask_by_worker.using(run_after=next_office_hour(timezone.now())).enqueue()
    return True


def ask_daily(today: date) -> int:
    """Do a day's asking for a timer, at whatever hour it runs, and return how many mails went out now.

    At night a worker is left to do it; where there is none the log tells how to have it done.
    """
    by_worker = keep_asking()
    if is_working(today) and not is_office_hour(timezone.now()) and not by_worker:
        number = asking.waiting(today)
        if number:
            logger.warning(
                "%d mails of follow-ups wait: run ask_follow_ups between 8 and 16, or a worker (docs/adoption.md)",
                number,
            )
    return asking.ask(today)
