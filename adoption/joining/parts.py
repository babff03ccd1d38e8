"""What stands on a practice's page."""

from typing import Any

from practices import page_parts
from practices.page_parts import Part


def register() -> None:
    """Show the parts on practices' pages."""
    page_parts.register("actions", action, order=100)
    page_parts.register("start", band, order=100)


def action(page: Any) -> Part | None:
    """Return the button of taking into use."""
    return Part("adoption/joining/part_action.html", {"key": page.key}) if _may_be_adopted(page) else None


def band(page: Any) -> Part | None:
    """Return the words and the way to the form."""
    return Part("adoption/joining/part_start.html", {"key": page.key}) if _may_be_adopted(page) else None


def _may_be_adopted(page: Any) -> bool:
    return bool(page.live and page.key and not page.retired_reason)
