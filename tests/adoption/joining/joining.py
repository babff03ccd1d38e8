"""A visitor who takes a practice into use, and what tests do with one."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from adoption.joining.forms import DeedForm
from adoption.links import address, token_of
from adoption.models import Adoption, AdoptionRequest
from practices.models import PracticePage
from tests.adoption.adopting import institution
from tests.database import world
from tests.factories import practice_page

ADDRESS = "203.0.113.79"
EMAIL = "yhteyshenkilo@example.org"
NOON = "2026-11-25 12:00:00+02:00"
TOLD: dict[str, str] = {
    "state": "in-use",
    "since": "9/2026",
    "setting": "asuntola",
    "students": "120",
    "is_public": "on",
    "email": EMAIL,
    "consent": "on",
}
NEW: dict[str, str] = {
    "name": "Kauhavan kansanopisto",
    "kind": "folk-high-school",
    "municipality": "Kauhava",
    "region": "south-ostrobothnia",
    "by": "",
}


@pytest.fixture(autouse=True)
def clock(portal: Any) -> Iterator[Any]:
    """A portal, and a clock that stands still until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def kept_practice(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The key of a practice that all tests of a module share, each as it was made."""
    with world(django_db_blocker):
        with time_machine.travel(NOON, tick=False):
            page = practice_page()
            page.copy_for_translation(Locale.objects.get(language_code="sv"), copy_parents=True, alias=True)
        yield page.pk


@pytest.fixture
def practice(kept_practice: int) -> PracticePage:
    """A practice, with its page in Finnish and its alias in Swedish."""
    return PracticePage.objects.get(pk=kept_practice)


@pytest.fixture
def visitor() -> Client:
    """A visitor whose browser sends no token, as none is handed out."""
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS)


def path_of(practice: PracticePage, language: str = "fi") -> str:
    with override(language):
        return reverse("adopt", args=[practice.key])


def soup_of(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def post(visitor: Client, clock: Any, django_capture_on_commit_callbacks: Any) -> Callable[..., HttpResponse]:
    """Return a function that sends a form as a reader would, some seconds after getting it; mails go at once."""

    def sent(
        path: str, fields: dict[str, Any] | None = None, *, after: float = 10, client: Client | None = None
    ) -> HttpResponse:
        stamp = DeedForm().stamp_to_send
        clock.shift(timedelta(seconds=after))
        with django_capture_on_commit_callbacks(execute=True):
            return (client or visitor).post(path, {"stamp": stamp, "website": "", **(fields or {})})

    return sent


def links_in(text: str) -> list[str]:
    """Return the paths of the portal's addresses in a mail."""
    return [urlsplit(url).path for url in re.findall(r"https?://\S+", text) if "/" in urlsplit(url).path[1:]]


def mails_to(email: str = EMAIL) -> list[Any]:
    return [each for each in mail.outbox if each.to == [email]]


def page_of(adoption: Adoption, name: str = "adoption", language: str = "") -> str:
    """Return the path of one of the adopter's pages."""
    return address(name, token_of(adoption), language=language or adoption.language)


def asked(
    post: Callable[..., HttpResponse], practice: PracticePage, language: str = "fi", **changes: str
) -> str:
    """Send the form, and return the path that the mail asks to confirm under."""
    email = changes.get("email", EMAIL)
    before = len(mails_to(email))
    fields = {**TOLD, "by": f"register:{institution().slug}", **changes}
    response = post(path_of(practice, language), fields)
    assert response.status_code == 302, soup_of(response).select_one("#errors, #said")
    assert len(mails_to(email)) == before + 1
    return links_in(mails_to(email)[-1].body)[0]


def joined(
    post: Callable[..., HttpResponse], practice: PracticePage, language: str = "fi", **changes: str
) -> Adoption:
    """Take a practice into use the whole way, and return the adoption."""
    path = asked(post, practice, language, **changes)
    before = set(Adoption.objects.values_list("pk", flat=True))
    assert post(path).status_code == 302
    return Adoption.objects.exclude(pk__in=before).get()


def request_row() -> AdoptionRequest:
    return AdoptionRequest.objects.get()
