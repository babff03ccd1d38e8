"""Handing over a project's practices: each gets somebody or says that it looks, all at once or none."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from practices.models import PracticePage, ProjectPage
from publishing.freshness.caring import cares_of
from publishing.models import Care
from tests.factories import project_page
from tests.languages import EACH_LANGUAGE, nightly
from tests.publishing.freshness.practising import draft_of, edited, fresh, in_swedish, practice
from tests.publishing.people import coordinator, member, network_coordinator

pytestmark = pytest.mark.django_db


def url(page: Any = None) -> str:
    return reverse("handover", args=[(page or project_page()).pk])


def form_of(client: Any, address: str) -> dict[str, str]:
    """Return what the form on a page sends when nothing is changed."""
    html = BeautifulSoup(client.get(address).content, "html.parser")
    form = html.select_one("main form:has(button[type=submit])")
    data = {
        field["name"]: field.get("value", "") for field in form.select("input[name]:not([type=checkbox])")
    }
    data |= {box["name"]: "on" for box in form.select("input[type=checkbox][checked]")}
    for select in form.select("select"):
        chosen = select.select_one("option[selected]")
        data[select["name"]] = chosen["value"] if chosen else ""
    return {name: value for name, value in data.items() if name != "csrfmiddlewaretoken"}


def test_all_are_given_away_in_one_form(portal: Any) -> None:
    kept, sought = practice("Hoitoon"), practice("Hakuun")
    swedish = in_swedish(kept)
    edited(kept, promise="Vielä kesken.")
    someone, heir = coordinator(), member(name="perija")
    data = form_of(someone.client, url())
    data |= {
        f"p{kept.pk}-caretaker_fi": "Opisto, hyvinvointitiimi",
        f"p{kept.pk}-caretaker_sv": "Institutet, välbefinnandeteamet",
        f"p{kept.pk}-user": str(heir.user.pk),
        f"p{sought.pk}-is_seeking": "on",
    }
    response = someone.client.post(url(), data, follow=True)
    assert response.status_code == 200
    assert fresh(kept).caretaker == "Opisto, hyvinvointitiimi"
    assert fresh(swedish).caretaker == "Institutet, välbefinnandeteamet"
    assert (fresh(sought).seeking_caretaker, fresh(kept).seeking_caretaker) == (True, False)
    assert fresh(kept).promise != "Vielä kesken."
    assert draft_of(kept).promise == "Vielä kesken."
    assert cares_of([kept.translation_key, sought.translation_key]) == {kept.translation_key: heir.user.pk}


def test_nothing_is_half_saved(portal: Any) -> None:
    first, second = practice("a"), practice("b")
    someone = coordinator()
    data = form_of(someone.client, url()) | {f"p{first.pk}-caretaker_fi": "Opisto"}
    response = someone.client.post(url(), data)
    assert response.status_code == 422
    assert [form.cared.page.pk for form in response.context["wrong"]] == [second.pk]
    assert fresh(first).caretaker == ""
    assert "Opisto" in response.content.decode(), "what was written is still there"


def test_a_locked_practice_stops_all(portal: Any) -> None:
    first, locked = practice("a"), practice("b")
    someone = coordinator()
    PracticePage.objects.filter(pk=locked.pk).update(locked=True, locked_by=network_coordinator().user)
    data = form_of(someone.client, url())
    data |= {f"p{first.pk}-caretaker_fi": "Opisto", f"p{locked.pk}-is_seeking": "on"}
    response = someone.client.post(url(), data)
    assert response.status_code == 422
    assert "b" in response.context["problem"]
    assert fresh(first).caretaker == ""


def test_both_or_one_language_alone_is_refused(portal: Any) -> None:
    page = practice()
    in_swedish(page)
    someone = coordinator()
    data = form_of(someone.client, url())
    for changes in (
        {f"p{page.pk}-caretaker_fi": "Opisto"},
        {f"p{page.pk}-caretaker_fi": "O", f"p{page.pk}-caretaker_sv": "I", f"p{page.pk}-is_seeking": "on"},
        {f"p{page.pk}-is_seeking": "on", f"p{page.pk}-user": "999999"},
    ):
        assert someone.client.post(url(), data | changes).status_code == 422
    assert not fresh(page).seeking_caretaker
    assert not Care.objects.exists()


def test_whoever_was_faster_is_not_written_over(portal: Any) -> None:
    page, first, second = practice(), coordinator(), coordinator(name="toinen")
    mine, theirs = form_of(first.client, url()), form_of(second.client, url())
    name = f"p{page.pk}-caretaker_fi"
    assert second.client.post(url(), theirs | {name: "Opisto"}).status_code == 302
    assert first.client.post(url(), mine | {name: "Toinen opisto"}).status_code == 422
    assert fresh(page).caretaker == "Opisto"


def test_an_unchanged_form_changes_nothing(portal: Any) -> None:
    page, someone = practice(caretaker="Opisto", revision=True), coordinator()
    before = fresh(page).latest_revision_id
    assert someone.client.post(url(), form_of(someone.client, url())).status_code == 302
    assert fresh(page).latest_revision_id == before


def test_only_those_who_coordinate_hand_over(portal: Any) -> None:
    practice()
    for someone in (member(), coordinator("toinen", "vieras")):
        assert someone.client.get(url()).status_code in (302, 403)
        assert someone.client.post(url(), {}).status_code in (302, 403)
    assert network_coordinator().client.get(url()).status_code == 200


def test_the_projects_editors_are_told_on_its_page(portal: Any) -> None:
    practice()
    page, someone = project_page(), coordinator()

    def is_told() -> bool:
        response = someone.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        return any(url() in str(message) for message in response.context["messages"])

    for days, warned in ((91, False), (90, True), (0, True), (-1, True)):
        ProjectPage.objects.update(ends=timezone.localdate() + timedelta(days=days))
        assert is_told() is warned, days
        assert ("help-warning" in someone.client.get(url()).content.decode()) is (days < 0), days
    PracticePage.objects.update(caretaker="Opisto")
    assert not is_told()


@pytest.mark.parametrize("most", [12, nightly(30)])
def test_it_costs_the_same_however_many_practices(portal: Any, most: int) -> None:
    someone, costs = coordinator(), []
    for total in (3, most):
        for n in range(total):
            practice(f"p {total} {n}")
        someone.client.get(url())
        with CaptureQueriesContext(connection) as captured:
            assert len(someone.client.get(url()).context["forms"]) >= total
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_one_practices_care_is_settled_on_its_own_page(portal: Any, language: str) -> None:
    page, someone = practice(), member(language=language)
    address = reverse("freshness_care", args=[page.pk])
    data = form_of(someone.client, address) | {"caretaker_fi": "Opisto", "user": str(someone.user.pk)}
    assert someone.client.post(address, data).status_code == 302
    assert fresh(page).caretaker == "Opisto"
    assert Care.objects.get().user == someone.user
    stranger = member("toinen", "vieras")
    assert stranger.client.post(address, data).status_code in (302, 403)


def test_readers_see_who_looks_after_it_and_that_somebody_is_sought(portal: Any, client: Any) -> None:
    page = practice(review_date=date(2020, 1, 1))
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    notices = html.select(".first-screen__notices .notice")
    assert len(notices) == 1
    assert "1. tammikuuta 2020" in notices[0].get_text()
    ProjectPage.objects.update(ends=date(2020, 1, 1))
    PracticePage.objects.update(checked_on=date(2020, 1, 1))
    cache.clear()
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    notices = html.select(".first-screen__notices .notice")
    assert len(notices) == 2
    assert notices[1].select_one("a")["href"] == project_page().url
    assert len(html.select('time[datetime="2020-01-01"]')) == 2
