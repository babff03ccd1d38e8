"""A folder of data files: read and checked as a whole, then loaded as a whole."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from practices.loading import parsing
from practices.loading.checks import Checker
from practices.loading.files import read
from practices.loading.problems import BadFiles, Problem
from practices.loading.records import Localised, Record
from practices.models import Organisation, Phase, PracticePage, Project, Setting, TargetGroup, Theme

VOCABULARIES: dict[str, Any] = {
    "themes": Theme,
    "target_groups": TargetGroup,
    "settings": Setting,
    "phases": Phase,
}
Progress = Callable[[str, int, int], None]


@dataclass
class Catalogue:
    """All that a folder says."""

    terms: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    organisations: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Record]:
        """Return the records of one kind."""
        return [record for record in self.records if record.kind == kind]


@dataclass
class Report:
    """What a load did: file stems by outcome."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def check(path: Path) -> Catalogue:
    """Return what a folder or a single practice's file says. Raises BadFiles with every problem there is."""
    reader = _Reader(path)
    catalogue = reader.read_all()
    if reader.problems:
        raise BadFiles(sorted(reader.problems, key=lambda p: (str(p.file), p.field)))
    return catalogue


def load(path: Path, *, overwrite: bool = False, progress: Progress | None = None) -> Report:
    """Check a folder and bring the portal's pages in step with it; all of it or nothing. Raises BadFiles.

    Pages that were edited in the portal since they were loaded are kept, unless `overwrite`.
    """
    from practices.loading.writing import write

    return write(check(path), overwrite=overwrite, progress=progress or (lambda _what, _done, _all: None))


class _Reader:
    def __init__(self, path: Path) -> None:
        self.problems: list[Problem] = []
        self.single = path if path.is_file() else None
        # A practice's file by itself lives in practices/ of a folder, or anywhere without terms of its own.
        self.folder = (
            path
            if self.single is None
            else (path.parent.parent if path.parent.name == "practices" else path.parent)
        )
        if not path.exists():
            self.problems.append(Problem(path, "", _("There is no such file or folder.")))

    def read_all(self) -> Catalogue:
        catalogue = Catalogue()
        catalogue.terms = {} if self.single else self._terms()
        catalogue.organisations = {} if self.single else self._organisations()
        files = {
            "practice": [self.single] if self.single else self._files("practices"),
            "project": [] if self.single else self._files("projects"),
            "theme": [] if self.single else self._files("themes"),
        }
        if not any(files.values()) and not self.problems:
            self.problems.append(Problem(self.folder, "", _("There are no data files (*.yaml) here.")))
        known = self._known(catalogue, files)
        parsers: dict[str, Callable[[Checker], Record]] = {
            "project": lambda c: parsing.project(c, known),
            "theme": lambda c: parsing.theme(c, known),
            "practice": lambda c: parsing.practice(c, known, self.folder),
        }
        for kind, parse in parsers.items():
            for file in files[kind]:
                if (data := self._data(file)) is not None:
                    checker = Checker(file, data, self.problems)
                    catalogue.records.append(parse(checker))
                    checker.unknown_fields()
        self._same_addresses(catalogue)
        return catalogue

    def _files(self, name: str) -> list[Path]:
        return sorted((self.folder / name).glob("*.yaml"))

    def _data(self, file: Path) -> dict[str, Any] | None:
        data, problems = read(file)
        self.problems += problems
        return None if problems else data

    def _known(self, catalogue: Catalogue, files: dict[str, list[Path]]) -> parsing.Known:
        return parsing.Known(
            terms={
                name: {*_slugs(model), *catalogue.terms.get(name, ())} for name, model in VOCABULARIES.items()
            },
            projects={*_slugs(Project), *(file.stem for file in files["project"])},
            organisations={*_slugs(Organisation), *catalogue.organisations},
            practices={
                *PracticePage.objects.values_list("key", flat=True),
                *(f.stem for f in files["practice"]),
            },
            documents=self._documents(),
        )

    def _mapping(self, name: str) -> list[tuple[str, Checker]]:
        file = self.folder / name
        if not file.exists():
            return []
        top = Checker(file, self._data(file) or {}, self.problems)
        entries = []
        for key, value in top.data.items():
            if isinstance(value, dict):
                entries.append((str(key), Checker(file, value, self.problems, f"{key}.")))
            else:
                top.fail(str(key), _("must be a mapping"))
        return entries

    def _documents(self) -> dict[str, dict[str, Any]]:
        documents = {}
        for key, c in self._mapping("sources.yaml"):
            documents[key] = {
                "title": Localised(c.text("title", required=True, longest=255)),
                "publisher": Localised(c.text("publisher", longest=255)),
                "year": c.number("year"),
                "url": c.url("url"),
            }
            c.unknown_fields()
        return documents

    def _terms(self) -> dict[str, dict[str, dict[str, Any]]]:
        terms: dict[str, dict[str, dict[str, Any]]] = {}
        for vocabulary, c in self._mapping("terms.yaml"):
            if vocabulary not in VOCABULARIES:
                c.fail("", _("“%s” is not a vocabulary") % vocabulary)
                continue
            for order, key in enumerate(c.data, 1):
                value = c.raw(key)
                inner = Checker(
                    c.file, value if isinstance(value, dict) else {}, self.problems, f"{vocabulary}.{key}."
                )
                names = inner.text("name", required=True, longest=100)
                terms.setdefault(vocabulary, {})[str(key)] = {"names": names, "order": order * 10}
        return terms

    def _organisations(self) -> dict[str, dict[str, Any]]:
        organisations = {}
        for key, c in self._mapping("organisations.yaml"):
            organisations[key] = {
                "names": c.text("name", required=True, longest=100),
                "kind": c.choice("kind", Organisation.Kind.values, required=True),
                "municipality": c.raw("municipality") or "",
                "region": c.raw("region") or "",
                "url": c.url("url"),
            }
            c.unknown_fields()
        return organisations

    def _same_addresses(self, catalogue: Catalogue) -> None:
        """Two pages below the same page cannot share an address."""
        taken: dict[tuple[str, str, str, str], Record] = {}
        for record in catalogue.records:
            for code, slug in record.values["slug"].items():
                other = taken.setdefault((record.kind, record.parent, code, slug), record)
                if other is not record:
                    reason = _("“%(slug)s” is the address of %(other)s too") % {
                        "slug": slug,
                        "other": other.file.name,
                    }
                    self.problems.append(Problem(record.file, f"slug.{code}", reason))


def _slugs(model: Any) -> set[str]:
    return set(model.objects.values_list("slug", flat=True))
