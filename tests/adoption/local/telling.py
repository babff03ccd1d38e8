"""What tests of local versions and questions share: a practice with parts in both languages, visitors, forms."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override
from wagtail.models import Locale

from adoption.links import address, token_of
from adoption.local.editing import Told, save_version
from adoption.models import Adoption, LocalVersion
from practices.models import PracticePage
from tests.adoption.adopting import adopt
from tests.database import world
from tests.factories import practice_page

ASKER = "kysyja@example.com"
NOON = "2026-11-25 12:00:00+02:00"
FIRST, SECOND = "0b6a3f0e-4a53-4a43-9d07-0d6f1f0f0001", "0b6a3f0e-4a53-4a43-9d07-0d6f1f0f0002"
CORE = {
    "fi": "<p>Aina näin:</p><ul><li>Kahvia on joka viikko.</li><li>Kaikki ovat tervetulleita.</li></ul>",
    "sv": "<p>Alltid så här:</p><ul><li>Det finns kaffe varje vecka.</li><li>Alla är välkomna.</li></ul>",
}
STEPS = {"fi": ("Sovitaan aika.", "Keitetään kahvia."), "sv": ("Kom överens om en tid.", "Koka kaffe.")}


def steps(*texts: str) -> list[dict[str, Any]]:
    """Return steps whose ids are the same in every language."""
    blank = {"who": "", "when": "", "result": ""}
    return [
        {"type": "step", "id": key, "value": {"what": text, **blank}}
        for key, text in zip((FIRST, SECOND), texts, strict=True)
    ]


@pytest.fixture
def clock(portal: Any) -> Iterator[Any]:
    """A portal, and a clock that stands still until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def kept_practice(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The key of a practice that all tests of a module share, each as it was made."""
    with world(django_db_blocker):
        with time_machine.travel(NOON, tick=False):
            page = in_both_languages()
        yield page.pk


@pytest.fixture
def practice(clock: Any, kept_practice: int) -> PracticePage:
    """A practice with two items of core and two steps, in Finnish and in Swedish."""
    return PracticePage.objects.get(pk=kept_practice)


def in_both_languages() -> PracticePage:
    """Return the Finnish page of a new practice; the Swedish one stands beside it."""
    page = practice_page(core=CORE["fi"], steps=steps(*STEPS["fi"]))
    parent = page.get_parent().specific
    swedish = Locale.objects.get(language_code="sv")
    there = parent.get_translation_or_none(swedish) or parent.copy_for_translation(
        swedish, copy_parents=True, alias=True
    )
    other = page.get_translation_or_none(swedish)
    if other is None:
        other = page.copy_for_translation(swedish, copy_parents=True)
    assert there
    other.title, other.core, other.steps = "Kompiskaffe", CORE["sv"], steps(*STEPS["sv"])
    other.alias_of = None
    other.save_revision().publish()
    return page


def told_by(
    practice: PracticePage, *, shown: bool = True, told: Told | None = None, **fields: Any
) -> LocalVersion:
    """Return the local version of an institution that takes the practice into use."""
    told = told or Told(summary="Kahvit ovat meillä torstaisin.")
    return save_version(adopt(practice, **fields), told, shown=shown)


def part(key: str, title: str, fate: str, **texts: str) -> dict[str, str]:
    """Return what was told of a part."""
    return {"key": key, "title": title, "fate": fate, "what": "", "why": "", **texts}


@pytest.fixture
def visitor() -> Client:
    """A visitor whose browser sends no token, as none is handed out."""
    return Client(enforce_csrf_checks=True, REMOTE_ADDR="203.0.113.78")


def soup_of(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def text_of(response: HttpResponse) -> str:
    """Return the words of a page's main part."""
    return " ".join(soup_of(response).select_one("main").get_text(" ").split())


@pytest.fixture
def post(visitor: Client, clock: Any) -> Callable[..., HttpResponse]:
    """Return a function that opens a page, waits, and sends its form with fields; again without opening it anew."""
    stamps: dict[str, str] = {}

    def sent(path: str, fields: dict[str, Any] | None = None, *, after: float = 10) -> HttpResponse:
        if path not in stamps:
            stamps[path] = soup_of(visitor.get(path)).select_one("main form [name=stamp]")["value"]
        clock.shift(timedelta(seconds=after))
        return visitor.post(path, {"stamp": stamps[path], "website": "", **(fields or {})})

    return sent


@pytest.fixture
def mails(django_capture_on_commit_callbacks: Any) -> Callable[..., list[Any]]:
    """Return a function that does something and returns the mails that it sent."""

    def told(deed: Callable[[], Any]) -> list[Any]:
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        return mail.outbox[before:]

    return told


def own_page(adoption: Adoption, language: str = "fi") -> str:
    return address("local_version", token_of(adoption), language=language)


def page_in(name: str, key: str | UUID, language: str = "fi") -> str:
    with override(language):
        return address(name, str(key))


def links_in(text: str) -> list[str]:
    """Return the paths of the portal's addresses in a mail."""
    return [urlsplit(url).path for url in re.findall(r"https?://\S+", text) if "/" in urlsplit(url).path[1:]]
