"""The report on searches: its figures, filters, actions and export, and who may see it."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import openpyxl
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from search.models import SearchCount, SynonymSet
from search.reports import SearchedTerm, as_terms, terms_searched

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
URL = "/admin/reports/searches/"


@pytest.fixture(autouse=True)
def _today_in_english() -> Iterator[None]:
    with time_machine.travel(f"{TODAY} 12:00:00+02:00", tick=False), override("en"):
        yield


@pytest.fixture
def chief(client: Client, django_user_model: Any) -> Client:
    """A browser logged in as somebody who may do everything, in English."""
    user = django_user_model.objects.create_superuser("paallikko", password="x")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


def member(django_user_model: Any, group: str | None, *permissions: str) -> Client:
    """Return a browser logged in as somebody who may enter the editor, and what the group and permissions allow."""
    user = django_user_model.objects.create_user(f"jasen-{group}", password="x")
    if group:
        user.groups.add(Group.objects.get(name=group))
    user.user_permissions.add(*Permission.objects.filter(codename__in=("access_admin", *permissions)))
    client = Client()
    client.force_login(user)
    return client


def searched(
    term: str, ago: int = 0, times: int = 2, *, vain: int = 0, hits: int = 3, language: str = "fi"
) -> None:
    """Let a term have been searched for some times, some days ago."""
    SearchCount.objects.create(
        day=TODAY - timedelta(days=ago),
        language=language,
        term=term,
        searches=times,
        without_hits=vain,
        hits=hits,
    )


def rows(client: Client, *, view: str = "searches_report", **filters: str) -> dict[str, SearchedTerm]:
    """Return {term: row} of the report as it is shown."""
    response = client.get(reverse(view), filters)
    assert response.status_code == 200
    return {row.term: row for row in response.context["object_list"]}


def results(client: Client, **filters: str) -> dict[str, SearchedTerm]:
    """Return {term: row} as `rows`, of the results alone, which a changed filter brings into the page."""
    return rows(client, view="searches_report_results", **filters)


def soup(client: Client, **filters: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(URL, filters).content, "html.parser")


def exported(client: Client, kind: str, **filters: str) -> bytes:
    return b"".join(client.get(URL, {"export": kind, **filters}).streaming_content)


@pytest.mark.second_database
def test_figures_of_a_term_are_summed_over_the_period() -> None:
    searched("kello", 0, 3, vain=1, hits=4)
    searched("kello", 29, 2, vain=2, hits=0)
    searched("kello", 30, 10, vain=5, hits=0)
    searched("kello", 59, 1)
    searched("kello", 60, 100)
    searched("kello", 0, 7, language="sv", hits=0)
    (finnish,) = [row for row in as_terms(terms_searched(90)) if row.language == "fi"]
    assert (finnish.times, finnish.in_vain, finnish.hits) == (116, 8, 4)
    assert (finnish.recent, finnish.before, finnish.last_day) == (5, 11, TODAY)
    month = {row.language: row.times for row in as_terms(terms_searched(30))}
    assert month == {"fi": 5, "sv": 7}
    assert {row.before for row in as_terms(terms_searched(30)) if row.language == "fi"} == {11}


@pytest.mark.second_database
def test_the_longest_period_leaves_out_what_is_older_and_a_short_one_what_was_only_before_it() -> None:
    searched("tuore", 10)
    searched("hiljainen", 45)
    searched("vanha", 200)
    searched("ikivanha", 370)
    found = {days: {row["term"] for row in terms_searched(days)} for days in (30, 90, 365)}
    assert found == {
        30: {"tuore"},
        90: {"tuore", "hiljainen"},
        365: {"tuore", "hiljainen", "vanha"},
    }


def test_the_trend_is_told_in_figures_and_words() -> None:
    expected = {
        (12, 5): "+7, more often",
        (2, 9): "\u22127, less often",
        (5, 5): "+0, about as often",
        (6, 5): "+1, about as often",
        (100, 90): "+10, about as often",
        (3, 0): "+3, more often",
    }
    said = {
        (recent, before): SearchedTerm("fi", "kello", 9, 0, 1, recent, before, TODAY).trend_text
        for recent, before in expected
    }
    assert said == expected


def test_the_most_searched_comes_first_and_lone_terms_are_folded_away(chief: Client) -> None:
    searched("kello", times=5)
    searched("maija meikäläinen", times=1)
    searched("tutor", times=9)
    assert list(rows(chief)) == ["tutor", "kello"]
    assert list(rows(chief, rare="show")) == ["tutor", "kello", "maija meikäläinen"]
    assert "maija" not in exported(chief, "csv").decode()


@pytest.mark.second_database
def test_filters(chief: Client) -> None:
    searched("kello")
    searched("klocka", language="sv")
    searched("turhaan", vain=2, hits=0)
    searched("turhaan", 5, vain=0, hits=8)
    searched("vanha turha", 80, vain=2, hits=0)
    searched("viime talvi", 300)
    expected = {
        "": {"kello", "klocka", "turhaan", "vanha turha"},
        "language=sv": {"klocka"},
        "hits=none": {"turhaan", "vanha turha"},
        "hits=none&period=30": {"turhaan"},
        "period=30": {"kello", "klocka", "turhaan"},
        "period=365": {"kello", "klocka", "turhaan", "vanha turha", "viime talvi"},
    }
    shown = {filters: set(results(chief, **dict(parse_qsl(filters)))) for filters in expected}
    assert shown == expected
    assert set(rows(chief, hits="none", period="30")) == {"turhaan"}


def test_filters_that_are_none_are_no_error_and_show_no_lone_terms(chief: Client) -> None:
    searched("kello")
    searched("maija", times=1)
    for filters in (
        {"period": "x"},
        {"language": "xx"},
        {"hits": "?"},
        {"rare": ""},
        {"p": "abc"},
        {"ordering": "day); --"},
    ):
        assert set(rows(chief, **filters)) == {"kello"}, filters
        assert set(results(chief, **filters)) == {"kello"}, filters


@pytest.mark.second_database
def test_every_column_orders(chief: Client) -> None:
    searched("a", times=2, vain=2, hits=0)
    searched("b", 40, times=7, hits=9)
    for ordering in ("term", "-times", "in_vain", "-last_hits", "change", "last_day", "language"):
        assert len(results(chief, ordering=ordering)) == 2, ordering
    assert list(rows(chief, ordering="term")) == ["a", "b"]


def test_what_was_not_kept_is_told_and_has_no_actions(chief: Client) -> None:
    searched("", times=4)
    searched("kello")
    table = soup(chief).select("main table tbody tr")
    assert "not kept" in table[0].get_text()
    assert not table[0].select("a")
    assert len(table[1].select("a")) == 3


def test_actions_lead_to_filled_in_forms_and_to_the_search(chief: Client) -> None:
    searched('pää & "huoli" <b>', language="sv")
    links = {a.get_text(strip=True): a["href"] for a in soup(chief).select("main table tbody a")}
    assert set(links) == {"Add a synonym", "Pin a practice", "See the search"}
    for label, field in (("Add a synonym", "textarea[name=words]"), ("Pin a practice", "input[name=words]")):
        form = BeautifulSoup(chief.get(links[label]).content, "html.parser")
        filled = form.select_one(field)
        assert (filled.get("value") or filled.get_text()).strip() == 'pää & "huoli" <b>'
        assert form.select_one("select[name=language] option[selected]")["value"] == "sv"
    search = urlsplit(links["See the search"])
    with override("sv"):
        assert search.path == reverse("search")
    assert parse_qs(search.query) == {"q": ['pää & "huoli" <b>']}


def test_an_address_fills_in_nothing_but_language_and_words(chief: Client) -> None:
    for filled in (
        {"language": "xx", "words": "<script>alert(1)</script>"},
        {"language": "' OR 1=1", "words": "\x00\ud7ff" + "a" * 9000},
        {"words": "", "kind": "related", "pk": "1", "note": "x"},
    ):
        for add in ("wagtailsnippets_search_synonymset:add", "wagtailsnippets_practices_pin:add"):
            response = chief.get(reverse(add), filled)
            assert response.status_code == 200
            form = response.context["form"]
            assert set(form.initial) & set(filled) <= {"words"}
            assert "\x00" not in str(form.initial.get("words", ""))
            assert len(str(form.initial.get("words", ""))) <= 120
            assert b"<script>alert(1)" not in response.content


def test_a_synonym_made_from_a_term_is_saved(chief: Client) -> None:
    add = reverse("wagtailsnippets_search_synonymset:add")
    form = {"language": "fi", "words": "kello\nårsklocka", "kind": "same", "note": ""}
    assert chief.post(f"{add}?words=kello", form).status_code == 302
    assert SynonymSet.objects.get().entries() == ["kello", "årsklocka"]


def test_the_export_says_what_the_report_says(chief: Client) -> None:
    searched("kello", 0, 5, vain=1, hits=4)
    searched("kello", 40, 2)
    searched("=cmd|' /C calc'!A0", times=2, hits=0)
    searched("klocka", language="sv")
    lines = exported(chief, "csv", language="fi").decode().splitlines()
    assert lines[0] == (
        "Term,Language,Searches,Without hits,Hits the last time,The last 30 days,The 30 days before,Trend,"
        "Last searched for"
    )
    assert lines[1] == "kello,fi,7,1,4,5,2,more often,2026-11-25"
    assert lines[2].startswith("'=cmd"), "a spreadsheet would run it"
    assert len(lines) == 3
    sheet = openpyxl.load_workbook(BytesIO(exported(chief, "xlsx"))).active
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert table[1][:8] == ["kello", "fi", 7, 1, 4, 5, 2, "more often"]
    assert {row[0].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}
    assert {row[0] for row in table[1:]} == {"kello", "=cmd|' /C calc'!A0", "klocka"}


def test_who_may_see_the_report(django_user_model: Any, client: Client) -> None:
    searched("kello")
    moderator = member(django_user_model, "Moderators")
    assert "kello" in rows(moderator)
    assert URL in moderator.get("/admin/").content.decode()
    editor = member(django_user_model, "Editors")
    assert editor.get(URL).status_code == 302
    assert editor.get(reverse("searches_report_results")).status_code == 302
    assert editor.get(URL, {"export": "csv"}).status_code == 302
    assert URL not in editor.get("/admin/").content.decode()
    assert client.get(URL).status_code == 302
    assert "kello" in rows(member(django_user_model, None, "view_searchcount"))


def test_actions_are_for_those_who_may_take_them(django_user_model: Any) -> None:
    searched("kello")
    reader = member(django_user_model, None, "view_searchcount", "add_pin")
    labels = [a.get_text(strip=True) for a in soup(reader).select("main table tbody a")]
    with override("fi"):
        assert len(labels) == 2


def test_the_number_of_queries_does_not_grow(chief: Client) -> None:
    counts = []
    for total in (3, 30):
        for number in range(total):
            searched(f"{total} kelloa {number}")
        chief.get(URL)
        with CaptureQueriesContext(connection) as captured:
            assert len(rows(chief)) >= total
        counts.append(len(captured))
    assert counts[0] == counts[1]
