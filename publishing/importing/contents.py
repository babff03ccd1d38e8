"""What a practice says, between the cells of a row and the content that a revision stores."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from practices.models import PracticePage
from publishing.importing import kinds
from publishing.importing.columns import COLUMNS, PROJECT, TITLE, Column, cell_codes
from publishing.importing.known import Known
from publishing.importing.notes import Notes

Cells = Mapping[str, str]


@dataclass
class Content:
    """Values read from a row by column, empty cells left out: what languages share, and the texts of each."""

    shared: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The language in which the practice is first written: the first of the portal's that names it."""
        named = [code for code, _name in settings.LANGUAGES if self.texts.get(code, {}).get(TITLE)]
        return named[0] if named else next(iter(self.texts), settings.LANGUAGE_CODE)

    @property
    def project(self) -> int | None:
        """The project whose page the row goes under, where it says so: else the first of those that made it."""
        return self.shared.get(PROJECT) or next(iter(self.shared.get("projects") or ()), None)

    def values(self, language: str) -> dict[str, Any]:
        """Return the values that concern a language's page, by column."""
        return {**self.shared, **self.texts.get(language, {})}


def read_cells(cells: Cells, known: Known) -> tuple[Content, dict[str, Notes]]:
    """Return what a row's cells say, and notes by column code where there is something to note."""
    content, noted = Content(), {}
    for code, column, language in cell_codes():
        text = kinds.cleaned(cells.get(code, ""))
        if not text:
            continue
        notes = Notes(known, language or settings.LANGUAGE_CODE)
        value = column.kind.empty if text in kinds.NOTHING else column.kind.read(text, notes)
        place = content.texts.setdefault(language, {}) if language else content.shared
        place[column.code] = value
        if notes.problems or notes.warnings or notes.awaits:
            noted[code] = notes
    return content, noted


def stored_content(page: PracticePage) -> dict[str, Any]:
    """Return a page's latest version as revisions store it; its terms should be prefetched where there are many."""
    if page.has_unpublished_changes and page.latest_revision:
        return dict(page.latest_revision.content)
    return dict(page.serializable_data())


def links_name(column: Column) -> str:
    """Return the name of the relation through which a page is tagged."""
    through = PracticePage._meta.get_field(column.field).through
    return str(through._meta.get_field("content_object").remote_field.related_name)


def stored_value(column: Column, content: Mapping[str, Any], *, keywords: Mapping[int, str]) -> Any:
    """Return the value of a field in stored content; terms as their numbers, keywords as words."""
    if column.is_terms or column.code == "keywords":
        pks = [link["tag"] for link in content.get(links_name(column)) or []]
        return pks if column.is_terms else [keywords[pk] for pk in pks if pk in keywords]
    return content.get(column.field)


def write_cells(
    contents: Mapping[str, Mapping[str, Any]],
    *,
    source: str,
    project: int | None,
    known: Known,
    keywords: Mapping[int, str],
    reader: str = "",
) -> dict[str, str]:
    """Return the cells of a practice by column code; `contents` are its languages' stored contents.

    A text that its translation repeats is left out there, since a translation shows the source's text where it has
    none of its own; the name always stands. `reader` is the language of names of terms and choices ("": codes).
    """
    cells: dict[str, str] = {}
    for code, column, language in cell_codes():
        if column.code == PROJECT:
            cells[code] = column.kind.write(project, known, reader)
            continue
        content = contents.get(language or source)
        if content is None:
            continue
        text = _cell(column, content, known, keywords, reader)
        if language and language != source and column.code != TITLE:
            original = _cell(column, contents[source], known, keywords, reader)
            text = (
                ""
                if text == original and column.code != "keywords"
                else text or (kinds.NOTHING[0] if original else "")
            )
        cells[code] = text
    return cells


def _cell(
    column: Column, content: Mapping[str, Any], known: Known, keywords: Mapping[int, str], reader: str
) -> str:
    value = stored_value(column, content, keywords=keywords)
    return kinds.cleaned(column.kind.write(value if value is not None else column.kind.empty, known, reader))


def changed_values(
    values: Mapping[str, Any], content: Mapping[str, Any], *, known: Known, keywords: Mapping[int, str]
) -> dict[str, Any]:
    """Return the values, by column, that say something else than the stored content does."""
    changed = {}
    for code, value in values.items():
        column = COLUMNS[code]
        if code == PROJECT:
            continue
        if column.is_blocks:
            there = column.kind.write(content.get(column.field), known, "")
            wanted = column.kind.write(as_raw(value), known, "")
        else:
            there = _cell(column, content, known, keywords, "")
            wanted = kinds.cleaned(column.kind.write(value, known, ""))
        if there != wanted:
            changed[code] = value
    return changed


def as_raw(values: Any) -> list[dict[str, Any]]:
    """Return (type, value) pairs as raw blocks without ids, for writing cells of them."""
    return [{"type": kind, "value": value} for kind, value in values]
