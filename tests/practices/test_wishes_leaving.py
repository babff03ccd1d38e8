"""Readers leave wishes and second them: without a script, a cookie or a trace of who they are."""

from collections.abc import Callable
from datetime import timedelta
from time import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from practices import public_forms
from practices.limits import address_of
from practices.models import Wish
from practices.wishes import views
from tests.practices.wishing import ADDRESS, clock, leave, page_of, said, seconding, soup_of, visitor, wish

__all__ = ["clock", "leave", "visitor"]
State = Wish.State
NEEDS = {
    "fi": ("Miten saan hiljaiset opiskelijat mukaan", "opiskelijoita mukaan hiljaisia saan miten?"),
    "sv": ("Hur får jag med tysta studerande", "studerandena tysta, hur får jag med"),
}


def test_a_wish_is_left_and_waits_for_an_editor(
    language: str, leave: Callable[..., HttpResponse], visitor: Client
) -> None:
    need = NEEDS[language][0]
    response = leave(language, need=f"  {need}\n", situation="Verkossa.\r\n\r\nIltaisin.")
    assert said(response) == "left"
    left = Wish.objects.get()
    assert (left.language, left.need, left.state, left.seconds) == (language, need, State.NEW, 0)
    assert left.situation == "Verkossa.\n\nIltaisin."
    told = soup_of(visitor.get(response.headers["Location"].split("#")[0]))
    assert told.select_one("#said [role=status]").get_text(strip=True)
    assert need not in told.get_text()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("need", ""),
        ("need", "   \u200b"),
        ("need", "?!"),
        ("need", "tarve " * 30),
        ("need", "kirjoita maija@example.org"),
        ("situation", "soita 040 123 4567"),
        ("situation", "opiskelija 131052-308T"),
        ("situation", "x" * 1001),
    ],
)
def test_what_cannot_be_saved_is_told_and_the_text_is_kept(
    language: str, leave: Callable[..., HttpResponse], field: str, text: str
) -> None:
    fields = {"need": "Tarve & <b>", "situation": "Tilanne & <b>"} | {field: text}
    response = leave(language, **fields)
    assert response.status_code == 422
    assert not Wish.objects.exists()
    page = soup_of(response)
    wrong = page.find(id=f"wish-{field}")
    assert wrong["aria-invalid"] == "true"
    described = [page.find(id=name) for name in wrong["aria-describedby"].split()]
    assert all(described)
    assert described[-1].get_text(strip=True)
    assert page.select_one(f'#errors[role=alert] a[href="#wish-{field}"]')
    other = page.find(id="wish-situation" if field == "need" else "wish-need")
    assert (other.get("value") or other.get_text()).strip() in ("Tarve & <b>", "Tilanne & <b>")
    assert (wrong.get("value") or wrong.get_text()).strip() == text.strip(" \u200b")
    assert "aria-invalid" not in other.attrs


@pytest.mark.parametrize("trick", ["trap", "fast", "old", "forged", "without a stamp"])
def test_what_a_program_would_send_is_refused_and_a_person_sends_it_again(
    leave: Callable[..., HttpResponse], visitor: Client, clock: Any, trick: str
) -> None:
    fields = {
        "trap": {"website": "https://example.org"},
        "forged": {"stamp": "wish:1abc:\x00\ud7ff"},
        "without a stamp": {"stamp": ""},
    }.get(trick, {})
    after = {"fast": 1.0, "old": public_forms.OLDEST_SECONDS + 60.0}.get(trick, 10.0)
    response = leave(need="Unirytmi & uni", after=after, **fields)
    assert response.status_code == 422
    assert not Wish.objects.exists()
    form = soup_of(response).select_one("#leave form")
    assert len(soup_of(response).select("#errors li")) == 1
    again = {f["name"]: f.get("value", "") for f in form.select("[name]")}
    assert again["need"] == "Unirytmi & uni"
    clock.shift(timedelta(seconds=5))
    assert said(visitor.post(form["action"], again)) == "left"


def test_mending_a_form_at_once_is_not_too_fast(leave: Callable[..., HttpResponse], visitor: Client) -> None:
    form = soup_of(leave(need="")).select_one("#leave form")
    again = {f["name"]: f.get("value", "") for f in form.select("[name]")} | {"need": "Unirytmi"}
    assert said(visitor.post(form["action"], again)) == "left"


