"""How fresh a practice is, told of one page and asked of many."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from practices.models import PracticePage, ProjectPage
from publishing.freshness.state import (
    Freshness,
    a_year_after,
    at,
    freshness_on,
    kept_up,
    listed,
    seeking_caretaker,
    state_of,
    without_caretaker,
)
from tests.factories import project_page
from tests.languages import nightly
from tests.practices.editor_forms import edit, practice_form
from tests.publishing.freshness.practising import TODAY, fresh, in_swedish, practice
from tests.publishing.people import member, network_coordinator

pytestmark = pytest.mark.django_db
DAYS = {
    None: Freshness.UNDATED,
    -400: Freshness.OVERDUE,
    -1: Freshness.OVERDUE,
    0: Freshness.SOON,
    30: Freshness.SOON,
    31: Freshness.FRESH,
}


def day_in(days: int | None) -> date | None:
    return None if days is None else TODAY + timedelta(days=days)


def test_where_a_day_stands_beside_a_review_date() -> None:
    assert {days: freshness_on(day_in(days), TODAY) for days in DAYS} == DAYS


@pytest.mark.second_database
def test_lists_agree_with_what_is_told_of_each(portal: Any) -> None:
    for days in DAYS:
        page = practice(f"p{days}")
        PracticePage.objects.filter(pk=page.pk).update(review_date=day_in(days))
    retired = practice("vanha", retired_reason="Vanha.")
    PracticePage.objects.filter(pk=retired.pk).update(review_date=TODAY - timedelta(days=9))
    for freshness in Freshness:
        found = set(at(kept_up(PracticePage.objects.all()), freshness, TODAY))
        told = {p for p in kept_up(PracticePage.objects.all()) if state_of(p, TODAY).freshness == freshness}
        assert found == told != set()
    assert not state_of(fresh(retired), TODAY).is_overdue


@pytest.mark.second_database
@pytest.mark.parametrize(
    ("caretaker", "says_so", "ends", "seeks"),
    [
        ("", False, None, False),
        ("", False, TODAY, False),
        ("", False, TODAY - timedelta(days=1), True),
        ("Opisto", False, TODAY - timedelta(days=1), False),
        ("Opisto", True, None, True),
        ("", True, TODAY + timedelta(days=99), True),
    ],
)
def test_who_seeks_a_caretaker(
    portal: Any, caretaker: str, says_so: bool, ends: date | None, seeks: bool
) -> None:
    page = practice(caretaker=caretaker, seeking_caretaker=says_so)
    ProjectPage.objects.update(ends=ends)
    assert state_of(fresh(page), TODAY).seeks_caretaker is seeks
    assert seeking_caretaker(PracticePage.objects.filter(pk=page.pk), TODAY).exists() is seeks
    lacks = not caretaker and not says_so
    assert without_caretaker(PracticePage.objects.filter(pk=page.pk)).exists() is lacks
    (row,) = listed(PracticePage.objects.filter(pk=page.pk))
    with CaptureQueriesContext(connection) as captured:
        assert state_of(row, TODAY).seeks_caretaker is seeks
    assert not captured.captured_queries


@pytest.mark.second_database
def test_a_practice_is_listed_once_whatever_its_languages(portal: Any) -> None:
    both, one, only_swedish = practice("a"), practice("b"), practice("c")
    in_swedish(both)
    swedish = in_swedish(only_swedish)
    fresh(only_swedish).unpublish()
    Page.objects.filter(pk=swedish.pk).update(live=True)
    assert set(kept_up(PracticePage.objects.all())) == {both, one, swedish}


def test_a_year_later() -> None:
    assert a_year_after(date(2027, 3, 10)) == date(2028, 3, 10)
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_what_is_published_without_a_date_gets_one_a_year_ahead(portal: Any) -> None:
    year = a_year_after(timezone.localdate())
    page = practice(revision=True)
    alias = page.get_translations().get()
    assert page.review_date == year
    assert page.live_revision.content["review_date"] == year.isoformat()
    assert page.get_latest_revision_as_object().review_date == year
    assert not page.has_unpublished_changes
    assert alias.specific.review_date == year
    own = practice("Kävelyt", review_date=date(2027, 5, 5), revision=True)
    assert own.review_date == date(2027, 5, 5)
    assert practice("Luonnos", live=False).review_date is None


def test_a_translation_takes_the_date_of_its_source(
    portal: Any, django_capture_on_commit_callbacks: Any
) -> None:
    page = practice(review_date=date(2027, 5, 5))
    with django_capture_on_commit_callbacks(execute=True):
        swedish = in_swedish(page)
    assert fresh(swedish).review_date == date(2027, 5, 5)


def test_an_editor_is_told_of_the_day_that_was_given(portal: Any) -> None:
    page, network = practice("Kaverikahvit", live=False), network_coordinator()
    for form, told in ((practice_form(), 2), (practice_form(review_date="2028-01-01"), 1)):
        assert edit(network.client, page, form, action="publish").status_code == 302
        assert len(list(network.client.get("/admin/").context["messages"])) == told
    assert fresh(page).review_date == date(2028, 1, 1)


@pytest.mark.parametrize("most", [12, nightly(30)])
def test_the_report_costs_the_same_however_long(portal: Any, most: int) -> None:
    someone, project = member(), project_page()
    costs = []
    for total in (3, most):
        for n in range(total):
            practice(f"p {total} {n}", seeking_caretaker=bool(n % 2))
        ProjectPage.objects.filter(pk=project.pk).update(ends=date(2020, 1, 1))
        someone.client.get(reverse("freshness_report"))
        with CaptureQueriesContext(connection) as captured:
            response = someone.client.get(reverse("freshness_report"))
        assert len(response.context["rows"]) >= total
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_the_report_is_narrowed_and_shows_only_ones_own(portal: Any) -> None:
    practice("oma", review_date=date(2020, 1, 1))
    practice("tuore", review_date=a_year_after(timezone.localdate()))
    someone, stranger = member(), member("toinen", "vieras")

    def shown(who: Any, state: str) -> list[str]:
        response = who.client.get(reverse("freshness_report"), {"state": state})
        return [row.page.title for row in response.context["rows"]]

    assert shown(someone, "overdue") == ["oma"]
    assert shown(someone, "fresh") == ["tuore"]
    assert shown(someone, "nonsense") == ["oma", "tuore"]
    assert shown(stranger, "") == []
