"""A checked file made into drafts, a moment's work at a time, so that others can work and nothing is lost on the way.

Each batch is a short transaction that also says how far the run is: a process that is killed leaves whole batches, and
whoever looks at the run next goes on from there, or takes them back. On SQLite, which lets one write at a time, a run
of a minute in one transaction would stop every editor.
"""

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from socket import gethostname
from time import monotonic
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.log_actions import log
from wagtail.models import Page

from publishing.importing import bulk, undoing
from publishing.importing.access import projects_for
from publishing.importing.changing import Changer
from publishing.importing.contents import Content, read_cells
from publishing.importing.known import PRACTICE, Known
from publishing.importing.made import MadePage, NewPractice
from publishing.importing.planning import Planner
from publishing.models import ImportedPage, ImportRow, ImportRun

logger = logging.getLogger(__name__)
State, Result = ImportRun.State, ImportRow.Result
BATCH = 20  # rows a transaction: about half a second
UNFINISHED = (State.RUNNING, State.UNDOING)
# A run whose driver is alive says so every second.
INTERRUPTED_AFTER = timedelta(minutes=2)


class NotNow(Exception):
    """A run cannot do this in its present state; `str()` says why, in the active language."""


def this_process() -> list[Any]:
    """Return what tells this process from others: its host and number."""
    return [gethostname(), os.getpid()]


def start(run: ImportRun, *, wanted: str, when_there: str, driver: Any = None) -> None:
    """Let a checked run begin. Raises NotNow, and PermissionDenied where a project is no longer the user's.

    `driver` is the process that brings it to its end, where one does.
    """
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.state != State.CHECKED:
            raise NotNow(_("The import has been started already."))
        rows = run.rows.exclude(outcome=ImportRow.Outcome.ERROR)
        if wanted == ImportRun.Wanted.ALL and run.rows.filter(outcome=ImportRow.Outcome.ERROR).exists():
            raise NotNow(
                _("Some rows have errors. Mend the file and check it again, or take the valid rows only.")
            )
        new = rows.filter(outcome=ImportRow.Outcome.NEW)
        if new.exclude(project__in=projects_for(run.user)).exists():
            raise PermissionDenied
        run.wanted, run.when_there, run.state = wanted, when_there, State.RUNNING
        run.done, run.total, run.message = 0, todo(run).count(), ""
        run.findings |= {"keywords": [], "again": [], "driver": driver}
        if not run.total:
            raise NotNow(_("There is nothing to import: every practice is there already or has errors."))
        run.save()
        log(run, "publishing.import.run", user=run.user, data={"file": run.name, "rows": run.total})


def todo(run: ImportRun) -> Any:
    """Return the rows that a run writes."""
    outcomes = [ImportRow.Outcome.NEW]
    if run.when_there == ImportRun.WhenThere.UPDATE:
        outcomes.append(ImportRow.Outcome.THERE)
    return run.rows.filter(outcome__in=outcomes)


@task()
def work_off(run: str) -> None:
    """Bring a run to its end, in a worker."""
    finish(UUID(run))


def has_worker() -> bool:
    """Return whether work goes to a queue; without a worker it would hold up the answer, and the page drives it."""
    return bool(work_off.get_backend().supports_defer)


def finish(pk: UUID, *, progress: Callable[[ImportRun], None] = lambda _run: None) -> ImportRun:
    """Bring a run to its end and return it."""
    while True:
        run = advance(pk)
        progress(run)
        if run.state not in UNFINISHED:
            return run


def advance(pk: UUID, *, seconds: float = 1.0) -> ImportRun:
    """Do about `seconds` of a run's work, and return the run as it then is. Several may drive one run at once."""
    until = monotonic() + seconds
    worker = _Worker(pk)
    while True:
        run = worker.step()
        if run.state not in UNFINISHED or monotonic() >= until:
            return run


