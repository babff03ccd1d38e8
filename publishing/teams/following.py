"""What follows from the life of teams, project pages and accounts."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, post_save

from practices.models import ProjectPage
from publishing.models import Team
from publishing.teams.making import ensure_team, is_given, take_from_others
from publishing.teams.seeing import narrow_filters


def connect() -> None:
    """Listen to project pages, so that a team may work on them in every language, to teams and to accounts."""
    post_save.connect(_give_to_team, sender=ProjectPage, dispatch_uid="team of a project page")
    post_delete.connect(_delete_groups, sender=Team, dispatch_uid="groups of a team")
    post_save.connect(_forget_addresses, sender=get_user_model(), dispatch_uid="addresses of a user")
    narrow_filters()


def _give_to_team(instance: ProjectPage, raw: bool = False, **_kwargs: Any) -> None:
    """Give a project's page to its team, whoever or whatever made it; one that changed its project changes hands."""
    if not raw:
        take_from_others(instance)
        if not is_given(instance):
            ensure_team(instance.project)


def _delete_groups(instance: Team, **_kwargs: Any) -> None:
    """Without its team a group would still open the editor."""
    Group.objects.filter(pk__in=(instance.members_id, instance.coordinators_id)).delete()


def _forget_addresses(instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    """An account has the address that its user has: by an earlier one nobody may choose a new password."""
    if not raw:
        EmailAddress.objects.filter(user=instance).exclude(email__iexact=instance.email).delete()
