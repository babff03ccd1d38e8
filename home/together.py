"""Where publishing and adoption, which do not know each other, are put together."""

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile

from adoption import daily as adoption_daily
from adoption import teams
from adoption.institutions.figures import adoption_figures
from adoption.rooting import keeping
from adoption.teams import Recipient
from home.models import ContentVersion
from practices.models import PracticePage
from publishing import daily
from publishing.reporting import figures
from publishing.reporting.figures import Figure
from publishing.roles import network, team_of


def connect() -> None:
    """Let each use what the other offers."""
    daily.register(adoption_daily.jobs)
    teams.register(team_behind)
    keeping.keep_while(
        content=ContentVersion.current, use=partial(ContentVersion.current, ContentVersion.USE)
    )
    figures.register(use_figures, order=20)


def team_behind(page: PracticePage) -> Sequence[Recipient]:
    """Return the coordinators of the team whose page a practice is; where it has none, the network's."""
    users = get_user_model().objects.filter(is_active=True).exclude(email="")
    team = team_of(page)
    theirs = users.filter(groups=team.coordinators_id) if team else users.none()
    told = theirs if theirs.exists() else users.filter(groups=network())
    return [
        Recipient(user.email, UserProfile.get_for_user(user).get_preferred_language())
        for user in told.distinct()
    ]


def use_figures(practices: Sequence[PracticePage]) -> Mapping[UUID, Sequence[Figure]]:
    """Return what institutions do with practices, for project teams' reports."""
    told = adoption_figures(practices)
    return {key: [Figure(*each) for each in of_practice] for key, of_practice in told.items()}
