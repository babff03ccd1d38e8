"""Kinds of cells: how each is read, and how it is written so that reading gives the same."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from practices.loading.checks import SLUG
from publishing.importing import markup, streams
from publishing.importing.choices import choice_in, plain
from publishing.importing.known import Known
from publishing.importing.notes import Notes
from publishing.importing.raw import values_of
from publishing.importing.richtext import from_html, to_html

# A cell with this alone empties the field; an empty cell leaves it as it is.
NOTHING = ("–", "-", "—")
YES = ("true", "1", "x", "kyllä", "ja", "yes", "on", "joo")
LONGEST_KEYWORD = 100
NO = ("false", "0", "ei", "nej", "no", "off")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def listed(text: str) -> list[str]:
    """Return the values of a cell that are parted by semicolons or line breaks."""
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


@dataclass(frozen=True)
class Kind:
    """A kind of cell. `empty` is the field's value where there is nothing."""

    empty: Any = ""

    def read(self, text: str, notes: Notes) -> Any:
        """Return the field's value that a cell says; problems go to the notes."""
        return text

    def write(self, value: Any, known: Known, language: str) -> str:
        """Return the cell of a value of a revision. `language` is that of names ("": codes)."""
        return str(value or "")


@dataclass(frozen=True)
class Plain(Kind):
    """A text without styles, in one line or several."""

    longest: int = 0
    one_line: bool = True

    def read(self, text: str, notes: Notes) -> str:
        if text.startswith("\\"):
            text = text[1:]
        text = " ".join(text.split()) if self.one_line else _trimmed(text)
        if self.longest and len(text) > self.longest:
            reason = _("The text is %(here)d characters long; %(most)d at most. Shorten it.")
            notes.fail(reason % {"here": len(text), "most": self.longest})
        return text

    def write(self, value: Any, known: Known, language: str) -> str:
        text = " ".join(str(value or "").split()) if self.one_line else _trimmed(str(value or ""))
        return f"\\{text}" if text in NOTHING or text.startswith("\\") else text


def _trimmed(text: str) -> str:
    return "\n".join(
        line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    )


@dataclass(frozen=True)
class Slug(Kind):
    """The last part of an address, or a permanent id; a whole address is taken too."""

    longest: int = 100

    def read(self, text: str, notes: Notes) -> str:
        slug = text.strip().rstrip("/").rpartition("/")[2].lower()
        if not SLUG.fullmatch(slug) or len(slug) > self.longest:
            notes.fail(_("“%s” is no address: only a–z, 0–9 and hyphens, as in “aamukahvit”.") % text[:60])
        return slug


@dataclass(frozen=True)
class Rich(Kind):
    """Paragraphs, lists, bold, italic and links."""

    def read(self, text: str, notes: Notes) -> str:
        return to_html(notes.known.links_in(markup.read(text), notes))

    def write(self, value: Any, known: Known, language: str) -> str:
        text = markup.write(known.links_out(from_html(value or "")))
        return f"\\{text}" if text in NOTHING else text


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few."""

    choices: tuple[tuple[str, Any], ...] = ()

    def read(self, text: str, notes: Notes) -> str:
        return choice_in(text, self.choices, notes)

    def write(self, value: Any, known: Known, language: str) -> str:
        label = next((label for code, label in self.choices if code == value), "")
        return _in(language, label) if language and label else str(value or "")


def _in(language: str, label: Any) -> str:
    with override(language):
        return str(label)


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    empty: Any = False

    def read(self, text: str, notes: Notes) -> bool:
        if plain(text) not in YES + NO:
            notes.fail(_("“%s” is neither yes nor no.") % text[:30])
        return plain(text) in YES

    def write(self, value: Any, known: Known, language: str) -> str:
        return "1" if value else "0"


@dataclass(frozen=True)
class Day(Kind):
    """A date: 2027-01-31 or 31.1.2027."""

    empty: Any = None

    def read(self, text: str, notes: Notes) -> str | None:
        for form in ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%S"):
            try:
                day = datetime.strptime(text.strip(), form).date()
            except ValueError:
                continue
            if 1900 <= day.year <= 2200:
                return day.isoformat()
        notes.fail(_("“%s” is no date. Write it as 2027-01-31 or 31.1.2027.") % text[:30])
        return None

    def write(self, value: Any, known: Known, language: str) -> str:
        return value.isoformat() if isinstance(value, date) else str(value or "")


@dataclass(frozen=True)
class Terms(Kind):
    """Terms of a curated vocabulary, by name or address; the value is their numbers, in order."""

    empty: Any = ()
    model: Any = None

    def read(self, text: str, notes: Notes) -> list[int]:
        vocabulary = notes.known.vocabulary(self.model)
        found = [vocabulary.find(part, notes) for part in listed(text)]
        return list(dict.fromkeys(row.pk for row in found if row is not None))

    def write(self, value: Any, known: Known, language: str) -> str:
        vocabulary = known.vocabulary(self.model)
        return "; ".join(filter(None, (vocabulary.name(pk, language) for pk in value)))


@dataclass(frozen=True)
class OwnProject(Kind):
    """The project whose page the practice stands below."""

    empty: Any = None

    def read(self, text: str, notes: Notes) -> int | None:
        row = notes.known.projects().find(text, notes)
        return row.pk if row is not None else None

    def write(self, value: Any, known: Known, language: str) -> str:
        return known.projects().name(value, language) if value else ""


@dataclass(frozen=True)
class Words(Kind):
    """Free keywords."""

    empty: Any = ()

    def read(self, text: str, notes: Notes) -> list[str]:
        parted = re.split(r"[;\n]" if ";" in text or "\n" in text else ",", text)
        found: dict[str, str] = {}
        for word in filter(None, (" ".join(part.split()) for part in parted)):
            found.setdefault(word.casefold(), word)
        if any(len(word) > LONGEST_KEYWORD for word in found.values()):
            notes.fail(_("A keyword has at most 100 characters. Part words with a semicolon."))
        return list(found.values())

    def write(self, value: Any, known: Known, language: str) -> str:
        text = "; ".join(value)
        return f"{text};" if "," in text and ";" not in text else text


@dataclass(frozen=True)
class Practices(Kind):
    """Other practices, by their permanent ids."""

    empty: Any = ()

    def read(self, text: str, notes: Notes) -> list[streams.Value]:
        return [("practice", pk) for key in listed(text) if (pk := notes.known.practice(key, notes))]

    def write(self, value: Any, known: Known, language: str) -> str:
        keys = (known.practice_key(pk) for _kind, pk in values_of(value))
        return "; ".join(filter(None, dict.fromkeys(keys)))


@dataclass(frozen=True)
class OnePractice(Kind):
    """Another practice, by its permanent id; the value is its page's number."""

    empty: Any = None

    def read(self, text: str, notes: Notes) -> int | None:
        return notes.known.practice(text, notes)

    def write(self, value: Any, known: Known, language: str) -> str:
        return known.practice_key(value)


