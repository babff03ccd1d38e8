"""Answering: the page asks, a form answers, and the adoption follows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from adoption.models import Adoption, FollowUp
from adoption.pulse.links import FOLLOW_UPS, follow_up_token
from practices.links import make_token
from tests.adoption.adopting import adopt
from tests.adoption.pulse.asked import address_of, first_follow_up, send
from tests.database import world
from tests.factories import practice_page

NOW = "2026-12-02 10:00:00+02:00"


@pytest.fixture(scope="module")
def kept_adoption(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The key of an adoption that all tests of the module share, each as it was made."""
    with world(django_db_blocker):
        with time_machine.travel(NOW, tick=False):
            adoption = adopt(practice_page("Kaverikahvit"))
        yield adoption.pk


@pytest.fixture
def adoption(portal: Any, kept_adoption: int) -> Adoption:
    return Adoption.objects.get(pk=kept_adoption)


@pytest.fixture
def follow_up(adoption: Adoption) -> FollowUp:
    return first_follow_up(adoption)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def kept(adoption: Adoption) -> tuple[Any, ...]:
    adoption = Adoption.objects.get(pk=adoption.pk)
    rows = adoption.follow_ups.values_list("month", "answer", "answered_at", "story")
    return (adoption.state, adoption.changed_at, adoption.stopped_mails_at, adoption.changes.count(), *rows)


