"""What Wagtail brings, for a team's member on the project's own page: versions compared, comments, schedule, lock."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, Page

from practices.models import PracticePage
from publishing.drafting import change_draft, new_draft
from tests.factories import project_page
from tests.languages import EACH_LANGUAGE
from tests.practices.editor_forms import edit, practice_form
from tests.publishing.people import coordinator, member, network_coordinator

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(portal: Any) -> Any:
    return new_draft(project_page(), {"title": "Kahvit", "promise": "Vanha lupaus."})


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_a_member_compares_versions_and_brings_one_back(page: Any, language: str) -> None:
    someone = member(language=language)
    first = page.latest_revision_id
    second = change_draft(page, {"promise": "Uusi lupaus."}).pk
    url = reverse("wagtailadmin_pages:revisions_compare", args=(page.pk, first, second))
    html = someone.client.get(url).content.decode()
    assert f'<html lang="{language}"' in html
    assert "Vanha" in html
    assert "Uusi" in html
    assert someone.client.get(reverse("wagtailadmin_pages:history", args=(page.pk,))).status_code == 200
    revert = reverse("wagtailadmin_pages:revisions_revert", args=(page.pk, first))
    assert "Vanha lupaus." in someone.client.get(revert).content.decode()


def comment_form(text: str, field: str = "promise") -> dict[str, Any]:
    one = {"comments-0-text": text, "comments-0-contentpath": field, "comments-0-position": ""}
    counts = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    replies = {f"comments-0-replies-{name}": value for name, value in (counts | {"TOTAL_FORMS": "0"}).items()}
    rest = {"comments-0-id": "", "comments-0-resolved": "", "comments-0-deleted": ""}
    return {**{f"comments-{name}": value for name, value in counts.items()}, **one, **replies, **rest}


def test_a_member_comments_on_a_field_and_the_others_are_told(page: Any, mailoutbox: Any) -> None:
    first, second = member(), coordinator()
    html = first.client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    assert 'data-side-panel="comments"' in html
    assert (
        edit(
            second.client,
            page,
            practice_form() | {"comment_notifications": "on"} | comment_form("Hyvä alku."),
        ).status_code
        == 302
    )
    (comment,) = Comment.objects.all()
    assert (comment.text, comment.contentpath, comment.user) == ("Hyvä alku.", "promise", second.user)
    assert (
        edit(first.client, page, practice_form() | comment_form("Kuka keittää?", "idea")).status_code == 302
    )
    assert Comment.objects.count() == 2
    assert [mail.to for mail in mailoutbox] == [[second.user.email]]


def test_the_network_schedules_and_the_page_goes_live_then(page: Any) -> None:
    someone, network = member(), network_coordinator()
    html = network.client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    assert 'name="go_live_at"' in html
    when = timezone.localtime() + timedelta(days=3)
    data = practice_form(go_live_at=when.strftime("%Y-%m-%d %H:%M"))
    assert edit(someone.client, page, data, action="publish").status_code == 302
    page = PracticePage.objects.get(pk=page.pk)
    assert not page.approved_schedule, "a member cannot publish, then or now"
    assert edit(network.client, page, data, action="publish").status_code == 302
    page = PracticePage.objects.get(pk=page.pk)
    assert (page.live, page.approved_schedule) == (False, True)
    call_command("publish_scheduled")
    page.refresh_from_db()
    assert not page.live
    with time_machine.travel(when + timedelta(minutes=2)):
        call_command("publish_scheduled")
    page.refresh_from_db()
    assert page.live


def test_a_coordinators_lock_keeps_members_out_and_their_text_is_not_saved(page: Any) -> None:
    someone, leader = member(), coordinator()
    assert leader.client.post(reverse("wagtailadmin_pages:lock", args=(page.pk,))).status_code == 302
    assert Page.objects.get(pk=page.pk).locked
    answer = edit(someone.client, page, practice_form(promise="Jäsenen lupaus."))
    assert answer.status_code == 200
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().promise == "Vanha lupaus."
    assert "Jäsenen lupaus." in answer.content.decode()
    assert leader.client.post(reverse("wagtailadmin_pages:unlock", args=(page.pk,))).status_code == 302
    assert edit(someone.client, page, practice_form(promise="Jäsenen lupaus.")).status_code == 302
