"""Due dates: set when a step begins, changed by those who decide, reminded of when they have passed."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import PageLogEntry

from publishing.models import MailChoices, Review
from publishing.reviewing.reminding import remind
from tests.languages import EACH_LANGUAGE, nightly
from tests.publishing.people import coordinator, member, network_coordinator
from tests.publishing.reviewing.going import decide, hand_in, state_of

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-02T10:00:00+02:00"


@pytest.mark.parametrize(
    ("began", "check", "review"),
    [
        (MONDAY, date(2026, 11, 9), date(2026, 11, 16)),
        ("2026-11-07T10:00:00+02:00", date(2026, 11, 16), date(2026, 11, 23)),  # a Saturday
    ],
)
def test_each_step_gets_its_time_and_never_ends_on_a_weekend(
    portal: Any, began: str, check: date, review: date
) -> None:
    with time_machine.travel(began, tick=False):
        checker = coordinator()
        page = hand_in(member())
        assert state_of(page).review.due == check
        decide(checker, page, "approve")
        assert state_of(page).review.due == review


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_editor_shows_the_due_date_to_both_sides(portal: Any, language: str) -> None:
    with time_machine.travel(MONDAY, tick=False):
        writer, checker = member(language=language), coordinator(language=language)
        page = hand_in(writer)
        for person in (writer, checker):
            shown = person.client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
            assert {"fi": "Ratkaistava viimeistään 9.11.2026", "sv": "Ska avgöras senast 2026-11-09"}[
                language
            ] in shown
            assert reverse("review", args=[state_of(page).review.pk]) in shown


def test_those_who_decide_change_it_and_the_log_says_so(portal: Any) -> None:
    with time_machine.travel(MONDAY, tick=False):
        checker = coordinator()
        page = hand_in(member())
        review = state_of(page).review
        address = reverse("review", args=[review.pk])
        assert checker.client.post(address, {"due": "2026-11-30"}).status_code == 302
        review.refresh_from_db()
        assert review.due == date(2026, 11, 30)
        line = PageLogEntry.objects.get(page=page.pk, action="publishing.due_changed")
        assert (line.user, line.data) == (checker.user, {"before": "2026-11-09", "due": "2026-11-30"})
        checker.client.post(address, {"due": "2026-11-30"})
        assert PageLogEntry.objects.filter(action="publishing.due_changed").count() == 1


def test_what_is_no_day_to_come_is_refused(portal: Any) -> None:
    with time_machine.travel(MONDAY, tick=False):
        checker = coordinator()
        review = state_of(hand_in(member())).review
        for sent, message in (
            ("", "Valitse päivä."),
            ("huomenna", "Kirjoita päivä muodossa 31.12.2026."),
            ("2026-11-01", "Se päivä on jo mennyt."),
            ("99999-01-01", "Kirjoita päivä muodossa 31.12.2026."),
        ):
            answer = checker.client.post(reverse("review", args=[review.pk]), {"due": sent})
            assert message in answer.content.decode(), sent
            review.refresh_from_db()
            assert review.due == date(2026, 11, 9), sent


def test_whoever_waits_cannot_change_it(portal: Any) -> None:
    writer = member()
    coordinator()
    review = state_of(hand_in(writer)).review
    address = reverse("review", args=[review.pk])
    assert b'name="due"' not in writer.client.get(address).content
    writer.client.post(address, {"due": "2099-01-01"})
    review.refresh_from_db()
    assert review.due.year != 2099


@pytest.mark.parametrize(
    ("language", "subject", "link"),
    [("fi", "Myöhässä: Kaverikahvit", "/fi/"), nightly("sv", "Försenad: Kaverikahvit", "/sv/")],
)
def test_those_whose_turn_it_is_are_reminded(
    portal: Any,
    mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
    language: str,
    subject: str,
    link: str,
) -> None:
    checker = coordinator(language=language)
    review = state_of(hand_in(member())).review
    mailoutbox.clear()

    def reminded(today: date) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return remind(today)

    assert reminded(review.due) == 0
    assert reminded(review.due + timedelta(days=1)) == 1
    assert reminded(review.due + timedelta(days=1)) == 0
    assert reminded(review.due + timedelta(days=2)) == 0
    assert reminded(review.due + timedelta(days=8)) == 1
    assert [mail.subject for mail in mailoutbox] == [subject] * 2
    assert mailoutbox[0].to == [checker.user.email]
    assert reverse("review", args=[review.pk]) in mailoutbox[0].body
    assert link in mailoutbox[0].extra_headers["List-Unsubscribe"]


def test_all_that_is_late_comes_in_one_mail(
    portal: Any, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    network = network_coordinator()
    writer = coordinator()
    for title in ("Yksi", "Kaksi"):
        hand_in(writer, title)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert remind(date(2099, 1, 1)) == 1
    assert mailoutbox[0].to == [network.user.email]
    assert mailoutbox[0].subject == "2 tarkistusta on myöhässä"
    assert "Yksi" in mailoutbox[0].body
    assert "Kaksi" in mailoutbox[0].body


def test_a_new_date_is_reminded_of_anew_and_a_decided_step_never(portal: Any) -> None:
    checker = coordinator()
    network_coordinator()
    page = hand_in(member())
    review = state_of(page).review
    assert remind(review.due + timedelta(days=1)) == 1
    later = review.due + timedelta(days=3)
    checker.client.post(reverse("review", args=[review.pk]), {"due": later.isoformat()})
    assert remind(later) == 0
    assert remind(later + timedelta(days=1)) == 1
    decide(checker, page, "reject", comment="Kesken.")
    assert remind(later + timedelta(days=30)) == 0


def test_whoever_turned_reminders_off_gets_none(portal: Any) -> None:
    checker = coordinator()
    MailChoices.objects.create(user=checker.user, reviews=False)
    hand_in(member())
    assert remind(date(2099, 1, 1)) == 0
    assert Review.objects.get().reminded_on == date(2099, 1, 1)
