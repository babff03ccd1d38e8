"""Choices and terms by any of their names: code, address, or the name in a language of the portal."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from rapidfuzz import fuzz, process

from publishing.importing.notes import Notes

SHOWN = 6


def plain(text: Any) -> str:
    """Return a name without what makes no difference: case, and spaces around and within."""
    return " ".join(str(text).split()).casefold()


def labels_of(label: Any) -> list[str]:
    """Return a lazily translated label in every language of the portal."""
    labels = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            labels.append(str(label))
    return labels


def choice_in(text: str, choices: Iterable[tuple[str, Any]], notes: Notes) -> str:
    """Return the code of the choice that a text names, or "" with a problem noted."""
    choices = list(choices)
    wanted = plain(text)
    for code, label in choices:
        if wanted in {plain(code), *map(plain, labels_of(label))}:
            return str(code)
    notes.fail(unknown(text, [str(label) for _code, label in choices]))
    return ""


def unknown(text: str, names: Iterable[str]) -> str:
    """Return the reason that a name is not known, with the names that it may have meant."""
    names = list(names)
    near = process.extract(text, names, scorer=fuzz.WRatio, limit=SHOWN)
    shown = names if len(names) <= SHOWN else [name for name, _score, _place in near]
    reason = _("“%(text)s” is not known. Write one of: %(names)s")
    return reason % {"text": text[:60], "names": ", ".join(shown) + ("…" if len(shown) < len(names) else "")}


def by_name(rows: Mapping[Any, Iterable[str]]) -> dict[str, Any]:
    """Return {plain name: row} of rows with their names; a name that two rows have leads to neither."""
    found: dict[str, Any] = {}
    for row, names in rows.items():
        for name in {plain(name) for name in names if name}:
            found[name] = None if name in found and found[name] is not row else row
    return {name: row for name, row in found.items() if row is not None}
