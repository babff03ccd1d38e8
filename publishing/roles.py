"""Who is who: the network's coordinators, and teams of projects. What each may do is Wagtail's permissions' to say."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from wagtail.models import Page

from practices.models import ProjectPage
from publishing.models import Team

# Wagtail's own group, which may do everything to every page.
NETWORK = "Moderators"


def network() -> Group:
    """Return the group of the network's coordinators."""
    return Group.objects.get(name=NETWORK)


def is_network(user: Any) -> bool:
    """Return whether a user coordinates the network, and so sees every project."""
    return bool(user.is_active and (user.is_superuser or user.groups.filter(name=NETWORK).exists()))


def teams_of(user: Any) -> QuerySet[Team]:
    """Return the teams that a user works in; for a coordinator of the network all of them."""
    teams = Team.objects.select_related("project", "members", "coordinators", "collection")
    if is_network(user):
        return teams.order_by("project__slug")
    mine = Q(members__in=user.groups.all()) | Q(coordinators__in=user.groups.all())
    return teams.filter(mine).distinct().order_by("project__slug")


def may_coordinate(user: Any, team: Team) -> bool:
    """Return whether a user may invite to a team, and check its pages."""
    return is_network(user) or (user.is_active and user.groups.filter(pk=team.coordinators_id).exists())


def project_page_of(page: Page) -> ProjectPage | None:
    """Return the project page that a page is, or stands below; None for pages elsewhere."""
    above = page.get_ancestors(inclusive=True).type(ProjectPage).last() if page.path else None
    return above.specific if above is not None else None


def team_of(page: Page) -> Team | None:
    """Return the team whose page this is; None for pages that no team has."""
    project_page = project_page_of(page)
    if project_page is None:
        return None
    return (
        Team.objects.filter(project=project_page.project_id)
        .select_related("project", "members", "coordinators", "collection")
        .first()
    )
