"""Suggestions in the editor: who sees which, taking files in, writing to the sender, turning down."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model

from practices.models import PortalImage
from publishing.models import MailChoices, Suggestion, Team
from publishing.roles import team_of
from publishing.suggesting.sending import confirm, send
from tests.practices.file_makers import pdf
from tests.publishing.people import Person, coordinator, member, network_coordinator, person
from tests.publishing.suggesting.suggesting import EMAIL, confirmed, soup_of, with_file, written
from tests.publishing.test_uploads import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
State = Suggestion.State
LIST = "/admin/suggestions/"


def desk(suggestion: Suggestion, *more: object) -> str:
    return "/".join([f"{LIST}{suggestion.pk}", *map(str, more), ""])


def with_kept(*files: tuple[str, bytes], language: str = "fi") -> Suggestion:
    """Return a confirmed suggestion with files of these names and contents."""
    suggestion = written(language)
    for name, content in files:
        with_file(suggestion, content, name)
    assert send(suggestion)
    suggestion.refresh_from_db()
    assert confirm(suggestion)
    return Suggestion.objects.get(pk=suggestion.pk)


# Who sees a suggestion for the project "hanke", who may decide about it, who may take its files in.
PEOPLE: dict[str, tuple[Callable[[], Person], bool, bool]] = {
    "network": (network_coordinator, True, True),
    "superuser": (lambda: person("yllapito", superuser=True), True, True),
    "own coordinator": (coordinator, True, True),
    "own member": (member, True, False),
    "other coordinator": (lambda: coordinator("toinen", "muu-koordinaattori"), False, False),
    "other member": (lambda: member("toinen", "muu-jasen"), False, False),
}


def test_who_sees_and_who_decides() -> None:
    suggestion = with_kept(("Opas.pdf", pdf(["Opas"])))
    file = desk(suggestion, "files", suggestion.files.get().pk)
    wrong = {}
    for who, (make, sees, decides) in PEOPLE.items():
        client = make().client
        found: dict[str, object] = {"listed": suggestion.title in client.get(LIST).content.decode()}
        expected: dict[str, object] = {"listed": sees}
        for path in (desk(suggestion), file):
            found[path] = client.get(path, follow=True).status_code
            expected[path] = 200 if sees else 404
        for name in ("write", "decline"):
            # Wagtail leads those home who may not.
            found[name] = client.get(desk(suggestion, name), follow=not sees).status_code
            expected[name] = {True: 200, False: 302 if sees else 404}[decides]
            client.post(desk(suggestion, name), {"reply": ""})
        found["address"] = EMAIL in client.get(desk(suggestion), follow=True).content.decode()
        expected["address"] = decides
        found["state"] = Suggestion.objects.get().state
        expected["state"] = State.WAITING
        if found != expected:
            wrong[who] = {key: found[key] for key in found if found[key] != expected[key]}
    assert not wrong


def test_those_without_a_team_have_no_list() -> None:
    from django.contrib.auth.models import Group, Permission

    group = Group.objects.create(name="muu")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    client = person("muu", group).client
    assert client.get(LIST).status_code == 302
    assert LIST not in client.get("/admin/").content.decode()


def test_what_came_for_no_project_is_the_networks_pages_team(language: str) -> None:
    suggestion = confirmed(language, project="")
    team = team_of(suggestion.page)
    assert team is not None
    someone = coordinator(team.project.slug).client
    assert suggestion.title in someone.get(LIST).content.decode()


def test_a_file_is_given_as_an_attachment() -> None:
    suggestion = with_kept(("Opas.pdf", pdf(["Opas"])))
    response = coordinator().client.get(desk(suggestion, "files", suggestion.files.get().pk))
    assert b"".join(response) == pdf(["Opas"])
    assert response.headers["Content-Disposition"] == 'attachment; filename="Opas.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


class TestTakingIn:
    """Files become documents and pictures of the team, and part of the draft."""

    def take(self, suggestion: Suggestion, someone: Person) -> list[HttpResponse]:
        return [someone.client.post(desk(suggestion, "files", file.pk)) for file in suggestion.files.all()]

    @pytest.mark.parametrize("language", ["fi", "sv"])
    def test_a_document_goes_to_the_collection_and_the_materials(self, language: str) -> None:
        suggestion = with_kept(("Opas.pdf", pdf(["Opas"])), ("Teksti.txt", b"Teksti"), language=language)
        before = len(suggestion.page.get_latest_revision_as_object().materials)
        self.take(suggestion, coordinator(suggestion.page.get_parent().specific.project.slug))
        documents = get_document_model().objects.order_by("pk")
        team = team_of(suggestion.page)
        assert team is not None
        assert [(d.title, d.collection) for d in documents] == [
            ("Opas", team.collection),
            ("Teksti", team.collection),
        ]
        assert documents[0].file.read() == pdf(["Opas"])
        suggestion = Suggestion.objects.get()
        materials = suggestion.page.get_latest_revision_as_object().materials
        assert len(materials) == before + 2
        taken = materials[before].value
        assert (taken["file"], taken["licence"], taken["language"]) == (documents[0], "CC BY 4.0", language)
        assert all(block.id for block in materials)
        assert Suggestion.objects.get().state == State.IN_WORK

    def test_a_picture_becomes_the_drafts_if_it_has_none(self) -> None:
        suggestion = with_kept(("a.png", picture()), ("b.jpg", picture("JPEG")))
        self.take(suggestion, coordinator())
        first, second = PortalImage.objects.order_by("pk")
        draft = Suggestion.objects.get().page.get_latest_revision_as_object()
        assert draft.image == first
        assert (first.licence, first.credit) == ("CC BY 4.0", "opisto suomeksi")
        assert second.collection == first.collection == Team.objects.get().collection

    def test_twice_is_once(self) -> None:
        suggestion = with_kept(("Opas.pdf", pdf(["Opas"])))
        someone = coordinator()
        for _n in range(2):
            assert self.take(suggestion, someone)[0].status_code == 302
        assert get_document_model().objects.count() == 1

    def test_not_by_those_who_may_not_edit_the_draft(self) -> None:
        suggestion = with_kept(("Opas.pdf", pdf(["Opas"])))
        self.take(suggestion, coordinator("toinen"))
        assert not get_document_model().objects.exists()


class TestWords:
    """Words go to the sender by mail, and stand on the sender's page."""

    def sent_by(self, deed: Callable[[], HttpResponse], capture: Any, status: int = 302) -> list[Any]:
        before = len(mail.outbox)
        with capture(execute=True):
            assert deed().status_code == status
        return [each for each in mail.outbox[before:] if each.to == [EMAIL]]

    def test_a_reply_changes_no_state(self, django_capture_on_commit_callbacks: Any, language: str) -> None:
        suggestion = confirmed(language, project="hanke")
        someone = coordinator()
        (told,) = self.sent_by(
            lambda: someone.client.post(desk(suggestion, "write"), {"reply": "Kuka vastaa?\nKerro lisää."}),
            django_capture_on_commit_callbacks,
        )
        assert "Kuka vastaa?\nKerro lisää." in told.body
        assert told.reply_to == [someone.user.email]
        suggestion.refresh_from_db()
        assert (suggestion.state, suggestion.reply) == (State.WAITING, "Kuka vastaa?\nKerro lisää.")

    def test_turning_down_needs_words_and_empties_the_queue(
        self, django_capture_on_commit_callbacks: Any, language: str
    ) -> None:
        suggestion = confirmed(language, project="hanke")
        someone = coordinator()
        path = desk(suggestion, "decline")
        assert someone.client.post(path, {"reply": " "}).status_code == 422
        (told,) = self.sent_by(
            lambda: someone.client.post(path, {"reply": "Tästä on jo sivu."}),
            django_capture_on_commit_callbacks,
        )
        assert "Tästä on jo sivu." in told.body
        suggestion.refresh_from_db()
        assert suggestion.state == State.DECLINED
        assert suggestion.decided_at
        assert suggestion.page.current_workflow_state is None
        again = self.sent_by(
            lambda: someone.client.post(path, {"reply": "x"}), django_capture_on_commit_callbacks
        )
        assert again == []
        assert Suggestion.objects.get().reply == "Tästä on jo sivu."

    def test_nothing_is_sent_where_the_address_is_forgotten(
        self, django_capture_on_commit_callbacks: Any
    ) -> None:
        suggestion = confirmed()
        Suggestion.objects.update(email="")
        someone = coordinator()
        assert not self.sent_by(
            lambda: someone.client.post(desk(suggestion, "write"), {"reply": "Hei"}),
            django_capture_on_commit_callbacks,
        )
        assert mail.outbox == []


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_draft_says_where_it_comes_from_and_that_it_needs_translating(language: str) -> None:
    suggestion = confirmed(language, project="hanke")
    edit = f"/admin/pages/{suggestion.page.pk}/edit/"
    someone = coordinator()
    soup = soup_of(someone.client.get(edit))
    link = soup.select_one(f'.messages a[href="{desk(suggestion)}"]')
    assert link is not None
    assert suggestion.organisation in link.find_parent("li").text
    view = someone.client.get(desk(suggestion)).content.decode()
    assert ("help-warning" in view) is (language == "sv")


