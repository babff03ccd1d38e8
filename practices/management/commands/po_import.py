"""Takes translated PO files in: all of them or, if one is bad, none."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.translating.importing import import_files, summary
from practices.translating.po import BadPo


class Command(BaseCommand):
    """`po_import FILE|DIR [--publish] [--dry-run]`."""

    help = (
        "Take translated PO files in, as drafts of the translated pages: all files or, if one is bad, none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE|DIR", help="a PO file, or a folder of them")
        parser.add_argument("--language", help="refuse files in any other language")
        parser.add_argument("--publish", action="store_true", help="publish the pages; each must be complete")
        parser.add_argument("--dry-run", action="store_true", help="only say what would come of it")

    def handle(
        self, *_args: Any, path: Path, publish: bool, dry_run: bool, language: str | None, **_options: Any
    ) -> None:
        files = sorted(path.glob("*.po")) if path.is_dir() else [path]
        if not files:
            raise CommandError(_("There are no PO files (*.po) in %s.") % path)
        try:
            contents = [(file.name, file.read_bytes()) for file in files]
        except OSError as error:
            raise CommandError(str(error)) from error
        try:
            done = import_files(contents, publish=publish, dry_run=dry_run, language=language)
        except BadPo as bad:
            for problem in bad.problems:
                self.stderr.write(str(problem))
            count = len(bad.problems)
            message = ngettext(
                "%d problem; nothing was imported.", "%d problems; nothing was imported.", count
            )
            raise CommandError(message % count) from None
        for note, entries in (
            (_("Not translated: %s"), done.untranslated),
            (_("Of an earlier version of the page, left out: %s"), done.outdated),
        ):
            for entry in entries:
                self.stdout.write(note % entry)
        if dry_run:
            self.stdout.write(_("Nothing was saved. It would be:"))
        self.stdout.write(summary(done))
