"""Rich text as plain data: blocks of styled words, between the editor's HTML, cells and Word's paragraphs."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser

HEADINGS = {f"h{n}" for n in range(1, 7)}
LISTS = {"ul", "ol"}
BOLD, ITALIC = {"b", "strong"}, {"i", "em"}
PAGE, DOCUMENT = "page:", "document:"
# What may be linked to; scripts and data may not.
GOOD_LINK = re.compile(r"(?:https?://|mailto:|tel:|/|#|page:\d+$|document:\d+$)[^\s]*\Z", re.IGNORECASE)
_SPACES = re.compile(r"  +")
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Span:
    """Words in one style; "\\n" is a line break. A link is an address, `page:PK` or `document:PK`."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph ("p"), heading ("h2"…) or list item ("ul", "ol"; `depth` 0 is the outermost list)."""

    kind: str
    spans: tuple[Span, ...]
    depth: int = 0

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(span.text for span in self.spans)


def tidied(blocks: Iterable[Block]) -> list[Block]:
    """Return blocks in the one form that says the same: no empty ones, no needless spaces, equal styles joined."""
    found: list[Block] = []
    for block in blocks:
        lines = " " if block.kind in HEADINGS else "\n"  # a heading has one line
        spans = _joined(replace(span, text=span.text.replace("\n", lines)) for span in block.spans)
        if not spans:
            continue
        above = found[-1].depth + 1 if found and found[-1].kind in LISTS else 0
        depth = min(block.depth, above) if block.kind in LISTS else 0
        found.append(Block(block.kind, spans, depth))
    return found


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in spans:
        for n, text in enumerate(span.text.split("\n")):
            if n:
                _strip_end(found, " ")
                if found:
                    _append(found, "\n", Span(""))
            text = _SPACES.sub(" ", text)
            if not found or found[-1].text[-1] in " \n":
                text = text.lstrip(" ")
            if text:
                _append(found, text, span)
    _strip_end(found, " \n")
    return tuple(found)


def _strip_end(spans: list[Span], signs: str) -> None:
    while spans and spans[-1].text[-1] in signs:
        text = spans[-1].text.rstrip(signs)
        spans[-1:] = [replace(spans[-1], text=text)] if text else []


def _append(spans: list[Span], text: str, style: Span) -> None:
    last = spans[-1] if spans else None
    if last and (last.bold, last.italic, last.link) == (style.bold, style.italic, style.link):
        spans[-1] = Span(last.text + text, last.bold, last.italic, last.link)
    else:
        spans.append(Span(text, style.bold, style.italic, style.link))


def relinked(blocks: Iterable[Block], link: Callable[[str], str]) -> list[Block]:
    """Return blocks with every link passed through `link`; an empty one leaves the words without a link."""
    return tidied(
        replace(block, spans=tuple(replace(s, link=link(s.link)) if s.link else s for s in block.spans))
        for block in blocks
    )


def from_html(html: str) -> list[Block]:
    """Return the blocks of an editor's HTML; tags that the editor does not make leave their words."""
    reader = _Reader()
    reader.feed(html or "")
    reader.close()
    return tidied(reader.blocks())


def to_html(blocks: Iterable[Block]) -> str:
    """Return blocks as the editor stores them; everything but their own tags is escaped."""
    html: list[str] = []
    open_lists: list[str] = []
    for block in tidied(blocks):
        if block.kind not in LISTS:
            html += _closed(open_lists, 0)
            html.append(f"<{block.kind}>{_inline(block.spans)}</{block.kind}>")
            continue
        html += _closed(open_lists, block.depth + 1)
        if len(open_lists) == block.depth + 1:
            html.append("</li>")
            if open_lists[-1] != block.kind:
                html.append(f"</{open_lists.pop()}>")
        if len(open_lists) == block.depth:
            open_lists.append(block.kind)
            html.append(f"<{block.kind}>")
        html.append(f"<li>{_inline(block.spans)}")
    return "".join([*html, *_closed(open_lists, 0)])


def _closed(open_lists: list[str], depth: int) -> list[str]:
    return [f"</li></{open_lists.pop()}>" for _n in range(len(open_lists) - depth)]


def _inline(spans: Iterable[Span]) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    html = escape(span.text, quote=False).replace("\n", "<br/>")
    html = f"<i>{html}</i>" if span.italic else html
    html = f"<b>{html}</b>" if span.bold else html
    if span.link.startswith((PAGE, DOCUMENT)):
        kind, _colon, pk = span.link.partition(":")
        return f'<a linktype="{kind}" id="{escape(pk)}">{html}</a>'
    return f'<a href="{escape(span.link)}">{html}</a>' if span.link else html


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[Block] = []
        self.spans: list[Span] = []
        self.kind = "p"
        self.lists: list[str] = []
        self.bold = self.italic = 0
        self.links: list[str] = []
        self.item_begun = False

    def blocks(self) -> Iterator[Block]:
        self._end_block()
        return iter(self.done)

    def _end_block(self) -> None:
        if self.lists:
            self.done.append(Block(self.lists[-1], tuple(self.spans), len(self.lists) - 1))
        else:
            self.done.append(Block(self.kind, tuple(self.spans)))
        self.spans = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BOLD:
            self.bold += 1
        elif tag in ITALIC:
            self.italic += 1
        elif tag == "a":
            self.links.append(_target(dict(attrs)))
        elif tag == "br":
            self.spans.append(Span("\n"))
        elif tag in LISTS | HEADINGS | {"p", "li", "div", "blockquote"}:
            self._end_block()
            self.kind = tag if tag in HEADINGS else "p"
            if tag in LISTS:
                self.lists.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in BOLD:
            self.bold = max(0, self.bold - 1)
        elif tag in ITALIC:
            self.italic = max(0, self.italic - 1)
        elif tag == "a" and self.links:
            self.links.pop()
        elif tag in LISTS | HEADINGS | {"p", "li", "div", "blockquote"}:
            self._end_block()
            self.kind = "p"
            if tag in LISTS and self.lists:
                self.lists.pop()

    def handle_data(self, data: str) -> None:
        text = _SPACE.sub(" ", data)
        link = self.links[-1] if self.links else ""
        self.spans.append(Span(text, bool(self.bold), bool(self.italic), link))


def _target(attrs: dict[str, str | None]) -> str:
    kind, pk = attrs.get("linktype"), attrs.get("id") or ""
    if kind in {"page", "document"}:
        return f"{kind}:{pk}" if pk.isdigit() else ""
    return (attrs.get("href") or "").strip()
