"""Who looks after a practice: what readers see of it, and the user who is reminded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet

from practices.models import PracticePage
from publishing.freshness.facts import change_facts
from publishing.models import Care, Team
from publishing.roles import network, team_of

CARE = "publishing.care"


@dataclass(frozen=True)
class Arrangement:
    """Who looks after a practice: a role or organisation by language, that somebody is sought, a user to remind."""

    caretakers: Mapping[str, str]
    is_seeking: bool
    user_id: int | None

    @property
    def is_settled(self) -> bool:
        """Whether readers of every language are told who looks after it, or that somebody is sought."""
        return self.is_seeking or all(text.strip() for text in self.caretakers.values())


def arrangement_of(pages: Iterable[PracticePage], user_id: int | None) -> Arrangement:
    """Return the arrangement that the pages of a practice, one a language, tell of now."""
    known = list(pages)
    return Arrangement(
        {page.locale.language_code: page.caretaker for page in known},
        any(page.seeking_caretaker for page in known),
        user_id,
    )


@transaction.atomic
def arrange(
    practice: PracticePage, before: Arrangement, after: Arrangement, *, user: Any, people: Mapping[int, str]
) -> bool:
    """Save who looks after a practice; return whether that changed anything. `people` is whom it may be, by id.

    It goes live without a review in between, as the day of a check does: who looks after a practice is told as a role
    or organisation, and not a word of what the practice is changes.
    """
    if after == before:
        return False
    if after.user_id != before.user_id:
        if after.user_id is not None and after.user_id not in people:
            raise ValueError(after.user_id)
        Care.objects.update_or_create(practice=practice.translation_key, defaults={"user_id": after.user_id})
    if (after.caretakers, after.is_seeking) != (before.caretakers, before.is_seeking):
        change_facts(
            practice,
            {"seeking_caretaker": after.is_seeking},
            texts={language: {"caretaker": text} for language, text in after.caretakers.items()},
            user=user,
            action=CARE,
        )
    return True


def cares_of(keys: Iterable[UUID]) -> dict[UUID, int]:
    """Return the number of the user who is reminded, by a practice's translation key."""
    rows = Care.objects.filter(practice__in=list(keys), user__isnull=False)
    return dict(rows.values_list("practice", "user_id"))


def people_for(team: Team | None) -> QuerySet[Any]:
    """Return whom a practice of a team may be given to: the team's people and the network's, who still work here."""
    groups = [network()] + ([team.members, team.coordinators] if team else [])
    users = get_user_model().objects.filter(groups__in=groups, is_active=True)
    return users.distinct().order_by("last_name", "first_name", "username")


def name_of(user: Any) -> str:
    """Return what a user is called in lists."""
    return user.get_full_name() or user.get_username()


def keepers_of(page: PracticePage) -> list[Any]:
    """Return the users to remind of a practice: its own, else the team's coordinators, its members, the network.

    Somebody who left, or may not edit the page any more, cannot look it through, so the next ones are asked.
    """
    care = Care.objects.filter(practice=page.translation_key).select_related("user").first()
    team = team_of(page)
    groups = ([team.coordinators, team.members] if team else []) + [network()]
    own = [care.user] if care is not None and care.user is not None else []
    for users in (own, *(group.user_set.order_by("pk") for group in groups)):
        if able := [user for user in users if _can_look(user, page)]:
            return able
    return []


def _can_look(user: Any, page: PracticePage) -> bool:
    return bool(user.is_active and user.email and page.permissions_for_user(user).can_edit())
