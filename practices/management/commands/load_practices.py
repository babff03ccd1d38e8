"""Loads practices, projects and themes from data files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.loading import BadFiles, Report, check, load
from search import index


class Command(BaseCommand):
    """`load_practices PATH`: a folder as in practices/demo/README.md, or one practice's file."""

    help = "Load practices, projects and themes from YAML files: all of them or, if one is bad, none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a folder, or the file of one practice")
        parser.add_argument("--check", action="store_true", help="only check the files")
        parser.add_argument("--overwrite", action="store_true", help="replace pages edited in the portal too")
        parser.add_argument("--no-index", action="store_true", help="leave the search index for later")

    def handle(self, *_args: Any, path: Path, check: bool, overwrite: bool, **options: Any) -> None:
        try:
            if check:
                self._checked(path)
                return
            report = load(path, overwrite=overwrite, progress=self._progress)
        except BadFiles as bad:
            for problem in bad.problems:
                self.stderr.write(str(problem))
            count = len(bad.problems)
            message = ngettext("%d problem; nothing was loaded.", "%d problems; nothing was loaded.", count)
            raise CommandError(message % count) from None
        self._told(report)
        if (report.created or report.updated) and not options["no_index"]:
            self._index()

    def _checked(self, path: Path) -> None:
        count = len(check(path).records)
        self.stdout.write(ngettext("%d file is good.", "%d files are good.", count) % count)

    def _told(self, report: Report) -> None:
        self.stdout.write(
            _("Pages made: %(created)d, updated: %(updated)d, unchanged: %(unchanged)d.")
            % {
                "created": len(report.created),
                "updated": len(report.updated),
                "unchanged": len(report.unchanged),
            }
        )
        for key in report.kept:
            self.stdout.write(
                _("Kept, since it was edited in the portal: %s (--overwrite replaces it)") % key
            )

    def _index(self) -> None:
        try:
            count = index.rebuild(
                index.provided_documents(), progress=lambda n: self._progress(_("search index"), n, 0)
            )
        except index.SearchUnavailable as error:
            self.stderr.write(str(error))
            return
        self.stdout.write(ngettext("%d page can be found.", "%d pages can be found.", count) % count)

    def _progress(self, what: str, done: int, total: int) -> None:
        """Show progress on one line in a terminal, and now and then elsewhere."""
        line = f"  {what}: {done}/{total}" if total else f"  {what}: {done}"
        if self.stdout.isatty():
            self.stdout.write(f"\r{line}", ending="\n" if done == total else "")
        elif done == total or done % 20 == 0:
            self.stdout.write(line)
