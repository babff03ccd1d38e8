"""Checks of a data file's fields. Each names the field and the reason; none stops at the first."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from practices.loading.problems import Problem
from practices.loading.texts import to_html, units
from practices.localised import languages

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass
class Checker:
    """Reads fields of one mapping, collecting problems; what is wrong or absent reads as empty."""

    file: Path
    data: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    prefix: str = ""
    seen: set[str] = field(default_factory=set)

    def fail(self, name: str, reason: str) -> None:
        """Note that the field `name` is wrong."""
        self.problems.append(Problem(self.file, f"{self.prefix}{name}", reason))

    def raw(self, name: str, *, required: bool = False) -> Any:
        """Return what stands in a field, or None."""
        self.seen.add(name)
        value = self.data.get(name)
        if required and value in (None, "", [], {}):
            self.fail(name, _("is missing"))
        return value

    def unknown_fields(self) -> None:
        """Note every field that nobody asked for; a misspelt name would lose its text in silence."""
        for name in self.data:
            if name not in self.seen:
                self.fail(str(name), _("is not a field of this kind of file"))

    def text(self, name: str, *, required: bool = False, longest: int = 0) -> dict[str, str]:
        """Return {language: text}, every language of the portal, or {}."""
        value = self.raw(name, required=required)
        if value in (None, "", {}):
            return {}
        if not isinstance(value, dict):
            self.fail(name, _("must be a text in every language: {fi: …, sv: …}"))
            return {}
        for code in value:
            if code not in languages():
                self.fail(f"{name}.{code}", _("is not a language of the portal"))
        return self._each_language(name, value, longest)

    def _each_language(self, name: str, value: dict[str, Any], longest: int) -> dict[str, str]:
        texts = {}
        for code in languages():
            given = value.get(code)
            if not isinstance(given, str) or not given.strip():
                absent = given in (None, "") or (isinstance(given, str) and not given.strip())
                self.fail(f"{name}.{code}", _("is missing") if absent else _("must be text"))
                continue
            texts[code] = given.strip()
            if "\x00" in given or any(ord(c) < 32 and c not in "\n\t\r" for c in given):
                self.fail(f"{name}.{code}", _("has control characters"))
            if longest and len(texts[code]) > longest:
                problem = _("is %(length)d characters long; %(longest)d at most")
                self.fail(f"{name}.{code}", problem % {"length": len(texts[code]), "longest": longest})
        return texts if len(texts) == len(languages()) else {}

    def long_text(self, name: str, *, required: bool = False) -> dict[str, str]:
        """Return {language: HTML}. Every language must have the same paragraphs and list items."""
        texts = self.text(name, required=required)
        shapes = {code: [unit.kind for unit in units(text)] for code, text in texts.items()}
        first = next(iter(shapes.values()), None)
        for code, shape in shapes.items():
            if shape != first:
                problem = _(
                    "has %(here)d paragraphs and list items, %(first)s has %(there)d: they must match"
                )
                values = {"here": len(shape), "first": languages()[0], "there": len(first or [])}
                self.fail(f"{name}.{code}", problem % values)
                return {}
        return {code: to_html(text) for code, text in texts.items()}

    def choice(self, name: str, choices: Collection[str], *, required: bool = False) -> str:
        """Return one of `choices`, or ""."""
        value = self.raw(name, required=required)
        if value in (None, ""):
            return ""
        if value not in choices:
            self.fail(
                name,
                _("“%(value)s” is none of: %(choices)s") % {"value": value, "choices": ", ".join(choices)},
            )
            return ""
        return str(value)

    def key(self, name: str, known: Collection[str], *, required: bool = False) -> str:
        """Return a key that is known, or ""."""
        return next(iter(self._known(name, [self.raw(name, required=required)], known)), "")

    def keys(self, name: str, known: Collection[str], *, required: bool = False) -> list[str]:
        """Return a list of keys that are known."""
        value = self.raw(name, required=required)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fail(name, _("must be a list: [one, two]"))
            return []
        return self._known(name, value, known)

    def _known(self, name: str, values: list[Any], known: Collection[str]) -> list[str]:
        found = []
        for value in values:
            if value in (None, ""):
                continue
            if not isinstance(value, str) or value not in known:
                self.fail(name, _("“%s” is not known") % value)
            elif value not in found:
                found.append(value)
        return found

    def items(self, name: str, *, required: bool = False) -> list["Checker"]:
        """Return a checker for each mapping of a list; problems land in this one's list."""
        value = self.raw(name, required=required)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fail(name, _("must be a list of mappings"))
            return []
        return [
            Checker(self.file, item, self.problems, f"{self.prefix}{name}[{n}].")
            for n, item in enumerate(value, 1)
        ]

    def texts(self, name: str, *, longest: int = 0) -> list[dict[str, str]]:
        """Return a list of {language: text}."""
        value = self.raw(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fail(name, _("must be a list of texts per language"))
            return []
        inner = Checker(
            self.file,
            {f"{n}": item for n, item in enumerate(value, 1)},
            self.problems,
            f"{self.prefix}{name}.",
        )
        return [
            text
            for n in range(1, len(value) + 1)
            if (text := inner.text(f"{n}", required=True, longest=longest))
        ]

    def words(self, name: str) -> dict[str, list[str]]:
        """Return {language: list of words}."""
        value = self.raw(name)
        if value is None:
            return {}
        good = isinstance(value, dict) and all(
            code in languages()
            and isinstance(words, list)
            and all(isinstance(w, str) and w.strip() for w in words)
            for code, words in value.items()
        )
        if not good:
            self.fail(name, _("must be a list of words in every language"))
            return {}
        return {code: [word.strip()[:100] for word in words] for code, words in value.items()}

    def slugs(self, name: str) -> dict[str, str]:
        """Return {language: last part of the address}."""
        texts = self.text(name, required=True, longest=200)
        for code, slug in texts.items():
            if not SLUG.fullmatch(slug):
                self.fail(f"{name}.{code}", _("may hold only a–z, 0–9 and hyphens"))
                return {}
        return texts

    def number(self, name: str, *, required: bool = False) -> float | None:
        """Return a number, or None."""
        value = self.raw(name)
        if value is None and not required:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fail(name, _("must be a number"))
            return None
        return value

    def flag(self, name: str) -> bool:
        """Return whether a field says true."""
        value = self.raw(name)
        if value is not None and not isinstance(value, bool):
            self.fail(name, _("must be true or false"))
        return value is True

    def day(self, name: str) -> date | None:
        """Return a date, or None."""
        value = self.raw(name)
        if value is not None and type(value) is not date:
            self.fail(name, _("must be a date: 2025-01-31"))
            return None
        return value

    def url(self, name: str, *, required: bool = False) -> str:
        """Return a web address, or ""."""
        value = self.raw(name, required=required)
        if value in (None, ""):
            return ""
        if (
            not isinstance(value, str)
            or urlsplit(value).scheme not in {"http", "https"}
            or not urlsplit(value).netloc
        ):
            self.fail(name, _("must be a web address: https://…"))
            return ""
        return value
