"""Logging in and out, forgotten passwords, and the doors that are closed."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from tests.languages import EACH_LANGUAGE
from tests.publishing.people import member, person
from tests.publishing.teams.signing import PASSWORD, address, enrolled, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("teams")]
LANGUAGES = [code for code, _name in django_settings.LANGUAGES]


@pytest.mark.parametrize("login", ["jasen", "jasen@example.org", "JASEN@example.org"])
def test_one_logs_in_by_name_or_address(portal: Any, login: str) -> None:
    member()
    client = log_in(login)
    assert client.led_to == reverse("wagtailadmin_home")  # type: ignore[attr-defined]
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(portal: Any) -> None:
    member()
    answers = [
        Client().post(address("account_login"), {"login": login, "password": "ei-tama-salasana"})
        for login in ("jasen@example.org", "kukaan@example.org")
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    first, second = (list(answer.context["form"].non_field_errors()) for answer in answers)
    assert first == second != []


def test_guessing_is_stopped(portal: Any) -> None:
    member()
    client = Client()
    for _n in range(6):
        answer = client.post(address("account_login"), {"login": "jasen", "password": "arvaus"})
    # Also the right password is not looked at now.
    answer = client.post(address("account_login"), {"login": "jasen", "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_logging_out_asks_first(portal: Any, language: str) -> None:
    client = member().client
    page = client.get(address("account_logout", language))
    assert page.status_code == 200
    assert "_auth_user_id" in client.session
    answer = client.post(address("account_logout", language))
    assert answer["Location"] == address("account_login", language)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_nobody_makes_an_account_by_themselves(portal: Any, language: str) -> None:
    new = {"username": "uusi", "email": "uusi@example.org", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (
        Client().get(address("account_signup", language)),
        Client().post(address("account_signup", language), new),
    ):
        with override(language):
            assert gettext("Accounts come by invitation") in answer.content.decode()
    assert not get_user_model().objects.filter(email="uusi@example.org").exists()


@pytest.mark.parametrize("door", ["/admin/login/", "/fi/_util/login/", "/sv/_util/login/"])
def test_other_doors_do_not_let_in_by_password_alone(portal: Any, door: str) -> None:
    member()
    client = Client()
    answer = client.post(f"{door}?next=/admin/reports/", {"username": "jasen", "password": PASSWORD})
    assert answer.status_code == 302
    language = door[1:3] if door[1:3] in LANGUAGES else "fi"
    assert answer["Location"] == address("account_login", language) + "?next=%2Fadmin%2Freports%2F"
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("wagtailadmin_home")).status_code == 302


@pytest.mark.parametrize("door", ["", "done/", "confirm/MQ/abc-123/", "complete/"])
def test_the_editors_own_password_reset_is_closed(portal: Any, door: str) -> None:
    for answer in (
        Client().get(f"/admin/password_reset/{door}"),
        Client().post(f"/admin/password_reset/{door}"),
    ):
        assert answer.status_code == 302
        assert answer["Location"] == address("account_reset_password")


def test_the_editor_leads_strangers_to_our_door_and_back(portal: Any) -> None:
    member()
    answer = Client().get("/admin/account/")
    assert answer["Location"] == f"{address('account_login')}?next=/admin/account/"
    assert log_in("jasen", wanted="/admin/account/").led_to == "/admin/account/"  # type: ignore[attr-defined]


def test_one_is_not_led_to_another_site(portal: Any) -> None:
    member()
    for wanted in ("https://evil.example.com/", "//evil.example.com/", "javascript:alert(1)"):
        assert log_in("jasen", wanted=wanted).led_to == "/admin/"  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_a_new_password_by_mail(
    portal: Any, language: str, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    user = member().user
    client = Client()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address("account_reset_password", language), {"email": "Jasen@example.org"})
    assert answer["Location"] == address("account_reset_password_done", language)
    (mail,) = mailoutbox
    with override(language):
        assert mail.subject == gettext("Choose a new password")
        assert gettext("If it was not you, you need do nothing: the old password stays.") in mail.body
    assert mail.to == ["jasen@example.org"]
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    assert link.startswith(f"http://testserver/{language}/")
    form = client.get(link.removeprefix("http://testserver"), follow=True)
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(
            form.redirect_chain[-1][0], {"password1": "aivan-uusi-sana", "password2": "aivan-uusi-sana"}
        )
    assert done["Location"] == address("account_reset_password_from_key_done", language)
    user.refresh_from_db()
    assert user.check_password("aivan-uusi-sana")
    with override(language):
        assert mailoutbox[-1].subject == gettext("Your account was changed")
    # The link works once; afterwards it says so.
    again = Client().get(link.removeprefix("http://testserver"), follow=True)
    assert again.status_code == 200
    with override(language):
        assert gettext("This link does not work any more") in again.content.decode()


def test_a_new_password_does_not_replace_the_second_factor(
    portal: Any, settings: Any, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.SECOND_FACTOR = True
    user = member().user
    enrolled(user)
    client = Client()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("account_reset_password"), {"email": user.email})
    link = next(line for line in mailoutbox[0].body.splitlines() if line.startswith("http"))
    form = client.get(link.removeprefix("http://testserver"), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "aivan-uusi-sana", "password2": "aivan-uusi-sana"})
    assert "_auth_user_id" not in client.session
    answer = client.post(address("account_login"), {"login": "jasen", "password": "aivan-uusi-sana"})
    assert answer["Location"] == address("mfa_authenticate")


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_an_unknown_address_is_not_told_on_the_page(
    portal: Any, language: str, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    member()
    answers = []
    for email in ("jasen@example.org", "kukaan@example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            answers.append(Client().post(address("account_reset_password", language), {"email": email}))
    assert answers[0]["Location"] == answers[1]["Location"]
    with override(language):
        assert mailoutbox[1].subject == gettext("There is no account with this address")
    assert mailoutbox[1].to == ["kukaan@example.org"]


@pytest.mark.parametrize(
    "email", ["ei osoite", "a@b", "x@example.org\r\nBcc: y@example.org", "x" * 400 + "@example.org"]
)
def test_a_bad_address_gets_a_message_and_no_mail(
    portal: Any, email: str, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = Client().post(address("account_reset_password"), {"email": email})
    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert mailoutbox == []


def test_many_requests_for_a_password_are_refused_politely(portal: Any, mailoutbox: Any) -> None:
    statuses = [
        Client().post(address("account_reset_password"), {"email": "kukaan@example.org"}).status_code
        for _n in range(6)
    ]
    assert statuses == [302] * 5 + [429]


def test_an_earlier_address_opens_nothing(
    portal: Any, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    user = member().user
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(address("account_reset_password"), {"email": "jasen@example.org"})
    user.email = "uusi.osoite@example.org"
    user.save()
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(address("account_reset_password"), {"email": "jasen@example.org"})
    with override("fi"):
        assert mailoutbox[-1].subject == gettext("There is no account with this address")


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_reset_password_done", "account_signup"]
)
def test_pages_of_accounts_are_kept_by_nobody(portal: Any, name: str) -> None:
    client = Client()
    client.get(address(name))
    for _visit in range(2):  # the second time the browser has the token's cookie already
        assert "no-store" in client.get(address(name))["Cache-Control"]


def test_a_form_without_its_token_is_told_what_to_do(portal: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(address("account_login", "sv"), {"login": "jasen", "password": PASSWORD})
    assert answer.status_code == 403
    with override("sv"):
        assert gettext("The form was not read") in answer.content.decode()


def test_who_is_in_no_team_gets_a_page_of_their_own(portal: Any) -> None:
    someone = person("vieras")
    answer = someone.client.get("/admin/")
    assert answer["Location"] == address("mfa_index")
    page = someone.client.get(answer["Location"])
    with override("fi"):
        expected = gettext(
            "You are in no team now, so there is nothing to edit. A project’s coordinator can invite you again."
        )
    assert expected in page.content.decode()
    assert log_in("vieras").led_to == address("mfa_index")  # type: ignore[attr-defined]


def test_a_closed_account_is_told_so(portal: Any) -> None:
    user = member().user
    user.is_active = False
    user.save()
    answer = Client().post(address("account_login"), {"login": "jasen", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == address("account_inactive")
    with override("fi"):
        assert gettext("This account is closed") in answer.content.decode()


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_a_password_is_changed_with_the_one_that_was(
    portal: Any, language: str, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    someone = member()
    new = {"password1": "aivan-uusi-sana", "password2": "aivan-uusi-sana"}
    wrong = someone.client.post(address("account_change_password", language), {"oldpassword": "vaara", **new})
    assert wrong.context["form"].errors["oldpassword"]
    with django_capture_on_commit_callbacks(execute=True):
        someone.client.post(address("account_change_password", language), {"oldpassword": PASSWORD, **new})
    someone.user.refresh_from_db()
    assert someone.user.check_password("aivan-uusi-sana")
    with override(language):
        assert gettext("Your password was changed.") in mailoutbox[0].body
