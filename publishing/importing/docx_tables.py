"""DOCX: one or several practices in a document, each under a heading, its fields under headings of their own."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph

from publishing.importing import kinds, markup, packages, streams
from publishing.importing.choices import labels_of, plain
from publishing.importing.columns import TITLE
from publishing.importing.headings import Heading, column_of
from publishing.importing.richtext import Block, Span
from publishing.importing.tables import MAX_ROWS, Note, Row, Table, refused

KIND = "DOCX"
NAME_LEVEL = 1
MAX_PARTS = 50_000  # paragraphs and tables
_HEADING = re.compile(r"(?:heading|otsikko|rubrik) (\d)\Z", re.IGNORECASE)
_LIST = re.compile(r"list (bullet|number)(?: (\d))?\Z", re.IGNORECASE)
# What begins a chart or a text of its own; where it is only words, a backslash stands before it.
SPECIAL = re.compile(r"\\?\[(?:chart|kaavio|diagram|text|teksti)\]", re.IGNORECASE)


def read(data: bytes) -> Table:
    """Return the practices of a DOCX file as a table. Raises BadTable."""
    packages.check(data, main="word/document.xml", kind=KIND)
    try:
        document = Document(BytesIO(data))
        return _Reader(document).table()
    except (
        OpcError,
        KeyError,
        ValueError,
        AttributeError,
        IndexError,
        TypeError,
        zipfile.BadZipFile,
    ) as error:
        raise packages.damaged(KIND) from error


@dataclass
class _Field:
    """What stands under a field's heading."""

    heading: str
    found: Heading
    parts: list[Block | str] = field(default_factory=list)


@dataclass
class _Practice:
    """What stands under a practice's heading, by column code."""

    name: str
    fields: dict[str, _Field] = field(default_factory=dict)


