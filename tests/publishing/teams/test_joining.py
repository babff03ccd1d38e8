"""The page that an invitation leads to: new people, people with an account, and links that lead nowhere."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from practices.links import make_token
from publishing.models import Invitation, Team
from publishing.teams.joining import MOST_ATTEMPTS
from tests.languages import EACH_LANGUAGE
from tests.publishing.people import coordinator, member, person, team_of_project
from tests.publishing.teams.signing import PASSWORD, address, code_of, log_in, shown_secret

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("teams")]
LANGUAGES = [code for code, _name in django_settings.LANGUAGES]
USERS = get_user_model().objects
SENT = {"first_name": "Maija", "last_name": "Mallikas", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def team(portal: Any) -> Team:
    return team_of_project()


def invited(team: Team, email: str = "maija@example.org", **values: Any) -> Invitation:
    return Invitation.objects.create(team=team, email=email, language=values.pop("language", "fi"), **values)


def link(invitation: Invitation, language: str = "fi") -> str:
    return address("join", language, args=[make_token("join", invitation.pk)])


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_looking_changes_nothing(team: Team, language: str) -> None:
    invitation = invited(team)
    for client in (Client(), Client()):  # a mail scanner, then a person
        page = client.get(link(invitation, language))
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        with override(language):
            assert gettext("Welcome to the team") in page.content.decode()
            assert str(team) in page.content.decode()
    invitation.refresh_from_db()
    assert invitation.is_open
    assert not USERS.filter(email="maija@example.org").exists()


@pytest.mark.parametrize("language", EACH_LANGUAGE)
@pytest.mark.parametrize("role", ["member", "coordinator"])
def test_a_newcomer_gets_an_account_and_is_led_through_enrolment(
    team: Team, settings: Any, language: str, role: str
) -> None:
    settings.SECOND_FACTOR = True
    invitation = invited(team, role=role)
    client = Client()
    answer = client.post(link(invitation, language), SENT)
    assert answer["Location"] == "/admin/"
    user = USERS.get(email="maija@example.org")
    assert (user.get_full_name(), user.username) == ("Maija Mallikas", "maija.mallikas")
    assert user.check_password(PASSWORD)
    assert (user.is_superuser, user.is_staff) == (False, False)
    assert [group.pk for group in user.groups.all()] == [
        team.coordinators_id if role == "coordinator" else team.members_id
    ]
    assert UserProfile.get_for_user(user).preferred_language == language
    enrolment = client.get("/admin/")["Location"]
    assert enrolment.startswith(address("mfa_activate_totp", language))
    page = client.get(enrolment)
    client.post(enrolment, {"code": code_of(shown_secret(page.content.decode())), "next": "/admin/"})
    assert client.get("/admin/").status_code == 200
    invitation.refresh_from_db()
    assert (invitation.accepted_by, invitation.is_open) == (user, False)
    assert ModelLogEntry.objects.filter(action="publishing.team.accept", user=user).count() == 1


@pytest.mark.second_database
def test_two_people_of_one_name_get_two_user_names(team: Team) -> None:
    for email in ("maija@example.org", "toinen.maija@example.org"):
        assert Client().post(link(invited(team, email)), SENT).status_code == 302
    first, second = USERS.filter(last_name="Mallikas").values_list("username", flat=True)
    assert first != second


def test_what_is_wrong_is_told_and_nothing_is_made(team: Team) -> None:
    invitation = invited(team)
    for wrong, field in (
        ({"first_name": ""}, "first_name"),
        ({"last_name": " "}, "last_name"),
        ({"password1": ""}, "password1"),
        ({"password1": "lyhyt", "password2": "lyhyt"}, "password1"),
        ({"password1": "password", "password2": "password"}, "password1"),
        ({"password2": "jotain-ihan-muuta"}, "password2"),
        ({"first_name": "x" * 200}, "first_name"),
        ({"first_name": "a\x00b"}, "first_name"),
    ):
        answer = Client().post(link(invitation), SENT | wrong)
        assert answer.status_code == 422, wrong
        assert answer.context["form"].errors[field], wrong
        assert PASSWORD not in answer.content.decode(), wrong
        invitation.refresh_from_db()
        assert invitation.is_open, wrong
    assert not USERS.filter(email="maija@example.org").exists()


def test_who_has_an_account_logs_in_and_confirms(team: Team) -> None:
    user = person("maija").user
    invitation = invited(team, "Maija@example.org")
    where = link(invitation)
    page = Client().get(where)
    assert gettext("Log in to join") in page.content.decode()
    # The form of newcomers does nothing here: the account is not taken over by it.
    Client().post(where, SENT | {"password1": "toinen-salasana", "password2": "toinen-salasana"})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    client = log_in("maija", wanted=where)
    assert client.led_to == where  # type: ignore[attr-defined]
    assert client.get(where).status_code == 200
    assert not user.groups.exists()
    assert client.post(where)["Location"] == "/admin/"
    assert list(user.groups.all()) == [team.members]
    assert USERS.filter(email__iexact="maija@example.org").count() == 1


def test_another_account_does_not_take_an_invitation(team: Team) -> None:
    other = member("toinen", "muu")
    invitation = invited(team)
    where = link(invitation)
    page = other.client.get(where)
    assert page.status_code == 200
    for part in ("This invitation is for somebody else", "Log out and open the invitation"):
        assert gettext(part) in page.content.decode()
    assert other.client.post(where, SENT).status_code == 403
    invitation.refresh_from_db()
    assert invitation.is_open
    assert not other.user.groups.filter(pk=team.members_id).exists()
    out = other.client.post(address("account_logout"), {"next": where})
    assert out["Location"] == where
    assert gettext("Welcome to the team") in other.client.get(where).content.decode()


def test_a_member_becomes_coordinator_by_invitation_and_a_coordinator_stays_one(team: Team) -> None:
    someone, leader = member(), coordinator()
    someone.client.post(link(invited(team, "jasen@example.org", role="coordinator")))
    assert list(someone.user.groups.all()) == [team.coordinators]
    leader.client.post(link(invited(team, "koordinaattori@example.org", role="member")))
    assert list(leader.user.groups.all()) == [team.coordinators]


def test_a_closed_account_is_not_opened_by_an_invitation(team: Team) -> None:
    user = person("maija").user
    user.is_active = False
    user.save()
    for answer in (Client().get(link(invited(team))), Client().post(link(Invitation.objects.get()), SENT)):
        assert answer.status_code == 403
        assert gettext("This account is closed") in answer.content.decode()
    assert Invitation.objects.get().is_open


ENDS = {
    "used": ({"accepted_at": timezone.now()}, "This invitation has been used"),
    "withdrawn": ({"withdrawn_at": timezone.now()}, "This invitation was withdrawn"),
    "expired": ({"expires_at": timezone.now() - timedelta(seconds=1)}, "This invitation is too old"),
}


@pytest.mark.parametrize("language", EACH_LANGUAGE)
@pytest.mark.parametrize("end", list(ENDS))
def test_a_spent_link_ends_politely(team: Team, end: str, language: str) -> None:
    values, heading = ENDS[end]
    invitation = invited(team, **values)
    for answer in (
        Client().get(link(invitation, language)),
        Client().post(link(invitation, language), SENT),
        member(name=f"jasen-{language}").client.post(link(invitation, language)),
    ):
        assert answer.status_code == 410
        with override(language):
            assert gettext(heading) in answer.content.decode()
    assert not USERS.filter(email="maija@example.org").exists()


def forged(good: str) -> list[str]:
    """Return what people and programs make of a link's last part."""
    return [
        good[:-1],
        good + "x",
        good.upper(),
        "x" * 5000,
        "..",
        "1",
        ":::",
        "%00",
        "äö",
        make_token("unsubscribe", 1),
        make_token("join", 999_999),
        make_token("join", "ei-numero"),
        make_token("join", "²"),
    ]


