"""Asking an institution: confirmed by the asker, sent on once, turned off by the one who is asked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from adoption.links import address
from adoption.local.asking import MOST_A_DAY, Asked, ask, relay
from adoption.local.keeping import forget_old
from adoption.local.links import confirming_token, stopping_token
from adoption.local.questions import MOST_ASKED
from adoption.models import Adoption, Question
from practices.models import PracticePage
from tests.adoption.adopting import CONTACT, adopt
from tests.adoption.local.telling import (
    ASKER,
    clock,
    kept_practice,
    links_in,
    mails,
    page_in,
    post,
    practice,
    soup_of,
    text_of,
    told_by,
    visitor,
)

__all__ = ["clock", "kept_practice", "mails", "post", "practice", "visitor"]
pytestmark = pytest.mark.django_db
Post = Callable[..., HttpResponse]

ASKED = {
    "asker": "Opinto-ohjaaja, Koekoulu",
    "email": ASKER,
    "words": "Kuka keittää kahvit?\n\nEntä kesällä?",
    "language": "fi",
    "consent": "on",
}


@pytest.fixture
def open_one(practice: PracticePage) -> Adoption:
    """An adoption whose institution may be asked."""
    return adopt(practice, is_contact_open=True)


def question_to(adoption: Adoption, **fields: str) -> Question:
    told = {**ASKED, "kind": "question", "consent": "Saa välittää.", **fields}
    assert ask(adoption, Asked(**told)) == "sent"
    return Question.objects.get(email=told["email"], words=told["words"])


def confirming(question: Question, language: str = "fi") -> str:
    return address("ask_confirm", confirming_token(question), language=language)


def stopping(adoption: Adoption, kind: str = "question") -> str:
    return address("ask_stop", stopping_token(adoption, kind), language="fi")


class TestAsking:
    """Nobody's address is told before its owner agreed."""

    def test_the_asker_confirms_and_the_institution_gets_it_once(
        self, post: Post, mails: Any, practice: PracticePage, language: str
    ) -> None:
        adoption = adopt(practice, is_contact_open=True, language=language)
        path = page_in("ask_adopter", str(adoption.pk), language)
        (asked,) = mails(lambda: post(path, {**ASKED, "language": language}))
        assert asked.to == [ASKER]
        assert "Kuka keittää" not in asked.subject + asked.body  # it may be a stranger's address
        question = Question.objects.get()
        assert question.consent
        assert question.relayed_at is None
        link = next(path for path in links_in(asked.body) if path.count("/") > 2)
        assert link.startswith(f"/{language}/")
        (relayed,) = mails(lambda: post(link))
        assert (relayed.to, relayed.reply_to) == ([CONTACT], [ASKER])
        assert "> Kuka keittää kahvit?" in relayed.body
        assert ASKED["asker"] in relayed.body
        assert "List-Unsubscribe" in relayed.extra_headers
        assert mails(lambda: post(link) if soup_of(Client().get(link)).select("[name=stamp]") else None) == []

    def test_opening_links_sends_nothing(self, visitor: Client, mails: Any, open_one: Adoption) -> None:
        question = question_to(open_one)
        assert mails(lambda: [visitor.get(confirming(question)) for _n in range(3)]) == []
        visitor.get(stopping(open_one))
        open_one.refresh_from_db()
        assert open_one.is_contact_open
        question.refresh_from_db()
        assert question.relayed_at is None

    def test_the_page_tells_no_address(self, visitor: Client, open_one: Adoption, language: str) -> None:
        response = visitor.get(page_in("ask_adopter", str(open_one.pk), language))
        assert response.status_code == 200
        assert CONTACT not in response.content.decode()
        assert open_one.organisation.names[language] in text_of(response)

    def test_sent_ten_times_it_is_one_question_and_one_mail(
        self, post: Post, mails: Any, open_one: Adoption
    ) -> None:
        path = page_in("ask_adopter", str(open_one.pk))
        sent = mails(lambda: [post(path, ASKED) for _n in range(10)])
        assert len(sent) == 1
        assert Question.objects.count() == 1

    def test_relayed_already_is_said(self, post: Post, mails: Any, open_one: Adoption) -> None:
        question = question_to(open_one)
        assert relay(question) == "relayed"
        assert relay(question) == "again"
        response = post(page_in("ask_adopter", str(open_one.pk)), ASKED)
        assert "said=again" in response.headers["Location"]

    def test_what_is_wrong_is_said(self, post: Post, open_one: Adoption) -> None:
        path = page_in("ask_adopter", str(open_one.pk), "sv")
        for field, value in (
            ("asker", " "),
            ("email", "ei osoite"),
            ("email", "a@example.org, b@example.org"),
            ("words", ""),
            ("words", "a" * 2001),
            ("words", "Katso https://evil.example/"),
            ("words", "<a href=x>"),
            ("asker", "www.evil.example"),
            ("language", "en"),
            ("consent", ""),
        ):
            response = post(path, {**ASKED, field: value})
            soup = soup_of(response)
            assert response.status_code == 422, (field, value)
            assert soup.select_one("#errors li a"), (field, value)
            assert soup.select_one(".field--wrong").select_one(f"[name={field}]"), (field, value)
            assert not Question.objects.exists(), (field, value)

    def test_line_breaks_reach_no_header_and_no_subject(
        self, post: Post, mails: Any, open_one: Adoption
    ) -> None:
        path = page_in("ask_adopter", str(open_one.pk))
        evil = {"asker": "Minä\r\nBcc: uhri@example.org", "email": f"{ASKER}\r\nBcc: uhri@example.org"}
        response = post(path, {**ASKED, **evil})
        assert response.status_code == 422
        mails(lambda: post(path, {**ASKED, "asker": evil["asker"]}))
        question = Question.objects.get()
        (relayed,) = mails(lambda: relay(question))
        assert relayed.recipients() == [CONTACT]
        assert "\nBcc" not in relayed.body
        assert "\n" not in relayed.subject

    def test_html_in_a_mail_is_text(self, mails: Any, open_one: Adoption) -> None:
        question = question_to(open_one, words="1 < 2 & <b")
        (relayed,) = mails(lambda: relay(question))
        assert "1 &lt; 2 &amp; &lt;b" in relayed.alternatives[0][0]