def test_editing_the_draft_is_seen_by_the_sender() -> None:
    from django.test import RequestFactory

    from publishing.suggesting.hooks import note_editing

    suggestion = confirmed()
    note_editing(RequestFactory().post("/"), suggestion.page)
    assert Suggestion.objects.get().state == State.IN_WORK


def test_the_first_page_tells_how_many_wait(language: str) -> None:
    someone = coordinator(language=language)
    confirmed()
    confirmed()
    soup = soup_of(someone.client.get("/admin/"))
    assert soup.select_one(f'a[href="{LIST}?state=waiting"]').text.strip().startswith("2")


def test_the_mails_can_be_turned_off(django_capture_on_commit_callbacks: Any, mailoutbox: list[Any]) -> None:
    someone = coordinator()
    MailChoices.objects.create(user=someone.user, suggestions=False)
    with django_capture_on_commit_callbacks(execute=True):
        confirmed()
    assert [m.subject for m in mailoutbox if m.to == [someone.user.email] and LIST in m.body] == []


def test_the_network_hears_where_a_team_has_no_coordinator(
    django_capture_on_commit_callbacks: Any, mailoutbox: list[Any]
) -> None:
    someone = network_coordinator()
    with django_capture_on_commit_callbacks(execute=True):
        suggestion = confirmed()
    assert [m for m in mailoutbox if m.to == [someone.user.email] and f"/{suggestion.pk}/" in m.body]


def test_the_list_costs_the_same_however_long() -> None:
    client = network_coordinator().client

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    base = confirmed()
    add_beside(base, range(2))
    queries()
    for_three = queries()
    add_beside(base, range(2, 29))
    assert queries() == for_three


def add_beside(base: Suggestion, numbers: Iterable[int]) -> None:
    for number in numbers:
        Suggestion.objects.create(
            language="fi",
            state=State.WAITING,
            title=f"Ehdotus {number}",
            page=base.page,
            project=base.project,
            confirmed_at=base.confirmed_at,
        )


def test_narrowing_by_state() -> None:
    confirmed()
    client = network_coordinator().client
    assert "Kaverikahvit" in client.get(f"{LIST}?state=waiting").content.decode()
    assert "Kaverikahvit" not in client.get(f"{LIST}results/?state=declined").content.decode()
