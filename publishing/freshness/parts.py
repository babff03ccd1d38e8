"""What readers see of a practice's freshness: that it may be out of date, and that nobody looks after it."""

from django.utils import timezone

from practices.models import PracticePage
from practices.page_parts import Part
from practices.page_parts import register as show
from publishing.freshness.state import state_of


def register() -> None:
    """Show the notice below the first screen of every practice."""
    show("notice", freshness_notice, order=20)


def freshness_notice(page: PracticePage) -> Part | None:
    """Return what to warn readers of, or nothing."""
    if not page.pk:  # a preview of what was never saved stands under no project yet
        return None
    state = state_of(page, timezone.localdate())
    if not state.is_overdue and not state.seeks_caretaker:
        return None
    project = page.project_page if state.seeks_caretaker else None
    return Part("publishing/parts/freshness.html", {"state": state, "project": project})
