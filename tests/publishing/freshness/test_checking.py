"""“Checked on”: live in every language at one click, with what is still being written left as it is."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from practices.models import PracticePage
from publishing.freshness.checking import CHECKED, mark_checked
from publishing.reviewing.making import ensure_workflow
from tests.database import world
from tests.languages import EACH_LANGUAGE
from tests.publishing.freshness.practising import TODAY, draft_of, edited, fresh, in_swedish, practice
from tests.publishing.people import coordinator, member, network_coordinator, person

pytestmark = pytest.mark.django_db
NEXT_YEAR = date(2028, 3, 10)


def day_from(hour: int) -> Any:
    return time_machine.travel(datetime(2027, 3, 10, hour, tzinfo=timezone.get_default_timezone()), tick=True)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with day_from(hour=12):
        yield


@pytest.fixture(scope="module")
def in_both(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[int, int]]:
    """A practice and its own Swedish page, by their ids."""
    with day_from(hour=11), world(django_db_blocker):
        page = practice("Molemmilla kielillä", revision=True, review_date=date(2027, 1, 1))
        yield page.pk, in_swedish(page).pk


@pytest.fixture
def pages(portal: Any, in_both: tuple[int, int]) -> list[PracticePage]:
    """A practice and its own Swedish page, as each test begins with them."""
    return [PracticePage.objects.select_related("locale").get(pk=pk) for pk in in_both]


def check_url(page: Any) -> str:
    return reverse("freshness_check", args=[page.pk])


def test_one_click_puts_the_dates_on_what_is_live_in_every_language(
    pages: list[PracticePage], django_capture_on_commit_callbacks: Any
) -> None:
    page, swedish = pages
    someone = member()
    with django_capture_on_commit_callbacks(execute=True):
        response = someone.client.post(check_url(page), {"next": "/admin/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
    for each in (page, swedish):
        now = fresh(each)
        assert (now.live, now.checked_on, now.review_date) == (True, TODAY, NEXT_YEAR)
        assert not now.has_unpublished_changes
        assert now.last_published_at == each.last_published_at, "nothing that readers read has changed"
        entry = PageLogEntry.objects.get(page=each.pk, action=CHECKED)
        assert entry.user == someone.user


def test_a_mirror_in_the_other_language_has_the_dates_too(portal: Any) -> None:
    page = practice()
    alias = page.get_translations().get()
    assert alias.alias_of_id == page.pk
    mark_checked(page, TODAY, user=None)
    assert fresh(alias).checked_on == TODAY
    assert fresh(alias).live


def test_the_click_on_the_translation_means_the_practice(pages: list[PracticePage]) -> None:
    page, swedish = pages
    member().client.post(check_url(swedish))
    assert fresh(page).checked_on == TODAY


def test_the_click_on_a_mirror_means_its_source(portal: Any) -> None:
    page = practice()
    assert member().client.post(check_url(page.get_translations().get())).status_code == 302
    assert fresh(page).checked_on == TODAY


@pytest.mark.parametrize("in_which", ["fi", "sv"])
def test_a_draft_is_neither_published_nor_lost(
    pages: list[PracticePage], django_capture_on_commit_callbacks: Any, in_which: str
) -> None:
    page, swedish = pages
    edited({"fi": page, "sv": swedish}[in_which], promise="Vielä kesken.")
    with django_capture_on_commit_callbacks(execute=True):
        mark_checked(page, TODAY, user=None)
    page, swedish = fresh(page), fresh(swedish)
    kept, other = (page, swedish) if in_which == "fi" else (swedish, page)
    assert kept.promise == "Kukaan ei juo kahvia yksin."
    assert kept.has_unpublished_changes
    assert (draft_of(kept).promise, draft_of(kept).checked_on) == ("Vielä kesken.", TODAY)
    assert not other.has_unpublished_changes
    assert page.checked_on == swedish.checked_on == TODAY
    draft_of(kept).save_revision().publish()
    assert (fresh(kept).promise, fresh(kept).checked_on) == ("Vielä kesken.", TODAY)


def test_what_was_never_published_stays_a_draft(portal: Any) -> None:
    page = practice()
    swedish = in_swedish(page, live=False)
    mark_checked(page, TODAY, user=None)
    assert not fresh(swedish).live
    assert draft_of(swedish).checked_on == TODAY


def test_the_review_of_a_draft_goes_on_with_what_was_approved(portal: Any) -> None:
    page, network = practice(), network_coordinator()
    edited(page, promise="Uusi lupaus.")
    state = ensure_workflow().start(fresh(page), member().user)
    first = state.current_task_state
    mark_checked(page, TODAY, user=network.user)
    state.refresh_from_db()
    first.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    assert first.revision_id == fresh(page).latest_revision_id
    assert fresh(page).promise != "Uusi lupaus."


def test_whoever_has_the_page_open_is_told_of_a_newer_version(pages: list[PracticePage]) -> None:
    page, _swedish = pages
    before = page.latest_revision_id
    mark_checked(page, TODAY, user=None)
    assert fresh(page).latest_revision_id != before


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_page_of_the_mail_asks_once_more(portal: Any, language: str) -> None:
    page = practice(review_date=date(2027, 3, 1))
    someone = member(language=language)
    response = someone.client.get(check_url(page))
    html = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert len(html.select(f'form[action="{check_url(page)}"] button[type=submit]')) == 1
    written = {"fi": "1. maaliskuuta 2027", "sv": "1 mars 2027"}
    assert written[language] in html.select_one("main").get_text()
    assert fresh(page).checked_on is None, "asking changes nothing"


def test_whoever_may_not_edit_the_page_may_not_check_it(portal: Any, client: Any) -> None:
    page = practice()
    others = [member("toinen", "vieras"), person("ei-mitaan")]
    for someone in others:
        for method in (someone.client.get, someone.client.post):
            assert method(check_url(page)).status_code in (302, 403)
    for method in (client.get, client.post):
        assert method(check_url(page)).headers["Location"].endswith(f"next={check_url(page)}")
    assert fresh(page).checked_on is None
    for someone in (member(), coordinator(), network_coordinator()):
        assert someone.client.get(check_url(page)).status_code == 200


def test_what_cannot_be_checked_is_refused_with_a_message(portal: Any) -> None:
    someone = network_coordinator()
    draft, retired, locked = practice("a", live=False), practice("b", retired_reason="Vanha."), practice("c")
    PracticePage.objects.filter(pk=locked.pk).update(locked=True, locked_by=member().user)
    for page in (draft, retired, locked):
        assert someone.client.post(check_url(page)).status_code == 302
        messages = someone.client.get(reverse("wagtailadmin_home")).context["messages"]
        assert next(iter(messages)).level_tag == "error"
        assert fresh(page).checked_on is None


def test_the_editor_has_the_button(portal: Any) -> None:
    page = practice()
    someone = member()
    html = BeautifulSoup(
        someone.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser"
    )
    form = html.select_one(f'form[action="{check_url(page)}"]')
    assert form["method"] == "post"
    assert form.select_one("[name=csrfmiddlewaretoken]")["value"]
    assert not html.select_one("#page-edit-form").select(f'form[action="{check_url(page)}"]')


def test_a_leap_day_is_followed_by_the_last_of_february(portal: Any) -> None:
    assert mark_checked(practice(), date(2028, 2, 29), user=None) == date(2029, 2, 28)
