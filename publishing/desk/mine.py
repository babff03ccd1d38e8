"""Which practices are a user's: those of the teams that they work in; for the network all."""

from typing import Any

from django.db.models import F, Q, QuerySet

from practices.models import PracticePage, ProjectPage
from publishing.roles import is_network, teams_of


def practices_of(user: Any) -> QuerySet[PracticePage]:
    """Return the practices of a user's teams in every language, without those that only mirror a source."""
    own = PracticePage.objects.filter(alias_of__isnull=True)
    if is_network(user):
        return own
    below = Q(pk__in=[])
    projects = teams_of(user).values("project")
    for path in ProjectPage.objects.filter(project__in=projects).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return own.filter(below)


def drafts_of(user: Any) -> QuerySet[PracticePage]:
    """Return the practices with changes that nobody has published, which the user made or owns; the newest first."""
    begun = Q(owner=user) | Q(latest_revision__user=user)
    return (
        practices_of(user)
        .filter(begun, has_unpublished_changes=True)
        .select_related("locale", "latest_revision")
        .order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")
    )


def themes_of(user: Any) -> set[str]:
    """Return the addresses of the themes that the practices of a user's teams have."""
    return set(
        practices_of(user)
        .filter(theme_links__isnull=False)
        .values_list("theme_links__tag__slug", flat=True)
        .distinct()
    )
