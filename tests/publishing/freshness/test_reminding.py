"""Reminders: each once, to somebody who can do something about it, also after days on which nothing ran."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from practices.models import PracticePage, ProjectPage
from publishing.freshness.checking import mark_checked
from publishing.freshness.reminding import remind, remind_of_endings
from publishing.freshness.retiring import retire
from publishing.models import Care, MailChoices, Reminder
from tests.languages import EACH_LANGUAGE, nightly
from tests.publishing.freshness.practising import fresh, in_swedish, practice
from tests.publishing.people import Person, coordinator, member, network_coordinator

pytestmark = pytest.mark.django_db
DUE = date(2027, 3, 10)


@pytest.fixture
def sent(mailoutbox: list[Any], django_capture_on_commit_callbacks: Any) -> Any:
    """Return a function that runs a job on a day, and returns the mails that went out."""

    def run(job: Any, day: date) -> list[Any]:
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            number = job(day)
        assert number == len(mailoutbox)
        return list(mailoutbox)

    return run


def cared(page: PracticePage, person: Person) -> None:
    Care.objects.create(practice=page.translation_key, user=person.user)


# Every third week, and the days about those on which something is due.
SOME_DAYS = sorted({*range(-400, 700, 21), *(n + about for n in (-30, 0, 30) for about in range(-2, 4))})


@pytest.mark.parametrize("numbers", [SOME_DAYS, nightly(range(-400, 700))], ids=["some days", "every day"])
def test_three_years_of_days_with_outages_lose_and_double_nothing(
    portal: Any, sent: Any, numbers: Iterable[int]
) -> None:
    practice("Kaverikahvit", review_date=DUE)
    cared(page := PracticePage.objects.get(title="Kaverikahvit", alias_of=None), member())
    out = {DUE - timedelta(days=30), DUE, DUE + timedelta(days=30), DUE + timedelta(days=31)}
    days: list[date] = []
    with time_machine.travel(DUE - timedelta(days=400), tick=False) as clock:
        for n in numbers:
            today = DUE + timedelta(days=n)
            clock.move_to(today)
            if today in out:
                continue  # the machine was down
            for _twice in range(2):
                days += [today] * len(sent(remind, today))
    assert days == [DUE + timedelta(days=n) for n in (-29, 1, 32)]
    assert Counter(Reminder.objects.filter(subject=page.translation_key).values_list("stage", flat=True)) == {
        "before": 1,
        "due": 1,
        "after": 1,
    }


@pytest.mark.second_database
def test_a_new_date_begins_anew(portal: Any, sent: Any) -> None:
    page = practice(review_date=DUE)
    cared(page, member())
    assert len(sent(remind, DUE)) == 1
    mark_checked(page, DUE, user=None)
    assert sent(remind, DUE + timedelta(days=31)) == []
    assert len(sent(remind, date(2028, 2, 15))) == 1


def test_after_a_long_pause_there_is_one_mail(portal: Any, sent: Any) -> None:
    page = practice(review_date=DUE)
    cared(page, member())
    assert len(sent(remind, DUE + timedelta(days=200))) == 1
    assert sent(remind, DUE + timedelta(days=201)) == []


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_mail_names_the_practice_and_the_two_ways(portal: Any, sent: Any, language: str) -> None:
    page = practice("Kaverikahvit & <muut>", review_date=DUE)
    someone = member(language=language)
    cared(page, someone)
    (mail,) = sent(remind, DUE)
    assert mail.to == [someone.user.email]
    assert "Kaverikahvit & <muut>" in mail.subject
    assert "Kaverikahvit & <muut>" in mail.body
    for view, pk in (("wagtailadmin_pages:edit", page.pk), ("freshness_check", page.pk)):
        assert settings.SITE_URL + reverse(view, args=[pk]) in mail.body
    assert mail.extra_headers["Content-Language"] == language
    assert mail.extra_headers["List-Unsubscribe"].strip("<>") in mail.body


def test_several_practices_are_one_mail(portal: Any, sent: Any) -> None:
    someone = member()
    for n in range(3):
        cared(practice(f"p{n}", review_date=DUE + timedelta(days=n)), someone)
    (mail,) = sent(remind, DUE + timedelta(days=1))
    assert mail.subject.startswith("3 ")
    assert [mail.body.count(f"p{n},") for n in range(3)] == [1, 1, 1]


def test_a_practice_in_two_languages_is_reminded_of_once(portal: Any, sent: Any) -> None:
    page = practice(review_date=DUE)
    in_swedish(page)
    cared(page, member())
    (mail,) = sent(remind, DUE)
    assert mail.body.count("/check/") == 1


def test_whom_it_falls_to_in_turn(portal: Any, sent: Any) -> None:
    page = practice(review_date=DUE)
    people = [member(name="hoitaja"), coordinator(), member(name="jasen"), network_coordinator()]
    cared(page, people[0])

    def asked() -> set[str]:
        Reminder.objects.all().delete()
        return {mail.to[0] for mail in sent(remind, DUE)}

    def address(person: Person) -> str:
        return str(person.user.email)

    assert asked() == {address(people[0])}
    for leaving, following in (
        (people[0], {people[1]}),
        (people[1], {people[2]}),
        (people[2], {people[3]}),
        (people[3], set()),
    ):
        leaving.user.is_active = False
        leaving.user.save()
        assert asked() == {address(each) for each in following}
    assert not Reminder.objects.exists(), "it waits until there is somebody to tell"


def test_a_caretaker_who_left_the_team_is_not_asked(portal: Any, sent: Any) -> None:
    page, former, current = practice(review_date=DUE), member(name="entinen"), coordinator()
    cared(page, former)
    former.user.groups.clear()
    assert [mail.to for mail in sent(remind, DUE)] == [[current.user.email]]


def test_who_turned_these_mails_off_gets_none(portal: Any, sent: Any) -> None:
    page, someone = practice(review_date=DUE), member()
    cared(page, someone)
    MailChoices.objects.create(user=someone.user, freshness=False)
    assert sent(remind, DUE) == []


def test_drafts_retired_ones_and_those_without_a_date_are_let_be(portal: Any, sent: Any) -> None:
    someone, network = member(), network_coordinator()
    for page in (
        practice("a", review_date=DUE, live=False),
        retired := practice("b", review_date=DUE),
        practice("c", review_date=DUE + timedelta(days=31)),
    ):
        cared(page, someone)
    retire(retired, {"fi": "Vanha."}, None, user=network.user)
    assert sent(remind, DUE) == []


def ending(days: int) -> ProjectPage:
    page = ProjectPage.objects.get(project__slug="hanke", locale__language_code="fi")
    ProjectPage.objects.filter(translation_key=page.translation_key).update(ends=DUE + timedelta(days=days))
    return page


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_coordinators_are_told_before_the_project_ends(portal: Any, sent: Any, language: str) -> None:
    practice("Ilman", review_date=DUE)
    practice("Hoidossa", caretaker="Opisto")
    practice("Haussa", seeking_caretaker=True)
    someone, _member = coordinator(language=language), member()
    project = ending(90)
    told = []
    for n in sorted({*range(-5, 100, 8), *range(-2, 3), *range(58, 63)}):
        today = DUE + timedelta(days=n)
        told += [(n, mail) for mail in sent(remind_of_endings, today) + sent(remind_of_endings, today)]
    assert [n for n, _mail in told] == [0, 60]
    for _n, mail in told:
        assert mail.to == [someone.user.email]
        assert "- Ilman" in mail.body
        assert "Hoidossa" not in mail.body
        assert "Haussa" not in mail.body
        assert settings.SITE_URL + reverse("handover", args=[project.pk]) in mail.body


def test_a_project_whose_practices_are_looked_after_is_not_reminded(portal: Any, sent: Any) -> None:
    page = practice(caretaker="Opisto")
    coordinator()
    ending(20)
    assert sent(remind_of_endings, DUE) == []
    PracticePage.objects.filter(translation_key=fresh(page).translation_key).update(caretaker="")
    assert len(sent(remind_of_endings, DUE)) == 1


def test_without_coordinators_the_network_is_told(portal: Any, sent: Any) -> None:
    practice()
    network = network_coordinator()
    ending(20)
    assert [mail.to for mail in sent(remind_of_endings, DUE)] == [[network.user.email]]
