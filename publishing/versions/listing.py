"""A page of the list of changes: versions with what changed since the one before, and why where makers told it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator

from practices.paging import page_number
from publishing.models import Refinement
from publishing.versions.comparing import Change, changes
from publishing.versions.history import Version, contents, published

PER_PAGE = 10


@dataclass(frozen=True)
class Entry:
    """A version. `changes` is None where it cannot be told: the texts of it or of the one before are not kept."""

    version: Version
    changes: list[Change] | None
    refinements: list[Refinement]

    @property
    def is_first(self) -> bool:
        """Whether there is no version before."""
        return self.version.number == 1

    @property
    def has_texts(self) -> bool:
        """Whether there are texts to see before and after."""
        return any(change.texts for change in self.changes or ())


class VersionList:
    """The versions of a page's source, as far as an address asks for them."""

    def __init__(self, source: Any, asked: str | None, refinements: Sequence[Refinement]) -> None:
        self.source, self.refinements = source, refinements
        self.versions = published(source)
        self.paginator = Paginator(self.versions, PER_PAGE)
        self.number, self.status = page_number(asked, self.paginator.num_pages)
        self.page = self.paginator.page(self.number)

    @property
    def no_such_page(self) -> bool:
        """Whether the address asks for a page that is not there."""
        return self.status == 404

    @cached_property
    def entries(self) -> list[Entry]:
        """The versions of this page of the list, newest first; one query."""
        start = (self.number - 1) * PER_PAGE
        shown = self.versions[start : start + PER_PAGE]
        with_one_before = self.versions[start : start + PER_PAGE + 1]
        kept = contents(self.source, with_one_before)
        told = _by_version(self.versions, self.refinements)
        befores = [*with_one_before[1:], None][: len(shown)]
        return [
            Entry(version, _compared(kept, before, version), told.get(version.revision_id, []))
            for version, before in zip(shown, befores, strict=True)
        ]

    @property
    def pages(self) -> list[tuple[int | None, str]]:
        """Return (number, address) of the pages to link; a number of None stands for a gap."""
        numbers = self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1)
        return [(n, f"?page={n}") if isinstance(n, int) else (None, "") for n in numbers]

    @property
    def previous_url(self) -> str:
        """Address of the page before this one, or nothing."""
        return f"?page={self.number - 1}" if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """Address of the page after this one, or nothing."""
        return f"?page={self.number + 1}" if self.page.has_next() else ""


def _compared(kept: dict[int, Any], before: Version | None, after: Version) -> list[Change] | None:
    if before is None or before.revision_id not in kept or after.revision_id not in kept:
        return None
    return changes(kept[before.revision_id], kept[after.revision_id])


def _by_version(versions: list[Version], refinements: Sequence[Refinement]) -> dict[int, list[Refinement]]:
    """Return what makers told, by the version that it came with.

    Told of a version in another language, it stands with the version that was there when it was told.
    """
    numbers = {version.revision_id for version in versions}
    found: dict[int, list[Refinement]] = {}
    for refinement in refinements:
        revision = refinement.revision_id
        if revision not in numbers:
            then = (v.revision_id for v in versions if v.published_at <= refinement.told_at)
            revision = next(then, versions[-1].revision_id if versions else 0)
        found.setdefault(revision, []).append(refinement)
    return found
