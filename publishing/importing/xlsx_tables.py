"""XLSX: the values of the first sheet with practices in; texts alone out, so that nothing runs."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from publishing.importing import packages
from publishing.importing.headings import column_of
from publishing.importing.tables import MAX_COLUMNS, Gathering, Note, Table, refused

KIND = "XLSX"
# What a cell holds at most; a longer text would be cut in silence.
LONGEST_CELL = 32_767
MOST_NOTES = 20
EXAMPLES = ("esimerk", "exempel", "example")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MERGED = re.compile(rb"<mergeCell\s[^>]*ref=\"([A-Z]+)(\d+):")


def read(data: bytes) -> Table:
    """Return the table of an XLSX file. Raises BadTable."""
    packages.check(data, main="xl/workbook.xml", kind=KIND)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheet = _sheet(book)
        table = _table(sheet)
        more = [*_merged(data, sheet), *_formulas(data, sheet, table.headings), *_other_sheets(book, sheet)]
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        zipfile.BadZipFile,
        SyntaxError,
    ) as error:
        raise packages.damaged(KIND) from error
    return Table(table.headings, table.rows, (*table.warnings, *more))


def _sheet(book: Any) -> Any:
    """Return the sheet with the practices: the first shown one whose headings are known, else the first shown one."""
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and not _is_example(sheet)]
    if not shown:
        raise refused(
            _("The file has no sheet that is shown. Show the one with the practices, and save again.")
        )
    return next((sheet for sheet in shown if _is_table(sheet)), shown[0])


def _is_example(sheet: Any) -> bool:
    return str(sheet.title).lower().startswith(EXAMPLES)


def _is_table(sheet: Any) -> bool:
    headings = next((row for row in _texts(sheet) if any(row[1])), (0, ()))[1]
    return any(column_of(heading) is not None for heading in headings if heading)


def _texts(sheet: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
        yield number, tuple(_text(cell) for cell in cells)


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return (value.date() if value.time().isoformat() == "00:00:00" else value).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _table(sheet: Any) -> Table:
    gathering = Gathering()
    headings: tuple[str, ...] = ()
    width = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
        texts = tuple(_text(cell) for cell in cells)
        if not headings:
            headings = tuple(text.strip() for text in texts)
            width = max((n for n, text in enumerate(headings, 1) if text), default=0)
            headings = headings[:width]
            continue
        for cell in cells[:width]:
            if cell.data_type == "e":
                reason = _("The cell has the error %s. Write its text in its place.") % cell.value
                raise refused(reason, row=number, column=headings[cell.column - 1])
        _beyond(number, texts[width:])
        gathering.add(number, texts[:width])
    return Table(headings, tuple(gathering.rows), tuple(gathering.warnings))


def _beyond(number: int, texts: Sequence[str]) -> None:
    if any(text.strip() for text in texts):
        raise refused(
            _("The row has more cells than there are headings. Give the column a heading."), row=number
        )


def _part(data: bytes, sheet: Any) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(str(sheet._worksheet_path).lstrip("/"))


def _merged(data: bytes, sheet: Any) -> Iterator[Note]:
    for letter, number in _MERGED.findall(_part(data, sheet))[:MOST_NOTES]:
        reason = _("Cells are merged here from column %s on. Only the first one's text was read.")
        yield Note(int(number), "", reason % letter.decode())


def _formulas(data: bytes, sheet: Any, headings: Sequence[str]) -> Iterator[Note]:
    """Yield a note on each formula, of which the last calculated value was read."""
    if not re.search(rb"<f[\s>/]", _part(data, sheet)):
        return
    found = 0
    for cells in load_workbook(BytesIO(data), read_only=True)[sheet.title].iter_rows(
        max_col=len(headings) or 1
    ):
        for cell in cells:
            if cell.data_type == "f" and found < MOST_NOTES:
                found += 1
                reason = _("The cell has a formula. Its last value was read as text; nothing is calculated.")
                yield Note(cell.row, headings[cell.column - 1], reason)


def _other_sheets(book: Any, chosen: Any) -> Iterator[Note]:
    for sheet in book.worksheets:
        if sheet.title == chosen.title or _is_example(sheet) or not _is_table(sheet):
            continue
        if sheet.sheet_state == "visible":
            reason = _("Only the sheet “%(read)s” was read; “%(left)s” was not.")
            yield Note(0, "", reason % {"read": chosen.title, "left": sheet.title})
        else:
            yield Note(0, "", _("The hidden sheet “%s” was not read.") % sheet.title)


def write(headings: Sequence[str], rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """Return a table as an XLSX file. Raises BadTable where a text is longer than a cell may be."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "B2"
    for number in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 28
    bold = Font(bold=True)
    sheet.append([text_cell(sheet, heading, font=bold) for heading in headings])
    for number, row in enumerate(rows, 2):
        for heading, text in zip(headings, row, strict=True):
            if len(text) > LONGEST_CELL:
                reason = _(
                    "The text is longer than a cell of a spreadsheet may be. Export as CSV or DOCX instead."
                )
                raise refused(reason, row=number, column=heading)
        sheet.append([text_cell(sheet, text) if text else None for text in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def text_cell(sheet: Any, text: str, *, font: Font | None = None) -> Any:
    """Return a cell that holds text and is nothing else, whatever it begins with, also after it is edited."""
    cell = WriteOnlyCell(sheet, _NOT_IN_XML.sub("", text))
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in "=+-@'#"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if font:
        cell.font = font
    return cell
