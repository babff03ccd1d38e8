"""Wishes left and seconded by many at once: none is lost, none is doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from practices.models import Wish
from practices.wishes.forms import WishForm
from tests.languages import nightly

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.second_database]


def by_many(send: Callable[[int], str], number: int) -> list[str]:
    """Return what `send(0)` … `send(number - 1)`, eight at a time, are told; in order of the alphabet."""

    def closing(each: int) -> str:
        try:
            return send(each)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return sorted(pool.map(closing, range(number)))


def posted(path: str, visitor: int, **fields: str) -> str:
    """Return the word of the message that a visitor's form is answered with."""
    response = Client(REMOTE_ADDR=f"198.51.100.{visitor}").post(path, fields)
    assert response.status_code == 302, response.status_code
    return parse_qs(urlsplit(response.headers["Location"]).query)["said"][0]


@pytest.mark.parametrize(("language", "need"), [("fi", "Unirytmin korjaaminen"), nightly("sv", "Sömnrytmen")])
def test_the_same_need_left_by_many_at_once_is_one_wish_and_all_count(language: str, need: str) -> None:
    with override(language):
        path = reverse("wishes")
    with time_machine.travel("2026-11-25 12:00:00+02:00", tick=False) as clock:
        stamp = WishForm().stamp_to_send
        clock.shift(timedelta(seconds=10))
        told = by_many(lambda number: posted(path, number, need=need, stamp=stamp), 16)
    assert told == ["known"] * 15 + ["left"]
    assert [(wish.need, wish.language, wish.seconds) for wish in Wish.objects.all()] == [(need, language, 15)]


def test_one_visitor_who_sends_the_form_many_times_at_once_counts_once() -> None:
    path = reverse("wishes")
    with time_machine.travel("2026-11-25 12:00:00+02:00", tick=False) as clock:
        stamp = WishForm().stamp_to_send
        clock.shift(timedelta(seconds=10))
        told = by_many(lambda _number: posted(path, 7, need="Unirytmi", stamp=stamp), 5)
    assert told == ["known"] * 4 + ["left"]
    assert (
        Wish.objects.get().seconds <= 1
    )  # a copy may have been faster than the mark that the first one left


def test_parallel_secondings_all_count_once_an_address() -> None:
    wish = Wish.objects.create(language="fi", need="Unirytmi", state=Wish.State.PUBLIC)
    path = reverse("second_wish", args=(wish.pk,))
    told = by_many(lambda number: posted(path, number % 12), 24)
    assert told == ["again"] * 12 + ["seconded"] * 12
    wish.refresh_from_db()
    assert wish.seconds == 12
