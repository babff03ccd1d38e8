"""Writes pages' translations as PO files, one a page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale, Page, PageQuerySet

from practices.models import ProjectPage
from practices.translating.po import export, file_name
from practices.translating.texts import Strings
from practices.translations import translation_of


class Command(BaseCommand):
    """`po_export --language sv (--page ID | --project KEY | --all) [--missing] DIR`."""

    help = "Write PO files for translators: one a page, named by language and the page's permanent id."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="where the files are written")
        parser.add_argument("--language", required=True, help="the language to translate into, such as sv")
        pages = parser.add_mutually_exclusive_group(required=True)
        pages.add_argument("--page", type=int, metavar="ID", help="one page, by its number in the editor")
        pages.add_argument("--project", metavar="KEY", help="a project's page and its practices")
        pages.add_argument("--all", action="store_true", help="every published page")
        parser.add_argument("--missing", action="store_true", help="only pages that have texts to translate")

    def handle(self, *_args: Any, folder: Path, language: str, missing: bool, **options: Any) -> None:
        target = Locale.objects.filter(language_code=language).first()
        source = Locale.get_default()
        if target is None or target == source:
            others = Locale.objects.exclude(pk=source.pk).values_list("language_code", flat=True)
            raise CommandError(
                _("“%(code)s” is not a language to translate into; there is: %(others)s")
                % {"code": language, "others": ", ".join(others) or "–"}
            )
        pages = self._pages(source, options)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            written = sum(self._write(page, target, folder, missing=missing) for page in pages.specific())
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(ngettext("%d file written.", "%d files written.", written) % written)

    def _pages(self, source: Locale, options: dict[str, Any]) -> PageQuerySet:
        pages = (
            Page.objects.live().filter(locale=source, alias_of__isnull=True, depth__gte=2).order_by("path")
        )
        if options["page"] is not None:
            asked = Page.objects.filter(pk=options["page"]).first()
            pages = pages.filter(translation_key=asked.translation_key) if asked else pages.none()
        elif options["project"]:
            project = ProjectPage.objects.filter(project__slug=options["project"], locale=source).first()
            pages = pages.descendant_of(project, inclusive=True) if project else pages.none()
        if not pages.exists():
            raise CommandError(_("There is no published page in %s to translate.") % source.language_code)
        return pages

    def _write(self, page: Page, target: Locale, folder: Path, *, missing: bool) -> bool:
        translation = translation_of(page, target)
        if missing and not Strings(translation).waiting():
            return False
        name = Path(file_name(translation))
        twin = folder / name
        if twin in self._taken:
            twin = folder / f"{name.stem}-{page.pk}.po"
        self._taken.add(twin)
        twin.write_text(export(translation), encoding="utf-8")
        return True

    def execute(self, *args: Any, **options: Any) -> Any:
        self._taken: set[Path] = set()
        return super().execute(*args, **options)
