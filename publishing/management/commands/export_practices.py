"""Exports practices in the forms that are imported."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.models import Project
from publishing.importing.exporting import export
from publishing.importing.tables import BadTable


class Command(BaseCommand):
    """`export_practices FILE`: every practice, drafts too, in every language."""

    help = "Export practices, in their latest versions and all languages, to a CSV, XLSX or DOCX file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        codes = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("file", type=Path, help="the .csv, .xlsx or .docx file to write")
        parser.add_argument("--project", help="address (slug) of a project: its practices alone")
        parser.add_argument(
            "--language", choices=codes, default="", help="language of headings and names (codes without it)"
        )

    def handle(self, *_args: Any, file: Path, **options: Any) -> None:
        project = None
        if options["project"]:
            project = Project.objects.filter(slug=options["project"]).first()
            if project is None:
                raise CommandError(_("There is no project “%s”.") % options["project"])
        try:
            content, count = export(file.name, project=project, reader=options["language"])
            file.write_bytes(content)
        except BadTable as bad:
            raise CommandError(str(bad)) from None
        except OSError as error:
            raise CommandError(_("The file cannot be written: %s") % (error.strerror or error)) from None
        self.stdout.write(ngettext("%d practice exported.", "%d practices exported.", count) % count)
