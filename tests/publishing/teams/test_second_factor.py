"""Nobody enters the editor with a password alone; and nobody who has lost a phone stays outside."""

import itertools
import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry

from publishing.teams.second_factor import reset
from tests.factories import practice_page
from tests.languages import EACH_LANGUAGE
from tests.publishing.people import coordinator, member, network_coordinator, person
from tests.publishing.teams.signing import (
    PASSWORD,
    address,
    code_of,
    enrolled,
    log_in,
    secret_of,
    shown_secret,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("teams")]
# Pages, results that scripts fetch, the API, choosers, files, addresses that do not exist.
EDITOR = [
    "/admin/",
    "/admin",
    "/admin/pages/",
    "/admin/account/",
    "/admin/api/main/pages/",
    "/admin/pages/search/results/?q=kahvi",
    "/admin/choose-page/",
    "/admin/images/chooser/",
    "/admin/documents/",
    "/admin/reports/site-history/",
    "/admin/tag-autocomplete/",
    "/admin/teams/",
    "/admin/bulk/wagtailcore/page/publish/?id=1",
    "/admin/no-such-page/",
]


@pytest.fixture(autouse=True)
def _asked_for(settings: Any) -> None:
    settings.SECOND_FACTOR = True


def test_without_an_app_one_is_led_to_enrolment(portal: Any) -> None:
    for someone, where in itertools.product((member(), person("paallikko", superuser=True)), EDITOR):
        answer = someone.client.get(where)
        assert answer.status_code == 302, where
        assert answer["Location"].startswith(address("mfa_activate_totp") + "?next=%2Fadmin"), where


def test_a_session_of_before_logs_in_again(portal: Any) -> None:
    someone = member()
    enrolled(someone.user)
    for where in EDITOR:
        someone.client.force_login(someone.user)
        answer = someone.client.get(where)
        assert answer.status_code == 302, where
        assert answer["Location"].startswith(address("account_login") + "?next=%2Fadmin"), where
        assert "_auth_user_id" not in someone.client.session, where
    page = someone.client.get(answer["Location"])
    assert (
        gettext("Log in again, this time with a code from your authenticator app.") in page.content.decode()
    )


@pytest.mark.parametrize("enrols", [False, True])
def test_scripts_are_refused_and_nothing_is_saved(portal: Any, enrols: bool) -> None:
    page = practice_page(live=False)
    someone = coordinator()
    if enrols:
        enrolled(someone.user)
    before = page.revisions.count()
    for headers in ({"X-Requested-With": "XMLHttpRequest"}, {"Accept": "application/json"}):
        answer = someone.client.post(f"/admin/pages/{page.pk}/edit/", {"title": "Muu"}, headers=headers)
        assert answer.status_code == 403
    assert someone.client.post(f"/admin/pages/{page.pk}/edit/", {"title": "Muu"}).status_code == 302
    page.refresh_from_db()
    assert (page.title, page.revisions.count()) == ("Kaverikahvit", before)


def test_the_ways_out_stay_open(portal: Any) -> None:
    someone = member()
    assert someone.client.get("/admin/jsi18n/").status_code == 200
    someone.client.post("/admin/logout/")
    assert "_auth_user_id" not in someone.client.session


def test_turned_off_a_password_is_enough(portal: Any, settings: Any) -> None:
    settings.SECOND_FACTOR = False
    assert member().client.get("/admin/").status_code == 200


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_from_the_door_through_enrolment_to_where_one_was_going(portal: Any, language: str) -> None:
    user = member(language=language).user
    client = log_in("jasen", wanted="/admin/account/")
    answer = client.get(client.led_to)  # type: ignore[attr-defined]
    enrolment = answer["Location"]
    assert enrolment == address("mfa_activate_totp", language) + "?next=%2Fadmin%2Faccount%2F"
    page = client.get(enrolment)  # nobody asks for the password again, which was given a moment ago
    assert page.status_code == 200
    with override(language):
        assert gettext("Set up your authenticator app") in page.content.decode()
    wrong = client.post(enrolment, {"code": "000000", "next": "/admin/account/"})
    assert wrong.context["form"].errors["code"]
    secret = shown_secret(wrong.content.decode())
    assert secret == shown_secret(page.content.decode())  # what is in the phone already stays good
    done = client.post(enrolment, {"code": code_of(secret), "next": "/admin/account/"})
    codes = client.get(done["Location"])
    assert codes.status_code == 200
    assert len(codes.context["unused_codes"]) == 10
    assert 'href="/admin/account/"' in codes.content.decode()
    assert client.get("/admin/account/").status_code == 200  # this session has given a code
    assert secret_of(user) == secret


def test_one_logs_in_with_password_and_code(portal: Any) -> None:
    user = member().user
    secret = enrolled(user)
    client = log_in("jasen", secret=secret, wanted="/admin/account/")
    assert client.led_to == "/admin/account/"  # type: ignore[attr-defined]
    assert client.get("/admin/account/").status_code == 200
    assert json.loads(client.get("/admin/api/main/pages/").content)["meta"]["total_count"] >= 1


