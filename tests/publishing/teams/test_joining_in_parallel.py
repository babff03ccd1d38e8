"""The same link, opened and sent by several at the same moment: one account, one place in the team."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from wagtail.models import ModelLogEntry

from practices.links import make_token
from publishing.models import Invitation, Team
from publishing.teams.making import ensure_team
from tests.factories import project_page
from tests.publishing.people import person
from tests.publishing.teams.signing import PASSWORD, address

pytestmark = pytest.mark.second_database
AT_ONCE = 4
SENT = {"first_name": "Maija", "last_name": "Mallikas", "password1": PASSWORD, "password2": PASSWORD}


def team_of(slug: str) -> Team:
    """Return the team of a project; the workflow over its page is none of this test's business."""
    return ensure_team(project_page(slug).project)


def at_once(sends: list[Any]) -> list[int]:
    """Call each in a thread of its own, all at the same moment, and return the statuses of the answers."""
    barrier = Barrier(len(sends))

    def run(send: Any) -> int:
        try:
            barrier.wait(timeout=30)
            return int(send().status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sends)) as pool:
        return sorted(pool.map(run, sends))


@pytest.mark.usefixtures("committed")
def test_a_link_that_is_sent_several_times_at_once_makes_one_account() -> None:
    team = team_of("hanke")
    invitation = Invitation.objects.create(team=team, email="maija@example.org", language="fi")
    where = address("join", args=[make_token("join", invitation.pk)])
    statuses = at_once([lambda: Client().post(where, SENT) for _n in range(AT_ONCE)])
    assert statuses == [302] + [410] * (AT_ONCE - 1)
    user = get_user_model().objects.get(email="maija@example.org")
    assert list(team.members.user_set.all()) == [user]
    assert ModelLogEntry.objects.filter(action="publishing.team.accept").count() == 1


@pytest.mark.usefixtures("committed")
def test_two_teams_invitations_to_one_newcomer_make_one_account() -> None:
    addresses = []
    for slug in ("hanke", "toinen"):
        invitation = Invitation.objects.create(
            team=team_of(slug), email="maija@example.org", language=django_settings.LANGUAGE_CODE
        )
        addresses.append(address("join", args=[make_token("join", invitation.pk)]))
    statuses = at_once([lambda where=where: Client().post(where, SENT) for where in addresses])
    assert statuses in ([302, 410], [200, 302])  # the later one is told, or asked to log in
    assert get_user_model().objects.filter(email="maija@example.org").count() == 1


@pytest.mark.usefixtures("committed")
def test_confirming_twice_at_once_is_one_joining() -> None:
    someone = person("maija")
    team = team_of("hanke")
    invitation = Invitation.objects.create(team=team, email="maija@example.org", language="fi")
    where = address("join", args=[make_token("join", invitation.pk)])
    clients = []
    for _n in range(2):
        client = Client()
        client.force_login(someone.user)
        clients.append(client)
    assert at_once([lambda client=client: client.post(where) for client in clients]) == [302, 410]
    assert ModelLogEntry.objects.filter(action="publishing.team.accept").count() == 1


@pytest.mark.django_db
def test_one_after_the_other_the_second_is_told(portal: Any) -> None:
    invitation = Invitation.objects.create(team=team_of("hanke"), email="maija@example.org", language="fi")
    where = address("join", args=[make_token("join", invitation.pk)])
    assert [Client().post(where, SENT).status_code for _n in range(2)] == [302, 410]
