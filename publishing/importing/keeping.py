"""How long imports are kept, and what becomes of those that nobody drives any more."""

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from publishing.importing import running
from publishing.models import ImportRun

# Time enough to take an import back; its file is not needed longer.
KEPT = timedelta(days=90)
CHECKED_KEPT = timedelta(days=7)


def forget_imports(today: date) -> int:
    """Forget runs, and their files, that are past their time; return how many. The drafts that they made stay."""
    now = datetime.combine(today, time.min, UTC)
    settled = ~Q(state__in=running.UNFINISHED) & Q(begun_at__lt=now - KEPT)
    only_checked = Q(
        state__in=(ImportRun.State.CHECKING, ImportRun.State.CHECKED), begun_at__lt=now - CHECKED_KEPT
    )
    runs = list(ImportRun.objects.filter(settled | only_checked))
    for run in runs:
        forget(run)
    return len(runs)


def forget(run: ImportRun) -> None:
    """Forget a run and its file; what it made stays."""
    run.file.delete(save=False)
    run.delete()


def mend_imports(_today: date) -> int:
    """Bring interrupted runs to an end; return how many."""
    return running.take_back_interrupted()
