"""Practices out, in the forms that are imported: every field, in every language, as their latest versions say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override
from modelcluster.models import get_all_child_relations
from wagtail_localize.models import TranslationSource

from practices.models import PracticePage, Project, ProjectPage
from practices.models.terms import Keyword
from publishing.importing import csv_tables, docx_writing, xlsx_tables
from publishing.importing.access import editable_practices, readable_practices
from publishing.importing.columns import cell_codes
from publishing.importing.contents import stored_content, write_cells
from publishing.importing.headings import heading
from publishing.importing.known import Known
from publishing.importing.tables import suffix_of

Cells = dict[str, str]


def export(
    name: str, *, user: Any = None, project: Project | None = None, reader: str = ""
) -> tuple[bytes, int]:
    """Return (a file of the practices that a user may read, their number); the form is that of the name's ending.

    `reader` is the language of headings and names ("": codes). Raises BadTable for an ending that is not imported
    either, and for texts that the form has no room for.
    """
    suffix = suffix_of(name)
    practices = exported(user, project, reader)
    return as_file(suffix, practices, reader), len(practices)


def as_file(suffix: str, practices: Sequence[Mapping[str, str]], reader: str) -> bytes:
    """Return practices, given by their cells, as a file of a form. Raises BadTable."""
    if suffix == ".docx":
        return docx_writing.write(practices, reader=reader)
    headings = [heading(code, column, language, reader=reader) for code, column, language in cell_codes()]
    rows = [[cells.get(code, "") for code, _column, _language in cell_codes()] for cells in practices]
    if suffix == ".csv":
        return csv_tables.write(headings, rows)
    with override(reader or None):
        title = _("Practices")
    return xlsx_tables.write(headings, rows, title=title)


def exported(user: Any, project: Project | None, reader: str) -> list[Cells]:
    """Return the cells of each practice that a user may read, by project and name."""
    known = Known()
    keywords = dict(Keyword.objects.values_list("pk", "name"))
    parents = dict(ProjectPage.objects.values_list("path", "project"))
    sources = dict(TranslationSource.objects.values_list("object_id", "locale"))
    mine = None if user is None else set(editable_practices(user).values_list("pk", flat=True))
    found = []
    for family, pages in _families(user, project).items():
        source = next((page for page in pages if page.locale_id == sources.get(family)), pages[0])
        contents = {
            page.locale.language_code: stored_content(page)
            if mine is None or page.pk in mine
            else page.serializable_data()
            for page in pages
        }
        own = parents.get(source.path[: -PracticePage.steplen])
        language = source.locale.language_code
        cells = write_cells(
            contents, source=language, project=own, known=known, keywords=keywords, reader=reader
        )
        found.append((source.path[: -PracticePage.steplen], source.title, cells))
    return [cells for _path, _title, cells in sorted(found, key=lambda each: each[:2])]


def _families(user: Any, project: Project | None) -> dict[Any, list[PracticePage]]:
    """Return the pages of each practice, one a language, oldest first."""
    practices = readable_practices(user)
    if project is not None:
        paths = ProjectPage.objects.filter(project=project).values_list("path", flat=True)
        below = Q(pk=None)
        for path in paths:
            below |= Q(path__startswith=path)
        practices = practices.filter(below)
    relations = [relation.get_accessor_name() for relation in get_all_child_relations(PracticePage)]
    families: dict[Any, list[PracticePage]] = defaultdict(list)
    for page in practices.prefetch_related(*relations).order_by("pk"):
        families[page.translation_key].append(page)
    return families
