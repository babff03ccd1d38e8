"""Files to import, and imports brought to their end, for tests."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from publishing.importing import csv_tables, running
from publishing.importing.checking import Upload, check
from publishing.models import ImportRow, ImportRun

# A row with everything that publishing needs, in both languages.
FULL = {
    "project": "hanke",
    "name_fi": "Iltakävelyt",
    "name_sv": "Kvällspromenader",
    "promise_fi": "Kukaan ei kävele yksin.",
    "promise_sv": "Ingen går ensam.",
    "maturity": "piloted",
    "for_whom": "opiskelijat",
    "settings": "asuntola",
    "themes": "osallisuus",
    "situation_fi": "Illat ovat pitkiä.\n\n• Asuntolassa\n• Kotona",
    "situation_sv": "Kvällarna är långa.\n\n• På internatet\n• Hemma",
    "change_fi": "Useampi lähtee ulos.",
    "change_sv": "Fler går ut.",
    "idea_fi": "Kävellään **yhdessä**, [näin](https://example.org/nain).",
    "idea_sv": "Vi går **tillsammans**, [så här](https://example.org/sa).",
    "student_notices_fi": "Sinut kutsutaan.",
    "student_notices_sv": "Du blir bjuden.",
    "steps_fi": "Sovitaan aika | ohjaaja | maanantaina | Aika on sovittu\nLähdetään",
    "steps_sv": "Kom överens om tid | handledaren | på måndag | Tiden finns\nGå ut",
    "makers": "opisto",
    "keywords_fi": "lenkki; ilta",
    "keywords_sv": "promenad",
}


def csv_file(*rows: dict[str, str]) -> bytes:
    """Return a CSV file of rows, each given by its cells."""
    codes = list(dict.fromkeys(code for row in rows for code in row))
    return csv_tables.write(codes, [[row.get(code, "") for code in codes] for row in rows])


def xlsx_file(*rows: tuple[Any, ...], change: Any = lambda _sheet: None) -> bytes:
    """Return an XLSX file of rows of values, the first one headings."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def named(*names: str, **values: str) -> bytes:
    """Return a CSV file of practices that have little more than a name."""
    return csv_file(*({"name_fi": name, "project": "hanke", **values} for name in names))


def checked(data: bytes, name: str = "taulukko.csv", **chosen: Any) -> ImportRun:
    """Return a checked file."""
    return check(Upload(name, data, **chosen))


def imported(data: bytes, name: str = "taulukko.csv", **chosen: Any) -> ImportRun:
    """Return an import that has come to its end; valid rows only unless `wanted` says otherwise."""
    wanted = chosen.pop("wanted", "valid")
    when_there = chosen.pop("when_there", "skip")
    run = checked(data, name, **chosen)
    running.start(run, wanted=wanted, when_there=when_there)
    return running.finish(run.pk)


def reasons(run: ImportRun, *, warnings: bool = False) -> list[tuple[int, str, str]]:
    """Return (row, column, reason) of all problems, or of all warnings."""
    return [
        (row.number, note["column"], note["reason"])
        for row in run.rows.all()
        for note in (row.warnings if warnings else row.problems)
    ]


def outcomes(run: ImportRun) -> dict[str, str]:
    """Return the outcome of each row by its name."""
    return {row.title: row.outcome for row in ImportRow.objects.filter(run=run)}
