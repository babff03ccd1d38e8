"""Mails that one does not want: the link in each of them, mail programs' button, the switches of the account."""

import itertools
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from practices.links import make_token
from publishing.models import MailChoices
from publishing.notices import stop_url
from publishing.stopping.kinds import OF_WAGTAIL, is_wanted
from tests.languages import EACH_LANGUAGE
from tests.publishing.people import Person, coordinator, member, network_coordinator

pytestmark = pytest.mark.django_db
KINDS = (*OF_WAGTAIL, *MailChoices.KINDS)


def path_of(person: Person, kind: str) -> str:
    return urlsplit(stop_url(person.user, kind)).path


@pytest.mark.parametrize("language", EACH_LANGUAGE)
@pytest.mark.parametrize("kind", KINDS)
def test_a_link_turns_one_kind_off_and_on_again(portal: Any, kind: str, language: str) -> None:
    person, visitor = member(language=language), Client(enforce_csrf_checks=True)
    path = path_of(person, kind)
    asks, done = {
        "fi": ("Lopetetaanko nämä viestit?", "Et enää saa näitä viestejä"),
        "sv": ("Sluta skicka de här meddelandena?", "Du får inte fler sådana meddelanden"),
    }[language]
    assert path.startswith(f"/{language}/")
    assert asks in visitor.get(path).content.decode()
    assert is_wanted(person.user, kind)

    assert done in visitor.post(path, {"turn": "off"}).content.decode()
    assert [each for each in KINDS if not is_wanted(person.user, each)] == [kind]
    visitor.post(path, {"turn": "on"})
    assert all(is_wanted(person.user, each) for each in KINDS)


def test_a_mail_programs_button_needs_neither_cookie_nor_token(portal: Any) -> None:
    person = member()
    answer = Client(enforce_csrf_checks=True).post(
        path_of(person, "reviews"),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 200
    assert not answer.cookies
    assert not is_wanted(person.user, "reviews")


def test_a_link_that_is_not_ours_is_a_polite_dead_end(portal: Any) -> None:
    person = member()
    good = make_token("stop", f"{person.user.pk}:reviews")
    tokens = {
        "forged": good[:-2] + "xx",
        "cut": good[:10],
        "other purpose": make_token("join", f"{person.user.pk}:reviews"),
        "unknown kind": make_token("stop", f"{person.user.pk}:is_superuser"),
        "gone": make_token("stop", "999999:reviews"),
        "words": make_token("stop", "kaikki:reviews"),
    }
    for (fault, token), method in itertools.product(tokens.items(), ("get", "post")):
        answer = getattr(Client(), method)(reverse("stop_mails", args=[token]))
        assert answer.status_code == 404, (fault, method)
        assert "Tämä linkki ei johda mihinkään" in answer.content.decode(), (fault, method)
        assert all(is_wanted(person.user, kind) for kind in KINDS), (fault, method)


def test_another_site_cannot_send_the_form(portal: Any) -> None:
    person = member()
    answer = Client().post(path_of(person, "reviews"), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert is_wanted(person.user, "reviews")


def test_looking_changes_nothing(portal: Any) -> None:
    person = member()
    for method in ("get", "head"):
        assert getattr(Client(), method)(path_of(person, "reviews")).status_code == 200
    assert not MailChoices.objects.exists()
    assert Client().put(path_of(person, "reviews")).status_code == 405


def account(person: Person, *, on: set[str]) -> Any:
    form = {
        "name_email-first_name": "Maija",
        "name_email-last_name": "Malli",
        "name_email-email": person.user.email,
        "locale-preferred_language": "fi",
        "locale-current_time_zone": settings.TIME_ZONE,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
        **{f"mails-{kind}": "on" for kind in on},
    }
    return person.client.post(reverse("wagtailadmin_account"), form)


@pytest.mark.parametrize("make", [coordinator, network_coordinator], ids=["team", "network"])
def test_the_account_has_the_switches(portal: Any, make: Any) -> None:
    person = make()
    shown = person.client.get(reverse("wagtailadmin_account")).content.decode()
    assert "Portaalin sähköpostit" in shown
    assert account(person, on={"reviews", "feedback"}).status_code == 302
    kept = {kind for kind in MailChoices.KINDS if is_wanted(person.user, kind)}
    assert kept == {"reviews", "feedback"}


def test_a_coordinator_turns_mails_about_waiting_pages_off_and_on(portal: Any) -> None:
    person = coordinator()  # Wagtail offers this switch to those alone who may publish
    account(person, on=set(MailChoices.KINDS))
    assert not UserProfile.get_for_user(person.user).submitted_notifications
    account(person, on={*MailChoices.KINDS, "submitted"})
    assert UserProfile.get_for_user(person.user).submitted_notifications
