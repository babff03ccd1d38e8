"""Who stands behind a practice. Another package knows its teams, and says so here (`register`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from practices.models import PracticePage


@dataclass(frozen=True)
class Recipient:
    """Somebody of a practice's team, and the language that they read."""

    email: str
    language: str


Finder = Callable[[PracticePage], Sequence[Recipient]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Let a package name the team of a practice."""
    if finder not in _finders:
        _finders.append(finder)


def team_of(page: PracticePage) -> list[Recipient]:
    """Return those who hear of what institutions do with a practice, each address once."""
    found = [each for finder in _finders for each in finder(page)]
    return list({each.email.casefold(): each for each in found if each.email}.values())


def may_decide(user: Any, page: PracticePage) -> bool:
    """Return whether a user may greet, dispute and hide what adopters say of a practice: whoever may edit its page."""
    return bool(page.permissions_for_user(user).can_edit())
