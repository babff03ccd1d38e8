"""From sending to the queue: confirmed by mail, once, at the right place, and followed by its sender to the end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Page, TaskState

from practices.models import PracticePage, ProjectPage
from publishing.models import SuggestedFile, Suggestion
from publishing.suggesting.links import UNCONFIRMED_LASTS
from publishing.suggesting.making import NETWORK_PAGE, NoPlace, place_for
from publishing.suggesting.sending import confirm, take_back
from publishing.suggesting.taking import take_in
from tests.factories import project_page
from tests.publishing.people import coordinator, network_coordinator
from tests.publishing.suggesting.suggesting import (
    EMAIL,
    WRITTEN,
    confirmed,
    confirming_page,
    leads_to,
    links_in,
    opening,
    page_of,
    place,
    sent,
    soup_of,
    written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
Post = Callable[..., HttpResponse]
State = Suggestion.State


@pytest.fixture
def mails(django_capture_on_commit_callbacks: Any) -> Callable[..., list[Any]]:
    """Return a function that does something and returns the mails that it sent."""

    def told(deed: Callable[[], Any]) -> list[Any]:
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        return mail.outbox[before:]

    return told


def now(suggestion: Suggestion) -> str:
    return Suggestion.objects.get(pk=suggestion.pk).state


class TestConfirming:
    """Only what its sender has confirmed reaches the editors."""

    @pytest.mark.parametrize("language", ["fi", "sv"])
    def test_sending_asks_for_confirmation_by_mail(self, post: Post, mails: Any, language: str) -> None:
        suggestion = written(language)
        (asked,) = mails(lambda: post(page_of(suggestion, "suggestion_check")))
        suggestion.refresh_from_db()
        assert suggestion.state == State.SENT
        assert asked.to == [EMAIL]
        assert suggestion.title not in asked.subject + asked.body  # it may be a stranger's address
        confirming, own = (path for path in links_in(asked.body) if path.count("/") > 2)
        assert {path.split("/")[1] for path in (confirming, own)} == {language}
        assert not PracticePage.objects.exists()

    def test_opening_the_link_confirms_nothing(self, visitor: Client) -> None:
        suggestion = sent()
        page = visitor.get(confirming_page(suggestion))
        assert page.status_code == 200
        assert suggestion.title in page.content.decode()
        assert now(suggestion) == State.SENT

    def test_confirming_makes_a_draft_in_the_queue(self, post: Post, mails: Any, language: str) -> None:
        lead = coordinator(language=language)
        suggestion = sent(language, project="hanke")
        told = mails(lambda: post(confirming_page(suggestion)))
        suggestion.refresh_from_db()
        page = suggestion.page
        assert suggestion.state == State.WAITING
        assert page is not None
        assert (page.live, page.locale.language_code) == (False, "fi")
        assert page.get_parent().specific == project_page()
        assert (
            TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS).task.specific._meta.model_name
            == "projectcheck"
        )
        assert page.pk in [p.pk for p in Page.objects.filter(pk__in=_queue_of(lead))]
        about = [
            each for each in told if suggestion.title in each.subject and f"/{suggestion.pk}/" in each.body
        ]
        assert [each.to for each in about] == [[lead.user.email]]

    @pytest.mark.parametrize("language", ["fi", "sv"])
    def test_the_texts_stand_in_their_fields(self, language: str) -> None:
        suggestion = confirmed(language)
        draft = suggestion.page.get_latest_revision_as_object()
        what, why, how = (WRITTEN[language][key] for key in ("what", "why", "how"))
        assert (draft.title, draft.promise) == (what["title"], what["promise"])
        assert [s.value["what"] for s in draft.steps] == how["steps"].splitlines()
        assert all(step.id for step in draft.steps)
        assert why["idea"] in draft.idea
        assert draft.situation.count("<p>") == len(why["situation"].split("\n\n"))
        assert how["student_notices"] in draft.student_notices
        for name in ("themes", "target_groups", "settings"):
            assert [term.slug for term in getattr(draft, name).all()] == what[name]
        if language == "fi":
            assert [term.slug for term in draft.projects.all()] == ["hanke"]
            assert [term.slug for term in draft.makers.all()] == ["opisto"]
            (link,) = draft.materials
            assert (link.value["url"], link.value["licence"]) == ("https://example.org/opas", "CC BY 4.0")

    def test_markup_stays_text(self) -> None:
        suggestion = written()
        suggestion.answers["why"]["idea"] = "<script>alert(1)</script> & muuta"
        suggestion.state, suggestion.sent_at = State.SENT, suggestion.begun_at
        suggestion.save()
        confirm(suggestion)
        suggestion.refresh_from_db()
        assert "<script" not in suggestion.page.get_latest_revision_as_object().idea

    def test_the_place_is_the_project_s_page_else_the_network_s_else_the_first(self) -> None:
        other = project_page("toinen")
        assert place_for(sent(project="toinen")) == other
        assert place_for(sent(project="")) == project_page()
        network = project_page(NETWORK_PAGE)
        assert place_for(sent(project="")) == network
        assert place_for(sent(project="toinen")) == other

    def test_a_portal_without_projects_says_so_and_loses_nothing(self, post: Post) -> None:
        suggestion = sent(project="")
        for page in ProjectPage.objects.all():
            page.delete()
        assert post(confirming_page(suggestion)).status_code == 503
        assert now(suggestion) == State.SENT
        with pytest.raises(NoPlace):
            place_for(suggestion)

    def test_confirming_twice_makes_one_page(self, post: Post, visitor: Client, mails: Any) -> None:
        coordinator()
        suggestion = sent()
        path = confirming_page(suggestion)
        post(path)
        assert visitor.get(path).status_code == 302
        assert not mails(lambda: visitor.post(path))
        assert PracticePage.objects.filter(alias_of=None).count() == 1

    def test_a_link_holds_two_weeks(self, visitor: Client, clock: Any, language: str) -> None:
        path = confirming_page(sent(language))
        clock.shift(UNCONFIRMED_LASTS - timedelta(seconds=5))
        assert visitor.get(path).status_code == 200
        clock.shift(timedelta(seconds=10))
        assert visitor.get(path).status_code == 410
        assert visitor.post(path).status_code == 410

    def test_the_sender_s_own_link_does_not_confirm(self, visitor: Client) -> None:
        suggestion = sent()
        path = page_of(suggestion, "suggestion_confirm")
        assert visitor.post(path).status_code == 404
        assert now(suggestion) == State.SENT

    def test_after_a_change_of_the_address_the_earlier_link_is_dead(
        self, post: Post, visitor: Client
    ) -> None:
        suggestion = sent()
        earlier = confirming_page(suggestion)
        assert leads_to(post(page_of(suggestion), {"do": "change"})) == place(
            page_of(suggestion, "suggestion_check")
        )
        assert now(suggestion) == State.OPEN
        assert visitor.get(earlier).status_code == 410
        who = {**WRITTEN["fi"]["who"], "email": "toinen@example.org"}
        post(page_of(suggestion, "suggestion_step", 5), who)
        post(page_of(suggestion, "suggestion_check"))
        assert now(suggestion) == State.SENT
        assert visitor.get(earlier).status_code == 410

    def test_the_mail_is_sent_again_with_a_link_that_holds(
        self, post: Post, visitor: Client, mails: Any
    ) -> None:
        suggestion = sent()
        (again,) = mails(lambda: post(page_of(suggestion), {"do": "again"}))
        path = next(path for path in links_in(again.body) if path.count("/") > 2)
        assert visitor.get(path).status_code == 200

    def test_unconfirmed_ones_are_nobody_s_business(self, visitor: Client) -> None:
        suggestion = sent(files=1)
        staff = network_coordinator().client
        assert suggestion.title not in staff.get("/admin/suggestions/").content.decode()
        assert staff.get(f"/admin/suggestions/{suggestion.pk}/", follow=True).status_code == 404
        file = suggestion.files.get()
        there = f"/admin/suggestions/{suggestion.pk}/files/{file.pk}/"
        assert staff.get(there, follow=True).status_code == 404


def _queue_of(person: Any) -> list[str]:
    """Return the pages that wait for somebody, as Wagtail has them."""
    from wagtail.models import Task, WorkflowState

    states = [
        state
        for task in Task.objects.all()
        for state in task.specific.get_task_states_user_can_moderate(person.user)
    ]
    return [WorkflowState.objects.get(pk=state.workflow_state_id).object_id for state in states]


class TestFollowing:
    """The sender's page and mails follow the draft."""

    def test_published(self, visitor: Client, mails: Any, language: str) -> None:
        suggestion = confirmed(language)
        (told,) = mails(lambda: suggestion.page.get_latest_revision().publish())
        assert told.to == [EMAIL]
        assert suggestion.page.slug in told.body
        page = visitor.get(page_of(suggestion))
        assert now(suggestion) == State.PUBLISHED
        assert soup_of(page).select_one(f'main a[href="{suggestion.page.get_url()}"]')
        assert not mails(lambda: PracticePage.objects.get(pk=suggestion.page_id).save_revision().publish())

    def test_turned_down_unedited_is_not_taken_in(self, visitor: Client, mails: Any, language: str) -> None:
        lead = coordinator()
        suggestion = confirmed(language)
        state = suggestion.page.current_workflow_state.current_task_state
        told = mails(lambda: state.specific.reject(user=lead.user, comment="Tästä on jo sivu."))
        (to_sender,) = [each for each in told if each.to == [EMAIL]]
        assert "Tästä on jo sivu." in to_sender.body
        assert now(suggestion) == State.DECLINED
        assert "Tästä on jo sivu." in visitor.get(page_of(suggestion)).content.decode()

    def test_sent_back_while_it_is_edited_it_stays_in_work(self, mails: Any) -> None:
        lead = coordinator()
        suggestion = confirmed()
        state = suggestion.page.current_workflow_state
        state.current_task_state.specific.approve(user=lead.user)
        assert now(suggestion) == State.IN_WORK
        state.refresh_from_db()
        told = mails(lambda: state.current_task_state.specific.reject(user=lead.user, comment="Korjaa."))
        assert [each for each in told if each.to == [EMAIL]] == []
        assert now(suggestion) == State.IN_WORK

    def test_a_deleted_draft_is_not_taken_in(self, mails: Any) -> None:
        suggestion = confirmed()
        told = mails(lambda: suggestion.page.delete())
        assert [each.to for each in told] == [[EMAIL]]
        assert now(suggestion) == State.DECLINED

    def test_published_after_all(self, mails: Any) -> None:
        suggestion = confirmed()
        page = suggestion.page
        Suggestion.objects.filter(pk=suggestion.pk).update(state=State.DECLINED)
        (told,) = mails(lambda: page.get_latest_revision().publish())
        assert told.to == [EMAIL]
        assert now(suggestion) == State.PUBLISHED

    def test_every_state_is_told_to_the_sender(self, visitor: Client, language: str) -> None:
        suggestion = written(language)
        withdrawing = place(page_of(suggestion, "suggestion_withdraw"))[3]
        for state in State.values:
            Suggestion.objects.filter(pk=suggestion.pk).update(state=state, sent_at=suggestion.begun_at)
            soup = soup_of(visitor.get(page_of(suggestion)))
            assert soup.select_one("#state"), state
            assert soup.select_one(f'main a[href*="{withdrawing}"]'), state


