"""The glossary is made ready: its first terms, and who may edit or read it."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_save

from publishing.models import GlossaryTerm, Team
from publishing.roles import network
from publishing.translation.glossary import seed

EDITS = ("add", "change", "delete", "view")


def prepare_glossary() -> int:
    """Make the terms and permissions that are missing, and return how many terms were made."""
    network().permissions.add(*_permissions(*EDITS))
    for team in Team.objects.select_related("members", "coordinators"):
        _let_read(team)
    return seed()


def connect() -> None:
    """Let new teams read the glossary."""
    post_save.connect(_team_made, sender=Team, dispatch_uid="teams read the glossary")


def _team_made(*, instance: Team, created: bool, raw: bool = False, **_: Any) -> None:
    if created and not raw:
        _let_read(instance)


def _let_read(team: Team) -> None:
    groups: tuple[Group, Group] = (team.members, team.coordinators)
    for group in groups:
        group.permissions.add(*_permissions("view"))


def _permissions(*verbs: str) -> list[Permission]:
    name = GlossaryTerm._meta.model_name
    return list(
        Permission.objects.filter(
            content_type__app_label="publishing", codename__in=[f"{verb}_{name}" for verb in verbs]
        )
    )
