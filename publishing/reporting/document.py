"""What a report says, before it is a Word file, a page or plain text: headings, paragraphs, lists, tables, pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Heading:
    """A heading; 1 is the report's own parts, 2 what is in them."""

    text: str
    level: int = 1
    lang: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A few sentences. `lang` where they are in another language than the report."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Rich:
    """What an editor wrote as rich text, as HTML; links in it lead to whole addresses."""

    html: str
    lang: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list; numbered where the order matters."""

    items: Sequence[str]
    lang: str = ""
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a head. The first cell of a row says what the row is about."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Facts:
    """Pairs of what and how, such as period and funder; an empty one is left out by whoever makes them."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Picture:
    """A picture of the portal with what it shows in words."""

    image: Any
    alt: str
    lang: str = ""


@dataclass(frozen=True)
class Material:
    """Something to download or open: what it is called, and the file or the address; one of the two."""

    text: str
    file: Any = None
    url: str = ""

    @property
    def told(self) -> str:
        """The material as a line of text."""
        where = self.url or (self.file.filename if self.file else "")
        return f"{self.text}, {where}" if where else self.text


@dataclass(frozen=True)
class Materials:
    """A list of materials."""

    items: Sequence[Material]


Part = Heading | Paragraph | Rich | Bullets | Table | Facts | Picture | Materials


@dataclass(frozen=True)
class Document:
    """A report in a language."""

    title: str
    language: str
    parts: Sequence[Part] = field(default_factory=list)
    subtitle: str = ""
