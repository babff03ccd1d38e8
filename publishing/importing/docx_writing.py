"""Practices as a Word document that reads well, and reads back the same."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from itertools import zip_longest
from typing import Any

from django.conf import settings
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run

from publishing.importing import kinds, markup, streams
from publishing.importing.columns import TITLE, Column, cell_codes
from publishing.importing.docx_tables import SPECIAL
from publishing.importing.headings import heading
from publishing.importing.kinds import cleaned
from publishing.importing.richtext import Block, Span


def write(practices: Iterable[Mapping[str, str]], *, reader: str) -> bytes:
    """Return a document of practices, each given by its cells; headings are in the reader's language ("": codes)."""
    document = Document()
    document.core_properties.author = ""
    for number, cells in enumerate(practices):
        if number:
            document.add_page_break()
        _practice(document, cells, reader)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _practice(document: Any, cells: Mapping[str, str], reader: str) -> None:
    names = [code for code, column, _language in cell_codes() if column.code == TITLE and cells.get(code)]
    first = names[0] if names else ""
    _paragraph(document, cleaned(cells.get(first, "")), "Heading1")
    for code, column, language in cell_codes():
        text = cells.get(code, "")
        told = code == first and language == settings.LANGUAGE_CODE
        if text and not told:
            _paragraph(document, heading(code, column, language, reader=reader), "Heading2")
            _field(document, column, text)


def _field(document: Any, column: Column, text: str) -> None:
    if (
        isinstance(column.kind, kinds.Lines)
        and len(column.kind.lines.parts) > 1
        and text not in kinds.NOTHING
    ):
        _table(document, column.kind.lines, text)
    elif isinstance(column.kind, kinds.Rich):
        _blocks(document, markup.read(text))
    elif isinstance(column.kind, kinds.Results):
        _results(document, text)
    else:
        is_list = isinstance(column.kind, kinds.Lines | kinds.Materials) and text not in kinds.NOTHING
        for line in text.split("\n"):
            _paragraph(document, line, "ListBullet" if is_list else "")


def _paragraph(document: Any, text: str, style: str) -> Any:
    """Add a paragraph, its style by its id: by name python-docx goes through all styles each time."""
    paragraph = document.add_paragraph(text)
    if style:
        paragraph._p.style = style
    return paragraph


def _table(document: Any, lines: streams.Lines, text: str) -> None:
    rows = streams.lines_of(text)
    table = document.add_table(rows=len(rows) + 1, cols=len(lines.parts))
    table._tbl.tblPr.style = "TableGrid"
    labels = [str(lines.child(name).label) for name in lines.parts]
    cells = iter(table._cells)  # all at once: row by row python-docx counts them anew
    for parts in [labels, *rows]:
        for _name, part in zip_longest(lines.parts, parts, fillvalue=""):
            next(cells).text = part
    _repeat(table.rows[0])


def _repeat(row: Any) -> None:
    """Let a table's first row be its header, on every page and for those who hear it read."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _results(document: Any, text: str) -> None:
    for part in text.split("\n\n"):
        if part.startswith("["):
            special, _newline, rest = part.partition("\n") if part.startswith("[text]") else (part, "", "")
            _paragraph(document, special, "")
            _blocks(document, markup.read(rest))
        else:
            _blocks(document, markup.read(part))


def _blocks(document: Any, blocks: Iterable[Block]) -> None:
    for block in blocks:
        styles = {"ul": "ListBullet", "ol": "ListNumber"}
        depth = min(block.depth, 2)
        style = f"{styles[block.kind]}{depth + 1 if depth else ''}" if block.kind in styles else ""
        paragraph = _paragraph(document, "\\" if SPECIAL.match(block.text) else "", style)
        for span in block.spans:
            _span(paragraph, span)


def _span(paragraph: Any, span: Span) -> None:
    if not span.link:
        _styled(paragraph.add_run(span.text), span)
        return
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(span.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    element = OxmlElement("w:r")
    link.append(element)
    paragraph._p.append(link)
    run = Run(element, paragraph)
    run.text = span.text
    run.font.underline = True
    _styled(run, span)


def _styled(run: Any, span: Span) -> None:
    run.bold = span.bold or None
    run.italic = span.italic or None
