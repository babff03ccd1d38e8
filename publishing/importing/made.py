"""What a run makes of a row: pages to be, and what was made of them."""

from dataclasses import dataclass, field
from typing import Any

from practices.models import PracticePage
from publishing.importing.contents import Content


@dataclass(frozen=True)
class NewPractice:
    """A row that becomes a new practice: its number, its project, and what it says."""

    row: int
    project: int
    content: Content


@dataclass
class Plan:
    """A page to be made, in one language. `source` is the plan of the page that it translates or shows."""

    row: int
    page: PracticePage
    parent: Any
    given: dict[str, Any]
    source: "Plan | None" = None
    is_alias: bool = False
    terms: dict[str, list[int]] = field(default_factory=dict)
    keywords: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class MadePage:
    """A page that was made or changed, as undoing needs to know it."""

    row: int
    page: int
    is_new: bool
    revision_before: int | None = None
    revision_made: int | None = None
    was_alias: bool = False
