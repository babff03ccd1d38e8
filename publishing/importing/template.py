"""Empty forms to fill in: a workbook with drop-down lists, instructions and an example; a document; a plain table."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from practices.models import Phase, Project, Setting, TargetGroup, Theme
from publishing.importing import exporting, kinds
from publishing.importing.columns import COLUMNS, NEEDED, PROJECT, TITLE, Column, cell_codes
from publishing.importing.headings import heading
from publishing.importing.known import Known
from publishing.importing.tables import MAX_ROWS, suffix_of

EXAMPLE = Path(__file__).with_name("example.yaml")
LISTS = "lists"
# In the form of `xlsx_tables.EXAMPLES`, so that the example is never imported.
EXAMPLE_SHEET = {"fi": "Esimerkki", "sv": "Exempel"}
FILL_NEEDED, FILL_OTHER = PatternFill("solid", fgColor="D9EAD9"), PatternFill("solid", fgColor="EFEFEF")
WRAPPED = Alignment(wrap_text=True, vertical="top")


def template(name: str, *, language: str) -> bytes:
    """Return an empty form; its kind is that of the name's ending. Raises BadTable for another."""
    suffix = suffix_of(name)
    with override(language):
        if suffix == ".docx":
            return exporting.as_file(suffix, [example(language)], language)
        return exporting.as_file(suffix, [], language) if suffix == ".csv" else _workbook(language)


def example(language: str) -> dict[str, str]:
    """Return the cells of the example, with terms that this portal has."""
    known = Known()
    cells = dict(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")))
    terms = {"for_whom": TargetGroup, "settings": Setting, "themes": Theme, "phases": Phase, PROJECT: Project}
    for code, model in terms.items():
        first = next(iter(known.vocabulary(model).rows), None)
        cells[code] = known.vocabulary(model).name(first, language) if first else ""
    for code, value in (("maturity", "piloted"), ("cost", "low")):
        cells[code] = COLUMNS[code].kind.write(value, known, language)
    return {code: text for code, text in cells.items() if text}


def _workbook(language: str) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = _("Practices")[:31]
    _headings(sheet, language)
    shown = book.create_sheet(EXAMPLE_SHEET.get(language, "Example"))
    _headings(shown, language)
    cells = example(language)
    for place, (code, _column, _language) in enumerate(cell_codes(), 1):
        shown.cell(2, place, cells.get(code, "")).alignment = WRAPPED
    for code in [language, *(code for code, _name in settings.LANGUAGES if code != language)]:
        _instructions(book, code)
    _lists(book, sheet, language)
    book.active = 0
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _headings(sheet: Any, language: str) -> None:
    for place, (code, column, of) in enumerate(cell_codes(), 1):
        cell = sheet.cell(1, place, heading(code, column, of, reader=language))
        cell.font, cell.alignment = Font(bold=True), WRAPPED
        cell.fill = FILL_NEEDED if _is_needed(column) else FILL_OTHER
        sheet.column_dimensions[get_column_letter(place)].width = 28
    sheet.freeze_panes = "A2"


def _is_needed(column: Column) -> bool:
    return column.code in {*NEEDED, TITLE, PROJECT}


def _instructions(book: Workbook, language: str) -> None:
    with override(language):
        sheet = book.create_sheet(_("Instructions")[:31])
        sheet.append([_("How to fill in the table of practices")])
        sheet["A1"].font = Font(bold=True, size=14)
        for line in _rules():
            sheet.append([line])
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=4)
            sheet.cell(sheet.max_row, 1).alignment = WRAPPED
        sheet.append([])
        sheet.append([_("What it is called"), _("Code"), _("What to write"), _("Needed")])
        for cell in sheet[sheet.max_row]:
            cell.font = Font(bold=True)
        for column in COLUMNS.values():
            sheet.append([capfirst(str(column.label)), column.code, _hint(column), _need(column)])
            for cell in sheet[sheet.max_row]:
                cell.alignment = WRAPPED
    for letter, width in zip("ABCD", (34, 22, 80, 24), strict=True):
        sheet.column_dimensions[letter].width = width


def _rules() -> list[str]:
    return [
        _("One row a practice. Every practice becomes a draft; nothing is published by importing."),
        _("Columns may stand in any order, and columns that you do not need may be deleted."),
        _("Each text has a column for each language: (fi) is Finnish, (sv) Swedish. One language is enough."),
        _("Several values in a cell are parted by a semicolon or a line break (Alt+Enter)."),
        _("Long texts: an empty line between paragraphs, “• ” or “1. ” before items of a list, **bold**, __italic__, "
          "[words](https://example.org/) for a link."),
        _("Steps, resources, risks and the like: one a line, their parts divided by “|”."),
        _("When a practice is there already, an empty cell leaves its text as it is; a dash alone (–) empties it."),
        _("The permanent id tells which practice a row is about. Leave it empty for a new one."),
    ]  # fmt: skip


def _hint(column: Column) -> str:
    if isinstance(column.kind, kinds.Choice):
        return "; ".join(str(label) for _code, label in column.kind.choices)
    hint = str(column.hint)
    if isinstance(column.kind, kinds.Flag):
        hint = f"{hint} 1 / 0".strip()
    if isinstance(column.kind, kinds.Day):
        hint = f"{hint} 2027-01-31".strip()
    return hint


def _need(column: Column) -> str:
    if column.code in {TITLE, PROJECT}:
        return _("always")
    return _("before publishing") if column.code in NEEDED else ""


def _lists(book: Workbook, sheet: Any, language: str) -> None:
    """Give columns drop-down lists. Lists of terms only help: several terms may stand in a cell."""
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    letters = {code: get_column_letter(place) for place, (code, _c, _l) in enumerate(cell_codes(), 1)}
    for place, (code, values, strict) in enumerate(_choices(language), 1):
        for row, value in enumerate(values, 1):
            lists.cell(row, place, value)
        letter = get_column_letter(place)
        rule = DataValidation(
            type="list", formula1=f"{LISTS}!${letter}$1:${letter}${max(1, len(values))}", allow_blank=True
        )
        rule.showErrorMessage = strict
        rule.add(f"{letters[code]}2:{letters[code]}{MAX_ROWS + 1}")
        sheet.add_data_validation(rule)


def _choices(language: str) -> Iterator[tuple[str, list[str], bool]]:
    known = Known()
    for code, column in COLUMNS.items():
        if isinstance(column.kind, kinds.Choice):
            yield (
                code,
                [column.kind.write(value, known, language) for value, _l in column.kind.choices if value],
                True,
            )
        elif isinstance(column.kind, kinds.Flag):
            yield code, ["1", "0"], True
        elif column.is_terms or code == PROJECT:
            model = Project if code == PROJECT else column.kind.model  # type: ignore[attr-defined]  # Terms has one
            vocabulary = known.vocabulary(model)
            yield code, [vocabulary.name(pk, language) for pk in vocabulary.rows], code == PROJECT
