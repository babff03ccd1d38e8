"""Searches are counted whoever searches at the same time, and nothing of a person is kept."""

import logging
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError, connection
from hypothesis import example, given
from hypothesis import strategies as st

from search import counting
from search.counting import KEPT_DAYS, LONE_DAYS, LONGEST_TERM, count_search, is_robot, prune, term_of
from search.models import SearchCount

TODAY = date(2026, 11, 25)
BROWSERS = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148",
    "Mozilla/5.0 (Linux; Android 14; CUBOT KINGKONG 9) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36",
    "",
)
ROBOTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.1; +https://openai.com/gptbot)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0)",
    "CCBot/2.0 (https://commoncrawl.org/faq/)",
    "SomeCrawler",
    "curl/8.5.0",
    "python-requests/2.32",
)


@pytest.fixture(autouse=True)
def _today() -> Any:
    """One day, and nothing told before the test."""
    counting._told.clear()
    with time_machine.travel(f"{TODAY} 12:00:00+02:00", tick=False):
        yield


def counted() -> dict[tuple[str, str], tuple[int, int, int]]:
    """Return {(language, term): (searches, without hits, hits)} of all days together."""
    return {(c.language, c.term): (c.searches, c.without_hits, c.hits) for c in SearchCount.objects.all()}


@pytest.mark.second_database
@pytest.mark.django_db
@pytest.mark.parametrize(("language", "typed"), [("fi", "  Hyvinvoinnin \n Vuosikello"), ("sv", "ÅRSKLOCKA")])
def test_a_term_is_counted_a_day_a_language_whatever_its_case_and_spaces(language: str, typed: str) -> None:
    count_search(typed, language=language, hits=3)
    count_search(typed.lower(), language=language, hits=0)
    count_search(typed.upper(), language=language, hits=7)
    with time_machine.travel(f"{TODAY + timedelta(days=1)} 12:00:00+02:00", tick=False):
        count_search(typed, language=language, hits=1)
    rows = SearchCount.objects.order_by("day")
    assert {row.term for row in rows} == {" ".join(typed.lower().split())}
    assert [(row.day, row.searches, row.without_hits, row.hits) for row in rows] == [
        (TODAY, 3, 1, 7),
        (TODAY + timedelta(days=1), 1, 0, 1),
    ]


@pytest.mark.django_db
def test_languages_are_counted_apart() -> None:
    for language in ("fi", "sv", "sv"):
        count_search("tutor", language=language, hits=1)
    assert counted() == {("fi", "tutor"): (1, 0, 1), ("sv", "tutor"): (2, 0, 1)}


@pytest.mark.django_db
def test_what_may_tell_of_a_person_is_counted_without_its_words() -> None:
    typed = (
        "maija@example.org",
        "maija\uff20example",
        "131052-308T",
        "13 10 52 - 308 T",
        "010203a123b",
        "040 123 4567",
        "04 01 23 45 6",
        "opiskelija 2008",
        "٢٠٠٨",
        "https://example.org/fi",
        "www.opisto.fi",
        "maija.meikalainen",
        "a" * (LONGEST_TERM + 1),
        "mitä teen kun opiskelijani ei enää tule tunneille",
        "x" * 100_000,
    )
    kept_of = {}
    for number, text in enumerate(typed, 1):
        kept_of[text[:60]] = term_of(text)
        count_search(text, language="fi", hits=0)
        assert counted() == {("fi", ""): (number, number, 0)}, text[:60]
    assert set(kept_of.values()) == {""}, kept_of


def test_ordinary_searches_keep_their_words() -> None:
    typed = ("16-29-vuotiaat", "OPH:n ohje", "nepsy 2.1", '"hyvä arki" -asuntola', "100 % läsnä", "c++")
    kept_of = {text: term_of(text) for text in typed}
    assert kept_of == {text: text.lower() for text in typed}


@pytest.mark.django_db
def test_nothing_typed_is_no_search() -> None:
    for typed in ("", "   ", "\x00\u200b\ud800"):
        count_search(typed, language="fi", hits=9)
        assert counted() == {}, repr(typed)


@given(st.text(max_size=300))
@example("\x00a\ud800b")
@example("İ" * 60)
@example("ﬃ" * 60)
def test_a_kept_term_fits_its_column_and_is_clean(text: str) -> None:
    term = term_of(text)
    term.encode()
    assert len(term) <= LONGEST_TERM
    assert term == term.strip()
    assert not {"@", "\x00", "\n"} & set(term)
    assert "  " not in term


@given(st.from_regex(r"[a-zåäö ]{0,10}[0-9]{4,9}[a-zåäö ]{0,10}", fullmatch=True))
def test_no_run_of_four_digits_is_ever_kept(text: str) -> None:
    assert term_of(text) == ""


