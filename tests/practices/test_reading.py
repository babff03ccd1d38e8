"""What files say, read by their content: Word, PowerPoint, OpenDocument and PDF, as a reader of them sees it."""

import io
import zipfile
from typing import Any

import pytest

from practices.reading import sandbox
from practices.reading.formats import extract
from practices.reading.lines import joined, paragraphs_of
from practices.reading.result import Reading
from tests.practices import file_makers as make
from tests.practices.file_makers import MADE, TEXT


@pytest.mark.parametrize("kind", MADE)
def test_every_kind_is_read_in_the_sandbox_as_here(kind: str) -> None:
    assert extract(MADE[kind]) == Reading(TEXT)
    assert sandbox.read(io.BytesIO(MADE[kind])) == Reading(TEXT)


# Word, PowerPoint, OpenDocument


def test_word_is_read_in_order_with_its_table() -> None:
    content = make.docx(
        "Ensin sovitaan.", "Sitten\tkokeillaan.", cells=[["Kuka", "Milloin"], ["Ohjaaja", "Syyskuussa"]]
    )
    assert extract(content).text.splitlines() == [
        *("Ensin sovitaan.", "Sitten kokeillaan."),
        *("Kuka", "Milloin", "Ohjaaja", "Syyskuussa"),
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:p><w:r><w:t>Opis</w:t></w:r><w:r><w:t>kelija</w:t></w:r></w:p>", "Opiskelija"),
        ("<w:p><w:r><w:t>linja</w:t><w:noBreakHyphen/><w:t>auto</w:t></w:r></w:p>", "linja-auto"),
        ("<w:p><w:r><w:t>opiskelija</w:t><w:softHyphen/><w:t>kunta</w:t></w:r></w:p>", "opiskelijakunta"),
        ("<w:p><w:r><w:t>yksi</w:t><w:br/><w:t>kaksi</w:t></w:r></w:p>", "yksi kaksi"),
        ("<w:p><w:del><w:r><w:delText>pois</w:delText></w:r></w:del><w:r><w:t>jää</w:t></w:r></w:p>", "jää"),
        ("<w:p><w:moveFrom><w:r><w:t>lähti</w:t></w:r></w:moveFrom><w:r><w:t>jäi</w:t></w:r></w:p>", "jäi"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>sivu</w:t></w:r></w:p>", "sivu"),
        (
            "<w:p><w:r><w:Choice><w:p><w:t>laatikko</w:t></w:p></w:Choice>"
            "<w:Fallback><w:p><w:t>laatikko</w:t></w:p></w:Fallback><w:t>teksti</w:t></w:r></w:p>",
            "laatikko\nteksti",
        ),
        ("<w:p><w:r><w:t>a\u200bb\u00adc\ue000</w:t></w:r></w:p>", "abc"),
    ],
    ids=["runs", "hyphen", "soft hyphen", "line", "deleted", "moved", "field", "text box", "invisible"],
)
def test_word_text_is_what_a_reader_sees(body: str, text: str) -> None:
    assert extract(make.word_xml(body)) == Reading(text)


def test_a_word_file_may_name_its_parts_as_it_likes_and_have_footnotes() -> None:
    parts = make.main_part("/word/document2.xml", "")
    text = '<w:d xmlns:w="urn:w"><w:p><w:t>{}</w:t></w:p></w:d>'
    note = f'<Relationship Id="a" Type="{make.RELATIONS}/footnotes" Target="footnotes7.xml"/>'
    del parts["/word/document2.xml"]
    parts |= {
        "word/document2.xml": text.format("Teksti."),
        "word/footnotes7.xml": text.format("Alaviite."),
        "word/_rels/document2.xml.rels": f'<Relationships xmlns="urn:r">{note}</Relationships>',
    }
    assert extract(make.package(parts)).text == "Teksti.\nAlaviite."


def test_slides_are_read_in_the_order_of_showing_with_their_notes() -> None:
    content = make.pptx(("Yksi", "Eka", "Sano tämä ensin."), ("Kaksi", "Toka", ""))
    assert extract(content).text.splitlines() == ["Yksi", "Eka", "Sano tämä ensin.", "Kaksi", "Toka"]
    turned = make.package(_with_slides_turned(content))
    assert extract(turned).text.splitlines() == ["Kaksi", "Toka", "Yksi", "Eka", "Sano tämä ensin."]


