"""Charts as files: SVG, PNG, CSV and XLSX."""

import csv
import tempfile
from collections.abc import Sequence
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from adoption.rooting.tables import Cell, Table
from search.reports import without_formula

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8", "xlsx": XLSX}
FONT_FILE = "home/fonts/atkinson-hyperlegible-next.woff2"
ZOOM = 2  # sharp in print


def as_csv(table: Table) -> bytes:
    """Return a table as CSV that spreadsheets open with its letters right, and with no formula in it."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerows([_plain(value) for value in row] for row in [table.head, *table.rows])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _plain(value: Cell) -> Cell:
    return without_formula(value) if isinstance(value, str) else value


def as_xlsx(table: Table, notes: Sequence[str]) -> bytes:
    """Return a table as XLSX, and beneath it what is to be known of it; no text is taken for a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.title.translate({ord(sign): " " for sign in r"[]:*?/\\"})[:31])
    for row in [table.head, *table.rows, [], [table.title], *([note] for note in notes)]:
        sheet.append([_cell(sheet, value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, value: Cell) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value="".join(sign for sign in value if sign >= " " or sign in "\n\t"))
    cell.data_type = "s"  # openpyxl takes a text that begins with "=" for a formula
    return cell


def as_png(svg: str) -> bytes:
    """Return a drawing as PNG, its letters those of the portal whatever fonts the server has."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, zoom=ZOOM, font_files=_fonts(), skip_system_fonts=True)
    )


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    """Return a folder that goes when the process ends."""
    return tempfile.TemporaryDirectory(prefix="rooting-fonts-")


@cache
def _fonts() -> list[str]:
    """Return the portal's font as files that a drawing program reads: it knows no web fonts, and no weight axis."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    found = finders.find(FONT_FILE)
    if not found:  # the drawing is then without words, the tables still have them
        return []
    files = []
    for weight in (400, 700):
        font = TTFont(found, recalcTimestamp=False)
        instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
        font["OS/2"].usWeightClass = weight
        font.flavor = None
        path = Path(_folder().name) / f"{weight}.ttf"
        font.save(path)
        files.append(str(path))
    return files
