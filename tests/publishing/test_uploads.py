"""Files from outside: taken by their content, cleaned, or refused with a message that says what to do."""

import io
import json
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from practices.reading import sandbox as reading_sandbox
from publishing.inspecting import sandbox
from publishing.inspecting.kinds import inspect
from publishing.inspecting.result import Fault
from publishing.uploads import LONGEST_NAME, BadUpload, CheckedFile, check_upload, clean_name
from tests.practices.file_makers import (
    LOCKED_WORD,
    MADE,
    docx,
    locked_pdf,
    odt,
    package,
    pdf,
    pdf_of,
    word_xml,
)

KINDS = ("pdf", "docx", "odt", "pptx", "odp", "xlsx", "ods", "txt", "png", "jpeg", "webp")
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def xlsx() -> bytes:
    book = Workbook()
    book.active.append(["Nimi", "Lupaus"])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def picture(format_: str = "PNG", **options: object) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (20, 10), "green").save(buffer, format_, **options)
    return buffer.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a package with one more part."""
    buffer = BytesIO(content)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return buffer.getvalue()


def typed(name: str, main: str, content: str | bytes = "<a/>", **more: bytes) -> bytes:
    """Return a package of Microsoft's whose main part has a content type."""
    types = f'<Types xmlns="{TYPES}"><Override PartName="/{name}" ContentType="{main}"/></Types>'
    return package({"[Content_Types].xml": types, name: content, **more})