@pytest.mark.second_database
@pytest.mark.django_db
def test_odd_numbers_of_hits_do_no_harm() -> None:
    for searches, hits in enumerate((-1, 2**40), 1):
        count_search("kello", language="fi", hits=hits)
        assert SearchCount.objects.get().searches == searches, hits


def test_robots_are_known_and_browsers_are_none() -> None:
    told_apart = {agent: is_robot(agent) for agent in (*ROBOTS, *BROWSERS)}
    assert told_apart == {**dict.fromkeys(ROBOTS, True), **dict.fromkeys(BROWSERS, False)}


@pytest.mark.django_db
def test_robots_are_not_counted() -> None:
    for agent in (*ROBOTS, BROWSERS[0]):
        count_search("kello", language="fi", hits=1, user_agent=agent)
    assert counted() == {("fi", "kello"): (1, 0, 1)}


def test_the_table_has_room_for_a_search_and_nothing_of_who_searched() -> None:
    names = {field.name for field in SearchCount._meta.get_fields()}
    assert names == {"id", "day", "language", "term", "searches", "without_hits", "hits"}


@pytest.mark.second_database
def test_parallel_searches_all_count(committed: None) -> None:
    def search(number: int) -> None:
        try:
            count_search("kello", language="fi", hits=number % 2)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(search, range(40)))
    assert counted()["fi", "kello"][:2] == (40, 20)


def test_while_another_writes_the_visitor_hardly_waits_and_the_log_tells_once(
    committed: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one writer at a time")
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=1, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with caplog.at_level(logging.WARNING), time_machine.travel(TODAY, tick=True):
            for _ in range(3):
                count_search("kello", language="fi", hits=1)
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert len([r for r in caplog.records if "not counted" in r.message]) == 1
    assert "locked" in caplog.text
    count_search("kello", language="fi", hits=1)
    assert counted() == {("fi", "kello"): (1, 0, 1)}
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,), "the usual patience is back"


@pytest.mark.django_db
def test_a_database_or_queue_that_fails_never_reaches_the_page(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("server closed the connection")

    with caplog.at_level(logging.WARNING), monkeypatch.context() as patch:
        patch.setattr(counting, "_add", broken)
        for _ in range(3):
            count_search("kello", language="fi", hits=1)
        patch.setattr(type(counting.record_search), "enqueue", lambda *_a: 1 / 0)
        for _ in range(3):
            count_search("kello", language="fi", hits=1)
    told = [r.message for r in caplog.records if "not counted" in r.message]
    assert len(told) == 2
    assert "server closed the connection" in told[0]
    assert "kello" not in caplog.text
    count_search("kello", language="fi", hits=1)
    assert counted() == {("fi", "kello"): (1, 0, 1)}


def old(days: int, term: str, searches: int = 2) -> None:
    SearchCount.objects.create(day=TODAY - timedelta(days=days), language="fi", term=term, searches=searches)


def kept() -> set[str]:
    return set(SearchCount.objects.values_list("term", flat=True))


@pytest.mark.second_database
@pytest.mark.django_db
def test_counts_are_deleted_after_thirteen_months_and_lone_terms_after_three() -> None:
    old(KEPT_DAYS + 1, "vanha")
    old(KEPT_DAYS, "vuosi sitten")
    old(LONE_DAYS + 1, "maija meikäläinen", searches=1)
    old(LONE_DAYS, "vasta kerran", searches=1)
    old(LONE_DAYS + 9, "kahdesti", searches=1)
    old(1, "kahdesti", searches=1)
    old(LONE_DAYS + 1, "", searches=1)
    assert prune() == 2
    assert kept() == {"vuosi sitten", "vasta kerran", "kahdesti", ""}


@pytest.mark.django_db
def test_the_command_says_how_many_are_gone(capsys: pytest.CaptureFixture[str]) -> None:
    old(KEPT_DAYS + 1, "vanha")
    call_command("prune_search_counts")
    assert capsys.readouterr().out == "Counts of searches deleted: 1\n"


@pytest.mark.django_db
def test_counting_prunes_once_a_day_by_itself() -> None:
    old(KEPT_DAYS + 1, "vanha")
    count_search("kello", language="fi", hits=1)
    assert kept() == {"kello"}
    old(KEPT_DAYS + 1, "vanha")
    count_search("kello", language="fi", hits=1)
    assert kept() == {"kello", "vanha"}


@pytest.mark.django_db
def test_a_known_term_costs_one_query(django_assert_num_queries: Any) -> None:
    count_search("kello", language="fi", hits=1)
    with django_assert_num_queries(1):
        count_search("Kello", language="fi", hits=1)