def test_a_wrong_code_does_not_open_and_a_good_one_opens_once(portal: Any) -> None:
    secret = enrolled(member().user)
    client = Client()
    client.post(address("account_login"), {"login": "jasen", "password": PASSWORD})
    assert client.get("/admin/").status_code == 302
    assert client.post(address("mfa_authenticate"), {"code": "12345"}).status_code == 200
    assert "_auth_user_id" not in client.session
    code = code_of(secret)
    assert client.post(address("mfa_authenticate"), {"code": code}).status_code == 302
    again = Client()
    again.post(address("account_login"), {"login": "jasen", "password": PASSWORD})
    assert again.post(address("mfa_authenticate"), {"code": code}).status_code == 200
    assert "_auth_user_id" not in again.session


def test_codes_cannot_be_guessed_one_after_the_other(portal: Any) -> None:
    secret = enrolled(member().user)
    client = Client()
    client.post(address("account_login"), {"login": "jasen", "password": PASSWORD})
    for guess in range(6):
        client.post(address("mfa_authenticate"), {"code": f"{guess:06}"})
    assert client.post(address("mfa_authenticate"), {"code": code_of(secret)}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_once(portal: Any) -> None:
    user = member().user
    enrolled(user)
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    for expected in (302, 200):
        client = Client()
        client.post(address("account_login"), {"login": "jasen", "password": PASSWORD})
        assert client.post(address("mfa_authenticate"), {"code": codes[0]}).status_code == expected
    assert client.get("/admin/").status_code == 302


def test_a_stolen_password_does_not_take_the_app_away(portal: Any) -> None:
    someone = member()
    enrolled(someone.user)  # after the thief had logged in
    for name in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"):
        answer = someone.client.get(address(name))
        assert answer["Location"].startswith(address("mfa_reauthenticate"))
        someone.client.post(address("account_reauthenticate"), {"password": PASSWORD})
        assert someone.client.get(address(name)).status_code == 302
    assert Authenticator.objects.filter(user=someone.user, type="totp").exists()


def test_another_device_is_taken_with_a_code(portal: Any) -> None:
    user = member().user
    client = log_in("jasen", secret=enrolled(user))
    page = client.get(address("mfa_deactivate_totp"))
    assert page.status_code == 200
    client.post(address("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get("/admin/")["Location"].startswith(address("mfa_activate_totp"))


def test_the_account_page_tells_how_it_stands(portal: Any) -> None:
    user = member().user
    client = log_in("jasen", secret=enrolled(user))
    text = client.get(address("mfa_index")).content.decode()
    assert gettext("Change to another device") in text
    assert "10" in text
    file = client.get(address("mfa_download_recovery_codes"))
    assert len(file.content.decode().split("\n")) >= 10


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_network_helps_who_has_lost_a_phone(
    portal: Any, language: str, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    user = member(language=language).user
    enrolled(user)
    network = network_coordinator()
    client = log_in("verkosto", secret=enrolled(network.user))
    where = reverse("reset_second_factor", args=[user.pk])
    assert client.get(where).status_code == 200
    assert Authenticator.objects.filter(user=user).exists()  # asking changes nothing
    with django_capture_on_commit_callbacks(execute=True):
        client.post(where)
    assert not Authenticator.objects.filter(user=user).exists()
    entry = ModelLogEntry.objects.get(action="publishing.second_factor.reset")
    assert (entry.user, entry.object_id) == (network.user, str(user.pk))
    (mail,) = mailoutbox
    assert mail.to == ["jasen@example.org"]
    with override(language):
        assert mail.subject == gettext("Your authenticator app was taken out of use")
        assert address("account_login", language) in mail.body
    assert log_in("jasen").get("/admin/")["Location"].startswith(address("mfa_activate_totp", language))


@pytest.mark.parametrize(
    ("by", "of", "may"),
    [
        ("member", "coordinator", False),
        ("coordinator", "member", False),
        ("network", "member", True),
        ("network", "network", False),  # oneself
        ("network", "superuser", False),
        ("superuser", "network", True),
        ("superuser", "superuser", False),  # oneself
    ],
)
def test_who_may_take_whose_app_away(portal: Any, settings: Any, by: str, of: str, may: bool) -> None:
    settings.SECOND_FACTOR = False
    people = {
        "member": member(),
        "coordinator": coordinator(),
        "network": network_coordinator(),
        "superuser": person("paallikko", superuser=True),
    }
    enrolled(people[of].user)
    people[by].client.post(reverse("reset_second_factor", args=[people[of].user.pk]))
    assert Authenticator.objects.filter(user=people[of].user).exists() is not may
    if not may:
        with pytest.raises(PermissionDenied):
            reset(people[of].user, by=people[by].user)


def test_from_the_shell_when_nobody_is_left(portal: Any, capsys: Any) -> None:
    user = person("paallikko", superuser=True).user
    enrolled(user)
    call_command("reset_second_factor", "paallikko")
    assert not Authenticator.objects.filter(user=user).exists()
    call_command("reset_second_factor", "paallikko")
    assert gettext("There was no app to take out of use.") in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "kukaan")