def _with_slides_turned(content: bytes) -> dict[str, str | bytes]:
    """Return the parts of a file of two slides, the second shown first."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, Any] = {name: archive.read(name) for name in archive.namelist()}
    order = parts["ppt/presentation.xml"]
    start, stop = order.index(b"<p:sldId "), order.index(b"</p:sldIdLst>")
    first, second = (b"<p:sldId " + each for each in order[start:stop].split(b"<p:sldId ")[1:])
    parts["ppt/presentation.xml"] = order[:start] + second + first + order[stop:]
    return parts


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "<text:h>Otsikko</text:h><text:p>Teksti <text:span>jatkuu</text:span> yhä.</text:p>",
            "Otsikko\nTeksti jatkuu yhä.",
        ),
        (
            "<text:p>yksi<text:s text:c='999999999'/>kaksi<text:tab/>kolme<text:line-break/>neljä</text:p>",
            "yksi kaksi kolme neljä",
        ),
        ("<text:tracked-changes><text:p>pois</text:p></text:tracked-changes><text:p>jää</text:p>", "jää"),
        ("<text:p>näkyy<office:annotation><text:p>huomautus</text:p></office:annotation></text:p>", "näkyy"),
        (
            "<text:p>teksti<text:note><text:note-citation>1</text:note-citation>"
            "<text:note-body><text:p>viite</text:p></text:note-body></text:note></text:p>",
            "viite\nteksti",
        ),
        (
            "<text:p>ennen<draw:frame><svg:desc>Kaksi ihmistä</svg:desc></draw:frame></text:p>",
            "Kaksi ihmistä\nennen",
        ),
        (
            "<table:table><table:table-row><table:table-cell><text:p>Kuka</text:p></table:table-cell>"
            "<table:table-cell><text:p>Ohjaaja</text:p></table:table-cell></table:table-row></table:table>",
            "Kuka\nOhjaaja",
        ),
    ],
    ids=["headings", "spaces", "deleted", "comment", "note", "alt text", "table"],
)
def test_open_document_text_is_what_a_reader_sees(body: str, text: str) -> None:
    assert extract(make.odt(body)) == Reading(text)


# PDF


def test_a_pdf_is_put_together_from_its_lines() -> None:
    lines = [
        "Opiskelijakunnan toiminta",
        "Jokainen ryhmä valitsee syksyllä edustajan opiskelija-",
        "kuntaan. Hallitus kokoontuu kevät- ja syyslukukaudella, ja",
        "linja-",
        "autot vievät kokoukseen.",
        "• Sovitaan aika",
        "• Sovitaan paikka",
        "3",
    ]
    assert extract(make.pdf(lines, ["Toinen sivu."])).text.splitlines() == [
        "Opiskelijakunnan toiminta",
        "Jokainen ryhmä valitsee syksyllä edustajan opiskelijakuntaan. "
        "Hallitus kokoontuu kevät- ja syyslukukaudella, ja linja-autot vievät kokoukseen.",
        "• Sovitaan aika",
        "• Sovitaan paikka",
        "Toinen sivu.",
    ]


@pytest.mark.parametrize(
    ("text", "line", "whole"),
    [
        ("opiskelija-", "kunta", "opiskelijakunta"),
        ("opiskelija\u00ad", "kunta", "opiskelijakunta"),
        ("studerande\u2010", "kår", "studerandekår"),
        ("kevät-", "ja syyslukukausi", "kevät- ja syyslukukausi"),
        ("höst-", "och vårterminen", "höst- och vårterminen"),
        ("linja-", "auto", "linja-auto"),
        ("VEKE-", "malli", "VEKE-malli"),
        ("Visa omtanke-", "Projektet", "Visa omtanke-Projektet"),
        ("9-", "luokka", "9-luokka"),
        ("Tauko –", "ja jatkuu", "Tauko – ja jatkuu"),
        ("yksi -", "kaksi", "yksi - kaksi"),
        ("lause", "jatkuu", "lause jatkuu"),
        ("", "alku", "alku"),
    ],
)
def test_words_broken_at_the_end_of_a_line(text: str, line: str, whole: str) -> None:
    assert joined(text, line) == whole


def test_ligatures_are_letters_and_other_signs_stay() -> None:
    assert list(paragraphs_of("\ufb01ilis, a\ufb03she, ka\ufb00e, 5 m²")) == ["fiilis, affishe, kaffe, 5 m²"]
    assert extract(make.pdf(["\x01ilismittari"], ligatures=True)) == Reading("fiilismittari")


def test_dots_of_a_table_of_contents_go() -> None:
    assert list(paragraphs_of("1 Alku . . . . . . . . 3")) == ["1 Alku 3"]