class TestWhoMayBeAsked:
    """Only an institution that is named, that agreed, and whose mail goes through."""

    def test_others_cannot_be_asked(self, visitor: Client, practice: PracticePage) -> None:
        closed: list[dict[str, Any]] = [
            {"is_contact_open": False},
            {"is_public": False},
            {"email": ""},
            {"confirmed_at": None},
            {"disputed_at": timezone.now()},
            {"bounced_at": timezone.now()},
        ]
        for number, fields in enumerate(closed):
            adoption = adopt(practice, is_contact_open=True)
            question = question_to(adoption, email=f"k{number}@example.com")
            Adoption.objects.filter(pk=adoption.pk).update(**fields)
            path = page_in("ask_adopter", str(adoption.pk))
            assert visitor.get(path).status_code == 404, fields
            assert visitor.post(path, ASKED).status_code == 404, fields
            assert relay(question) == "closed", fields

    def test_nobody_is_a_dead_end(self, visitor: Client, portal: Any) -> None:
        response = visitor.get(page_in("ask_adopter", "0b6a3f0e-4a53-4a43-9d07-0d6f1f0f0009"))
        assert response.status_code == 404
        assert soup_of(response).h1

    def test_the_way_to_ask_is_there_only_where_it_leads_somewhere(
        self, visitor: Client, practice: PracticePage
    ) -> None:
        told_by(practice)
        opened = told_by(practice, is_contact_open=True)
        page = visitor.get(page_in("local_versions", practice.key)).content.decode()
        assert page.count("/kysy/") == 1
        assert page_in("ask_adopter", str(opened.adoption_id)) in page


