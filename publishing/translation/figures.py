"""The figures of the report on translations: how many pages of each project are how far in each language."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from practices.models import ProjectPage
from publishing.translation.standing import COMPLETE, STATUSES


@dataclass(frozen=True)
class Figure:
    """One line: a language, a project ("" for the portal's other pages), and pages by status."""

    language: str
    project: str
    name: str
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def percent(self) -> int:
        """The share of pages that are complete."""
        return round(100 * self.counts[COMPLETE] / self.total) if self.total else 0

    @property
    def cells(self) -> list[tuple[str, Any, int]]:
        """The statuses in their order, with label and number."""
        return [(status, label, self.counts[status]) for status, label in STATUSES]


class Projects:
    """The pages of projects, read once: which project a page belongs to is told by where it stands."""

    def __init__(self) -> None:
        pages = ProjectPage.objects.select_related("project").order_by("path")
        self._by_path = {page.path: page.project for page in pages}

    def of(self, path: str) -> Any:
        """Return the project of the page at a path of the tree, None for the portal's other pages."""
        steps = range(len(path), 0, -Page.steplen)
        return next((self._by_path[path[:end]] for end in steps if path[:end] in self._by_path), None)

    def name_of(self, path: str) -> str:
        """Return the name of a page's project, "" for the portal's other pages."""
        project = self.of(path)
        return str(project) if project is not None else ""

    def paths_of(self, slug: str) -> list[str]:
        """Return where the pages of a project stand, in every language."""
        return [path for path, project in self._by_path.items() if project.slug == slug]

    def choices(self) -> list[tuple[str, str]]:
        """Return every project by slug and name, in the order of names."""
        return sorted(
            {(project.slug, str(project)) for project in self._by_path.values()}, key=lambda c: c[1]
        )


def figures(pages: QuerySet[Page]) -> list[Figure]:
    """Return the lines for pages of `standing.translated_pages`: by language, projects by name, other pages last."""
    projects = Projects()
    lines: dict[tuple[str, str], Figure] = {}
    for path, language, progress in pages.order_by().values_list("path", "locale__language_code", "progress"):
        project = projects.of(path)
        slug, name = (project.slug, str(project)) if project is not None else ("", _("Other pages"))
        line = lines.setdefault((language, slug), Figure(language, slug, name))
        line.counts[progress] += 1
    return sorted(lines.values(), key=lambda line: (line.language, not line.project, line.name))