class _Worker:
    """Does batches of one run. What it has looked up is kept for the next batch of the same moment."""

    def __init__(self, pk: UUID) -> None:
        self.pk = pk
        self._known: Known | None = None

    def step(self, size: int = BATCH) -> ImportRun:
        """Do one batch; where a row of it fails, one row at a time, so that the others stand or the reason is told."""
        try:
            with transaction.atomic():
                run = ImportRun.objects.select_for_update().get(pk=self.pk)
                if run.state == State.UNDOING:
                    undoing.step(run)
                elif run.state == State.RUNNING:
                    self._batch(run, size)
                return run
        except Exception as error:
            if self._state() != State.RUNNING:
                raise
            self._known = None  # what was taken for the batch is free again
            return self.step(1) if size > 1 else self._failed(error)

    def _state(self) -> str:
        return str(ImportRun.objects.values_list("state", flat=True).get(pk=self.pk))

    def _batch(self, run: ImportRun, size: int) -> None:
        rows = list(todo(run)[run.done : run.done + size])
        if rows:
            self._write(run, rows)
        elif run.findings.get("again"):
            self._write_again(run, size)
        else:
            run.state, run.finished_at = State.DONE, timezone.now()
        run.done += len(rows)
        run.save()

    def _write_again(self, run: ImportRun, size: int) -> None:
        """Let rows lead to practices that stood further down in the file, now that all of them are there."""
        now, run.findings["again"] = run.findings["again"][:size], run.findings["again"][size:]
        changer = Changer(Known(), run.user)
        for row in run.rows.filter(number__in=now):
            content = _with_links_repeated(row, read_cells(row.cells, changer.known)[0])
            own = dict(run.pages.filter(row=row.number).values_list("page", "pk"))
            family = Page.objects.filter(pk__in=own).values_list("translation_key", flat=True).first()
            for page in changer.change(row.number, family, content) if family else []:
                if page.page in own:
                    run.pages.filter(pk=own[page.page]).update(revision_made=page.revision_made)

    def _write(self, run: ImportRun, rows: Sequence[ImportRow]) -> None:
        if self._known is None:
            self._known = Known(filter(None, run.rows.values_list("cells__key", flat=True)))
        known = self._known
        planner, changer = Planner(known, run.user), Changer(known, run.user)
        made: list[MadePage] = []
        new: list[NewPractice] = []
        for row in rows:
            content, noted = read_cells(row.cells, known)
            reasons = [reason for notes in noted.values() for reason in notes.problems]
            if reasons:
                raise _BadRow(reasons[0])  # a term, say, that has been renamed since the check
            if any(notes.awaits for notes in noted.values()):
                run.findings["again"].append(row.number)
            if row.practice:
                changed = changer.change(row.number, row.practice, content)
                row.result = Result.UPDATED if changed else Result.UNCHANGED
                made += changed
            else:
                new.append(NewPractice(row.number, row.project_id or 0, content))
                row.result = Result.MADE
        pages, keywords = bulk.make(planner.plans(new), user=run.user) if new else ([], [])
        made += pages
        run.findings["keywords"] = [*run.findings.get("keywords", ()), *keywords]
        ImportedPage.objects.bulk_create(
            ImportedPage(
                run=run,
                row=page.row,
                page=page.page,
                is_new=page.is_new,
                was_alias=page.was_alias,
                revision_before=page.revision_before,
                revision_made=page.revision_made,
            )
            for page in made
        )
        ImportRow.objects.bulk_update(rows, ["result"])

    def _failed(self, error: Exception) -> ImportRun:
        """Note the row that could not be written: without it the others go on, or all of them are taken back."""
        with transaction.atomic():
            run = ImportRun.objects.select_for_update().get(pk=self.pk)
            row = todo(run)[run.done]
            reason = (
                str(error) if isinstance(error, _BadRow) else _("It could not be saved; the log tells why.")
            )
            if not isinstance(error, _BadRow):
                logger.exception("Row %d of import %s could not be saved", row.number, run.pk, exc_info=error)
            row.problems = [*row.problems, {"column": "", "reason": reason}]
            row.outcome = ImportRow.Outcome.ERROR
            row.save()
            run.total -= 1
            if run.wanted == ImportRun.Wanted.ALL:
                run.message = _("Row %(row)d: %(reason)s") % {"row": row.number, "reason": reason}
                undoing.begin(run)
            run.save()
        return run


def _with_links_repeated(row: ImportRow, content: Content) -> Content:
    """Let translations have the source's texts with links to practices, where they say nothing else themselves."""
    linked = {
        code: value
        for code, value in content.texts.get(content.source, {}).items()
        if PRACTICE in row.cells.get(f"{code}_{content.source}", "")
    }
    texts = {
        language: {**linked, **values} if any(values.values()) else values
        for language, values in content.texts.items()
    }
    return replace(content, texts=texts)


class _BadRow(Exception):
    """A row that was good when it was checked and is not any more."""


def is_interrupted(run: ImportRun) -> bool:
    """Return whether nobody drives an unfinished run any more."""
    if run.state not in UNFINISHED:
        return False
    host, pid = run.findings.get("driver") or ("", 0)
    gone = host == gethostname() and not _is_alive(pid)
    return gone or run.changed_at < timezone.now() - INTERRUPTED_AFTER


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def take_back(pk: UUID) -> ImportRun:
    """Take back what an unfinished run of “all or none” has made, or bring another to its end; return it."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=pk)
        if run.state == State.RUNNING and run.wanted == ImportRun.Wanted.ALL:
            run.message = _(
                "The import was interrupted, and what it had made was taken back. Start it again."
            )
            undoing.begin(run)
            run.save()
    return finish(pk)


def take_back_interrupted() -> int:
    """Take back what interrupted runs of “all or none” made, finish the others; return how many there were."""
    runs = [run for run in ImportRun.objects.filter(state__in=UNFINISHED) if is_interrupted(run)]
    for run in runs:
        take_back(run.pk)
    return len(runs)
