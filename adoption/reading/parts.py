"""What stands on a practice's page of who uses it, and what is handed to lists and to search."""

from typing import Any

from adoption.places import finland
from adoption.reading import indexing, standing
from adoption.reading.use import use_of
from practices import page_parts
from practices.page_parts import Part

MOST_STORIES = 3


def register() -> None:
    """Show the part on practices' pages, offer facet and orders in lists, and keep the index in step."""
    page_parts.register("evidence", evidence, order=10)
    standing.register()
    indexing.connect()


def evidence(page: Any) -> Part | None:
    """Return who uses the practice, in brief, where anybody does or did."""
    if not (page.live and page.key) or not (use := use_of(page)):
        return None
    context = {
        "key": page.key,
        "use": use,
        "map": finland(),
        "stories": use.stories[:MOST_STORIES],
        "promised": page.staff_hours,
    }
    return Part("adoption/reading/part.html", context)
