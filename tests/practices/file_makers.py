"""Files as office programs and scanners make them, and as those who mean harm do."""

import zipfile
from collections.abc import Sequence
from io import BytesIO

from docx import Document
from pptx import Presentation
from pypdf import PdfReader, PdfWriter

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_WORD = OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


def pdf(*pages: Sequence[str], ligatures: bool = False) -> bytes:
    """Return a PDF whose pages have these lines, set in Helvetica; "fi" is one character with `ligatures`."""
    return pdf_of(*(_set(lines) for lines in pages), ligatures=ligatures)


def _set(lines: Sequence[str]) -> bytes:
    shown = (line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in lines)
    return b"BT /F1 12 Tf 72 770 Td 14 TL %s ET" % b" ".join(
        b"(%s) Tj T*" % line.encode("cp1252") for line in shown
    )


def pdf_of(*contents: bytes, filter_: str = "", ligatures: bool = False) -> bytes:
    """Return a PDF whose pages draw these streams."""
    encoding = (
        b"<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[1/fi]>>"
        if ligatures
        else b"/WinAnsiEncoding"
    )
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding %s>>" % encoding,
    ]
    for number, content in enumerate(contents):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (first + 2 * number + 1),
            b"<</Length %d%s>>stream\n%s\nendstream"
            % (len(content), f"/Filter{filter_}".encode() if filter_ else b"", content),
        ]
    return _numbered(objects)


def _numbered(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def locked_pdf(content: bytes, *, user: str, owner: str, algorithm: str) -> bytes:
    """Return a PDF that opens with the password `user`; with "" it opens, but only the owner may change it."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt(user, owner, algorithm=algorithm)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def docx(*paragraphs: str, cells: Sequence[Sequence[str]] = ()) -> bytes:
    """Return a Word file with paragraphs and a table below them."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if cells:
        table = document.add_table(rows=len(cells), cols=len(cells[0]))
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pptx(*slides: tuple[str, str, str]) -> bytes:
    """Return slides, each with a title, a text and notes."""
    presentation = Presentation()
    for title, text, notes in slides:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, text
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    buffer = BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def odt(body: str, *, kind: str = "text", manifest: str = "") -> bytes:
    """Return an OpenDocument file with this XML as its body."""
    content = (
        f"<office:document-content {ODF}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
    )
    return package(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
            "content.xml": f"{content}</office:document-content>",
        }
    )


def word_xml(body: str, *, before: str = "") -> bytes:
    """Return a Word file with this XML as its body, `before` it what comes ahead of the first element."""
    document = f'{before}<w:document xmlns:w="urn:w"><w:body>{body}</w:body></w:document>'
    return package(main_part("word/document.xml", document))


def main_part(name: str, content: str | bytes) -> dict[str, str | bytes]:
    """Return the parts of a package whose main part is this one."""
    relation = f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="{name}"/>'
    return {"_rels/.rels": f'<Relationships xmlns="urn:r">{relation}</Relationships>', name: content}


def package(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP file of parts."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# One text in every kind that is read.
TEXT = "Opiskelijakunta tarkistaa vuosikellon, ja kaikki saavat äänen."
MADE = {
    "pdf": pdf([TEXT]),
    "docx": docx(TEXT),
    "odt": odt(f"<text:p>{TEXT}</text:p>"),
    "odp": odt(f"<draw:page><text:p>{TEXT}</text:p></draw:page>", kind="presentation"),
    "pptx": pptx((TEXT, "", "")),
}
