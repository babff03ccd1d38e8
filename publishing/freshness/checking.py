"""Somebody has looked a practice through, and all of it holds."""

from datetime import date
from typing import Any

from practices.models import PracticePage
from publishing.freshness.facts import change_facts
from publishing.freshness.state import a_year_after

CHECKED = "publishing.looked_through"


def mark_checked(page: PracticePage, today: date, *, user: Any) -> date:
    """Say of a practice that it was looked through today; return when that is next to be done, a year from now.

    It goes live without a review in between: not a word of the page changes, and whoever knows the practice may edit
    it anyway. Raises ValidationError where a live page lacks something that is asked for by now.
    """
    following = a_year_after(today)
    change_facts(
        page,
        {"checked_on": today, "review_date": following},
        user=user,
        action=CHECKED,
        told={"next": following.isoformat()},
    )
    return following