GOOD = {
    **MADE,
    "xlsx": xlsx(),
    "ods": odt("<table:table/>", kind="spreadsheet"),
    "txt": "Näin aloitimme.\n".encode(),
    "png": picture(),
    "jpeg": picture("JPEG"),
    "webp": picture("WEBP"),
}


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inspect files here: starting a process for each takes most of a second, and two tests are enough for that."""

    def inspected(_command: Sequence[str], data: bytes) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(json.dumps(asdict(inspect(data))))
        return answer

    monkeypatch.setattr(sandbox, "in_own_process", inspected)


def taken(content: bytes, name: str, kinds: tuple[str, ...] = KINDS) -> CheckedFile:
    return check_upload(SimpleUploadedFile(name, content), kinds=kinds)


def refusal(content: bytes, name: str, kinds: tuple[str, ...] = KINDS) -> str:
    with override("fi"), pytest.raises(BadUpload) as refused:
        taken(content, name, kinds)
    return str(refused.value)


def not_refused(
    files: dict[str, tuple[bytes, str]], kinds: Callable[[str], tuple[str, ...]] = lambda _name: KINDS
) -> dict[str, str]:
    """Return what is told of the files that are taken, or refused without being named, by the names of the cases."""
    told = {}
    for case, (content, file_name) in files.items():
        try:
            told[case] = f"taken as {taken(content, file_name, kinds(case))}"
        except BadUpload as refused:
            if file_name not in str(refused):
                told[case] = str(refused)
    return told


def test_a_process_of_its_own_tells_kinds_and_faults() -> None:
    assert taken(GOOD["docx"], "opas.docx").kind == "docx"
    assert "makro" in refusal(with_part(GOOD["docx"], "word/vbaProject.bin", b"\0"), "opas.docx")


@pytest.mark.usefixtures("in_this_process")
def test_every_kind_is_taken_with_its_content() -> None:
    wrong = {}
    for kind, content in GOOD.items():
        checked = taken(content, f"Opas 1.{kind}")
        kept = checked.file.read()
        if (checked.name, checked.kind, checked.size, kept) != (f"Opas 1.{kind}", kind, len(kept), content):
            wrong[kind] = checked
    assert not wrong


@pytest.mark.usefixtures("in_this_process")
def test_a_kind_that_is_not_asked_for_is_refused() -> None:
    files = {kind: (content, f"a.{kind}") for kind, content in GOOD.items()}
    assert not not_refused(files, lambda kind: tuple(each for each in KINDS if each != kind))


@pytest.mark.usefixtures("in_this_process")
def test_what_a_name_says_wrong_is_put_right() -> None:
    assert taken(picture("JPEG"), "kuva.png").name == "kuva.jpeg"
    assert taken(docx("Teksti."), "opas.doc").name == "opas.docx"
    assert taken(pdf(["Teksti"]), "opas").name == "opas.pdf"


OTHERS = {
    "program as pdf": (b"MZ\x90\x00" + b"\0" * 200, "opas.pdf"),
    "svg": (SVG, "kuva.svg"),
    "svg as png": (SVG, "kuva.png"),
    "svg as txt": (SVG, "kuva.txt"),
    "html as txt": (b"\n <!doctype html><script>1</script>", "a.txt"),
    "wide html as txt": ("<html>".encode("utf-16"), "a.txt"),
    "program as txt": (b"MZ\x90\x00\x03", "a.txt"),
    "pdf as txt": (pdf(["Teksti"]), "a.txt"),
    "gif": (picture("GIF"), "kuva.gif"),
    "gif as png": (picture("GIF"), "kuva.png"),
    "plain zip": (package({"a.txt": "a"}), "a.docx"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc"),
    "random": (bytes(range(256)) * 4, "a.pdf"),
}


@pytest.mark.usefixtures("in_this_process")
def test_what_is_none_of_the_kinds_is_refused() -> None:
    assert not not_refused(OTHERS)


def flat_png(width: int, height: int) -> bytes:
    """Return a picture that says it has many pixels, of next to no bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def overlapping() -> bytes:
    """Return a package whose directory names one part many times over."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", b"<a/>" * 20_000)
        for number in range(40):
            again = zipfile.ZipInfo(f"copy{number}.xml")
            for field in ("compress_size", "file_size", "CRC", "header_offset", "compress_type"):
                setattr(again, field, getattr(archive.getinfo("content.xml"), field))
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
    return buffer.getvalue()


BOMBS: dict[str, Callable[[], bytes]] = {
    "docx": lambda: with_part(docx("a"), "word/media/big.bin", b"\0" * (30 * 1024 * 1024)),
    "xlsx": lambda: with_part(xlsx(), "xl/worksheets/sheet9.xml", b"<a/>" * (10 * 1024 * 1024)),
    "odt": lambda: package(
        {f"p{n}.xml": "a" for n in range(6000)} | {"mimetype": "application/vnd.oasis.opendocument.text"}
    ),
    "odp": overlapping,
    "png": lambda: flat_png(60_000, 60_000),
    "pdf": lambda: pdf_of(zlib.compress(b"BT " + b"0 " * (60 * 1024 * 1024)), filter_="/FlateDecode"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_bombs_are_refused(kind: str, request: pytest.FixtureRequest) -> None:
    """What is seen from a package's directory is seen here; what only opening tells, in a process of its own."""
    if kind not in ("pdf", "png"):
        request.getfixturevalue("in_this_process")
    content = BOMBS[kind]()
    assert len(content) < 2 * 1024 * 1024
    assert "liian suuri avattavaksi" in refusal(content, f"pommi.{kind}")


@pytest.mark.usefixtures("in_this_process")
def test_a_bomb_of_entities_is_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert refusal(with_part(docx("a"), "word/notes.xml", bomb.encode() + b"<a/>"), "a.docx")


