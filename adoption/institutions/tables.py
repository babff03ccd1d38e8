"""An institution's figures as files that a spreadsheet opens."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from adoption.models import Adoption, FollowUp
from search.reports import without_formula

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (44, 26, 14, 14, 24, 12, 14, 22, 12)


def rows_of(adoptions: Iterable[tuple[str, Adoption, FollowUp | None]]) -> list[list[object]]:
    """Return a heading and a row an adoption, given its practice's title and the latest answered follow-up."""
    embedding = [FollowUp._meta.get_field(name) for name in FollowUp.EMBEDDING]
    heading: list[object] = [
        _("Practice"),
        _("State"),
        _("State since"),
        _("In use since"),
        _("Setting"),
        _("Students in a year"),
        _("Latest answer"),
        _("Answered on"),
        _("Staff hours a month"),
        *(str(getattr(field, "verbose_name", "")) for field in embedding),
    ]
    return [heading, *(_row(title, adoption, last) for title, adoption, last in adoptions)]


def _row(title: str, adoption: Adoption, last: FollowUp | None) -> list[object]:
    students = last.students if last and last.students is not None else adoption.students
    row: list[object] = [
        title,
        adoption.get_state_display(),
        adoption.state_on,
        adoption.since,
        str(adoption.setting or ""),
        students,
        last.get_answer_display() if last else "",
        last.answered_at.date() if last and last.answered_at else None,
        last.hours if last else None,
    ]
    words = {True: _("yes"), False: _("no"), None: ""}
    return row + [words[getattr(last, name) if last else None] for name in FollowUp.EMBEDDING]


def as_csv(rows: Sequence[Sequence[object]]) -> bytes:
    """Return rows as CSV that a spreadsheet takes for UTF-8, without anything that it would run."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    for row in rows:
        writer.writerow("" if cell is None else without_formula(str(cell)) for cell in row)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    """Return rows as a workbook with a fixed heading."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("A new workbook has a sheet.")
    for row in rows:
        sheet.append([without_formula(cell) if isinstance(cell, str) else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHI"[place]].width = width
    sheet.freeze_panes = "B2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