class _Reader:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.practices: list[_Practice] = []
        self.warnings: list[Note] = []
        self.field: _Field | None = None
        self.unknown = False
        # By id, looked up once: python-docx goes through all styles for every paragraph.
        self.styles = {style.style_id: str(style.name or "") for style in document.styles}
        if len(document.element.body) > MAX_PARTS:
            raise refused(_("The document is too long. Part it into several files."))
        self.names_at = self._level_of_names()

    def _style(self, paragraph: Paragraph) -> str:
        return self.styles.get(paragraph._p.style or "", "")

    def _headings(self) -> Iterator[tuple[int, str]]:
        for paragraph in self.document.paragraphs:
            level = _level(self._style(paragraph))
            if level is not None and paragraph.text.strip():
                yield level, paragraph.text

    def _level_of_names(self) -> set[int]:
        """Return the levels of practices' names: the highest, unless its headings are fields below a title."""
        headings = list(self._headings())
        below = [level for level, text in headings if level > NAME_LEVEL and column_of(text)]
        if below or not any(level == 0 for level, _text in headings):
            return {NAME_LEVEL}
        return {0}

    def table(self) -> Table:
        """Return the practices, a row each."""
        changed = {qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo")}
        if any(element.tag in changed and len(element) for element in self.document.element.body.iter()):
            raise refused(
                _("The document has tracked changes. Accept or reject them all, and save it again.")
            )
        for element in self.document.iter_inner_content():
            if isinstance(element, WordTable):
                self._table(element)
            else:
                self._paragraph(element)
        if not self.practices:
            reason = _("There is no practice in the document. Write its name in the style Heading 1.")
            raise refused(reason)
        return self._as_table()

    def _paragraph(self, paragraph: Paragraph) -> None:
        text = paragraph.text.strip()
        level = _level(self._style(paragraph))
        if paragraph._p.xpath(".//w:drawing | .//w:pict"):
            self._warn("", _("Pictures were left out. Add them in the editor, with their alt texts."))
        if level is not None and text:
            self._heading(level, text)
        elif text and self._may_take(text):
            kind, depth = _list_kind(paragraph, self._style(paragraph))
            self._take(Block(kind, tuple(_spans(paragraph)), depth))

    def _heading(self, level: int, text: str) -> None:
        found = column_of(text)
        if level in self.names_at:
            self._begin(text)
        elif found and self.practices:
            code = f"{found.column.code}_{found.language}" if found.language else found.column.code
            self.field = self.practices[-1].fields.setdefault(code, _Field(text, found))
            self.unknown = False
        elif level > NAME_LEVEL or self.names_at != {NAME_LEVEL}:
            self.field, self.unknown = None, True
            if level:
                self._warn(text, _("The heading is not known, so the text below it was left out."))

    def _begin(self, name: str) -> None:
        if len(self.practices) == MAX_ROWS:
            raise refused(_("The file has more than %d practices. Part it into several files.") % MAX_ROWS)
        self.practices.append(_Practice(" ".join(name.split())))
        self.field, self.unknown = None, False

    def _may_take(self, text: str) -> bool:
        if self.field is None and not self.unknown:
            reason = _("The text “%s…” stands under no field's heading and was left out.")
            self._warn("", reason % text[:40])
        return self.field is not None

    def _take(self, part: Block | str) -> None:
        if self.field is not None:
            self.field.parts.append(part)

    def _warn(self, column: str, reason: str) -> None:
        note = Note(len(self.practices), column, reason)
        if note not in self.warnings:
            self.warnings.append(note)

    def _table(self, table: WordTable) -> None:
        rows = [[_cell_text(cell) for cell in row.cells] for row in table.rows]
        if not any(any(row) for row in rows) or not self._may_take(" ".join(rows[0])):
            return
        kind = self.field.found.column.kind if self.field else None
        if isinstance(kind, kinds.Lines | kinds.Materials):
            lines = kind.lines if isinstance(kind, kinds.Lines) else streams.MATERIALS["video"]
            body = rows[1:] if _is_header(rows[0], lines) else rows
            self._take("\n".join(streams.joined([*map(streams.protected, row)]) for row in body if any(row)))
            return
        self._warn(self.field.heading if self.field else "", _("A table was read as paragraphs."))
        for row in rows:
            self._take(Block("p", (Span(" – ".join(filter(None, row))),)))

    def _as_table(self) -> Table:
        """Return the table; the name stands in a column of its own, unless a heading says it by language."""
        headings = {TITLE: TITLE}
        for practice in self.practices:
            for code, found in practice.fields.items():
                headings.setdefault(code, found.heading)
        rows = []
        for number, practice in enumerate(self.practices, 1):
            cells = {code: _text(found) for code, found in practice.fields.items()}
            told = any(code.startswith(f"{TITLE}_") and text == practice.name for code, text in cells.items())
            cells.setdefault(TITLE, "" if told else practice.name)
            rows.append(Row(number, tuple(cells.get(code, "") for code in headings)))
        return Table(tuple(headings.values()), tuple(rows), tuple(self.warnings))


def _level(style: str) -> int | None:
    """Return the level of a heading's style (0: the document's title), or None for running text."""
    found = _HEADING.match(style)
    return int(found[1]) if found else 0 if style.lower() in {"title", "otsikko", "rubrik"} else None


def _is_header(row: Iterable[str], lines: streams.Lines) -> bool:
    known = set()
    for name in lines.parts:
        known |= {plain(name), *(map(plain, labels_of(lines.child(name).label)) if name else ())}
    cells = [plain(text).rstrip(" *:") for text in row if text]
    return bool(cells) and all(text in known for text in cells)


def _cell_text(cell: Any) -> str:
    return "\n".join(paragraph.text.strip() for paragraph in cell.paragraphs).strip()


def _text(found: _Field) -> str:
    """Return a field's text as a cell of the table form has it."""
    if isinstance(found.found.column.kind, kinds.Rich | kinds.Results):
        pieces: list[str] = []
        blocks: list[Block] = []
        for part in found.parts:
            if isinstance(part, Block) and (not SPECIAL.match(part.text) or part.text.startswith("\\")):
                blocks.append(_words(part))
                continue
            pieces += [markup.write(blocks), part if isinstance(part, str) else part.text]
            blocks = []
        return "\n\n".join(filter(None, [*pieces, markup.write(blocks)]))
    return "\n".join(part if isinstance(part, str) else part.text for part in found.parts).strip()


def _words(block: Block) -> Block:
    """Return a block without the sign that says that it is only words."""
    first, *rest = block.spans
    return (
        replace(block, spans=(replace(first, text=first.text.removeprefix("\\")), *rest))
        if SPECIAL.match(block.text)
        else block
    )


def _spans(paragraph: Paragraph) -> Iterator[Span]:
    for piece in paragraph.iter_inner_content():
        link = ""
        if isinstance(piece, Hyperlink):
            link = piece.address + (f"#{piece.fragment}" if piece.fragment else "")
        for run in piece.runs if isinstance(piece, Hyperlink) else [piece]:
            yield Span(run.text.replace("\t", " "), bool(run.bold), bool(run.italic), link)


def _list_kind(paragraph: Paragraph, name: str) -> tuple[str, int]:
    """Return (“p”, “ul” or “ol”, depth) of a paragraph: by its style, or by Word's own numbering."""
    style = _LIST.match(name)
    if style:
        return ("ul" if style[1].lower() == "bullet" else "ol"), int(style[2] or 1) - 1
    numbering: Any = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
    if numbering is None or numbering.numId is None or not numbering.numId.val:
        return "p", 0
    depth = numbering.ilvl.val if numbering.ilvl is not None else 0
    return ("ul" if _is_bullet(paragraph, numbering.numId.val, depth) else "ol"), depth


def _is_bullet(paragraph: Paragraph, number: int, depth: int) -> bool:
    try:
        part: Any = paragraph.part
        numbering = part.numbering_part.element
    except (KeyError, NotImplementedError):
        return True
    for num in numbering.findall(qn("w:num")):
        if num.get(qn("w:numId")) == str(number):
            abstract = num.find(qn("w:abstractNumId")).get(qn("w:val"))
            path = f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl[@w:ilvl='{depth}']/w:numFmt"
            return any(form.get(qn("w:val")) == "bullet" for form in numbering.xpath(path))
    return True