@dataclass(frozen=True)
class Image(Kind):
    """A picture that is in the portal already."""

    empty: Any = None

    def read(self, text: str, notes: Notes) -> int | None:
        return notes.known.image(text, notes)

    def write(self, value: Any, known: Known, language: str) -> str:
        return f"{value} {known.images[value]}".strip() if value in known.images else ""


@dataclass(frozen=True)
class Lines(Kind):
    """Blocks, one a line."""

    empty: Any = ()
    lines: Any = None

    def read(self, text: str, notes: Notes) -> list[streams.Value]:
        return streams.read_lines(text, self.lines, notes)

    def write(self, value: Any, known: Known, language: str) -> str:
        return _not_nothing(streams.write_lines(values_of(value), self.lines))


@dataclass(frozen=True)
class Materials(Kind):
    """Links, files and videos, one a line."""

    empty: Any = ()

    def read(self, text: str, notes: Notes) -> list[streams.Value]:
        return streams.read_materials(text, notes)

    def write(self, value: Any, known: Known, language: str) -> str:
        return _not_nothing(streams.write_materials(values_of(value)))


def _not_nothing(text: str) -> str:
    return f"\\{text}" if text in NOTHING else text


_BLOCK = re.compile(r"\[(chart|kaavio|diagram|text|teksti)\][ \t]*(.*)\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Results(Kind):
    """Texts and charts: “[chart] title | question | unit | …”, then a line a bar."""

    empty: Any = ()

    def read(self, text: str, notes: Notes) -> list[streams.Value]:
        found: list[tuple[str, list[str]]] = [("paragraph", [])]
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            mark = _BLOCK.match(line.strip())
            if mark and mark[1].lower() in {"text", "teksti"}:
                found.append(("paragraph", [mark[2]]))
            elif mark:
                found.append(("chart", [mark[2]]))
            elif found[-1][0] == "chart" and not line.strip():
                found.append(("paragraph", []))
            else:
                found[-1][1].append(line)
        blocks = [
            (kind, _chart(lines, notes)) if kind == "chart" else (kind, Rich().read("\n".join(lines), notes))
            for kind, lines in found
        ]
        return [(kind, value) for kind, value in blocks if value]

    def write(self, value: Any, known: Known, language: str) -> str:
        parts: list[str] = []
        before = "chart"
        for kind, block in values_of(value):
            if kind == "chart":
                rows = [streams.line_of(row, streams.CHART_ROW) for row in block.get("rows") or []]
                parts.append("\n".join([f"[chart] {streams.line_of(block, streams.CHART)}", *rows]))
            elif text := Rich().write(block, known, language):
                parts.append(f"[text]\n{text}" if before == "paragraph" else text)
            else:
                continue
            before = kind
        return _not_nothing("\n\n".join(parts))


def _chart(lines: Iterable[str], notes: Notes) -> dict[str, Any]:
    head, *rows = lines
    [(_kind, chart)] = streams.read_lines(head or "\\ ", streams.CHART, notes)
    bars = [value for row in rows for _kind, value in streams.read_lines(row, streams.CHART_ROW, notes)]
    if not bars:
        notes.fail(
            _("The chart “%s” has no bars. Write each on a line of its own: label | value") % chart["title"]
        )
    return chart | {"rows": bars}


def cleaned(text: str) -> str:
    """Return a cell without the signs that no text has."""
    return _CONTROL.sub("", text.replace("\ufeff", "")).strip()


def as_json(value: Any) -> str:
    """Return raw blocks as a StreamField reads them."""
    return json.dumps(value, ensure_ascii=False)