def test_a_forged_link_ends_politely(team: Team) -> None:
    invitation = invited(team)
    for bad, language, method in itertools.product(
        forged(make_token("join", invitation.pk)), LANGUAGES, ("get", "post")
    ):
        where = link(invitation, language).rsplit("/", 2)[0]
        answer = getattr(Client(), method)(f"{where}/{bad}/", SENT if method == "post" else None)
        assert answer.status_code == 404, bad
        if bad != "..":
            with override(language):
                assert gettext("This link leads nowhere") in answer.content.decode(), bad
    assert not USERS.filter(email="maija@example.org").exists()


def test_a_removed_team_takes_its_links_along(team: Team) -> None:
    invitation = invited(team)
    where = link(invitation)
    team.delete()
    assert Client().get(where).status_code == 404


def test_sent_again_an_old_link_works_again(team: Team) -> None:
    leader = coordinator()
    past = timezone.now() - timedelta(days=20)
    invitation = invited(team, expires_at=past, sent_at=past)
    assert Client().get(link(invitation)).status_code == 410
    leader.client.post(reverse("team_send_again", args=[team.pk, invitation.pk]))
    assert Client().get(link(invitation)).status_code == 200


def test_many_attempts_are_refused_politely(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_ATTEMPTS == 60
    monkeypatch.setattr("publishing.teams.joining.MOST_ATTEMPTS", 5)
    where = link(invited(team))
    statuses = [Client().post(where, {}).status_code for _n in range(6)]
    assert statuses == [422] * 5 + [429]
