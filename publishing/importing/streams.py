"""Lists of blocks as lines of a cell: one block a line, its parts divided by “ | ”."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks

from practices import blocks as practice_blocks
from publishing.importing.choices import choice_in
from publishing.importing.notes import Notes

_MARK = re.compile(r"\s*(?:[-*•]|\d{1,2}[.)])[ \t]+(?=\S)")
_TARGET = re.compile(r"(?:https?://\S+|document:\d+)\Z", re.IGNORECASE)
Value = tuple[str, Any]  # a block's type, and its value as a StreamField takes it


@dataclass(frozen=True)
class Lines:
    """How blocks of one type stand in a cell. `parts` are its fields, in the order in which people write them."""

    kind: str
    block: blocks.Block
    parts: tuple[str, ...]

    def child(self, name: str) -> Any:
        """Return the block of a part."""
        return self.block.child_blocks[name] if self.parts != ("",) else self.block


STEPS = Lines("step", practice_blocks.StepBlock(), ("what", "who", "when", "result"))
RESOURCES = Lines("resource", practice_blocks.ResourceBlock(), ("what", "kind", "need"))
RISKS = Lines("risk", practice_blocks.RiskBlock(), ("risk", "remedy"))
QUOTES = Lines("quote", practice_blocks.QuoteBlock(), ("text", "who"))
CHECKLIST = Lines("item", practice_blocks.ChecklistBlock().child_blocks["item"], ("",))
SOURCES = Lines("source", practice_blocks.SourceBlock(), ("title", "publisher", "year", "place", "url"))
_LINK = ("title", "url", "language", "licence")
MATERIALS = {
    "link": Lines("link", practice_blocks.LinkBlock(), _LINK),
    "video": Lines("video", practice_blocks.VideoBlock(), (*_LINK, "", "minutes", "captions")),
    "file": Lines("file", practice_blocks.FileBlock(), ("title", "file", "language", "licence")),
}
CHART_ROW = Lines("row", practice_blocks.ChartRowBlock(), ("label", "value"))
CHART = Lines(
    "chart",
    practice_blocks.ChartBlock(),
    ("title", "question", "unit", "maximum", "n", "source", "note"),
)


def read_lines(text: str, lines: Lines, notes: Notes) -> list[Value]:
    """Return the blocks that a cell's lines say."""
    return [(lines.kind, _value(parts, lines, notes)) for parts in lines_of(text)]


def write_lines(values: Sequence[Value], lines: Lines) -> str:
    """Return blocks as a cell's lines."""
    return "\n".join(line_of(value, lines) for _kind, value in values)


def read_materials(text: str, notes: Notes) -> list[Value]:
    """Return links, files and videos: “title | address | language | licence | video | minutes | captions”."""
    found: list[Value] = []
    for parts in lines_of(text):
        target = parts[1] if len(parts) > 1 else ""
        kind = "link"
        if target.lower().startswith("document:"):
            kind = "file"
        elif len(parts) > 4 and parts[4]:
            kind = "video"
        found.append((kind, _value(parts, MATERIALS[kind], notes)))
    return found


def write_materials(values: Sequence[Value]) -> str:
    """Return materials as a cell's lines."""
    return "\n".join(line_of(value, MATERIALS[kind]) for kind, value in values)


def lines_of(text: str) -> list[list[str]]:
    """Return the parts of each line; numbers and bullets before a line are no part of it."""
    found = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.strip():
            mark = _MARK.match(line)
            parts = re.split(r"(?<!\\)((?:\\\\)*)\|", line[mark.end() :] if mark else line)
            # The split keeps the pairs of backslashes before a sign; they belong to the part before it.
            whole = [
                part + (parts[n + 1] if n + 1 < len(parts) else "")
                for n, part in enumerate(parts)
                if n % 2 == 0
            ]
            found.append([_plain(part.strip()) for part in whole])
    return found


def line_of(value: Any, lines: Lines) -> str:
    """Return one block as a line, without the empty parts at its end."""
    texts = [_part_text(value, name, lines) for name in lines.parts]
    return joined(texts)


def joined(parts: Sequence[str]) -> str:
    """Return protected parts as a line, without the empty ones at its end."""
    filled = max((n for n, part in enumerate(parts, 1) if part), default=0)
    line = " | ".join(parts[:filled])
    return f"\\{line}" if _MARK.match(line) or line.startswith("[") else line


def _plain(part: str) -> str:
    return re.sub(r"\\(n|[^A-Za-z])", lambda found: "\n" if found[1] == "n" else found[1], part)


def protected(text: str) -> str:
    """Return a part as it stands in a line: without the signs that would divide it."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")]
    return "\\n".join(line.replace("\\", "\\\\").replace("|", "\\|") for line in lines)


def _part_text(value: Any, name: str, lines: Lines) -> str:
    if lines.parts == ("",):
        return protected(str(value))
    if not name:
        return lines.kind
    part = value.get(name)
    if part is None or part is False:
        return ""
    if part is True:
        return "1"
    if name == "file":
        return f"document:{part}"
    return protected(f"{part:g}" if isinstance(part, float) and part.is_integer() else str(part))


def _value(parts: list[str], lines: Lines, notes: Notes) -> Any:
    if len(parts) > len(lines.parts):
        reason = _(
            "“%(line)s…” has %(here)d parts divided by “|”; %(most)d at most. Write \\| for the sign itself."
        )
        notes.fail(reason % {"line": parts[0][:30], "here": len(parts), "most": len(lines.parts)})
        parts = parts[: len(lines.parts)]
    given = dict(zip(lines.parts, [*parts, *[""] * len(lines.parts)], strict=False))
    if lines.parts == ("",):
        return _text(given[""], lines.block, notes)
    return {name: _part(given[name], lines.child(name), name, notes) for name in lines.parts if name}


def _part(text: str, child: Any, name: str, notes: Notes) -> Any:
    if isinstance(child, blocks.ChoiceBlock):
        choices = [(code, label) for code, label in child.field.choices if code]
        return choice_in(text, choices, notes) or child.get_default() if text else child.get_default()
    if isinstance(child, blocks.BooleanBlock):
        return bool(text) and text.casefold() not in {"0", "ei", "nej", "no", "false"}
    if isinstance(child, blocks.IntegerBlock | blocks.FloatBlock):
        return _number(text, child, notes)
    if name == "file":
        return notes.known.document(text, notes)
    if isinstance(child, blocks.URLBlock) and text and not _TARGET.match(text):
        notes.fail(_("“%s” is no web address. Write it whole: https://…") % text)
        return ""
    return _text(text, child, notes)


def _text(text: str, child: Any, notes: Notes) -> str:
    longest = getattr(child.field, "max_length", None)
    if child.required and not text:
        notes.warn(_("“%s” is missing on a line; publishing will ask for it.") % child.label)
    if longest and len(text) > longest:
        reason = _("“%(text)s…” is %(here)d characters long; %(most)d at most. Shorten it.")
        notes.fail(reason % {"text": text[:30], "here": len(text), "most": longest})
    return text


def _number(text: str, child: Any, notes: Notes) -> Any:
    if not text:
        return child.get_default()
    try:
        number = float(text.replace(",", ".").replace("\xa0", "").replace(" ", ""))
        if isinstance(child, blocks.IntegerBlock) and not number.is_integer():
            raise ValueError(text)
        child.field.clean(int(number) if number.is_integer() else number)
    except Exception:  # not a number, infinite, or outside what the block allows
        notes.fail(_("“%s” is no number that fits here.") % text)
        return child.get_default()
    return int(number) if isinstance(child, blocks.IntegerBlock) else number
