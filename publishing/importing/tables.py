"""A file as a table of texts, whatever its format; what is wrong with it is told by row and column."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath

from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 200
MAX_CHARACTERS = 20_000_000
SUFFIXES = (".csv", ".xlsx", ".docx")


@dataclass(frozen=True)
class Note:
    """One thing to tell of a file: in which row (0: the file as a whole), in which column (""), and what to do."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        places = [_("row %d") % self.row] if self.row else []
        places += [_("column “%s”") % self.column] if self.column else []
        return f"{', '.join(places)}: {self.reason}" if places else self.reason


class BadTable(Exception):
    """The file cannot be read as a table, for these reasons."""

    def __init__(self, *problems: Note) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, problems)))


def refused(reason: str, *, row: int = 0, column: str = "") -> BadTable:
    """Return what to raise where a file is refused for one reason."""
    return BadTable(Note(row, column, reason))


@dataclass(frozen=True)
class Row:
    """A practice: its number as the spreadsheet counts (in a document: which practice), and its texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headings, rows with a cell for each of them, and what was noticed while reading."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    warnings: tuple[Note, ...] = ()


@dataclass
class Gathering:
    """Rows as they are read, within bounds."""

    rows: list[Row] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    characters: int = 0

    def add(self, number: int, cells: tuple[str, ...]) -> None:
        """Take in a row, unless it is empty. Raises BadTable past the bounds."""
        if not any(cell.strip() for cell in cells):
            return
        if len(self.rows) == MAX_ROWS:
            reason = _("The file has more than %d practices. Part it into several files.") % MAX_ROWS
            raise refused(reason, row=number)
        self.characters += sum(map(len, cells))
        if self.characters > MAX_CHARACTERS:
            raise refused(_("The file has too much text. Part it into several files."), row=number)
        self.rows.append(Row(number, cells))


def read_table(name: str, data: bytes) -> Table:
    """Return what a file says. Raises BadTable for what is not a table of practices, whatever the name claims."""
    suffix = suffix_of(name)
    if not data:
        raise refused(_("The file is empty (0 bytes). Save it again and upload it anew."))
    if len(data) > MAX_BYTES:
        raise too_large()
    return _readers()[suffix](data)


def suffix_of(name: str) -> str:
    """Return the ending of a file's name. Raises BadTable for one that is not imported."""
    suffix = PurePath(name).suffix.lower()
    if suffix in {".xlsm", ".docm", ".xlsb", ".xltm", ".dotm"}:
        raise refused(_("The file may hold macros. Save it as XLSX or DOCX, without macros."))
    if suffix not in SUFFIXES:
        raise refused(_("Only CSV, XLSX and DOCX files are imported. Save the file in one of these forms."))
    return suffix


def too_large() -> BadTable:
    """Return what to raise for a file of too many bytes."""
    reason = _("The file is larger than %d megabytes. Part it into several files, and leave out pictures.")
    return refused(reason % (MAX_BYTES // 1024**2))


def _readers() -> dict[str, Callable[[bytes], Table]]:
    from publishing.importing import csv_tables, docx_tables, xlsx_tables

    return {".csv": csv_tables.read, ".xlsx": xlsx_tables.read, ".docx": docx_tables.read}