class TestTurningOff:
    """The link in the mail closes the way, by POST; mail programs post there too."""

    def test_by_the_page_or_the_mail_program_s_button(self, visitor: Client, open_one: Adoption) -> None:
        path = stopping(open_one)
        assert visitor.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        open_one.refresh_from_db()
        assert not open_one.is_contact_open
        assert visitor.post(path).status_code == 200  # a second time changes nothing

    def test_of_company_it_ends_that_alone(self, visitor: Client, practice: PracticePage) -> None:
        adoption = adopt(practice, is_contact_open=True, wants_company=True, start_term="2027-spring")
        visitor.post(stopping(adoption, "together"))
        adoption.refresh_from_db()
        assert (adoption.wants_company, adoption.is_contact_open) == (False, True)

    def test_a_former_contact_s_link_is_gone_and_an_altered_one_nowhere(
        self, visitor: Client, open_one: Adoption
    ) -> None:
        path = stopping(open_one)
        assert visitor.post(path[:-3] + "x/").status_code == 404
        Adoption.objects.filter(pk=open_one.pk).update(email="uusi@example.org")
        assert visitor.post(path).status_code == 410
        open_one.refresh_from_db()
        assert open_one.is_contact_open


class TestBounds:
    """A flood is slowed, and others are not."""

    def test_one_address_asks_ten_times_an_hour(self, post: Post, open_one: Adoption) -> None:
        path = page_in("ask_adopter", str(open_one.pk))
        told = [
            post(path, {**ASKED, "email": f"k{n}@example.com"}).status_code for n in range(MOST_ASKED + 1)
        ]
        assert told == [302] * MOST_ASKED + [429]
        other = Client(REMOTE_ADDR="198.51.100.7")
        stamp = soup_of(other.get(path)).select_one("[name=stamp]")["value"]
        with time_machine.travel(timezone.now() + timedelta(seconds=10), tick=False):
            assert other.post(path, {**ASKED, "stamp": stamp}).status_code == 302

    def test_a_stranger_s_address_gets_few_mails(self, open_one: Adoption, mails: Any) -> None:
        told = {**ASKED, "kind": "question", "consent": "Saa."}
        came = [ask(open_one, Asked(**{**told, "words": f"Kysymys {n}?"})) for n in range(8)]
        assert came == ["sent"] * 6 + ["often"] * 2
        assert Question.objects.count() == 6

    def test_an_institution_gets_so_many_a_day(self, open_one: Adoption, clock: Any, mails: Any) -> None:
        questions = [question_to(open_one, email=f"k{n}@example.com") for n in range(MOST_A_DAY + 1)]
        *first, last = questions
        assert {relay(each) for each in first} == {"relayed"}
        assert relay(last) == "many"
        last.refresh_from_db()
        assert last.relayed_at is None
        clock.shift(timedelta(days=1, minutes=1))
        assert relay(last) == "relayed"


def test_questions_are_deleted_after_their_time(open_one: Adoption, clock: Any) -> None:
    relayed = question_to(open_one)
    relay(relayed)
    unconfirmed = question_to(open_one, words="Toinen?")
    clock.shift(timedelta(days=14))
    assert forget_old(timezone.localdate()) == 0
    clock.shift(timedelta(days=1))
    assert forget_old(timezone.localdate()) == 1
    assert not Question.objects.filter(pk=unconfirmed.pk).exists()
    clock.shift(timedelta(days=75))
    assert forget_old(timezone.localdate()) == 0
    clock.shift(timedelta(days=1))
    assert forget_old(timezone.localdate()) == 1
    assert forget_old(timezone.localdate()) == 0


def test_a_link_that_is_late_is_gone(visitor: Client, open_one: Adoption, clock: Any) -> None:
    question = question_to(open_one)
    path = confirming(question)
    assert visitor.get(path).status_code == 200
    clock.shift(timedelta(days=14, minutes=1))
    late = visitor.post(path)
    assert late.status_code == 410
    assert soup_of(late).h1
    assert len(mail.outbox) == 0


def test_too_large_a_form_is_not_read(visitor: Client, open_one: Adoption) -> None:
    response = visitor.post(page_in("ask_adopter", str(open_one.pk)), {**ASKED, "words": "a" * 70_000})
    assert response.status_code == 413
    assert not Question.objects.exists()
