"""What stands on a practice's page: the ways to "does it fit us?" and to comparing."""

from typing import Any

from practices.page_parts import Part
from practices.page_parts import register as show


def compare_link(page: Any) -> Part | None:
    """Return the link to comparing a practice with others; none for one that lists do not lead to."""
    return None if page.retired_reason else Part("adoption/fit/parts/compare_link.html", {"key": page.key})


def invitation(page: Any) -> Part | None:
    """Return the invitation to set a practice against one's own institution."""
    return None if page.retired_reason else Part("adoption/fit/parts/invitation.html", {"key": page.key})


def register() -> None:
    """Show the parts on practices' pages."""
    show("actions", compare_link, order=200)
    show("start", invitation, order=20)
