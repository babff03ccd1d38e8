"""A visitor of the page of wishes, and what tests of wishes do with one."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from practices.models import Wish

ADDRESS = "203.0.113.77"


@pytest.fixture(autouse=True)
def clock(portal: Any) -> Iterator[Any]:
    """A clock that stands still until a test moves it."""
    with time_machine.travel("2026-11-25 12:00:00+02:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def visitor() -> Client:
    """A visitor whose browser sends no token, as none is handed out."""
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS)


def page_of(language: str) -> str:
    with override(language):
        return reverse("wishes")


def seconding(wish: Wish) -> str:
    with override(wish.language):
        return reverse("second_wish", args=(wish.pk,))


def soup_of(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def wish(need: str = "Unirytmin korjaaminen", **values: Any) -> Wish:
    return Wish.objects.create(**{"language": "fi", "need": need, "state": Wish.State.PUBLIC, **values})


@pytest.fixture
def leave(visitor: Client, clock: Any) -> Callable[..., HttpResponse]:
    """Return a function that fills in the form of the page and sends it after ten seconds."""

    def send(
        language: str = "fi", *, after: float = 10, client: Client = visitor, **fields: str
    ) -> HttpResponse:
        form = soup_of(client.get(page_of(language))).select_one("#leave form")
        sent = {f["name"]: f.get("value", "") for f in form.select("[name]")}
        clock.shift(timedelta(seconds=after))
        return client.post(form["action"], sent | fields)

    return send


def said(response: HttpResponse) -> str:
    """Return the word of the message that a redirect leads to."""
    assert response.status_code == 302, response.status_code
    return parse_qs(urlsplit(response.headers["Location"]).query)["said"][0]
