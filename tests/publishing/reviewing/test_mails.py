"""Mails of the steps: who gets which, in whose language, and no second one from Wagtail."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.languages import EACH_LANGUAGE
from tests.publishing.people import coordinator, member, network_coordinator, person
from tests.publishing.reviewing.going import (
    TICKS,
    decide,
    decide_in_editor,
    hand_in,
    hand_in_with_editor,
    state_of,
)

pytestmark = pytest.mark.django_db
SUBJECTS = {
    "fi": {
        "check": "Hankkeen tarkistus: Kaverikahvit",
        "review": "Verkoston katselmus: Kaverikahvit",
        "returned": "Muutoksia pyydetään: Kaverikahvit",
        "approved": "Julkaistu: Kaverikahvit",
    },
    "sv": {
        "check": "Projektets kontroll: Kaverikahvit",
        "review": "Nätverkets granskning: Kaverikahvit",
        "returned": "Ändringar önskas: Kaverikahvit",
        "approved": "Publicerad: Kaverikahvit",
    },
}


@pytest.fixture
def sent(mailoutbox: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Return a function that calls another and returns the mails that it sent."""

    def run(call: Any, *args: Any, **options: Any) -> list[Any]:
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            result = call(*args, **options)
        return [result, *mailoutbox]

    return run


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_each_step_is_told_to_those_whom_it_concerns(portal: Any, sent: Any, language: str) -> None:
    writer, checker = member(language=language), coordinator(language=language)
    network, subjects = network_coordinator(language=language), SUBJECTS[language]
    person("hallinto", superuser=True)

    page, mail = sent(hand_in_with_editor, writer)
    assert (mail.to, mail.subject) == ([checker.user.email], subjects["check"])
    assert reverse("review", args=[state_of(page).review.pk]) in mail.body
    assert writer.user.get_username() in mail.body

    _answer, mail = sent(decide, checker, page, "approve")
    assert (mail.to, mail.subject) == ([network.user.email], subjects["review"])

    _answer, mail = sent(decide, network, page, "reject", comment="Kuvat & luvat puuttuvat.")
    assert (mail.to, mail.subject) == ([writer.user.email], subjects["returned"])
    assert "Kuvat & luvat puuttuvat." in mail.body
    assert reverse("wagtailadmin_pages:edit", args=(page.pk,)) in mail.body

    sent(page.current_workflow_state.resume, writer.user)
    _answer, mail = sent(decide, network, page, "approve", comment="Hieno!", **TICKS)
    assert (mail.to, mail.subject) == ([writer.user.email], subjects["approved"])
    page.refresh_from_db()
    assert page.full_url in mail.body
    assert "Hieno!" in mail.body
    assert mail.extra_headers["Content-Language"] == language


def test_everybody_is_written_to_in_their_own_language(portal: Any, sent: Any) -> None:
    coordinator(name="suomeksi", language="fi")
    coordinator(name="ruotsiksi", language="sv")
    _page, *mails = sent(hand_in_with_editor, member())
    assert {mail.to[0]: mail.subject for mail in mails} == {
        "suomeksi@example.org": SUBJECTS["fi"]["check"],
        "ruotsiksi@example.org": SUBJECTS["sv"]["check"],
    }


@pytest.mark.parametrize("by_editor", [True, False])
def test_nobody_is_told_of_what_they_did_themselves(portal: Any, sent: Any, by_editor: bool) -> None:
    writer = network_coordinator()
    _page, *mails = sent(hand_in, writer)
    assert mails == []
    page = _page
    if by_editor:
        result = sent(decide_in_editor, writer, page, "reject", sent={"comment": "Minä itse."})
    else:
        result = sent(decide, writer, page, "reject", comment="Minä itse.")
    assert result[1:] == []


@pytest.mark.parametrize("kind", ["submitted", "approved", "rejected"])
def test_each_kind_can_be_turned_off_in_wagtails_profile(portal: Any, sent: Any, kind: str) -> None:
    writer, checker, network = member(), coordinator(), network_coordinator()
    profiles = UserProfile.objects.filter(user__in=[writer.user, checker.user, network.user])
    profiles.update(**{f"{kind}_notifications": False})
    told = []
    page, *mails = sent(hand_in, writer)
    told += mails
    told += sent(decide, checker, page, "approve")[1:]
    told += sent(decide, network, page, "reject", comment="Ei vielä.")[1:]
    page.current_workflow_state.resume(writer.user)
    told += sent(decide, network, page, "approve", **TICKS)[1:]
    kinds = {"submitted": 2, "approved": 1, "rejected": 1}
    assert len(told) == sum(number for name, number in kinds.items() if name != kind)


def test_a_writer_who_is_gone_gets_no_mail(portal: Any, sent: Any) -> None:
    checker = coordinator()
    page = hand_in(member())
    get_user_model().objects.filter(username="jasen").delete()
    assert sent(decide, checker, page, "reject", comment="Kuvat puuttuvat.")[1:] == []


def test_a_name_with_signs_stays_as_it_is(portal: Any, sent: Any) -> None:
    checker = coordinator()
    page = hand_in(member())
    page.title = "Kahvit & <tee>"
    page.save_revision()
    page.save()
    _answer, mail = sent(decide, checker, page, "reject", comment="a < b")
    assert mail.subject == "Muutoksia pyydetään: Kahvit & <tee>"
    assert "a < b" in mail.body
    assert "<tee>" not in mail.alternatives[0].content