def test_opening_a_mails_link_chooses_and_changes_nothing(
    client: Client, adoption: Adoption, follow_up: FollowUp, language: str
) -> None:
    asks = {"fi": "Onko se yhä käytössä?", "sv": "Är den fortfarande i bruk?"}[language]
    before = kept(adoption)
    for answer in ("in-use", "changed", "stopped"):
        url = f"{address_of(follow_up, language=language)}?answer={answer}"
        assert client.head(url).status_code == 200
        shown = client.get(url)
        assert asks in shown.content.decode()
        assert f'value="{answer}" required id="s-answer_' in shown.content.decode()
        assert shown.context["form"]["answer"].value() == answer
        assert shown["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in shown["Cache-Control"]
        assert not shown.cookies
        assert kept(adoption) == before, answer
    for name in ("follow_up_details", "follow_up_stop"):
        assert client.get(address_of(follow_up, name, language=language)).status_code in (200, 302)
    assert kept(adoption) == before


@pytest.mark.parametrize(
    ("answer", "state"), [("in-use", "in-use"), ("changed", "in-use"), ("stopped", "stopped")]
)
def test_an_answer_is_kept_and_the_state_follows(
    client: Client, adoption: Adoption, follow_up: FollowUp, answer: str, state: str
) -> None:
    answered = send(follow_up, {"answer": answer, "reason": "no-time", "reason_words": "Kiire."})
    assert answered.status_code == 302
    assert "Kiitos" in client.get(answered["Location"]).content.decode()
    follow_up.refresh_from_db()
    adoption.refresh_from_db()
    assert (follow_up.answer, follow_up.answered_at) == (answer, timezone.now())
    assert adoption.state == state
    assert adoption.reason == ("no-time" if answer == "stopped" else "")
    months = list(adoption.follow_ups.values_list("month", flat=True))
    assert months == ([3] if answer == "stopped" else [3, 6, 12, 24]), "nobody is asked of what was stopped"


def test_somebody_who_tried_it_out_uses_it_now(portal: Any) -> None:
    adoption = adopt(practice_page("Kokeilu"), ("trying", date(2026, 9, 1)))
    send(first_follow_up(adoption), {"answer": "in-use"})
    adoption.refresh_from_db()
    assert (adoption.state, adoption.state_on) == ("in-use", date(2026, 12, 2))
    assert adoption.changes.last().source == "pulse"


def test_sent_ten_times_it_is_one_answer(adoption: Adoption, follow_up: FollowUp) -> None:
    for _time in range(10):
        fields = {"answer": "stopped", "stopped_on": "2026-11-01", "reason": "funding"}
        assert send(follow_up, fields).status_code == 302
    assert [change.state for change in adoption.changes.all()] == ["in-use", "stopped"]
    assert adoption.changes.last().on == date(2026, 11, 1)


def test_the_last_answer_stands_and_can_be_mended_for_sixty_days(
    client: Client, adoption: Adoption, follow_up: FollowUp
) -> None:
    send(follow_up, {"answer": "stopped"})
    assert "change=1" in client.get(address_of(follow_up)).content.decode()
    shown = client.get(f"{address_of(follow_up)}?change=1")
    assert shown.context["form"]["answer"].value() == "stopped"
    with time_machine.travel(timezone.now() + timedelta(days=59), tick=False):
        assert send(follow_up, {"answer": "changed"}).status_code == 302
    follow_up.refresh_from_db()
    adoption.refresh_from_db()
    assert (follow_up.answer, adoption.state) == ("changed", "in-use")
    assert adoption.follow_ups.count() == 4, "there is something to ask of again"
    with time_machine.travel(timezone.now() + timedelta(days=61), tick=False):
        late = send(follow_up, {"answer": "stopped"})
        assert late.status_code == 410
        assert "60 päivää" in late.content.decode()
        assert client.get(address_of(follow_up)).status_code == 410
        assert client.get(address_of(follow_up, "follow_up_stop")).status_code == 200
    follow_up.refresh_from_db()
    assert follow_up.answer == "changed"


FAULTS: list[tuple[dict[str, str], str]] = [
    ({}, "Valitse, miten on nyt."),
    ({"answer": "maybe"}, "Valitse luettelosta."),
    ({"answer": "stopped", "stopped_on": "2027-01-01"}, "Päivä on tulevaisuudessa"),
    ({"answer": "stopped", "stopped_on": "2026-08-01"}, "oli vielä käytössä"),
    ({"answer": "stopped", "stopped_on": "eilen"}, "Kirjoita päivä näin"),
    ({"answer": "stopped", "reason": "x"}, "Valitse luettelosta."),
    ({"answer": "in-use", "website": "spam"}, "tyhjä"),
]


def test_a_fault_is_told_and_nothing_is_kept(adoption: Adoption, follow_up: FollowUp) -> None:
    before = kept(adoption)
    for fields, said in FAULTS:
        refused = send(follow_up, fields)
        assert refused.status_code == 422, fields
        assert said in refused.content.decode(), fields
        assert 'id="errors"' in refused.content.decode(), fields
        assert kept(adoption) == before, fields


def test_what_belongs_to_another_answer_is_no_fault(follow_up: FollowUp) -> None:
    assert send(follow_up, {"answer": "in-use", "stopped_on": "x", "reason": "x"}).status_code == 302


def test_a_form_without_its_stamp_or_from_another_site_answers_nothing(
    client: Client, adoption: Adoption, follow_up: FollowUp
) -> None:
    before = kept(adoption)
    url = address_of(follow_up)
    assert client.post(url, {"answer": "stopped"}).status_code == 422
    elsewhere = send(follow_up, {"answer": "stopped"}, headers={"sec-fetch-site": "cross-site"})
    assert elsewhere.status_code == 403
    large = client.post(url, {"answer": "stopped", "reason_words": "x" * 300_000})
    assert large.status_code == 413
    assert kept(adoption) == before


def test_a_bad_link_is_a_dead_end(client: Client, follow_up: FollowUp) -> None:
    good = follow_up_token(follow_up)
    bad = {
        "forged": "abc:def:ghi",
        "altered": f"x{good}",
        "other purpose": make_token("adoption", f"{follow_up.pk} 1"),
        "cut": good[:-4],
        "no number": make_token(FOLLOW_UPS, "x 1"),
        "huge": make_token(FOLLOW_UPS, f"{10**30} 1"),
    }
    answers = {}
    for kind, token in bad.items():
        url = address_of(follow_up).replace(good, token)
        for name in ("", "lisaa/", "ei-enaa-viesteja/"):
            answers[kind, name, "get"] = client.get(f"{url}{name}").status_code
            sent = client.post(f"{url}{name}", {"List-Unsubscribe": "One-Click"})
            answers[kind, name, "post"] = sent.status_code
    assert answers == {key: 410 if key[0] == "huge" else 404 for key in answers}


def test_a_former_contacts_link_opens_nothing(
    client: Client, adoption: Adoption, follow_up: FollowUp
) -> None:
    url = address_of(follow_up)
    Adoption.objects.filter(pk=adoption.pk).update(link_number=2)
    assert client.get(url).status_code == 410
    adoption.delete()
    assert client.get(url).status_code == 410


def test_many_from_one_network_are_slowed_and_others_are_not(
    client: Client, follow_up: FollowUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adoption.pulse.views.MOST_ANSWERED", 2)
    told = [send(follow_up, {"answer": "in-use"}).status_code for _time in range(3)]
    assert told == [302, 302, 429]
    assert send(follow_up, {"answer": "in-use"}, REMOTE_ADDR="198.51.100.9").status_code == 302


def test_stopping_mails_concerns_every_practice_of_the_address(client: Client, adoption: Adoption) -> None:
    other = adopt(practice_page("Toinen"), by=adoption.organisation, email="Yhteys@Example.org")
    stranger = adopt(practice_page("Kolmas"), email="muu@example.org")
    url = address_of(first_follow_up(adoption), "follow_up_stop")
    asked = client.get(url)
    assert "joilla on sama osoite" in asked.content.decode()
    one_click = client.post(
        url, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert one_click.status_code == 302
    for each in (adoption, other, stranger):
        each.refresh_from_db()
    assert adoption.stopped_mails_at == other.stopped_mails_at == timezone.now()
    assert stranger.stopped_mails_at is None
    send(first_follow_up(adoption), {"do": "resume"}, "follow_up_stop")
    adoption.refresh_from_db()
    assert adoption.stopped_mails_at is None


def test_what_was_told_of_a_practice_that_is_not_online_can_still_be_answered(
    client: Client, adoption: Adoption, follow_up: FollowUp
) -> None:
    from practices.models import PracticePage

    PracticePage.objects.filter(translation_key=adoption.practice).update(live=False)
    assert client.get(address_of(follow_up)).status_code == 200
    assert send(follow_up, {"answer": "in-use"}).status_code == 302


def test_a_history_is_not_put_before_what_is_known(portal: Any) -> None:
    adoption = adopt(
        practice_page("Juurtunut"),
        ("in-use", date(2026, 9, 1)),
        ("embedded", date(2026, 10, 1)),
        confirmed=datetime(2026, 9, 1, 12, tzinfo=UTC),
    )
    follow_up = first_follow_up(adoption)
    assert send(follow_up, {"answer": "stopped", "stopped_on": "2026-09-15"}).status_code == 422
    assert send(follow_up, {"answer": "stopped", "stopped_on": "1.11.2026"}).status_code == 302
    adoption.refresh_from_db()
    assert adoption.state_on == date(2026, 11, 1)
