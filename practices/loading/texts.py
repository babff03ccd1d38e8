"""Long texts of data files: headings, paragraphs, list items, strong words and links, as Wagtail's rich text."""

import re
from dataclasses import dataclass
from html import escape

STRONG = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\[([^\]]+)\]\(((?:https?://|mailto:|/)[^\s)\"<>]+)\)")
MARKS = {"- ": "li", "## ": "h2", "### ": "h3"}


@dataclass(frozen=True)
class Unit:
    """A paragraph ("p"), list item ("li") or heading ("h2", "h3")."""

    kind: str
    text: str


def units(text: str) -> list[Unit]:
    """Return the parts of a text. An empty line ends a paragraph; "- " begins an item, "## " a heading."""
    found: list[Unit] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        lines: list[Unit] = []
        for line in part.splitlines():
            mark = next((mark for mark in MARKS if line.lstrip().startswith(mark)), None)
            if mark:
                lines.append(Unit(MARKS[mark], line.lstrip()[len(mark) :].strip()))
            elif lines:
                last = lines[-1]
                lines[-1] = Unit(last.kind, f"{last.text} {line.strip()}")
            elif line.strip():
                lines.append(Unit("p", line.strip()))
        found += lines
    return found


def to_html(text: str) -> str:
    """Return a text as `<p>`, `<ul><li>`, `<h2>`, `<h3>`, `<b>` and `<a>`; everything else is escaped."""
    html: list[str] = []
    previous = ""
    for unit in units(text):
        if unit.kind == "li" and previous != "li":
            html.append("<ul>")
        if unit.kind != "li" and previous == "li":
            html.append("</ul>")
        inner = LINK.sub(r'<a href="\2">\1</a>', STRONG.sub(r"<b>\1</b>", escape(unit.text, quote=False)))
        html.append(f"<{unit.kind}>{inner}</{unit.kind}>")
        previous = unit.kind
    if previous == "li":
        html.append("</ul>")
    return "".join(html)
