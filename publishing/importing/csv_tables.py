"""CSV as spreadsheets write it: any of their encodings and separators in, UTF-8 with semicolons out."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from django.utils.translation import gettext as _

from practices.reading.office import OLE, ZIP
from publishing.importing.tables import MAX_COLUMNS, Gathering, Note, Table, refused

SEPARATORS = ";,\t"
csv.field_size_limit(200_000)  # characters; a cell with an unmatched quote would swallow the file
# What spreadsheets take for a formula, also behind spaces; and how such a text is written so that they do not.
# An apostrophe before it says “text”: one is added when writing and one removed when reading, so nothing is lost.
_GUARDED = re.compile(r"'+(?=[=+\-@\t\r\n])")
_FORMULA_LIKE = re.compile(r"'*[=+\-@\t\r\n]")
# What came unguarded and would be calculated: not a list ("- first"), a number or a telephone number.
_FORMULA = re.compile(r"\s*(?:[=@]|[+\-](?=\S)(?!\d[\d ,.]*\Z|\d[\d ]{5,})(?=.*[(|!=]))", re.DOTALL)


def read(data: bytes) -> Table:
    """Return the table of a CSV file. Raises BadTable."""
    text, encoding = _decoded(data)
    gathering = Gathering()
    if encoding == "cp1252":
        reason = _("The file is not UTF-8; it was read as Windows-1252. Look that å, ä and ö are right.")
        gathering.warnings.append(Note(0, "", reason))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _newline, rest = text.partition("\n")
    skipped = 0
    separator = _separator(text)
    if first.strip().lower() in {f"sep={sign}" for sign in SEPARATORS}:
        separator, text, skipped = first.strip()[-1], rest, 1
    reader = csv.reader(StringIO(text), delimiter=separator, strict=True)
    headings: tuple[str, ...] = ()
    number = skipped
    try:
        for cells in reader:
            number += 1
            if not headings:
                headings = _headings(cells, number)
                continue
            if any(cell.strip() for cell in cells[len(headings) :]):
                reason = _(
                    "The row has more cells than there are headings. Look at its separators and quotes."
                )
                raise refused(reason, row=number)
            gathering.add(number, _plain(number, headings, cells, gathering.warnings))
    except csv.Error as error:
        reason = _("The row cannot be read: its quotes do not match, or a cell is too long (%s).") % error
        raise refused(reason, row=number + 1) from error
    return Table(headings, tuple(gathering.rows), tuple(gathering.warnings))


def _plain(number: int, headings: Sequence[str], cells: list[str], warnings: list[Note]) -> tuple[str, ...]:
    """Return a row's texts: guards taken off, and the signs of what would have been a formula."""
    plain = []
    for heading, cell in zip(headings, cells, strict=False):
        if _GUARDED.match(cell):
            plain.append(cell[1:])
        elif _FORMULA.match(cell):
            sign = cell.strip()[0]
            reason = _(
                "The cell began with “%s”, as a formula does. The sign was left out; nothing is calculated."
            )
            warnings.append(Note(number, heading, reason % sign))
            plain.append(cell.lstrip("=@+- \t\n"))
        else:
            plain.append(cell)
    return tuple(plain)


def _headings(cells: Sequence[str], number: int) -> tuple[str, ...]:
    if len(cells) > MAX_COLUMNS:
        raise refused(_("The file has more than %d columns.") % MAX_COLUMNS, row=number)
    headings = [cell.strip() for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    return tuple(headings)


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((ZIP, OLE, b"%PDF")):
        raise refused(_("The file is not CSV, whatever its name says. Save it again as CSV."))
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = (
            _("The file's characters cannot be read (byte %d). Save it again as CSV in UTF-8.") % error.start
        )
        raise refused(reason) from error
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise refused(_("The file is not CSV, whatever its name says. Save it again as CSV."))
    return text, encoding


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:2000]
    if sample[1::2].count(0) > len(sample) / 4:
        return "utf-16-le"
    if sample[::2].count(0) > len(sample) / 4:
        return "utf-16-be"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _separator(text: str) -> str:
    """Return the sign that parts the headings: the most frequent one outside quotes in the first record."""
    counts = dict.fromkeys(SEPARATORS, 0)
    quoted = False
    for sign in text.lstrip("\n")[:100_000]:
        if sign == '"':
            quoted = not quoted
        elif sign == "\n" and not quoted:
            break
        elif sign in counts and not quoted:
            counts[sign] += 1
    return max(SEPARATORS, key=lambda sign: counts[sign])


def write(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV that spreadsheets open with a double click, and in which nothing runs."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(cell) for cell in headings])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA_LIKE.match(cell) else cell
