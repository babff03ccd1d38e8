"""Those who work in the portal, each with a browser of their own in which they are logged in."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.users.models import UserProfile

from publishing.models import Team
from publishing.reviewing.making import ensure_workflow
from publishing.roles import network
from publishing.teams.making import ensure_team
from tests.factories import project_page


@dataclass(frozen=True)
class Person:
    """A user, logged in."""

    user: Any
    client: Client


def person(name: str, *groups: Group, language: str = "fi", superuser: bool = False) -> Person:
    """Return a new user in groups, logged in, with mails and editor in `language`."""
    user = get_user_model().objects.create_user(
        name, f"{name}@example.org", "salasana-on-pitka", is_superuser=superuser
    )
    user.groups.add(*groups)
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    client = Client()
    client.force_login(user)
    return Person(user, client)


def team_of_project(slug: str = "hanke") -> Team:
    """Return the team of a project, with its page and the workflow over it."""
    page = project_page(slug)
    ensure_workflow()
    return ensure_team(page.project)


def member(slug: str = "hanke", name: str = "jasen", **options: Any) -> Person:
    """Return a member of a project's team."""
    return person(name, team_of_project(slug).members, **options)


def coordinator(slug: str = "hanke", name: str = "koordinaattori", **options: Any) -> Person:
    """Return a coordinator of a project's team."""
    return person(name, team_of_project(slug).coordinators, **options)


def network_coordinator(name: str = "verkosto", **options: Any) -> Person:
    """Return a coordinator of the network."""
    ensure_workflow()
    return person(name, network(), **options)