class TestOwnData:
    """What the sender has given can be taken home and deleted."""

    def test_everything_is_in_the_data(self, visitor: Client, language: str) -> None:
        suggestion = confirmed(language, files=2)
        response = visitor.get(page_of(suggestion, "suggestion_data"))
        data = response.json()
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert data["email"] == EMAIL
        assert data["answers"]["why"] == WRITTEN[language]["why"]
        assert [each["name"] for each in data["files"]] == ["Opas 0.pdf", "Opas 1.pdf"]

    @pytest.mark.parametrize("make", [written, sent, confirmed])
    def test_withdrawing_deletes_everything(
        self, post: Post, visitor: Client, mails: Any, make: Callable[..., Suggestion], language: str
    ) -> None:
        coordinator()
        suggestion = make(language)
        path = page_of(suggestion, "suggestion_withdraw")
        assert visitor.get(path).status_code == 200
        assert Suggestion.objects.exists()
        told = mails(lambda: post(path))
        assert len(told) == (make is confirmed)
        assert not Suggestion.objects.exists()
        assert not PracticePage.objects.exists()
        assert visitor.get(page_of(suggestion)).status_code == 410

    def test_withdrawing_deletes_files_and_what_was_made_of_them(
        self, post: Post, django_capture_on_commit_callbacks: Any
    ) -> None:
        lead = coordinator()
        suggestion = confirmed(files=2)
        taken, other = suggestion.files.all()
        take_in(taken, user=lead.user)
        document = get_document_model().objects.get()
        paths = [file.file.path for file in (taken, other)]
        with django_capture_on_commit_callbacks(execute=True):
            post(page_of(suggestion, "suggestion_withdraw"))
        assert not SuggestedFile.objects.exists()
        assert not get_document_model().objects.exists()
        assert not default_storage.exists(document.file.name)
        for path in paths:
            with pytest.raises(FileNotFoundError), open(path, "rb"):
                pass

    def test_what_is_published_stays(self, post: Post) -> None:
        suggestion = confirmed()
        suggestion.page.get_latest_revision().publish()
        post(page_of(suggestion, "suggestion_withdraw"))
        assert not Suggestion.objects.exists()
        assert PracticePage.objects.get(pk=suggestion.page_id).live

    def test_a_withdrawn_link_is_a_polite_dead_end(self, post: Post, visitor: Client, language: str) -> None:
        suggestion = written(language)
        response = post(page_of(suggestion, "suggestion_withdraw"))
        assert response.headers["Location"].startswith(opening(language))
        gone = visitor.get(page_of(suggestion))
        assert gone.status_code == 410
        assert soup_of(gone).select_one(f'main a[href="{opening(language)}"]')


def test_what_has_been_sent_is_not_taken_back_twice() -> None:
    suggestion = sent()
    assert [take_back(suggestion), take_back(suggestion)] == [True, False]
