"""Invitations in the editor: who sends them, what the mail says, what is refused, and who leaves a team."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry

from publishing.models import Invitation, Team
from publishing.teams.inviting import MOST_AN_HOUR, MOST_WAITING
from tests.languages import EACH_LANGUAGE, nightly
from tests.publishing.people import Person, coordinator, member, network_coordinator, person, team_of_project
from tests.publishing.teams.signing import enrolled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("teams")]


@pytest.fixture
def team(portal: Any) -> Team:
    return team_of_project()


@pytest.fixture
def leader(team: Team) -> Person:
    return coordinator()


def send(
    by: Person, team: Team, email: str = "uusi@example.org", role: str = "member", language: str = "fi"
) -> Any:
    """Send the form of a team's page."""
    return by.client.post(
        reverse("team", args=[team.pk]), {"email": email, "role": role, "language": language}
    )


def logged() -> list[str]:
    entries = ModelLogEntry.objects.filter(action__startswith="publishing.team").order_by("pk")
    return [entry.action.rpartition(".")[2] for entry in entries]


@pytest.mark.parametrize("language", EACH_LANGUAGE)
@pytest.mark.parametrize("role", ["member", "coordinator"])
def test_the_mail_is_in_the_language_that_was_chosen(
    team: Team,
    leader: Person,
    language: str,
    role: str,
    mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send(leader, team, role=role, language=language)
    (mail,) = mailoutbox
    invitation = Invitation.objects.get()
    with override(language):
        assert mail.subject == gettext("Invitation to the team of %(project)s") % {"project": team}
        assert reverse("join", args=["x"]).removesuffix("x/") in mail.body
        assert gettext("Open the invitation here:") in mail.body
    assert mail.to == ["uusi@example.org"]
    assert (invitation.role, invitation.language, invitation.invited_by) == (role, language, leader.user)
    assert timedelta(days=13) < invitation.expires_at - timezone.now() <= timedelta(days=14)
    assert logged() == ["invite"]
    assert "uusi@example.org" not in str(ModelLogEntry.objects.get(action="publishing.team.invite").data)


def test_a_bad_address_gets_a_message(
    team: Team, leader: Person, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    for email in (
        "",
        "ei osoite",
        "uusi@example.org\nBcc: toinen@example.org",
        "uusi@example.org, toinen@example.org",
        "x" * 300 + "@example.org",
        "<script>@example.org",
    ):
        with django_capture_on_commit_callbacks(execute=True):
            answer = send(leader, team, email)
        assert answer.status_code == 422, email
        assert answer.context["form"].errors["email"], email
        assert (mailoutbox, Invitation.objects.count()) == ([], 0), email


@pytest.mark.parametrize("changed", [{"role": "superuser"}, {"language": "xx"}])
def test_no_role_and_no_language_of_ones_own_making(
    team: Team, leader: Person, changed: dict[str, str]
) -> None:
    assert send(leader, team, **changed).status_code == 422
    assert not Invitation.objects.exists()


def test_who_is_in_the_team_is_not_invited(team: Team, leader: Person) -> None:
    member()
    answer = send(leader, team, "JASEN@example.org")
    assert gettext("%s works in this team already.") % "jasen@example.org" in answer.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.second_database
def test_nobody_is_invited_twice_unless_the_first_is_too_old(team: Team, leader: Person) -> None:
    send(leader, team)
    answer = send(leader, team, "Uusi@Example.org")
    assert answer.status_code == 422
    assert Invitation.objects.count() == 1
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert send(leader, team).status_code == 302
    assert [invitation.is_open for invitation in Invitation.objects.order_by("pk")] == [False, True]


def test_many_invitations_meet_a_limit(team: Team, leader: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_WAITING > MOST_AN_HOUR >= 30
    monkeypatch.setattr("publishing.teams.inviting.MOST_AN_HOUR", 3)
    monkeypatch.setattr("publishing.teams.inviting.MOST_WAITING", 5)
    answers = [send(leader, team, f"uusi{n}@example.org") for n in range(4)]
    assert [answer.status_code for answer in answers] == [302] * 3 + [422]
    assert (
        gettext("You have sent many invitations within an hour. Go on in an hour.")
        in answers[-1].content.decode()
    )
    Invitation.objects.update(invited_at=timezone.now() - timedelta(hours=2))
    assert [send(leader, team, f"muu{n}@example.org").status_code for n in range(3)] == [302, 302, 422]
    assert Invitation.objects.count() == 5


def test_an_invitation_is_sent_again_but_not_at_once(
    team: Team, leader: Person, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    send(leader, team)
    invitation = Invitation.objects.get()
    again = reverse("team_send_again", args=[team.pk, invitation.pk])
    assert leader.client.get(again).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        leader.client.post(again)
        assert mailoutbox == []
        Invitation.objects.update(
            sent_at=timezone.now() - timedelta(days=15), expires_at=timezone.now() - timedelta(days=1)
        )
        leader.client.post(again)
    assert len(mailoutbox) == 1
    invitation.refresh_from_db()
    assert invitation.is_open
    assert logged() == ["invite", "invite_again"]


def test_an_invitation_is_withdrawn(team: Team, leader: Person) -> None:
    send(leader, team)
    invitation = Invitation.objects.get()
    where = reverse("team_withdraw", args=[team.pk, invitation.pk])
    leader.client.get(where)
    invitation.refresh_from_db()
    assert invitation.is_open
    leader.client.post(where)
    leader.client.post(where)
    invitation.refresh_from_db()
    assert invitation.withdrawn_at
    assert logged() == ["invite", "withdraw"]


@pytest.mark.parametrize("who", ["anonymous", "no team", "other team", "member"])
def test_nobody_else_invites_or_changes_a_team(team: Team, leader: Person, who: str, client: Any) -> None:
    send(leader, team)
    invitation = Invitation.objects.get()
    someone = {
        "anonymous": lambda: client,
        "no team": lambda: person("vieras").client,
        "other team": lambda: coordinator("toinen", "toisen-koordinaattori").client,
        "member": lambda: member(name="toinen-jasen").client,
    }[who]()
    target = member()
    page = reverse("team", args=[team.pk])
    someone.post(page, {"email": "muu@example.org", "role": "coordinator", "language": "fi"})
    for name, number in (("team_send_again", invitation.pk), ("team_withdraw", invitation.pk)):
        assert someone.post(reverse(name, args=[team.pk, number])).status_code in (302, 404)
    for name in ("team_change_role", "team_remove"):
        assert someone.post(reverse(name, args=[team.pk, target.user.pk])).status_code in (302, 404)
    invitation.refresh_from_db()
    assert invitation.is_open
    assert Invitation.objects.count() == 1
    assert list(target.user.groups.all()) == [team.members]
    seen = someone.get(page, follow=True)
    assert "uusi@example.org" not in seen.content.decode()
    assert seen.status_code == (404 if who == "other team" else 200)
    assert bool(seen.redirect_chain) is (who != "member")


def test_an_invitation_of_another_team_is_out_of_reach(team: Team, leader: Person) -> None:
    send(leader, team)
    other = coordinator("toinen", "toisen-koordinaattori")
    other_team = team_of_project("toinen")
    invitation = Invitation.objects.get()
    for name in ("team_send_again", "team_withdraw"):
        where = reverse(name, args=[other_team.pk, invitation.pk])
        assert other.client.get(where, follow=True).status_code == 404
        other.client.post(where)
    invitation.refresh_from_db()
    assert (invitation.is_open, logged()) == (True, ["invite"])


def test_a_role_is_changed_both_ways(team: Team, leader: Person) -> None:
    user = member().user
    where = reverse("team_change_role", args=[team.pk, user.pk])
    leader.client.get(where)
    assert list(user.groups.all()) == [team.members]
    leader.client.post(where)
    assert list(user.groups.all()) == [team.coordinators]
    leader.client.post(where)
    assert list(user.groups.all()) == [team.members]
    assert logged() == ["change_role", "change_role"]


def test_who_is_removed_loses_the_editor(team: Team, leader: Person) -> None:
    someone = member()
    assert someone.client.get(reverse("team", args=[team.pk])).status_code == 200
    leader.client.post(reverse("team_remove", args=[team.pk, someone.user.pk]))
    assert not someone.user.groups.exists()
    assert someone.client.get(reverse("team", args=[team.pk])).status_code == 302
    someone.user.refresh_from_db()
    assert someone.user.is_active
    assert logged() == ["remove"]


@pytest.mark.parametrize("name", ["team_remove", "team_change_role"])
def test_the_last_coordinator_stays_unless_the_network_says_otherwise(
    team: Team, leader: Person, name: str
) -> None:
    where = reverse(name, args=[team.pk, leader.user.pk])
    answer = leader.client.post(where, follow=True)
    told = [str(message).strip() for message in answer.context["messages"]]
    assert told == [gettext("A team needs a coordinator. Make somebody else one first, or ask the network.")]
    assert leader.user.groups.filter(pk=team.coordinators_id).exists()
    network_coordinator().client.post(where)
    assert not leader.user.groups.filter(pk=team.coordinators_id).exists()


def test_a_coordinator_leaves_when_another_is_there(team: Team, leader: Person) -> None:
    coordinator(name="toinen-koordinaattori")
    answer = leader.client.post(reverse("team_remove", args=[team.pk, leader.user.pk]))
    assert answer["Location"] == reverse("teams")
    assert not leader.user.groups.exists()


def test_the_menu_has_teams_for_those_who_work_in_one(team: Team) -> None:
    someone = member().client
    assert f'"url": "{reverse("teams")}"' in someone.get("/admin/").content.decode()


def test_the_network_sees_every_team_and_its_own_people(team: Team) -> None:
    team_of_project("toinen")
    text = network_coordinator().client.get(reverse("teams")).content.decode()
    assert text.count('class="title-wrapper"') == 3  # two teams and oneself
    assert "verkosto@example.org" in text
    own = member().client.get(reverse("teams")).content.decode()
    assert own.count('class="title-wrapper"') == 1


def queries(number: int, team: Team, by: Person, django_assert_max_num_queries: Any) -> tuple[int, int]:
    """Return the numbers of queries of the list and of the team's page, with so many people, teams and invitations."""
    for n in range(number):
        enrolled(person(f"jasen{number}-{n}", team.members).user)
        team_of_project(f"hanke{number}-{n}")
        Invitation.objects.create(
            team=team, email=f"k{number}-{n}@example.org", language="fi", invited_by=by.user
        )
    counts = []
    for where in (reverse("teams"), reverse("team", args=[team.pk])):
        by.client.get(where)
        with django_assert_max_num_queries(1000) as captured:
            assert by.client.get(where).status_code == 200
        counts.append(len(captured.captured_queries))
    return counts[0], counts[1]


@pytest.mark.second_database
@pytest.mark.parametrize("most", [9, nightly(30)])
def test_the_lists_ask_as_often_for_many_as_for_three(
    team: Team, leader: Person, django_assert_max_num_queries: Any, most: int
) -> None:
    network = network_coordinator()
    few = queries(3, team, network, django_assert_max_num_queries)
    assert queries(most - 3, team, network, django_assert_max_num_queries) == few


def test_names_are_escaped(team: Team, leader: Person) -> None:
    user = member().user
    user.first_name = "<b>Veikko</b>"
    user.save()
    text = leader.client.get(reverse("team", args=[team.pk])).content.decode()
    assert re.search(r"&lt;b&gt;Veikko", text)
    assert "<b>Veikko" not in text
