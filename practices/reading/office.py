"""The text of Word, PowerPoint and OpenDocument files, read from their XML.

A reader of our own: the libraries for these formats (python-docx, python-pptx, odfdo) build the whole document and
unpack whatever the package declares, each for one format; the text alone is a walk over one or a few parts.
"""

from collections.abc import Iterator

from defusedxml.ElementTree import fromstring

from practices.reading.bounds import PAGES
from practices.reading.markup import Dialect, paragraphs_in
from practices.reading.package import Package
from practices.reading.result import Problem, Unreadable

ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what a Word or PowerPoint file with a password is wrapped in
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

WORD = Dialect(
    paragraphs=frozenset({"p"}),
    texts=frozenset({"t"}),
    signs={"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"},
    # What Word writes a second time for older programs, and moved text at the place that it has left.
    skipped=frozenset({"Fallback", "moveFrom"}),
)
SLIDES = Dialect(
    paragraphs=frozenset({"p"}),
    texts=frozenset({"t"}),
    signs={"br": " "},
    skipped=frozenset({"Fallback", "fld"}),  # fields: the slide's number and the date
)
OPEN = Dialect(
    paragraphs=frozenset({"p", "h", "title", "desc"}),  # the last two are what a picture shows
    signs={"s": " ", "tab": " ", "line-break": " "},
    # Deleted text, comments, numbers of notes and pages.
    skipped=frozenset({"tracked-changes", "annotation", "note-citation", "page-number"}),
)
BESIDE_TEXT = {"footnotes", "endnotes"}
ON_SLIDE = {"diagramData", "notesSlide"}


def is_office(data: bytes) -> bool:
    """Whether the content may be an office file's."""
    return data.startswith((ZIP, OLE))


def office_paragraphs(data: bytes) -> Iterator[str]:
    """Yield the paragraphs of an office file. Raises Unreadable, or what the parsers raise for damage."""
    if data.startswith(OLE):
        raise Unreadable(Problem.ENCRYPTED if ENCRYPTED_PACKAGE in data else Problem.UNKNOWN)
    package = Package(data)
    if "mimetype" in package:
        yield from _open_document(package)
        return
    main = next((name for kind, name in package.related("").values() if kind == "officeDocument"), "")
    if main.startswith("word/"):
        yield from _word(package, main)
    elif main.startswith("ppt/"):
        yield from _slides(package, main)
    else:
        raise Unreadable(Problem.UNKNOWN)


def _open_document(package: Package) -> Iterator[str]:
    kind = package.read("mimetype").decode("ascii", "replace").rpartition(".")[2]
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Unreadable(Problem.ENCRYPTED)
    if not kind.startswith(("text", "presentation")):
        raise Unreadable(Problem.UNKNOWN)
    yield from paragraphs_in(package.read("content.xml"), OPEN)


def _word(package: Package, main: str) -> Iterator[str]:
    yield from paragraphs_in(package.read(main), WORD)
    for kind, name in package.related(main).values():
        if kind in BESIDE_TEXT:
            yield from paragraphs_in(package.read(name), WORD)


def _slides(package: Package, main: str) -> Iterator[str]:
    """Yield each slide's paragraphs in the order of showing, after them those of its diagrams and its notes."""
    parts = package.related(main)
    order = [
        element
        for element in fromstring(package.read(main), forbid_dtd=True).iter()
        if _is_slide(element.tag)
    ]
    for element in order[:PAGES]:
        references = (value for name, value in element.attrib.items() if name.endswith("}id"))
        _kind, slide = parts.get(next(references, ""), ("", ""))
        yield from paragraphs_in(package.read(slide), SLIDES)
        for kind, name in sorted(package.related(slide).values()):
            if kind in ON_SLIDE:
                yield from paragraphs_in(package.read(name), SLIDES)


def _is_slide(tag: object) -> bool:
    return isinstance(tag, str) and tag.endswith("}sldId")
