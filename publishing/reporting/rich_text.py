"""Rich text of pages for places where the portal's own links lead nowhere: whole addresses, and plain lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from wagtail.rich_text import expand_db_html

BLOCKS = ("p", "li", "h2", "h3", "h4", "blockquote")


@dataclass(frozen=True)
class Line:
    """A paragraph or an item of a list; `mark` is what stands before an item ("–" or "1.")."""

    text: str
    mark: str = ""


def whole_html(html: str) -> str:
    """Return rich text as stored with its links as whole addresses."""
    soup = BeautifulSoup(expand_db_html(html or ""), "html.parser")
    for link in soup.find_all("a"):
        address = str(link.get("href") or "")
        if not address:
            link.unwrap()
        elif address.startswith("/"):
            link["href"] = settings.SITE_URL + address
    return str(soup)


def lines_of(html: str) -> Iterator[Line]:
    """Yield the paragraphs and items of rich text; a link's address stands behind its words."""
    soup = BeautifulSoup(whole_html(html), "html.parser")
    for link in soup.find_all("a"):
        address, words = str(link.get("href")), link.get_text()
        link.replace_with(words if address.removeprefix("mailto:") == words else f"{words} ({address})")
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    for block in soup.find_all(BLOCKS):
        text = "".join(
            str(child) if not isinstance(child, Tag) else child.get_text()
            for child in block.children
            if not (isinstance(child, Tag) and child.name in ("ul", "ol"))
        )
        text = "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()
        if text:
            yield Line(text, _mark(block))


def plain(html: str) -> str:
    """Return rich text as plain paragraphs and lists, parted by single lines within a list."""
    told = ""
    before = None
    for line in lines_of(html):
        if before is not None:
            told += "\n" if line.mark and before.mark else "\n\n"
        told += f"{line.mark} {line.text}".strip()
        before = line
    return told


def _mark(block: Tag) -> str:
    if block.name != "li" or block.parent is None:
        return ""
    if block.parent.name != "ol":
        return "–"
    return f"{1 + len(block.find_previous_siblings('li'))}."