@pytest.mark.second_database
def test_the_same_need_in_other_words_is_seconded(language: str, leave: Callable[..., HttpResponse]) -> None:
    first, second = NEEDS[language]
    leave(language, need=first)
    response = leave(language, need=second, client=Client(REMOTE_ADDR="198.51.100.1"))
    assert said(response) == "known"
    assert [(w.need, w.seconds) for w in Wish.objects.all()] == [(first, 1)]


@pytest.mark.parametrize("state", [State.ANSWERED, State.HIDDEN])
def test_a_need_that_is_no_longer_open_is_a_new_wish(leave: Callable[..., HttpResponse], state: str) -> None:
    wish("Unirytmi", state=state, reply="Näin.")
    assert said(leave(need="unirytmin")) == "left"
    assert Wish.objects.count() == 2


def test_the_same_form_sent_twice_counts_once(leave: Callable[..., HttpResponse]) -> None:
    leave(need="Unirytmi")
    assert said(leave(need="Unirytmi")) == "known"
    assert Wish.objects.get().seconds == 0


def test_a_wish_is_seconded_once_a_day_and_address(language: str, visitor: Client, clock: Any) -> None:
    need = wish(language=language)
    form = soup_of(visitor.get(page_of(language))).select_one(".wish form")
    assert form["action"] == seconding(need)
    assert said(visitor.post(form["action"])) == "seconded"
    assert said(visitor.post(form["action"])) == "again"
    assert said(Client(REMOTE_ADDR="198.51.100.1").post(form["action"])) == "seconded"
    assert Wish.objects.get().seconds == 2
    clock.shift(timedelta(days=1, minutes=1))
    assert said(visitor.post(form["action"])) == "seconded"
    assert Wish.objects.get().seconds == 3
    assert soup_of(visitor.get(page_of(language) + "?said=seconded")).select_one("#said [role=status]")


@pytest.mark.parametrize("state", [State.NEW, State.ANSWERED, State.HIDDEN])
def test_what_is_not_public_is_not_seconded(visitor: Client, state: str) -> None:
    need = wish(state=state, reply="Näin.")
    assert said(visitor.post(seconding(need))) == "gone"
    assert Wish.objects.get().seconds == 0


@pytest.mark.parametrize("number", ["0", "987654", "9" * 30])
def test_seconding_nothing_is_told(visitor: Client, number: str) -> None:
    assert said(visitor.post(f"{page_of('fi')}{number}/")) == "gone"


def test_too_many_wishes_from_one_address_wait_an_hour(
    leave: Callable[..., HttpResponse], clock: Any
) -> None:
    for number in range(views.MOST_WISHES):
        assert said(leave(need=f"tarve numero {number}")) == "left"
    response = leave(need="vielä yksi & tarve")
    assert response.status_code == 429
    assert soup_of(response).find(id="wish-need")["value"] == "vielä yksi & tarve"
    assert soup_of(response).select_one("#said [role=status]")
    assert Wish.objects.count() == views.MOST_WISHES
    assert said(leave(need="vielä yksi", client=Client(REMOTE_ADDR="198.51.100.1"))) == "left"
    clock.shift(timedelta(hours=1, seconds=1))
    assert said(leave(need="uusi tunti")) == "left"


def test_too_many_secondings_from_one_address_wait_an_hour(visitor: Client) -> None:
    wishes = [wish(f"tarve {number}") for number in range(views.MOST_SECONDS + 1)]
    answers = [visitor.post(seconding(each)) for each in wishes]
    assert {said(answer) for answer in answers[:-1]} == {"seconded"}
    assert answers[-1].status_code == 429
    wishes[-1].refresh_from_db()
    assert wishes[-1].seconds == 0


