"""Writes an empty form for importing practices."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from publishing.importing.tables import BadTable
from publishing.importing.template import template


class Command(BaseCommand):
    """`import_template FILE`: an XLSX workbook with drop-down lists, a DOCX document or a CSV table."""

    help = (
        "Write an empty form for import_practices: XLSX with drop-down lists and instructions, DOCX or CSV."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        codes = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("file", type=Path, help="the .xlsx, .docx or .csv file to write")
        parser.add_argument(
            "--language", choices=codes, default=codes[0], help="language of headings and names (%(default)s)"
        )

    def handle(self, *_args: Any, file: Path, language: str, **_options: Any) -> None:
        try:
            file.write_bytes(template(file.name, language=language))
        except BadTable as bad:
            raise CommandError(str(bad)) from None
        except OSError as error:
            raise CommandError(_("The file cannot be written: %s") % (error.strerror or error)) from None
        self.stdout.write(_("The form is in %s.") % file)
