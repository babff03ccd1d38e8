"""Answers as files: figures in one table and words in another, so that nobody's words stand beside their figures.

Neither tells a day or a language, and students' figures are left out where the editor does not see them either.
"""

import csv
import secrets
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from publishing.models import Pilot
from publishing.piloting.summary import Part, answers_to, summarise
from search.reports import without_formula

_FROM_OTHER = {ord(c): None for c in map(chr, [*range(9), 11, 12, *range(14, 32)])}  # what XLSX cannot hold

Row = Sequence[Any]


def parts_by_pilot(pilots: Iterable[Pilot]) -> list[tuple[Pilot, list[Part]]]:
    """Return what was said in each pilot."""
    listed = list(pilots)
    answers = answers_to(listed)
    return [(pilot, summarise([each for each in answers if each.pilot_id == pilot.pk])) for pilot in listed]


def figures_table(pilots: Iterable[Pilot]) -> list[Row]:
    """Return a head, and a row a pilot, role and question: how many answered, what, and the median."""
    head = [
        _("Pilot"),
        _("Who"),
        _("Question"),
        _("Answers"),
        "1",
        "2",
        "3",
        "4",
        "5",
        _("Median"),
        _("Scale"),
    ]
    rows: list[Row] = [head]
    for pilot, parts in parts_by_pilot(pilots):
        for part in parts:
            for figures in part.figures:
                counts: list[Any] = [bar.number for bar in figures.bars] if figures.values else [""] * 5
                number: Any = f"< {part.fewest}" if figures.left_out else len(figures.values)
                scale = " · ".join(f"{n} {word}" for n, word in enumerate(figures.question.scale, start=1))
                median = "" if figures.median is None else figures.median
                rows.append(
                    [pilot.name, part.label, str(figures.question.text), number, *counts, median, scale]
                )
    return rows


def words_table(pilots: Iterable[Pilot]) -> list[Row]:
    """Return a head, and a row an answer in words, those of a pilot in random order."""
    rows: list[Row] = [[_("Pilot"), _("Who"), _("Question"), _("Answer")]]
    for pilot, parts in parts_by_pilot(pilots):
        for part in parts:
            for words in part.words:
                texts = secrets.SystemRandom().sample(words.texts, len(words.texts))
                rows += [[pilot.name, part.label, str(words.label), text] for text in texts]
    return rows


def as_csv(rows: Iterable[Row]) -> bytes:
    """Return rows as CSV that spreadsheets open with its letters right, and with no formula in it."""
    file = StringIO(newline="")
    csv.writer(file).writerows([_plain(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def as_xlsx(sheets: dict[str, Iterable[Row]]) -> bytes:
    """Return sheets by name as an XLSX file; every text is a text, whatever it begins with."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name[:31])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _plain(value: Any) -> Any:
    return without_formula(value) if isinstance(value, str) else value


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=value.translate(_FROM_OTHER))
    cell.data_type = "s"  # openpyxl takes a text that begins with "=" for a formula
    return cell
