"""The whole way over the editor's own views: written, handed in, checked, reviewed with the list, live and found."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import PageLogEntry

from publishing.models import Review
from tests.languages import EACH_LANGUAGE, nightly
from tests.practices.editor_forms import edit, practice_form
from tests.publishing.people import coordinator, member, network_coordinator
from tests.publishing.reviewing.going import (
    AS_SCRIPT,
    TICKS,
    decide,
    decide_in_editor,
    hand_in,
    hand_in_with_editor,
    state_of,
    step_of,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("fi", "sv")


def is_found(language: str, page: Any) -> bool:
    with override(language):
        return page.get_url() in Client().get(reverse("search"), {"q": page.title}).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_goes_to_readers_through_both_checks(
    portal: Any, language: str, django_capture_on_commit_callbacks: Any
) -> None:
    call_command("search_rebuild")
    writer, checker, network = member(language=language), coordinator(), network_coordinator()
    page = hand_in_with_editor(writer, language=language)
    assert (page.live, step_of(page)) == (False, "ProjectCheck")
    assert not is_found(language, page)

    decide(checker, page, "approve")
    assert step_of(page) == "NetworkReview"
    page.refresh_from_db()
    assert not page.live

    state = state_of(page)
    with django_capture_on_commit_callbacks(execute=True):
        answer = decide(network, page, "approve", comment="Hienoa!", **TICKS)
    assert answer.json()["step"] == "success"
    page.refresh_from_db()
    assert (page.live, step_of(page)) == (True, "")
    assert is_found(language, page)

    review = Review.objects.get(task_state=state)
    assert [getattr(review, name) for name in Review.CHECKS] == [True] * 5
    assert review.checked_by == network.user
    assert timezone.now() - review.checked_at < timezone.timedelta(minutes=1)


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_a_published_page_is_changed_on_the_same_way(portal: Any, language: str) -> None:
    writer, checker, network = member(), coordinator(), network_coordinator()
    page = hand_in_with_editor(writer, language=language)
    decide(checker, page, "approve")
    decide(network, page, "approve", **TICKS)

    changed = practice_form(slug=page.slug, promise="Uusi lupaus.")
    edit(writer.client, page, changed, action="publish")
    page.refresh_from_db()
    assert page.promise == "Kukaan ei juo kahvia yksin."
    edit(writer.client, page, changed, action="submit")
    assert step_of(page) == "ProjectCheck"
    decide(checker, page, "approve")
    decide(network, page, "approve", **TICKS)
    page.refresh_from_db()
    assert page.promise == "Uusi lupaus."


@pytest.mark.parametrize(
    ("language", "next_step"),
    [("fi", "Seuraavaksi: Hankkeen tarkistus"), nightly("sv", "Härnäst: Projektets kontroll")],
)
def test_who_hands_in_is_told_what_happens_next(portal: Any, language: str, next_step: str) -> None:
    writer = member(language=language)
    page = hand_in_with_editor(writer)
    opened = writer.client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    assert next_step in opened


def test_a_coordinators_page_goes_on_at_once_and_the_log_says_why(portal: Any) -> None:
    writer = coordinator()
    page = hand_in_with_editor(writer)
    assert step_of(page) == "NetworkReview"
    line = PageLogEntry.objects.get(page=page.pk, action="publishing.check_skipped")
    assert line.user == writer.user


@pytest.mark.parametrize("team_has_coordinator", [True, False])
def test_without_a_coordinator_the_network_is_asked(portal: Any, team_has_coordinator: bool) -> None:
    writer, network = member(), network_coordinator()
    if team_has_coordinator:
        coordinator()
    page = hand_in(writer)
    waiting = state_of(page).task.specific.get_task_states_user_can_moderate(network.user)
    assert [state.pk for state in waiting] == ([] if team_has_coordinator else [state_of(page).pk])


def test_the_network_may_still_publish_directly_and_it_is_logged(portal: Any) -> None:
    writer, network = member(), network_coordinator()
    page = hand_in(writer)
    edit(network.client, page, practice_form(slug=page.slug), action="publish")
    page.refresh_from_db()
    assert (page.live, step_of(page)) == (True, "")
    actions = set(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True))
    assert {"wagtail.publish", "wagtail.workflow.cancel"} <= actions


@pytest.mark.parametrize("team_has_coordinator", [True, False])
def test_the_editor_decides_too(portal: Any, team_has_coordinator: bool) -> None:
    writer, network = member(), network_coordinator()
    checker = coordinator() if team_has_coordinator else network
    page = hand_in(writer)
    decide_in_editor(checker, page, "approve", sent={"comment": "Hyvä."})
    assert step_of(page) == "NetworkReview"
    decide_in_editor(network, page, "approve", sent={"comment": "", **dict.fromkeys(Review.CHECKS, True)})
    page.refresh_from_db()
    assert (page.live, step_of(page)) == (True, "")


def test_a_coordinator_may_mend_the_page_and_pass_it_on(portal: Any) -> None:
    writer, checker, network = member(), coordinator(), network_coordinator()
    page = hand_in(writer)
    decide_in_editor(checker, page, "approve", sent={}, promise="Korjattu lupaus.")
    assert step_of(page) == "NetworkReview"
    decide(network, page, "approve", **TICKS)
    page.refresh_from_db()
    assert (page.live, page.promise) == (True, "Korjattu lupaus.")


def test_what_the_network_mends_is_shown_to_the_project_before_it_goes_live(portal: Any) -> None:
    writer, checker, network = member(), coordinator(), network_coordinator()
    page = hand_in(writer)
    decide(checker, page, "approve")
    ticked = dict.fromkeys(Review.CHECKS, True)
    decide_in_editor(network, page, "approve", sent=ticked, promise="Verkoston lupaus.")
    page.refresh_from_db()
    assert (page.live, step_of(page)) == (False, "ProjectCheck")
    decide(checker, page, "approve")
    page.refresh_from_db()
    assert (page.live, page.promise) == (True, "Verkoston lupaus.")


def test_a_returned_page_is_checked_again_from_the_beginning(portal: Any) -> None:
    writer, checker, network = member(), coordinator(), network_coordinator()
    page = hand_in(writer)
    decide(checker, page, "approve")
    decide(network, page, "reject", comment="Kerro askeleet tarkemmin.")
    assert step_of(page) == ""
    edit(writer.client, page, practice_form(slug=page.slug, promise="Tarkempi."), action="submit")
    assert step_of(page) == "ProjectCheck"
    decide(checker, page, "approve")
    decide(network, page, "approve", **TICKS)
    page.refresh_from_db()
    assert page.promise == "Tarkempi."


def test_the_page_is_locked_for_its_writer_while_it_waits(portal: Any) -> None:
    writer = member()
    coordinator()
    page = hand_in(writer)
    answer = edit(writer.client, page, practice_form(slug=page.slug, promise="Salaa."))
    assert answer.status_code == 200
    assert page.get_latest_revision_as_object().promise == "Kukaan ei juo kahvia yksin."


def test_whoever_handed_a_page_in_may_take_it_back(portal: Any) -> None:
    writer = member()
    coordinator()
    page = hand_in(writer)
    edit(writer.client, page, practice_form(slug=page.slug), action="cancel-workflow")
    assert step_of(page) == ""
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.workflow.cancel").exists()


@pytest.mark.parametrize(
    ("language", "ticked", "skipped"),
    [
        ("fi", "Rastitettu: turvallinen, saavutettava", "Hankkeen tarkistusta ei tarvittu"),
        nightly("sv", "Kryssat: säker, tillgänglig", "Projektets kontroll behövdes inte"),
    ],
)
def test_the_history_tells_of_every_step(portal: Any, language: str, ticked: str, skipped: str) -> None:
    writer, network = coordinator(), network_coordinator(language=language)
    page = hand_in(writer)
    step = reverse("review", args=[state_of(page).review.pk])
    network.client.post(step, {"due": "2099-03-02"})
    decide(network, page, "approve", **TICKS)
    told = network.client.get(reverse("wagtailadmin_pages:history", args=(page.pk,))).content.decode()
    assert ticked in told
    assert skipped in told
    assert "2099" in told
    site = network.client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert ticked in site


def test_comments_of_the_editor_go_along(portal: Any) -> None:
    writer, checker = member(), coordinator()
    page = hand_in(writer)
    opened = checker.client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,)))
    assert "comments" in opened.context["form"].formsets
    form = practice_form(slug=page.slug) | {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        "comments-0-id": "",
        "comments-0-text": "Mistä kahvit?",
        "comments-0-contentpath": "promise",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-replies-MIN_NUM_FORMS": "0",
        "comments-0-replies-MAX_NUM_FORMS": "0",
    }
    assert edit(checker.client, page, form).status_code == 302
    assert [comment.text for comment in page.wagtail_admin_comments.all()] == ["Mistä kahvit?"]
    assert step_of(page) == "ProjectCheck"


def test_the_windows_ask_what_each_step_asks(portal: Any) -> None:
    writer, checker, network = member(), coordinator(), network_coordinator()
    page = hand_in(writer)

    def windows(person: Any, action: str) -> dict[str, str]:
        """Return the window that lists open and the editor's."""
        args = (page.pk, action, state_of(page).pk)
        urls = {
            name: reverse(f"wagtailadmin_pages:{name}", args=args)
            for name in ("workflow_action", "collect_workflow_action_data")
        }
        return {name: person.client.get(url, headers=AS_SCRIPT).json()["html"] for name, url in urls.items()}

    for where, html in windows(checker, "approve").items():
        assert "is_safe" not in html, where
    for where, html in windows(checker, "reject").items():
        assert "Mitä pitää muuttaa?" in html, where
    decide(checker, page, "approve")
    for where, html in windows(network, "approve").items():
        assert [name for name in Review.CHECKS if f'name="{name}"' not in html] == [], where
