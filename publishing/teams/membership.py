"""Who is in a team: its people, their roles, and how they leave. A team keeps one coordinator at least."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from publishing.models import Team
from publishing.models.team import Role
from publishing.roles import is_network, network
from publishing.teams.inviting import group_of


@dataclass(frozen=True)
class Person:
    """Somebody in a team, or in the network."""

    user: Any
    role: str

    @property
    def name(self) -> str:
        """Their name as far as it is told, else what they log in by."""
        return self.user.get_full_name() or self.user.get_username()

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(Role(self.role).label)


def people_of(team: Team) -> list[Person]:
    """Return the people of a team, coordinators first; two queries."""
    coordinators = _with_second_factor(team.coordinators.user_set.filter(is_active=True))
    members = _with_second_factor(team.members.user_set.filter(is_active=True))
    found = [Person(user, Role.COORDINATOR) for user in coordinators]
    numbers = {person.user.pk for person in found}
    return found + [Person(user, Role.MEMBER) for user in members if user.pk not in numbers]


def people_of_network() -> list[Person]:
    """Return the network's coordinators."""
    people = get_user_model().objects.filter(Q(groups=network()) | Q(is_superuser=True), is_active=True)
    return [Person(user, Role.COORDINATOR) for user in _with_second_factor(people.distinct())]


def with_counts(teams: QuerySet[Team]) -> QuerySet[Team]:
    """Return teams with the numbers of their people and of the invitations that wait."""
    return teams.annotate(
        coordinator_count=Count("coordinators__user", distinct=True),
        member_count=Count("members__user", distinct=True),
        waiting_count=Count(
            "invitations",
            filter=Q(invitations__accepted_at=None, invitations__withdrawn_at=None),
            distinct=True,
        ),
    )


def change_role(team: Team, user: Any, role: str, *, by: Any) -> None:
    """Make a team's member its coordinator, or the other way. Raises ValidationError where that would leave none."""
    with _of_team(team, user, by, goes=role != Role.COORDINATOR):
        user.groups.remove(team.coordinators, team.members)
        user.groups.add(group_of(team, role))
        log(
            instance=team,
            action="publishing.team.change_role",
            user=by,
            data={"person": user.pk, "role": role},
        )


def remove(team: Team, user: Any, *, by: Any) -> None:
    """Take somebody out of a team; their account and what they wrote stay. Raises ValidationError as `change_role`."""
    with _of_team(team, user, by, goes=True):
        user.groups.remove(team.coordinators, team.members)
        log(instance=team, action="publishing.team.remove", user=by, data={"person": user.pk})


@contextmanager
def _of_team(team: Team, user: Any, by: Any, *, goes: bool) -> Iterator[None]:
    """Let nobody else change the team meanwhile, and check that somebody is left to coordinate it."""
    with transaction.atomic():
        Team.objects.select_for_update().get(pk=team.pk)
        if not user.groups.filter(pk__in=(team.members_id, team.coordinators_id)).exists():
            raise ValidationError(_("This person is not in the team any more."))
        others = team.coordinators.user_set.filter(is_active=True).exclude(pk=user.pk)
        is_coordinator = user.groups.filter(pk=team.coordinators_id).exists()
        if goes and is_coordinator and not others.exists() and not is_network(by):
            raise ValidationError(
                _("A team needs a coordinator. Make somebody else one first, or ask the network.")
            )
        yield


def _with_second_factor(users: QuerySet[Any]) -> QuerySet[Any]:
    app = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return users.annotate(has_second_factor=Exists(app)).order_by("last_name", "first_name", "username")