EXTERNAL = (
    b'<Relationships xmlns="urn:r"><Relationship Id="r1" TargetMode="External" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="https://example.org/a.dotm"/></Relationships>'
)
SCRIPTED_PDF = pdf(["a"]).replace(
    b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(1)>>>>"
)
ACTIVE = {
    "docx with macros": (with_part(docx("a"), "word/vbaProject.bin", b"\0"), "a.docx"),
    "xlsx with macros": (with_part(xlsx(), "xl/vbaProject.bin", b"\0"), "a.xlsx"),
    "xlsx with old macros": (with_part(xlsx(), "xl/macrosheets/sheet1.xml", b"<a/>"), "a.xlsx"),
    "docm called docx": (
        typed("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
        "a.docx",
    ),
    "odt with macros": (with_part(odt("<text:p>a</text:p>"), "Basic/Standard/M.xml", b"<a/>"), "a.odt"),
    "docx with a template elsewhere": (
        with_part(docx("a"), "word/_rels/settings.xml.rels", EXTERNAL),
        "a.docx",
    ),
    "pdf with a script": (SCRIPTED_PDF, "a.pdf"),
}


@pytest.mark.usefixtures("in_this_process")
def test_what_runs_when_it_is_opened_is_refused() -> None:
    faults = {name: inspect(content).fault for name, (content, _file_name) in ACTIVE.items()}
    assert faults == dict.fromkeys(ACTIVE, Fault.ACTIVE)
    assert not not_refused(ACTIVE)


FAULTY = {
    "cut docx": (docx("a")[:-200], "a.docx", Fault.DAMAGED),
    "cut png": (picture()[:-30], "a.png", Fault.DAMAGED),
    "cut jpeg": (picture("JPEG")[:-200], "a.jpeg", Fault.DAMAGED),
    "broken xml": (word_xml("<w:p>"), "a.docx", Fault.UNKNOWN),
    "part that leaves": (with_part(docx("a"), "../../x", b"x"), "a.docx", Fault.DAMAGED),
    "locked docx": (LOCKED_WORD, "a.docx", Fault.ENCRYPTED),
    "locked pdf": (
        locked_pdf(pdf(["a"]), user="x", owner="y", algorithm="AES-256"),
        "a.pdf",
        Fault.ENCRYPTED,
    ),
}


@pytest.mark.usefixtures("in_this_process")
def test_what_is_broken_or_locked_is_refused() -> None:
    faults = {name: inspect(content).fault for name, (content, _file_name, _fault) in FAULTY.items()}
    assert faults == {name: fault for name, (_content, _file_name, fault) in FAULTY.items()}
    assert not not_refused({name: (content, file_name) for name, (content, file_name, _) in FAULTY.items()})


def test_an_empty_file_is_refused() -> None:
    assert "tyhja.pdf" in refusal(b"", "tyhja.pdf")


def test_a_large_file_is_refused_unread() -> None:
    class Large(SimpleUploadedFile):
        def read(self, *_args: object) -> bytes:
            raise AssertionError("read")

    file = Large("suuri.pdf", b"%PDF-")
    file.size = 200 * 1024 * 1024
    with pytest.raises(BadUpload, match=r"suuri\.pdf"):
        check_upload(file, kinds=KINDS)


@pytest.mark.usefixtures("in_this_process")
def test_a_picture_loses_what_the_camera_wrote() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Kamera"
    exif.get_ifd(0x8825)[2] = (IFDRational(60), IFDRational(10), IFDRational(0))
    content = picture("JPEG", exif=exif, comment=b"Esimerkki")
    assert Image.open(io.BytesIO(content)).getexif()
    kept = taken(content, "kuva.jpg")
    with Image.open(kept.file) as image:
        assert not image.getexif()
        assert "comment" not in image.info
        assert image.size == (20, 10)
    assert kept.name == "kuva.jpeg"


NAMES = {
    "../../etc/passwd.txt": "passwd.txt",
    "C:\\Users\\x\\opas.TXT": "opas.txt",
    "a\x00b\x07.txt": "ab.txt",
    "\u202efdp.txt": "fdp.txt",
    "  ..opas  .txt": "opas  .txt".replace("  ", ""),
    "ylä<b>.txt": "yläb.txt",
}


def test_names_are_cleaned() -> None:
    assert {name: clean_name(name).replace(" .", ".") for name in NAMES} == NAMES


@given(st.text(max_size=600))
def test_any_name_becomes_one_that_can_be_kept_and_shown(name: str) -> None:
    clean = clean_name(name)
    assert 0 < len(clean) <= LONGEST_NAME
    assert not set(clean) & set('/\\<>:"|?*\0\n\r')
    assert not clean.startswith(".")
    assert all(unicodedata.category(c)[0] != "C" for c in clean)


@given(st.binary(max_size=400))
def test_any_bytes_have_a_kind_or_a_fault(content: bytes) -> None:
    for start in (b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"):
        found = inspect(start + content)
        assert found.kind in KINDS or found.fault


def test_a_process_that_cannot_be_started_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "COMMAND", ["/ei/ole"])
    with pytest.raises(reading_sandbox.ReaderFailed):
        taken(pdf(["a"]), "a.pdf")
