"""Files as people's programs write them, and files that are not what they seem: read, or refused with a reason."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.utils.translation import override
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.importing import csv_tables, xlsx_tables
from publishing.importing.tables import MAX_ROWS, BadTable, read_table
from tests.languages import nightly
from tests.publishing.importing.importing import xlsx_file

TABLE = 'nimi;lupaus\r\nÄitien päivä;Hyvä öljy, ”lainaus”\r\nToinen;"Kaksi\r\nriviä; ja ¨"\r\n'


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(BadTable) as bad:
        read_table(name, data)
    return str(bad.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_of_any_encoding_and_separator(encoding: str, separator: str) -> None:
    text = f'nimi{separator}lupaus\nÄitienpäivä{separator}"Kaksi\nriviä{separator} öljy"\n'
    table = read_table("a.csv", text.encode(encoding))
    assert table.headings == ("nimi", "lupaus")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("Äitienpäivä", f"Kaksi\nriviä{separator} öljy"))
    ]
    assert bool(table.warnings) == (encoding == "cp1252")


def test_latin_1_is_read_with_a_word_of_warning() -> None:
    table = read_table("a.csv", "nimi;lupaus\nÄiti;öljy\n".encode("latin-1"))
    assert table.rows[0].cells == ("Äiti", "öljy")
    assert "Windows-1252" in table.warnings[0].reason


def test_a_line_that_names_the_separator_is_no_heading() -> None:
    table = read_table("a.csv", b"sep=;\nnimi;lupaus\nA;B\n")
    assert (table.headings, table.rows[0].number) == (("nimi", "lupaus"), 3)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ('=HYPERLINK("http://example.org";"Klikkaa")', 'HYPERLINK("http://example.org";"Klikkaa")'),
        ("=1+1", "1+1"),
        ("@SUM(A1:A9)", "SUM(A1:A9)"),
        ("+cmd|'/C calc'!A0", "cmd|'/C calc'!A0"),
        ("-2+3+cmd|'/C calc'!A0", "2+3+cmd|'/C calc'!A0"),
    ],
)
def test_a_formula_is_text_without_its_sign_and_named(cell: str, kept: str) -> None:
    quoted = cell.replace('"', '""')
    table = read_table("a.csv", f'nimi;lupaus\nA;"{quoted}"\n'.encode())
    assert table.rows[0].cells[1] == kept
    assert [(note.row, note.column) for note in table.warnings] == [(2, "lupaus")]


@pytest.mark.parametrize("cell", ["- ensin\n- sitten", "+358 40 1234567", "-5", "– ajatus", "a=b"])
def test_what_only_looks_like_a_formula_stays(cell: str) -> None:
    table = read_table("a.csv", f'nimi;lupaus\nA;"{cell}"\n'.encode())
    assert (table.rows[0].cells[1], table.warnings) == (cell, ())


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("=+-@'\"\n;,\t|"),
    min_size=1,
)


@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4))
def test_csv_reads_what_it_wrote_and_begins_no_cell_as_a_formula(texts: list[str]) -> None:
    data = csv_tables.write(["a"] * len(texts), [texts])
    assert read_table("a.csv", data).rows[0].cells == tuple(texts)
    assert all(csv_tables.guarded(text)[0] not in "=+-@" for text in texts)


@settings(max_examples=25)
@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4))
def test_xlsx_reads_what_it_wrote(texts: list[str]) -> None:
    wanted = tuple(xlsx_tables._NOT_IN_XML.sub("", text) for text in texts)
    table = read_table("a.xlsx", xlsx_tables.write(["nimi"] * len(texts), [texts], title="T"))
    assert (table.rows[0].cells if table.rows else ("",) * len(texts)) == wanted


def test_xlsx_values_of_every_kind() -> None:
    from datetime import date, datetime

    data = xlsx_file(
        ("nimi", "a", "b", "c", "d"),
        (),
        ("N", 5, 2.5, date(2027, 1, 31), True),
        ("M", None, "", datetime(2027, 1, 31, 12, 30), 5.0),
    )
    rows = read_table("a.xlsx", data).rows
    assert [(row.number, row.cells) for row in rows] == [
        (3, ("N", "5", "2.5", "2027-01-31", "true")),
        (4, ("M", "", "", "2027-01-31T12:30:00", "5")),
    ]


def test_xlsx_formulas_and_merged_cells_are_told_by_row_and_column() -> None:
    def change(sheet: Any) -> None:
        sheet["B2"] = '=HYPERLINK("http://example.org","x")'
        sheet.merge_cells("A3:B3")

    table = read_table("a.xlsx", xlsx_file(("nimi", "lupaus"), ("A", ""), ("B", ""), change=change))
    assert [(note.row, note.column) for note in table.warnings] == [(3, ""), (2, "lupaus")]
    assert table.rows[0].cells == ("A", "")  # never calculated, so without a value


def test_an_error_in_a_cell_is_refused_by_its_place() -> None:
    text = refusal("a.xlsx", xlsx_file(("nimi", "lupaus"), ("A", "#REF!")))
    assert "2" in text
    assert "lupaus" in text


def test_hidden_sheets_are_not_read() -> None:
    def change(sheet: Any) -> None:
        sheet.sheet_state = "hidden"
        other = sheet.parent.create_sheet("Näkyvä")
        other.append(["nimi"])
        other.append(["Tämä"])
        sheet.parent.active = 1

    table = read_table("a.xlsx", xlsx_file(("nimi",), ("Piilossa",), change=change))
    assert [row.cells for row in table.rows] == [("Tämä",)]
    assert len(table.warnings) == 1


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def altered(data: bytes, name: str, content: bytes) -> bytes:
    """Return an office file with one part put in or exchanged."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    return zipped(**{**parts, name: content})


