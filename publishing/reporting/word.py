"""A report as a Word file that screen readers can read: heading styles, a language, alt texts, table heads."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from wagtail.images.exceptions import InvalidFilterSpecError

from publishing.reporting.document import (
    Bullets,
    Document,
    Facts,
    Heading,
    Materials,
    Paragraph,
    Part,
    Picture,
    Rich,
    Table,
)
from publishing.reporting.rich_text import lines_of

# As Word names them; a language that is not here is written as its bare code.
LANGUAGES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
SPRUCE = RGBColor(0x1F, 0x5C, 0x47)
PICTURE_WIDTH = Cm(15)


def to_word(document: Document) -> bytes:
    """Return the report as a DOCX file."""
    return _Writer(document).run()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.file = docx.Document()
        self.writers: dict[type, Callable[[Any], None]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Rich: self._rich,
            Bullets: self._bullets,
            Table: self._table,
            Facts: self._facts,
            Picture: self._picture,
            Materials: self._materials,
        }

    def run(self) -> bytes:
        self._settle_styles()
        properties = self.file.core_properties
        properties.title, properties.language = self.document.title, _tag(self.document.language)
        properties.author = properties.last_modified_by = properties.comments = ""
        self.file.add_heading(self.document.title, level=0)
        if self.document.subtitle:
            self.file.add_paragraph(self.document.subtitle, style="Subtitle")
        for part in self.document.parts:
            self._write(part)
        written = BytesIO()
        self.file.save(written)
        return written.getvalue()

    def _write(self, part: Part) -> None:
        self.writers[type(part)](part)

    def _settle_styles(self) -> None:
        """Give the file its language, and headings that are read well in print."""
        defaults = self.file.styles.element.find(qn("w:docDefaults"))
        _set_language(defaults.find(qn("w:rPrDefault")).find(qn("w:rPr")), self.document.language)
        self.file.styles["Normal"].font.name = "Calibri"
        self.file.styles["Normal"].font.size = Pt(11)
        for style in self.file.styles:
            if style.type == WD_STYLE_TYPE.PARAGRAPH and style.name in ("Title", "Heading 1", "Heading 2"):
                style.font.color.rgb = SPRUCE

    def _heading(self, part: Heading) -> None:
        self._mark(self.file.add_heading(part.text, level=part.level), part.lang)

    def _paragraph(self, part: Paragraph) -> None:
        self._mark(self.file.add_paragraph(part.text), part.lang)

    def _rich(self, part: Rich) -> None:
        for line in lines_of(part.html):
            style = {"": "Normal", "–": "List Bullet"}.get(line.mark, "List Number")
            # Word would go on counting from the list before, so numbers are written out.
            text = f"{line.mark} {line.text}" if style == "List Number" else line.text
            self._mark(self.file.add_paragraph(text, style=style.replace("List Number", "Normal")), part.lang)

    def _bullets(self, part: Bullets) -> None:
        for number, item in enumerate(part.items, 1):
            style = "Normal" if part.numbered else "List Bullet"
            text = f"{number}. {item}" if part.numbered else item
            self._mark(self.file.add_paragraph(text, style=style), part.lang)

    def _materials(self, part: Materials) -> None:
        self._bullets(Bullets([material.told for material in part.items]))

    def _table(self, part: Table) -> None:
        caption = self.file.add_paragraph(part.caption, style="Caption")
        caption.paragraph_format.keep_with_next = True
        table = self._grid([part.head, *part.rows])
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        for cell in table.rows[0].cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True
        self._describe(table, part.caption)
        self.file.add_paragraph()

    def _facts(self, part: Facts) -> None:
        for what, how in part.pairs:
            paragraph = self.file.add_paragraph()
            paragraph.add_run(f"{what}: ").bold = True
            paragraph.add_run(how)
            paragraph.paragraph_format.space_after = Pt(2)

    def _grid(self, rows: Sequence[Sequence[str]]) -> Any:
        table = self.file.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        return table

    @staticmethod
    def _describe(table: Any, text: str) -> None:
        """Say in words what a table is of, for those who do not see it."""
        described = OxmlElement("w:tblCaption")
        described.set(qn("w:val"), text)
        table._tbl.tblPr.append(described)

    def _picture(self, part: Picture) -> None:
        try:
            rendition = part.image.get_rendition("width-1000|format-jpeg|jpegquality-80")
            with rendition.file.open("rb") as file:
                shape = self.file.add_picture(BytesIO(file.read()), width=PICTURE_WIDTH)
        except (OSError, InvalidFilterSpecError):
            return  # its file is gone from the server; the report stands without it
        shape._inline.docPr.set("descr", part.alt)
        self._mark(self.file.paragraphs[-1], part.lang)

    def _mark(self, paragraph: Any, lang: str) -> None:
        """Say of a paragraph in another language which one that is."""
        if lang and lang != self.document.language:
            for run in paragraph.runs:
                _set_language(run._r.get_or_add_rPr(), lang)


def _tag(language: str) -> str:
    return LANGUAGES.get(language, language)


def _set_language(properties: Any, language: str) -> None:
    known = properties.find(qn("w:lang"))
    if known is None:
        known = OxmlElement("w:lang")
        properties.append(known)
    for attribute in ("w:val", "w:eastAsia"):
        known.set(qn(attribute), _tag(language))
