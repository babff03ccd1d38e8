"""A file checked row by row before anything is made of it: what each row would do, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practices.models import Project
from publishing.importing.access import editable_practices, projects_for
from publishing.importing.columns import COLUMNS, KEY, NEEDED, PROJECT, TITLE
from publishing.importing.contents import Content, read_cells
from publishing.importing.headings import codes_of
from publishing.importing.known import Known
from publishing.importing.matching import Matcher
from publishing.importing.tables import BadTable, Note, Row, Table, read_table
from publishing.models import ImportRow, ImportRun

Outcome = ImportRow.Outcome
BATCH = 500


@dataclass(frozen=True)
class Upload:
    """A file with what was chosen along with it. `project` is for rows that name none, `user` None in the shell."""

    name: str
    data: bytes
    user: Any = None
    project: Project | None = None
    language: str = "fi"


def check(upload: Upload) -> ImportRun:
    """Return a run with every row checked. Raises BadTable for a file that cannot be read as a table."""
    table = read_table(upload.name, upload.data)
    codes, warnings = codes_of(table.headings, upload.language)
    if not table.rows:
        raise BadTable(
            Note(0, "", _("There are no practices in the file, only headings. Write each on a row."))
        )
    checked = _Checker(upload, table, codes).rows()
    notes = [*warnings, *(note for note in table.warnings if not note.row)]
    with transaction.atomic():
        run = ImportRun(
            user=upload.user,
            name=upload.name[-150:],
            project=upload.project,
            language=upload.language,
            state=ImportRun.State.CHECKED,
            findings={"warnings": [{"column": note.column, "reason": note.reason} for note in notes]},
        )
        run.file.save(
            f"{run.pk}{upload.name[upload.name.rfind('.') :].lower()}", ContentFile(upload.data), save=False
        )
        run.save()
        for row in checked:
            row.run = run
        ImportRow.objects.bulk_create(checked, batch_size=BATCH)
    return run


@dataclass
class _Found:
    """Problems and warnings of a row, by heading."""

    problems: list[dict[str, str]] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)

    def fail(self, column: str, reason: str) -> None:
        self.problems.append({"column": column, "reason": reason})

    def warn(self, column: str, reason: str) -> None:
        self.warnings.append({"column": column, "reason": reason})


class _Checker:
    def __init__(self, upload: Upload, table: Table, codes: dict[int, str]) -> None:
        self.upload, self.table, self.codes = upload, table, codes
        self.headings = {code: table.headings[place] for place, code in codes.items()}
        place = next((place for place, code in codes.items() if code == KEY), None)
        coming = () if place is None else (row.cells[place].strip() for row in table.rows)
        self.known, self.matcher = Known(coming), Matcher()
        self.mine = set(projects_for(upload.user).values_list("pk", flat=True))
        self.notes: dict[int, list[Note]] = {}
        for note in table.warnings:
            self.notes.setdefault(note.row, []).append(note)
        changeable = editable_practices(upload.user).filter(alias_of=None, locked=False)
        self.changeable = set(changeable.values_list("translation_key", flat=True))

    def rows(self) -> list[ImportRow]:
        """Return the rows, checked but not saved."""
        return [self._row(row) for row in self.table.rows]

    def _row(self, row: Row) -> ImportRow:
        cells = {code: row.cells[place] for place, code in self.codes.items() if row.cells[place].strip()}
        content, noted = read_cells(cells, self.known)
        found = _Found()
        for note in self.notes.get(row.number, []):
            found.warn(note.column, note.reason)
        for code, notes in noted.items():
            for reason in notes.problems:
                found.fail(self.headings[code], reason)
            for reason in notes.warnings:
                found.warn(self.headings[code], reason)
        title = str(content.values(content.source).get(TITLE) or content.shared.get(KEY) or "")
        checked = ImportRow(number=row.number, cells=cells, title=title[:255])
        self._known_row(checked, content, found)
        checked.problems, checked.warnings = found.problems, found.warnings
        if found.problems:
            checked.outcome = Outcome.ERROR
        return checked

    def _known_row(self, row: ImportRow, content: Content, found: _Found) -> None:
        """Say whether the practice is there, and what a new one lacks."""
        name = self._label(TITLE)
        earlier = self.matcher.same_in_file(content, row.number)
        if earlier is not None:
            found.fail(name, _("Row %d is about the same practice. Leave one of the two.") % earlier)
        row.practice, why = self.matcher.practice(content)
        row.outcome = Outcome.THERE if row.practice else Outcome.NEW
        if why:
            found.fail(name, why)
        elif row.practice and row.practice not in self.changeable:
            found.warn(
                "", _("The practice is in another project, or locked, so it cannot be changed by you here.")
            )
        elif not row.practice:
            self._new_row(row, content, found)

    def _new_row(self, row: ImportRow, content: Content, found: _Found) -> None:
        if not content.values(content.source).get(TITLE):
            found.fail(self._label(TITLE), _("The name is missing. Write what the practice is called."))
        row.project_id = content.shared.get(PROJECT) or (
            self.upload.project.pk if self.upload.project else content.project
        )
        source = content.source
        label = self._label(PROJECT)
        if not row.project_id:
            if not any(problem["column"] == label for problem in found.problems):
                reason = _(
                    "No project is named. Add a column “project”, or choose the project before checking."
                )
                found.fail(label, reason)
        elif row.project_id not in self.mine:
            found.fail(label, _("You may not add practices to this project. Choose one of your own."))
        elif (row.project_id, source) not in self.known.project_pages:
            found.fail(label, _("The project has no page in the language of this practice."))
        values = content.values(source)
        missing = [str(COLUMNS[code].label) for code in NEEDED if not values.get(code)]
        if not (values.get("makers") or values.get("source_says")):
            missing.append(_("makers or what the source says"))
        if missing and not found.problems:
            found.warn("", _("Publishing will also need: %s.") % ", ".join(missing))

    def _label(self, code: str) -> str:
        column = COLUMNS[code]
        there = [self.headings[each] for each in column.codes() if each in self.headings]
        return there[0] if there else capfirst(str(column.label))