GOOD = xlsx_file(("nimi",), ("A",))
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b""),
        ("a.xlsx", b""),
        ("a.docx", b""),
        ("a.csv", GOOD),
        ("a.csv", b"%PDF-1.7 ..."),
        ("a.csv", b"\x81\x8d\x00\x01" * 9),
        ("a.xlsx", b"nimi;lupaus\nA;B\n"),
        ("a.docx", GOOD),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100),
        ("a.xlsx", GOOD[: len(GOOD) // 2]),
        ("a.xlsx", zipped(**{"xl/workbook.xml": b"<"})),
        ("a.xlsx", altered(GOOD, "xl/vbaProject.bin", b"x")),
        ("a.xlsx", altered(GOOD, "xl/worksheets/sheet1.xml", ENTITIES)),
        ("a.xlsx", altered(GOOD, "xl/worksheets/sheet1.xml", b"<a>" + b" " * 30_000_000 + b"</a>")),
        ("a.xlsm", GOOD),
        ("a.exe", GOOD),
        ("a", GOOD),
        ("../../etc/passwd", b"x"),
        ("a.csv", b'nimi;lupaus\nA;"auki\n'),
        ("a.csv", b"nimi;lupaus\nA;B;C\n"),
        ("a.csv", b"nimi;lupaus\nA;" + b"x" * 300_000),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(name: str, data: bytes) -> None:
    texts = []
    for language in ("fi", "sv"):
        with override(language):
            texts.append(refusal(name, data))
    assert all(texts)


def test_a_large_file_is_refused_before_it_is_read() -> None:
    assert "20" in refusal("a.csv", b"x" * (20 * 1024 * 1024 + 1))


@pytest.mark.parametrize("rows", [MAX_ROWS + 1, nightly(100_000)])
def test_too_many_rows_are_refused_at_the_row(rows: int) -> None:
    text = refusal("a.csv", b"nimi\n" + b"a\n" * rows)
    assert str(MAX_ROWS + 2) in text


def test_too_many_rows_of_a_workbook_are_refused() -> None:
    data = xlsx_tables.write(["nimi"], ([f"a{n}"] for n in range(MAX_ROWS + 1)), title="T")
    assert str(MAX_ROWS) in refusal("a.xlsx", data)


def document(*parts: tuple[str, str]) -> bytes:
    """Return a document of (style, text) paragraphs."""
    made = Document()
    for style, text in parts:
        made.add_paragraph(text, style=style)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_document_with_two_practices() -> None:
    data = document(
        ("Heading 1", "Kahvit"),
        ("Heading 2", "Lupaus"),
        ("Normal", "Kukaan ei juo yksin."),
        ("Heading 2", "Tilanne"),
        ("Normal", "Tauot."),
        ("List Bullet", "yksi"),
        ("List Bullet 2", "kaksi"),
        ("List Number", "kolme"),
        ("Heading 2", "Sää"),
        ("Normal", "Sataa."),
        ("Heading 1", "Kävelyt"),
        ("Heading 2", "Löfte (sv)"),
        ("Normal", "Ingen går ensam."),
    )
    table = read_table("a.docx", data)
    assert table.headings == ("name", "Lupaus", "Tilanne", "Löfte (sv)")
    assert [row.cells for row in table.rows] == [
        ("Kahvit", "Kukaan ei juo yksin.", "Tauot.\n\n• yksi\n  • kaksi\n1. kolme", ""),
        ("Kävelyt", "", "", "Ingen går ensam."),
    ]
    assert [(note.row, note.column) for note in table.warnings] == [(1, "Sää")]


def test_a_document_with_a_title_and_fields_below_it() -> None:
    data = document(("Title", "Kahvit"), ("Heading 1", "Lupaus"), ("Normal", "Kukaan ei juo yksin."))
    table = read_table("a.docx", data)
    assert [row.cells for row in table.rows] == [("Kahvit", "Kukaan ei juo yksin.")]


def test_a_table_of_steps_in_a_document() -> None:
    made = Document()
    made.add_heading("Kahvit", 1)
    made.add_heading("Askeleet", 2)
    table = made.add_table(rows=3, cols=2)
    texts = [("Mitä tehdään", "Kuka"), ("Keitetään | kaadetaan", "Opettaja"), ("Juodaan", "")]
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    out = BytesIO()
    made.save(out)
    with override("fi"):
        cells = read_table("a.docx", out.getvalue()).rows[0].cells
    assert cells[1] == "Keitetään \\| kaadetaan | Opettaja\nJuodaan"


def test_a_document_without_headings_is_refused() -> None:
    assert refusal("a.docx", document(("Normal", "Vain tekstiä.")))