def test_a_form_on_another_site_writes_nothing(visitor: Client, leave: Callable[..., HttpResponse]) -> None:
    need = wish()
    for path in (page_of("fi"), seconding(need)):
        response = visitor.post(path, {"need": "Unirytmi"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 403
        assert soup_of(response).select_one("#said [role=status]")
    assert (Wish.objects.get().seconds, Wish.objects.count()) == (0, 1)


@pytest.mark.second_database
def test_no_cookie_no_session_and_no_address_is_kept(
    leave: Callable[..., HttpResponse], visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answers = [
        visitor.get(page_of("fi")),
        leave(need="Unirytmi"),
        leave(need=""),
        visitor.post(seconding(wish("toinen"))),
        visitor.post(page_of("fi"), b"x" * 100_000, content_type="text/plain"),
    ]
    assert not any(answer.cookies for answer in answers)
    assert not visitor.cookies
    assert not Session.objects.exists()
    kept = [caplog.text, str(cache._cache), str(cache._expire_info)]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 our own tables
            kept.append(str(cursor.fetchall()))
    assert "Unirytmi" in "".join(kept)
    assert ADDRESS not in "".join(kept)
    limits = [key for key in cache._cache if "limit:" in key]
    assert limits
    assert all(cache._expire_info[key] <= time() + 24 * 3600 for key in limits)


def test_where_the_database_fails_the_text_is_kept_and_the_visitor_told(
    visitor: Client, leave: Callable[..., HttpResponse], monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("database is locked")

    need = wish()
    monkeypatch.setattr(Wish, "save", locked)
    response = leave(need="Peliriippuvuus & asuntola")
    assert response.status_code == 503
    assert soup_of(response).find(id="wish-need")["value"] == "Peliriippuvuus & asuntola"
    monkeypatch.undo()
    monkeypatch.setattr(type(Wish.objects.all()), "second", locked)
    assert visitor.post(seconding(need)).status_code == 503
    monkeypatch.undo()
    assert said(visitor.post(seconding(need))) == "seconded", "what failed does not count as done"


URLENCODED = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"need=%00%ED%A0%80%FF%FE&situation=%00", URLENCODED, 422),
        (b"need=\xff\xfe\x00&stamp=\xed\xa0\x80", URLENCODED, 422),
        (b"", URLENCODED, 422),
        (b"&" * 60_000, URLENCODED, 400),
        (b"need=" + b"a" * 1_000_000, URLENCODED, 413),
        (b"need=x", URLENCODED + "; charset=utf-16", 400),
        (b"need=x", URLENCODED + "; charset=nosuch", 422),
        (b"no parts", "multipart/form-data; boundary=x", 422),
        (b"no parts", "multipart/form-data", 400),
        (
            b'--x\r\nContent-Disposition: form-data; name="need"; filename="a"\r\n\r\nx\r\n--x--',
            "multipart/form-data; boundary=x",
            422,
        ),
        (b'{"need": "x"}', "application/json", 422),
    ],
)
def test_no_bytes_break_the_page(visitor: Client, body: bytes, kind: str, status: int) -> None:
    for path in (page_of("fi"), seconding(wish(f"tarve {len(body)} {status}"))):
        response = visitor.generic("POST", path, body, content_type=kind)
        assert response.status_code < 500
        assert soup_of(response).find("h1") or response.status_code == 302
    assert visitor.generic("POST", page_of("fi"), body, content_type=kind).status_code == status
    assert Wish.objects.filter(state=State.NEW).count() == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(need=st.text(max_size=200), situation=st.text(max_size=1200))
@example(need="\x00\ud800\u202e", situation="\ud800")
@example(need="ﷺ" * 160, situation="\r\x0b\x0c\x1c\u2028")
@example(need="'; DROP TABLE practices_wish; --", situation="%s %(need)s {{ need }}")
def test_any_text_is_saved_or_told(leave: Callable[..., HttpResponse], need: str, situation: str) -> None:
    cache.clear()
    Wish.objects.all().delete()
    response = leave(
        need=need.encode(errors="replace").decode(), situation=situation.encode(errors="replace").decode()
    )
    assert response.status_code in (302, 422)
    assert Wish.objects.count() == (response.status_code == 302)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "198.51.100.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "made up, 203.0.113.9", "203.0.113.9"),
        (2, "made up, 203.0.113.9, 192.0.2.7", "203.0.113.9"),
        (1, "", "198.51.100.1"),
        (3, "203.0.113.9", "198.51.100.1"),
    ],
)
def test_the_address_is_what_the_outermost_own_server_saw(
    rf: Any, settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="198.51.100.1", headers={"X-Forwarded-For": forwarded})
    assert address_of(request) == address
