"""Visits: counted without a trace of who, by day and language, all of them and none twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from publishing.desk import visits
from publishing.desk.visits import forget_old, months_of, record, visits_of
from publishing.models import VisitCount
from tests.factories import practice_page
from tests.languages import nightly
from tests.publishing.people import member, network_coordinator


def address(key: str = "kaverikahvit", language: str = "fi") -> str:
    with override(language):
        return reverse("visit", kwargs={"key": key})


def visit(number: int = 1, *, language: str = "fi", key: str = "kaverikahvit", **headers: str) -> Any:
    """Send what the script of a page sends, from a reader's network address."""
    sent = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_USER_AGENT": "Mozilla/5.0"} | headers
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR=f"198.51.100.{number}")
    return client.post(address(key, language), content_type="text/plain", **sent)


def counted() -> list[tuple[str, int]]:
    return list(VisitCount.objects.order_by("language").values_list("language", "visits"))


@pytest.mark.django_db
def test_the_page_carries_where_to_tell_and_no_cookie(portal: Any) -> None:
    page = practice_page()
    response = Client().get(page.url)
    assert f'data-visit="{address()}"' in response.content.decode()
    assert not response.cookies
    assert not VisitCount.objects.exists(), "who reads without scripts is not counted"


@pytest.mark.django_db
@pytest.mark.second_database
def test_visits_add_up_by_language(portal: Any) -> None:
    page = practice_page()
    for number, language in ((1, "fi"), (2, "fi"), (3, "sv")):
        response = visit(number, language=language)
        assert (response.status_code, response.content, dict(response.cookies)) == (204, b"", {})
    assert counted() == [("fi", 2), ("sv", 1)]
    assert VisitCount.objects.filter(practice=page.translation_key, day=timezone.localdate()).count() == 2


@pytest.mark.django_db
def test_an_address_counts_once_a_day_and_practice(portal: Any) -> None:
    practice_page()
    practice_page("Kävelyt")
    with time_machine.travel("2027-03-10 12:00+02:00", tick=False) as clock:
        for _n in range(3):
            visit()
        visit(language="sv")
        visit(key="kavelyt")
        assert sum(n for _language, n in counted()) == 2
        clock.shift(timedelta(days=1, minutes=1))
        visit()
        assert sum(n for _language, n in counted()) == 3


@pytest.mark.django_db
def test_who_is_not_counted(portal: Any) -> None:
    practice_page()
    for number, (name, value, status) in enumerate(
        (
            ("HTTP_SEC_FETCH_SITE", "cross-site", 403),
            ("HTTP_SEC_FETCH_SITE", "same-site", 403),
            ("HTTP_DNT", "1", 204),
            ("HTTP_SEC_GPC", "1", 204),
            ("HTTP_USER_AGENT", "SomeBot/1.0 (+https://example.org/bot)", 204),
            ("HTTP_COOKIE", "sessionid=abc", 204),
        ),
        start=1,
    ):
        assert visit(number, **{name: value}).status_code == status, name
        assert counted() == [], name


@pytest.mark.django_db
def test_what_is_no_practice_leaves_no_row(portal: Any) -> None:
    practice_page("Luonnos", live=False)
    for key in ("ei-ole", "luonnos"):
        assert visit(key=key).status_code == 204
    assert Client().get(address()).status_code == 405
    assert Client().post("/fi/visit/../../x/").status_code == 404
    large = Client().post(address(), "x" * 5000, content_type="text/plain")
    assert large.status_code == 413
    assert counted() == []


@pytest.mark.django_db
def test_no_address_writes_without_end(portal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(4):
        practice_page(f"p{n}", slug=f"p{n}")
    monkeypatch.setattr(visits, "MOST_AN_HOUR", 2)
    for n in range(4):
        visit(key=f"p{n}")
    assert sum(n for _language, n in counted()) == 2


@pytest.mark.django_db
def test_a_visit_that_cannot_be_kept_disturbs_nobody(portal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    practice_page()

    def broken(*_args: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(visits, "record", broken)
    assert visit().status_code == 204


@pytest.mark.django_db
def test_nothing_of_the_visitor_is_kept(portal: Any) -> None:
    practice_page()
    visit(77, HTTP_USER_AGENT="Mozilla/5.0 Erikoinen", HTTP_REFERER="https://example.org/salainen")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM publishing_visitcount")
        kept = str(cursor.fetchall())
    assert not [word for word in ("198.51", "Erikoinen", "salainen") if word in kept]
    assert "198.51" not in str(list(cache._cache)), "of the address a salted hash, for a day"  # type: ignore[attr-defined]


@pytest.fixture
def practice(committed: None) -> UUID:
    """A practice's key, of no page; what the threads count is committed."""
    return UUID(int=7)


@pytest.mark.second_database
def test_visits_at_the_same_time_all_count(practice: UUID) -> None:

    def one(_n: int) -> None:
        try:
            record(practice, "fi", date(2027, 3, 10))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(40)))
    assert counted() == [("fi", 40)]


@pytest.mark.django_db
@pytest.mark.second_database
def test_sums_and_months(portal: Any) -> None:
    page, other = practice_page(), practice_page("Kävelyt")
    today = date(2027, 3, 10)
    for day, language, n in (
        (today, "fi", 3),
        (today, "sv", 2),
        (date(2027, 1, 31), "fi", 5),
        (date(2026, 3, 31), "fi", 7),
    ):
        VisitCount.objects.create(practice=page.translation_key, language=language, day=day, visits=n)
    key = page.translation_key
    assert visits_of([key, other.translation_key]) == {key: 17}
    assert visits_of([key], since=date(2027, 1, 31)) == {key: 10}
    months = months_of(key, today)
    assert [month.first_day for month in months][:4] == [date(2027, n, 1) for n in (3, 2, 1)] + [
        date(2026, 12, 1)
    ]
    assert [month.total for month in months] == [5, 0, 5] + [0] * 9
    assert months[0].by_language == {"fi": 3, "sv": 2}


@pytest.mark.django_db
def test_counts_are_forgotten_after_three_years(portal: Any) -> None:
    page = practice_page()
    for day in (date(2024, 2, 29), date(2024, 3, 1), date(2027, 3, 9)):
        record(page.translation_key, "fi", day)
    assert forget_old(date(2027, 3, 10)) == 1
    assert forget_old(date(2027, 3, 10)) == 0
    assert VisitCount.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "month"), [("fi", "Maaliskuu 2027"), nightly("sv", "Mars 2027")])
def test_editors_see_their_practices_visits(portal: Any, language: str, month: str) -> None:
    page = practice_page()
    record(page.translation_key, "sv", date(2027, 3, 9))
    url = reverse("visits_report", args=[page.pk])
    with time_machine.travel("2027-03-10 12:00+02:00"):
        shown = member(language=language).client.get(url).content.decode()
        assert month in shown
        assert member("toinen", "vieras").client.get(url).status_code in (302, 403)
        assert network_coordinator().client.get(url).status_code == 200
