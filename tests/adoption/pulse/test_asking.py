"""What is asked when: over three years of days and outages, of killed and of several workers."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from adoption.models import Adoption, FollowUp, Sending
from adoption.pulse import asking
from adoption.pulse.asking import ask
from adoption.pulse.links import follow_up_token
from adoption.pulse.workdays import HELSINKI, is_working
from tests.adoption.adopting import CONTACT, adopt, institution
from tests.adoption.pulse.asked import address_of, first_follow_up, links_in, mails_to, send
from tests.factories import practice_page
from tests.languages import nightly

# Three months later is autumn, six are Christmas, and a year and two are July.
BEGIN, WEEK = date(2026, 6, 15), timedelta(days=7)


def at(day: date, hour: int = 10) -> Any:
    """Hold the clock at an hour of a day in Finland."""
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, 7, tzinfo=HELSINKI), tick=False)


def run(day: date, hour: int = 10) -> int:
    with at(day, hour):
        return ask(day)


def test_three_years_with_outages_ask_each_once_and_remind_at_most_once(portal: Any) -> None:
    chance = Random(0)  # noqa: S311 a game of chance
    page = practice_page()
    for number in range(4):
        day = BEGIN + timedelta(days=chance.randrange(45))
        language = ("fi", "sv")[number % 2]
        adopt(page, ("in-use", day), email=f"k{number}@example.org", language=language)
    planned = {each.pk: each.due_on for each in FollowUp.objects.all()}
    assert len(planned) == 16
    day, out_until, days_sent = BEGIN, BEGIN, []
    while day < BEGIN + timedelta(days=3 * 366 + 60):
        if day >= out_until and chance.random() < 0.03:
            out_until = day + timedelta(days=chance.choice([1, 1, 7]))
        hour = chance.choice([8, 10, 15])
        if day >= out_until:
            sent = run(day, hour)
            days_sent += [day] * sent
            assert not sent or run(day, hour) == 0, "a second run on the same day sends nothing"
        quiet = not any(due - WEEK <= day <= due + 10 * WEEK for due in planned.values())
        day += WEEK if quiet else timedelta(days=1)  # nothing is due then, which a run a week shows as well
    kinds = Counter(Sending.objects.values_list("follow_up", "kind"))
    assert {pk for pk, kind in kinds if kind == "question"} == set(planned)
    assert set(kinds.values()) == {1}
    assert len(mail.outbox) == len(days_sent) == sum(kinds.values()), "as many mails as are on record"
    assert sum(kind == "reminder" for _pk, kind in kinds) == 16, "nobody answered, each was reminded of once"
    assert all(is_working(each) for each in days_sent)
    assert not any(each.month == 7 or each.weekday() > 4 for each in days_sent)
    for sending in Sending.objects.filter(kind="question"):
        sent = timezone.localdate(sending.sent_at)
        assert planned[sending.follow_up_id] <= sent <= planned[sending.follow_up_id] + timedelta(days=50)


def test_nothing_goes_out_at_night_or_on_a_day_off(portal: Any) -> None:
    adopt(practice_page())  # due on 1.12.2026
    for hour in (0, 7, 16, 23):
        assert run(date(2026, 12, 1), hour) == 0
    assert run(date(2026, 12, 5)) == run(date(2026, 12, 6)) == 0
    assert run(date(2026, 12, 7), 8) == 1


@pytest.mark.parametrize(
    ("day", "hour", "sent"),
    [(date(2027, 3, 30), 8, 1), (date(2027, 3, 30), 7, 0), (date(2027, 3, 28), 10, 0)],
)
def test_the_day_after_the_clocks_are_turned_is_a_day_like_others(
    portal: Any, day: date, hour: int, sent: int
) -> None:
    adopt(practice_page(), ("in-use", date(2026, 12, 28)))
    assert run(day, hour) == sent


@pytest.mark.second_database
def test_a_contact_with_several_practices_gets_one_mail_a_week(portal: Any) -> None:
    college = institution()
    for number, day in enumerate([date(2026, 9, 1), date(2026, 9, 3), date(2026, 9, 8)]):
        email = CONTACT if number else CONTACT.upper()
        adopt(practice_page(f"Praktiikka {number}"), ("in-use", day), by=college, email=email)
    assert run(date(2026, 12, 1)) == 1
    [first] = mail.outbox
    assert "Praktiikka 0" in first.body
    assert "Praktiikka 1" in first.body, "due two days later, in the same week"
    assert "Praktiikka 2" not in first.body
    assert len(links_in(first.body)) == 7
    assert run(date(2026, 12, 3)) == 0
    assert run(date(2026, 12, 8)) == 1
    assert Sending.objects.count() == 3


@pytest.mark.second_database
def test_after_a_long_outage_only_the_latest_month_is_asked(portal: Any) -> None:
    adoption = adopt(practice_page())
    assert run(date(2027, 9, 2)) == 1
    assert list(adoption.follow_ups.values_list("month", flat=True)) == [12, 24]
    send_day = date(2027, 9, 3)
    with at(send_day):
        send(adoption.follow_ups.get(month=12), {"answer": "stopped"})
        send(adoption.follow_ups.get(month=12), {"answer": "in-use"})
    assert list(adoption.follow_ups.values_list("month", flat=True)) == [12, 24], (
        "the past is not asked again"
    )


def test_it_is_reminded_once_after_a_fortnight_and_only_without_an_answer(portal: Any) -> None:
    page = practice_page()
    answered, silent = (adopt(page, email=f"{name}@example.org") for name in ("a", "b"))
    assert run(date(2026, 12, 1)) == 2
    with at(date(2026, 12, 2)):
        send(first_follow_up(answered), {"answer": "in-use"})
    assert run(date(2026, 12, 14)) == 0
    assert run(date(2026, 12, 15)) == 1
    assert mail.outbox[-1].to == [silent.email]
    assert "muistuta" in mail.outbox[-1].body
    assert sum(run(date(2026, 12, 15) + timedelta(days=n)) for n in range(1, 70)) == 0


def test_after_sixty_days_nobody_is_reminded_any_more(portal: Any) -> None:
    adopt(practice_page())
    assert run(date(2026, 12, 1)) == 1
    assert run(date(2027, 2, 1)) == 0


def test_some_are_not_asked(portal: Any) -> None:
    past = datetime(2026, 11, 1, tzinfo=HELSINKI)
    changes: list[dict[str, Any]] = [
        {"stopped_mails_at": past},
        {"bounced_at": past},
        {"disputed_at": past},
        {"confirmed_at": None},
        {"email": ""},
        {"is_demo": True},
        {"state": "stopped"},
        {"state": "considering"},
    ]
    page = practice_page()
    silent = {adopt(page, email=f"k{n}@example.org").pk: change for n, change in enumerate(changes)}
    for pk, change in silent.items():
        Adoption.objects.filter(pk=pk).update(**change)
    sent = run(date(2026, 12, 1))
    asked = set(Sending.objects.values_list("follow_up__adoption", flat=True))
    assert {pk: change for pk, change in silent.items() if pk in asked} == {}
    assert sent == 0


def test_what_is_not_online_waits_until_it_is(portal: Any) -> None:
    page = practice_page()
    adopt(page)
    page.unpublish()
    assert run(date(2026, 12, 1)) == 0
    page.save_revision().publish()
    assert run(date(2026, 12, 9)) == 1


class Killed(BaseException):
    """What ends a worker at once."""


@pytest.mark.parametrize("when", ["before it was sent", "after it was sent"])
def test_a_killed_worker_loses_nothing_and_doubles_one_mail_at_most(
    portal: Any, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    adopt(practice_page())
    real = asking.mail_questions

    def dying(*args: Any) -> bool:
        if when.startswith("after"):
            real(*args)
        raise Killed

    monkeypatch.setattr(asking, "mail_questions", dying)
    with pytest.raises(Killed):
        run(date(2026, 12, 1), 9)
    monkeypatch.setattr(asking, "mail_questions", real)
    assert run(date(2026, 12, 1), 9) == 0, "it may still be at it"
    assert run(date(2026, 12, 1), 11) == 1
    assert run(date(2026, 12, 2)) == 0
    assert len(mail.outbox) == (2 if when.startswith("after") else 1)
    assert Sending.objects.get().attempts == 2


def test_a_mail_server_out_of_reach_for_a_week_costs_no_mail(
    portal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopt(practice_page())
    real = asking.mail_questions

    def refused(*_args: Any) -> bool:
        raise ConnectionRefusedError

    monkeypatch.setattr(asking, "mail_questions", refused)
    assert (
        sum(run(date(2026, 12, 1) + timedelta(days=n), hour) for n in range(8) for hour in (8, 10, 12)) == 0
    )
    monkeypatch.setattr(asking, "mail_questions", real)
    assert run(date(2026, 12, 9)) == 1


def test_an_answer_or_a_stop_at_the_last_moment_is_heeded(portal: Any) -> None:
    adoption = adopt(practice_page())
    with at(date(2026, 12, 1)):
        [letter] = asking.letters(date(2026, 12, 1))
        Adoption.objects.filter(pk=adoption.pk).update(stopped_mails_at=timezone.now())
        assert asking._claim(letter) == []
    assert not Sending.objects.exists()


@pytest.mark.second_database
def test_a_claim_of_another_worker_is_left_to_it(portal: Any) -> None:
    adopt(practice_page())
    with at(date(2026, 12, 1)):
        [letter] = asking.letters(date(2026, 12, 1))
        assert len(asking._claim(letter)) == 1
        assert asking._claim(letter) == []


@pytest.mark.parametrize(
    ("language", "subject", "words", "stop"),
    [
        (
            "fi",
            "Onko yhä käytössä: Kaverikahvit?",
            "3 kuukautta sitten Opisto otti käyttöön käytännön ”Kaverikahvit”. Miten on nyt?",
            "/fi/seuranta/",
        ),
        nightly(
            "sv",
            "Fortfarande i bruk: Kaverikahvit?",
            "För 3 månader sedan tog Opisto sv praxisen ”Kaverikahvit” i bruk. Hur är det nu?",
            "/sv/uppfoljning/",
        ),
    ],
)
def test_the_mail_is_short_in_the_adopters_language_and_names_nobody(
    portal: Any, language: str, subject: str, words: str, stop: str
) -> None:
    page = practice_page("Kaverikahvit")
    adoption = adopt(page, by=institution("Opisto"), language=language)
    assert run(date(2026, 12, 1)) == 1
    [sent] = mails_to(CONTACT)
    assert sent.subject == subject
    assert words in sent.body
    assert CONTACT not in sent.body
    assert len(sent.body.split()) < 110
    with at(date(2026, 12, 1)):  # a link tells when it was made
        address = address_of(first_follow_up(adoption), language=language)
        stops = address_of(first_follow_up(adoption), "follow_up_stop", language=language)
    answers = [f"{address}?answer={each}" for each in ("in-use", "changed", "stopped")]
    assert links_in(sent.body) == [*answers, stops]
    assert stop in stops
    assert sent.extra_headers["List-Unsubscribe"].endswith(f"{stops}>")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["Content-Language"] == language


def test_every_link_of_the_mail_opens_without_changing_anything(portal: Any, client: Client) -> None:
    adoption = adopt(practice_page())
    run(date(2026, 12, 1))
    with at(date(2026, 12, 1)):
        before = (Adoption.objects.values().get(), FollowUp.objects.values().first())
        for link in links_in(mail.outbox[0].body):
            assert client.get(link).status_code == client.head(link).status_code == 200
        assert (Adoption.objects.values().get(), FollowUp.objects.values().first()) == before
        assert follow_up_token(first_follow_up(adoption)) in links_in(mail.outbox[0].body)[0]


def test_a_name_with_line_breaks_makes_no_header(portal: Any) -> None:
    adopt(practice_page("Kahvit\r\nBcc: x@example.org"))
    run(date(2026, 12, 1))
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == [CONTACT]


def test_the_command_asks_and_tells_how_many(portal: Any, capsys: pytest.CaptureFixture[str]) -> None:
    adopt(practice_page())
    with at(date(2026, 12, 1)):
        call_command("ask_follow_ups")
    assert capsys.readouterr().out == "mails sent: 1\n"


def test_a_timer_at_night_without_a_worker_is_warned_of(
    portal: Any, caplog: pytest.LogCaptureFixture
) -> None:
    adopt(practice_page())
    with at(date(2026, 12, 1), 3):
        call_command("ask_follow_ups")
    assert "1 mails of follow-ups wait" in caplog.text
    assert not mail.outbox
