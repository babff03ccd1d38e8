"""A project's practices on the day when nobody is paid for them any more: each one's caretaker, on one page."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from practices.models import PracticePage, ProjectPage
from practices.translating.access import may_edit
from publishing.freshness.care_forms import Cared, cared_for
from publishing.freshness.caring import cares_of
from publishing.freshness.state import kept_up, without_caretaker
from publishing.roles import is_network, may_coordinate, team_of

# From so long before its last day on, a project's editors see on its page what is missing.
NOTICE = timedelta(days=90)


def may_hand_over(user: Any, page: ProjectPage) -> bool:
    """Return whether a user decides who looks after a project's practices: the team's coordinators and the network."""
    team = team_of(page)
    return is_network(user) or (team is not None and may_coordinate(user, team))


def practices_of_project(page: ProjectPage) -> list[Cared]:
    """Return the live practices under a project's page with their caretakers, in three queries."""
    keys = kept_up(PracticePage.objects.child_of(page)).values("translation_key")
    pages = PracticePage.objects.filter(translation_key__in=keys, alias_of__isnull=True)
    grouped: dict[Any, list[PracticePage]] = defaultdict(list)
    for each in pages.select_related("locale").order_by("locale", "title"):
        grouped[each.translation_key].append(each)
    users = cares_of(grouped)
    return [cared_for(found, users) for found in grouped.values()]


def lacking_in(page: ProjectPage, today: date) -> int:
    """Return how many practices of a project that ends soon, or has ended, have no caretaker; 0 long before."""
    if not page.ends or page.ends - NOTICE > today:
        return 0
    return without_caretaker(kept_up(PracticePage.objects.child_of(page))).count()


def has_ended(page: ProjectPage, today: date) -> bool:
    """Return whether a project's last day is past."""
    return bool(page.ends and page.ends < today)


def locked_among(practices: Sequence[Cared], user: Any) -> list[str]:
    """Return the names of practices of which a page is locked for a user just now."""
    return [cared.page.title for cared in practices if not all(may_edit(user, page) for page in cared.pages)]
