"""What readers of a practice see of its pilots: that it was changed after feedback, and the way to what changed."""

from typing import Any

from practices import page_parts
from practices.page_parts import Part
from publishing.versions.telling import shown_refinements

MOST_SHOWN = 3


def register() -> None:
    """Hand the parts to the catalogue."""
    page_parts.register("notice", notice, order=300)
    page_parts.register("evidence", evidence, order=100)
    page_parts.register("background", background, order=300)


def notice(page: Any) -> Part | None:
    """Return a line near the first screen, where something was changed."""
    refinements = shown_refinements(page)
    return Part("publishing/pilots/part_notice.html", {"newest": refinements[0]}) if refinements else None


def evidence(page: Any) -> Part | None:
    """Return what the makers told of their changes, the newest few."""
    refinements = shown_refinements(page)[:MOST_SHOWN]
    context = {"refinements": refinements, "key": page.key}
    return Part("publishing/pilots/part_evidence.html", context) if refinements else None


def background(page: Any) -> Part | None:
    """Return the way to the list of changes, where the page was published more than once."""
    first, last = page.first_published_at, page.last_published_at
    again = bool(page.live and page.key and first and last and first < last)
    return Part("publishing/versions/part_background.html", {"key": page.key}) if again else None
