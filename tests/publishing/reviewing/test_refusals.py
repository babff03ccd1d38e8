"""Decisions that are not taken: without the ticks, twice, by others, about something else than what was seen."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page, TaskState

from publishing.drafting import change_draft, new_draft
from publishing.models import Review
from publishing.reviewing.deciding import decide as decide_in_code
from publishing.reviewing.deciding import what_lacks
from publishing.reviewing.reminding import remind
from publishing.reviewing.waiting import submit, waiting_for
from tests.factories import practice_page, project_page
from tests.languages import nightly
from tests.practices.editor_forms import practice_form
from tests.publishing.people import coordinator, member, network_coordinator, team_of_project
from tests.publishing.reviewing.going import (
    TICKS,
    decide,
    decide_in_editor,
    hand_in,
    said,
    state_of,
    step_of,
)

pytestmark = pytest.mark.django_db


def at_review(title: str = "Kaverikahvit") -> Any:
    """Return (page, the network's coordinator), the page past the project's check."""
    page = hand_in(coordinator(), title)
    return page, network_coordinator()


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("fi", "Rastita kaikki viisi, ennen kuin hyväksyt."),
        nightly("sv", "Kryssa för alla fem innan du godkänner."),
    ],
)
def test_approving_takes_every_tick(portal: Any, language: str, message: str) -> None:
    page = hand_in(coordinator())
    network = network_coordinator(language=language)
    for missing in Review.CHECKS:
        answer = decide(network, page, "approve", **{name: "on" for name in Review.CHECKS if name != missing})
        assert message in answer.json()["html"], missing
        assert step_of(page) == "NetworkReview", missing
        assert not any(getattr(Review.objects.get(), name) for name in Review.CHECKS), missing


def test_the_editor_cannot_be_made_to_approve_without_ticks(portal: Any) -> None:
    page, network = at_review()
    bad: list[Any] = [{}, {"is_safe": True}, [], "{", "null", {"is_safe": "false", "comment": {"a": 1}}]
    for number, sent in enumerate(bad, start=1):
        answer = decide_in_editor(network, page, "approve", sent=sent)
        assert answer.status_code == 302, sent
        told = said(answer)
        assert len(told) == number, sent
        assert "Mitään ei vielä ratkaistu" in told[-1], sent
        assert step_of(page) == "NetworkReview", sent


def test_a_draft_saved_by_itself_decides_nothing(portal: Any) -> None:
    page, network = at_review()
    ticked = dict.fromkeys(Review.CHECKS, True)
    answer = decide_in_editor(network, page, "approve", sent=ticked, accept="application/json")
    assert answer.status_code == 400
    assert answer.json()["success"] is False
    assert step_of(page) == "NetworkReview"


@pytest.mark.parametrize("step", ["check", "review"])
def test_asking_for_changes_takes_a_comment(portal: Any, step: str) -> None:
    person = coordinator()
    page = hand_in(member())
    if step == "review":
        decide(person, page, "approve")
        person = network_coordinator()
    answer = decide(person, page, "reject", comment="  ")
    assert "Kirjoita, mitä pitää muuttaa" in answer.json()["html"]
    assert step_of(page) != ""
    assert decide(person, page, "reject", comment="Kuvat puuttuvat.").json()["step"] == "success"
    assert step_of(page) == ""


def test_members_and_other_teams_do_not_decide(portal: Any) -> None:
    writer = member()
    coordinator()
    page = hand_in(writer)
    for person in (writer, coordinator("toinen", name="toisen")):
        assert decide(person, page, "approve").status_code == 403
    assert step_of(page) == "ProjectCheck"


def test_an_own_pages_address_does_not_open_another_teams_step(portal: Any) -> None:
    coordinator("hanke")
    page = hand_in(member("hanke"))
    other = coordinator("toinen", name="toisen")
    own = hand_in(member("toinen", name="toisen-jasen"), "Oma sivu", slug="toinen")
    assert decide(other, own, "approve", state=state_of(page)).status_code == 403
    assert step_of(page) == "ProjectCheck"


def test_a_coordinator_does_not_do_the_networks_review(portal: Any) -> None:
    writer = coordinator()
    page = hand_in(writer)
    assert decide(writer, page, "approve", **TICKS).status_code == 403


@pytest.mark.second_database
def test_the_second_of_two_is_told_that_it_is_decided(portal: Any) -> None:
    first, second = coordinator(name="eka"), coordinator(name="toka")
    page = hand_in(member())
    state = state_of(page)
    assert decide(first, page, "approve").status_code == 200
    answer = decide(second, page, "approve", state=state)
    shown = second.client.get(answer.json()["redirect"]).content.decode()
    assert "tämä vaihe oli jo ratkaistu" in shown
    assert step_of(page) == "NetworkReview"
    assert TaskState.objects.filter(workflow_state=state.workflow_state).count() == 2


@pytest.mark.second_database
def test_two_who_read_the_step_at_the_same_time_decide_it_once(portal: Any) -> None:
    first, second = network_coordinator(name="eka"), network_coordinator(name="toka")
    page = hand_in(coordinator())
    states = [TaskState.objects.get(pk=state_of(page).pk) for _each in range(2)]
    assert decide_in_code(states[0], first.user, "approve", **TICKS) is None
    assert "said=decided" in str(decide_in_code(states[1], second.user, "reject", comment="Ei."))
    page.refresh_from_db()
    assert page.live


def test_what_was_changed_after_it_was_seen_does_not_go_live(portal: Any) -> None:
    page, network = at_review()
    seen = page.latest_revision_id
    change_draft(page, {"promise": "Toinen lupaus."})
    answer = decide(network, page, "approve", revision=seen, **TICKS)
    shown = network.client.get(answer.json()["redirect"]).content.decode()
    assert "sivua muutettiin sen jälkeen" in shown
    page.refresh_from_db()
    assert not page.live


def test_what_was_changed_since_the_projects_check_goes_there_again(portal: Any) -> None:
    page, network = at_review()
    change_draft(page, {"promise": "Toinen lupaus."})
    page.refresh_from_db()
    decide(network, page, "approve", revision=page.latest_revision_id, **TICKS)
    assert step_of(page) == "ProjectCheck"
    page.refresh_from_db()
    assert not page.live


def test_an_unfinished_page_is_not_published(portal: Any) -> None:
    checker = coordinator()
    page = new_draft(project_page(), {"title": "Kesken"})
    submit(page)
    answer = decide(checker, page, "approve")
    shown = checker.client.get(answer.json()["redirect"]).content.decode()
    assert "sivulta puuttuu jotakin" in shown
    assert "Teemat: Valitse vähintään yksi." in shown
    assert step_of(page) == "ProjectCheck"


def test_a_page_that_was_taken_back_is_not_decided(portal: Any) -> None:
    checker = coordinator()
    page = hand_in(member())
    state = state_of(page)
    state.workflow_state.cancel()
    answer = decide(checker, page, "approve", state=state)
    assert answer.status_code == 302
    assert step_of(page) == ""
    number = state.review.pk
    assert checker.client.get(reverse("review", args=[number])).status_code == 200


def test_a_deleted_page_takes_its_steps_along(portal: Any) -> None:
    page, network = at_review()
    number = Review.objects.get().pk
    Page.objects.get(pk=page.pk).delete()
    assert not Review.objects.exists()
    assert network.client.get(reverse("review", args=[number]), follow=True).status_code == 404
    assert network.client.get(reverse("reviews")).status_code == 200
    assert waiting_for(network.user) == []


def test_steps_outlive_the_people_who_took_them(portal: Any) -> None:
    page, network = at_review()
    decide(network, page, "reject", comment="Kuva puuttuu.")
    edit = practice_form(slug=page.slug)
    writer = member()
    writer.client.post(reverse("wagtailadmin_pages:edit", args=(page.pk,)), edit | {"action-submit": "1"})
    get_user_model().objects.exclude(pk=network.user.pk).delete()
    for address in (
        reverse("reviews") + "?state=",
        *(reverse("review", args=[number]) for number in Review.objects.values_list("pk", flat=True)),
        reverse("wagtailadmin_pages:history", args=(page.pk,)),
        reverse("wagtailadmin_home"),
    ):
        assert network.client.get(address).status_code == 200
    assert remind(Review.objects.latest("due").due.replace(year=2099)) == 1


def test_a_page_outside_the_projects_is_the_networks(portal: Any) -> None:
    team_of_project()
    coordinator()
    network = network_coordinator()
    catalogue = project_page().get_parent().specific
    submit(catalogue)
    assert [waiting.page.pk for waiting in waiting_for(network.user)] == [catalogue.pk]


def test_a_step_of_others_is_not_shown(portal: Any) -> None:
    coordinator("hanke")
    hand_in(member("hanke"))
    other = member("toinen", name="vieras")
    number = Review.objects.get().pk
    assert other.client.get(reverse("review", args=[number]), follow=True).status_code == 404


def test_a_prompt_that_nobody_wrote_over_keeps_a_page_from_readers(portal: Any) -> None:
    page = practice_page("Kävelyt", live=False, idea="<p>[Kertokaa idea parilla virkkeellä.]</p>")
    page.save_revision()
    assert list(what_lacks(page)) == ["idea"]
    page.idea = "<p>Kävellään yhdessä.</p>"
    page.save_revision()
    assert what_lacks(page) == {}
