"""An archive of all that a project made, as a ZIP that needs no portal: data as JSON, pages to read, files.

Nothing of who wrote is in it: no accounts, no history. What an editor wrote into a page is the page's.
"""

import hashlib
import json
import logging
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.models import Page

from practices.models import PracticePage, ProjectPage
from publishing.reporting.archived_data import data_of
from publishing.reporting.page_html import to_html
from publishing.reporting.project_pages import project_document
from publishing.reporting.safe_names import safe_name, unique_name
from publishing.reporting.telling import practice_document

logger = logging.getLogger(__name__)

# What a person can still download and a server still makes while somebody waits.
MOST_BYTES = 300 * 1024 * 1024
MOST_PRACTICES = 500


class TooMuch(Exception):
    """A project with more practices than one archive takes."""


@dataclass
class Packed:
    """What is in the archive so far: checksums by name, bytes of files, and what found no room or was gone."""

    checksums: dict[str, str] = field(default_factory=dict)
    size: int = 0
    left_out: list[str] = field(default_factory=list)


def build_archive(project: ProjectPage, *, today: date, with_drafts: bool = False) -> Any:
    """Return an open temporary file with the archive of a project, of what readers see; with drafts if asked for.

    Raises TooMuch for more than 500 practices. Files past 300 MB in all are left out, and the archive says which.
    """
    practices = _practices(project, with_drafts=with_drafts)
    if len(practices) > MOST_PRACTICES:
        raise TooMuch
    file = TemporaryFile()  # noqa: SIM115 the answer closes it
    try:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            _Archive(archive, today, with_drafts).write(project, practices)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def archive_name(project: ProjectPage, today: date) -> str:
    """Return the archive's file name."""
    return f"{safe_name(project.slug)}-{today.isoformat()}.zip"


def _practices(project: ProjectPage, *, with_drafts: bool) -> list[list[PracticePage]]:
    """Return the practices under a project's page in any language, each as its pages, by permanent id."""
    family = ProjectPage.objects.filter(translation_key=project.translation_key)
    found: dict[Any, list[PracticePage]] = {}
    for page in family:
        below = PracticePage.objects.child_of(page).filter(alias_of__isnull=True)
        for practice in below.select_related("locale").order_by("locale"):
            if practice.live or with_drafts:
                found.setdefault(practice.translation_key, []).append(practice)
    return sorted(found.values(), key=lambda pages: pages[0].key)


class _Archive:
    def __init__(self, archive: zipfile.ZipFile, today: date, with_drafts: bool) -> None:
        self.archive, self.today, self.with_drafts = archive, today, with_drafts
        self.packed, self.names = Packed(), set[str]()
        self.files: dict[tuple[str, int], str] = {}

    def write(self, project: ProjectPage, practices: Sequence[Sequence[PracticePage]]) -> None:
        pages = list(
            ProjectPage.objects.filter(translation_key=project.translation_key, alias_of=None, live=True)
        )
        self._data("project.json", data_of(pages, self._file))
        for page in pages:
            document = project_document(page)
            self._text(f"project-{page.locale.language_code}.html", to_html(document, self._file))
        contents = [self._practice(versions) for versions in practices]
        for code, _name in settings.LANGUAGES:
            with override(code):
                context = {
                    "project": project,
                    "contents": contents,
                    "day": self.today,
                    "left_out": self.packed.left_out,
                    "with_drafts": self.with_drafts,
                    "language": code,
                    "site_url": settings.SITE_URL,
                }
                self._text(f"README-{code}.txt", render_to_string("publishing/archive/readme.txt", context))
        sums = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.packed.checksums.items()))
        self.archive.writestr("SHA256SUMS", sums)

    def _practice(self, pages: Sequence[PracticePage]) -> dict[str, str]:
        """Write a practice's data, and a page to read in each of its languages; return its names by what they are."""
        base = unique_name(safe_name(pages[0].key), self.names)
        versions = [version for page in pages for version in self._versions(page)]
        self._data(f"practices/{base}.json", data_of(versions, self._file))
        for version in versions:
            draft = "" if _is_live(version) else "-draft"
            name = f"practices/{base}-{version.locale.language_code}{draft}.html"
            self._text(name, to_html(practice_document(version), self._file, depth=1))
        return {"title": pages[0].title, "name": f"practices/{base}"}

    def _versions(self, page: PracticePage) -> Iterator[PracticePage]:
        """Yield what readers see of a page and, with drafts, the newest version where it is another."""
        if page.live:
            yield page
        if self.with_drafts and (page.has_unpublished_changes or not page.live):
            draft = page.get_latest_revision_as_object()
            draft.is_draft = True
            yield draft

    def _file(self, kind: str, thing: Any) -> str:
        """Pack a picture or a document once, and return its name in the archive; nothing where it has no room."""
        known = self.files.get((kind, thing.pk))
        if known is not None:
            return known
        original = thing.file.name.rpartition("/")[2]
        name = unique_name(f"{kind}/{safe_name(original)}", self.names)
        self.files[kind, thing.pk] = name if self._pack(thing, name) else ""
        return self.files[kind, thing.pk]

    def _pack(self, thing: Any, name: str) -> bool:
        try:
            size = thing.file.size
            if self.packed.size + size > MOST_BYTES:
                self.packed.left_out.append(name)
                return False
            digest = hashlib.sha256()
            with thing.file.open("rb") as source, self.archive.open(name, "w") as target:
                while chunk := source.read(1024 * 1024):
                    digest.update(chunk)
                    target.write(chunk)
        except OSError:
            logger.warning(
                "A file of an archive is gone from the server: %s %s", type(thing).__name__, thing.pk
            )
            self.packed.left_out.append(name)
            return False
        self.packed.size += size
        self.packed.checksums[name] = digest.hexdigest()
        return True

    def _data(self, name: str, data: Any) -> None:
        self._text(name, json.dumps(data, ensure_ascii=False, indent=2, sort_keys=False) + "\n")

    def _text(self, name: str, text: str) -> None:
        data = text.encode()
        self.packed.checksums[name] = hashlib.sha256(data).hexdigest()
        self.archive.writestr(name, data)


def _is_live(page: Page) -> bool:
    return not getattr(page, "is_draft", False)
