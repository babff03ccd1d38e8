"""Files from outside: taken by their content, cleaned, or refused with a message that says what to do."""

import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

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


def taken(content: bytes, name: str, kinds: tuple[str, ...] = KINDS) -> CheckedFile:
    return check_upload(SimpleUploadedFile(name, content), kinds=kinds)


def refusal(content: bytes, name: str, kinds: tuple[str, ...] = KINDS) -> str:
    with override("fi"), pytest.raises(BadUpload) as refused:
        taken(content, name, kinds)
    return str(refused.value)


@pytest.mark.parametrize("kind", GOOD)
def test_every_kind_is_taken_with_its_content(kind: str) -> None:
    checked = taken(GOOD[kind], f"Opas 1.{kind}")
    assert (checked.name, checked.kind) == (f"Opas 1.{kind}", kind)
    assert checked.size == len(checked.file.read())
    checked.file.seek(0)
    assert checked.file.read() == GOOD[kind]


@pytest.mark.parametrize("kind", GOOD)
def test_a_kind_that_is_not_asked_for_is_refused(kind: str) -> None:
    others = tuple(each for each in KINDS if each != kind)
    assert f"a.{kind}" in refusal(GOOD[kind], f"a.{kind}", others)


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


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_none_of_the_kinds_is_refused(name: str) -> None:
    content, file_name = OTHERS[name]
    assert file_name in refusal(content, file_name)


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
def test_bombs_are_refused(kind: str) -> None:
    content = BOMBS[kind]()
    assert len(content) < 2 * 1024 * 1024
    assert "liian suuri avattavaksi" in refusal(content, f"pommi.{kind}") or "too large to open" in refusal(
        content, f"pommi.{kind}"
    )


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


@pytest.mark.parametrize("name", ACTIVE)
def test_what_runs_when_it_is_opened_is_refused(name: str) -> None:
    content, file_name = ACTIVE[name]
    assert inspect(content).fault is Fault.ACTIVE
    assert file_name in refusal(content, file_name)


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


@pytest.mark.parametrize("name", FAULTY)
def test_what_is_broken_or_locked_is_refused(name: str) -> None:
    content, file_name, fault = FAULTY[name]
    assert inspect(content).fault is fault
    assert file_name in refusal(content, file_name)


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


@pytest.mark.parametrize("name", NAMES)
def test_names_are_cleaned(name: str) -> None:
    assert clean_name(name).replace(" .", ".") == NAMES[name]


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
