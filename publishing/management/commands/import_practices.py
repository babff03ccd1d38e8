"""Imports practices from a table or a document, as drafts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from practices.models import Project
from publishing.importing import running
from publishing.importing.checking import Upload, check
from publishing.importing.keeping import forget
from publishing.importing.tables import MAX_BYTES, BadTable, Note, too_large
from publishing.models import ImportRow, ImportRun

Outcome, Result = ImportRow.Outcome, ImportRow.Result


class Command(BaseCommand):
    """`import_practices FILE`: all rows or, if one is bad, none."""

    help = (
        "Import practices from a CSV, XLSX or DOCX file, as drafts: all of them or, if one is bad, none. "
        "Practices that are there already are left as they are, unless --update. A refused file exits with 1 and "
        "prints row, column and reason, one problem a line."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        codes = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("file", type=Path, help="a .csv, .xlsx or .docx file (see import_template)")
        parser.add_argument("--dry-run", action="store_true", help="only check, and tell what would be done")
        parser.add_argument("--project", help="address (slug) of the project of rows that name none")
        parser.add_argument(
            "--language",
            choices=codes,
            default=codes[0],
            help="language of columns that name none (%(default)s)",
        )
        parser.add_argument(
            "--valid-only", action="store_true", help="leave out rows with errors, import the others"
        )
        parser.add_argument(
            "--update", action="store_true", help="write over practices that are there already, as drafts"
        )

    def handle(self, *_args: Any, file: Path, **options: Any) -> None:
        with override(options["language"]):
            running.take_back_interrupted()
            run = self._check(file, options)
            bad = self._tell(run)
            if bad and not options["valid_only"]:
                forget(run)
                message = ngettext(
                    "%d row has errors; nothing was saved.", "%d rows have errors; nothing was saved.", bad
                )
                raise CommandError(message % bad)
            if options["dry_run"]:
                forget(run)
                self.stdout.write(_("Nothing was saved: this was a trial."))
                return
            self._run(run, options)

    def _check(self, file: Path, options: dict[str, Any]) -> ImportRun:
        project = None
        if options["project"]:
            project = Project.objects.filter(slug=options["project"]).first()
            if project is None:
                known = ", ".join(
                    Project.objects.filter(pages__isnull=False).distinct().values_list("slug", flat=True)
                )
                raise CommandError(
                    _("There is no project “%(slug)s”. There are: %(known)s")
                    % {"slug": options["project"], "known": known}
                )
        try:
            return check(Upload(file.name, self._data(file), project=project, language=options["language"]))
        except BadTable as bad:
            for problem in bad.problems:
                self.stderr.write(f"{file}: {problem}")
            raise CommandError(_("The file was refused; nothing was saved.")) from None

    @staticmethod
    def _data(file: Path) -> bytes:
        try:
            if file.stat().st_size > MAX_BYTES:
                raise too_large()
            return file.read_bytes()
        except OSError as error:
            raise BadTable(
                Note(0, "", _("The file cannot be read: %s") % (error.strerror or error))
            ) from error

    def _tell(self, run: ImportRun) -> int:
        """Print problems and warnings, and how many rows there are of each kind; return how many have errors."""
        for warning in run.findings["warnings"]:
            self._note(0, warning, self.stdout)
        for row in run.rows.all():
            for problem in row.problems:
                self._note(row.number, problem, self.stderr)
            for warning in row.warnings:
                self._note(row.number, warning, self.stdout)
        counts = {outcome: run.rows.filter(outcome=outcome).count() for outcome in Outcome.values}
        self.stdout.write(_("New: %(new)d, there already: %(there)d, with errors: %(error)d.") % counts)
        return counts[Outcome.ERROR]

    def _note(self, number: int, note: dict[str, str], out: Any) -> None:
        out.write(f"{self._name(out)}{Note(number, note['column'], note['reason'])}")

    def _name(self, out: Any) -> str:
        return "" if out is self.stderr else _("note: ")

    def _run(self, run: ImportRun, options: dict[str, Any]) -> None:
        try:
            running.start(
                run,
                wanted=ImportRun.Wanted.VALID if options["valid_only"] else ImportRun.Wanted.ALL,
                when_there=ImportRun.WhenThere.UPDATE if options["update"] else ImportRun.WhenThere.SKIP,
                driver=running.this_process(),
            )
        except running.NotNow as nothing:
            self.stdout.write(str(nothing))
            return
        try:
            run = running.finish(run.pk, progress=self._progress)
        except KeyboardInterrupt:
            running.take_back(run.pk)
            raise CommandError(_("Interrupted. What had been made was taken back.")) from None
        counts = {result: run.rows.filter(result=result).count() for result in Result.values}
        if run.state == ImportRun.State.FAILED:
            raise CommandError(_("%s Nothing was saved.") % run.message)
        self.stdout.write(
            _("Drafts made: %(made)d, changed: %(updated)d, unchanged: %(unchanged)d.") % counts
        )

    def _progress(self, run: ImportRun) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r  {run.done}/{run.total}", ending="")
            self.stdout.flush()
