"""Adoptions and suggested institutions in the editor: who sees and does what."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from adoption.joining.spelling import key_of
from adoption.links import token_of
from adoption.models import Adoption, AdoptionRequest, SuggestedInstitution
from practices.models import Organisation, PracticePage
from tests.adoption.adopting import CONTACT, adopt, institution
from tests.adoption.joining.joining import NOON, clock, mails_to, page_of
from tests.database import world
from tests.factories import practice_page, project_page
from tests.publishing.people import Person, coordinator, member, network_coordinator, person

__all__ = ["clock"]
pytestmark = pytest.mark.django_db
LIST = "/admin/adoptions/"
SUGGESTED = "/admin/suggested-institutions/"
Staff = Callable[[str], Person]


@dataclass(frozen=True)
class Kept:
    """The keys of the practices and of the people that come to the desk."""

    practice: int
    other_practice: int
    people: dict[str, int]


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[Kept]:
    """Two projects, each with a practice and a team; every test begins with them as they were made."""
    with world(django_db_blocker):
        with time_machine.travel(NOON, tick=False):
            people = {
                "coordinator": coordinator(),
                "member": member(),
                "coordinator elsewhere": coordinator("toinen", "vieras"),
                "network": network_coordinator(),
                "superuser": person("ylläpitäjä", superuser=True),
            }
            other = practice_page("Muu", parent=project_page("toinen"))
            keys = {name: each.user.pk for name, each in people.items()}
            yielded = Kept(practice_page().pk, other.pk, keys)
        yield yielded


@pytest.fixture
def practice(kept: Kept) -> PracticePage:
    return PracticePage.objects.get(pk=kept.practice)


@pytest.fixture
def staff(kept: Kept) -> Staff:
    """Return a function that logs one of the people in."""

    def logged_in(name: str) -> Person:
        user = get_user_model().objects.get(pk=kept.people[name])
        client = Client()
        client.force_login(user)
        return Person(user, client)

    return logged_in


@pytest.fixture
def doing(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Return a function that posts as a person, with the mails sent."""

    def done(someone: Person, path: str, fields: dict[str, Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return someone.client.post(path, fields)

    return done


def desk(adoption: Adoption, name: str = "adoption_desk") -> str:
    return reverse(name, args=[adoption.pk])


def suggested(name: str = "Kauhavan kansanopisto", **fields: Any) -> SuggestedInstitution:
    values = {"kind": "folk-high-school", "municipality": "Kauhava", **fields}
    return SuggestedInstitution.objects.create(name=name, key=key_of(name), **values)


@pytest.mark.parametrize(
    ("who", "sees_own", "sees_other", "sees_register"),
    [
        ("coordinator", True, False, False),
        ("member", True, False, False),
        ("coordinator elsewhere", False, True, False),
        ("network", True, True, True),
        ("superuser", True, True, True),
    ],
)
def test_who_sees_what(
    kept: Kept,
    practice: PracticePage,
    staff: Staff,
    who: str,
    sees_own: bool,
    sees_other: bool,
    sees_register: bool,
) -> None:
    own = adopt(practice)
    other = adopt(PracticePage.objects.get(pk=kept.other_practice))
    someone = staff(who)
    row = suggested()
    for adoption, sees in ((own, sees_own), (other, sees_other)):
        for name in ("adoption_desk", "adoption_greet", "adoption_dispute"):
            assert (someone.client.get(desk(adoption, name)).status_code == 200) is sees, name
        before = adoption.disputed_at
        someone.client.post(desk(adoption, "adoption_dispute"), {"words": "Onko näin?"})
        adoption.refresh_from_db()
        assert (adoption.disputed_at != before) is sees
    listed = someone.client.get(LIST)
    if listed.status_code == 200:
        html = listed.content.decode()
        assert (own.institution_name in html, other.institution_name in html) == (sees_own, sees_other)
        assert CONTACT not in html
    for path in (SUGGESTED, f"{SUGGESTED}{row.pk}/"):
        assert (someone.client.get(path).status_code == 200) is sees_register
    someone.client.post(f"{SUGGESTED}{row.pk}/", {"do": "decline", "words": "x"})
    row.refresh_from_db()
    assert (row.state == "declined") is sees_register


def test_no_address_stands_in_the_editor(practice: PracticePage, staff: Staff) -> None:
    adoption = adopt(practice)
    client = staff("coordinator").client
    for path in (LIST, desk(adoption), desk(adoption, "adoption_greet")):
        assert CONTACT not in client.get(path).content.decode()


def test_greeting(practice: PracticePage, staff: Staff, doing: Callable[..., Any], language: str) -> None:
    adoption = adopt(practice, language=language)
    someone = staff("coordinator")
    assert doing(someone, desk(adoption, "adoption_greet"), {"words": " "}).status_code == 422
    assert doing(someone, desk(adoption, "adoption_greet"), {"words": "Tervetuloa!"}).status_code == 302
    (told,) = mails_to(CONTACT)
    assert "Tervetuloa!" in told.body
    assert page_of(adoption) in told.body
    assert told.reply_to == [someone.user.email]
    assert "Tervetuloa!" in someone.client.get(page_of(adoption)).content.decode()


def test_disputing_and_undoing(
    practice: PracticePage, staff: Staff, doing: Callable[..., Any], language: str
) -> None:
    adoption = adopt(practice, language=language)
    someone = staff("coordinator")
    path = desk(adoption, "adoption_dispute")
    for _n in range(3):
        assert doing(someone, path, {"words": "Kuka teillä tekee tätä?"}).status_code == 302
    assert not Adoption.objects.confirmed().exists()
    (told,) = mails_to(CONTACT)
    assert "Kuka teillä tekee tätä?" in told.body
    assert "Kuka teillä" in someone.client.get(page_of(adoption)).content.decode()
    assert doing(someone, desk(adoption), {"do": "undo"}).status_code == 302
    assert Adoption.objects.confirmed().exists()
    assert len(mails_to(CONTACT)) == 2


def take_over(adoption: Adoption) -> AdoptionRequest:
    now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    return AdoptionRequest.objects.create(
        kind="take-over",
        fingerprint="x",
        practice=adoption.practice,
        adoption=adoption,
        email="uusi@example.org",
        language="fi",
        mailed_at=now,
        confirmed_at=now,
    )


@pytest.mark.parametrize("lets", [True, False])
def test_who_takes_over_is_decided(
    practice: PracticePage, staff: Staff, doing: Callable[..., Any], lets: bool
) -> None:
    adoption = adopt(practice)
    asked = take_over(adoption)
    old = token_of(adoption)
    someone = staff("coordinator")
    assert "uusi@example.org" in someone.client.get(desk(adoption)).content.decode()
    for _n in range(2):
        doing(someone, desk(adoption), {"do": "let" if lets else "refuse", "request": str(asked.pk)})
    adoption.refresh_from_db()
    assert (adoption.email == "uusi@example.org") is lets
    assert (token_of(adoption) != old) is lets
    assert len(mails_to("uusi@example.org")) == 1
    assert len(mails_to(CONTACT)) == int(lets)
    doing(someone, desk(adoption), {"do": "let", "request": "nonsense"})


class TestRegister:
    """What the network does with an institution that was named."""

    def named(self, practice: PracticePage, **fields: Any) -> tuple[SuggestedInstitution, Adoption]:
        row = suggested()
        adoption = adopt(practice, **fields)
        Adoption.objects.filter(pk=adoption.pk).update(organisation=None, suggested=row)
        return row, adoption

    @pytest.mark.second_database
    def test_taking_it_in(self, practice: PracticePage, staff: Staff, doing: Callable[..., Any]) -> None:
        row, adoption = self.named(practice)
        fields = {
            "do": "accept",
            "names_fi": "Kauhavan kansanopisto",
            "names_sv": "Kauhava folkhögskola",
            "kind": "folk-high-school",
            "municipality": "Kauhava",
            "region": "",
        }
        someone = staff("network")
        assert doing(someone, f"{SUGGESTED}{row.pk}/", {**fields, "names_sv": ""}).status_code == 422
        for _n in range(2):
            assert doing(someone, f"{SUGGESTED}{row.pk}/", fields).status_code == 302
        made = Organisation.objects.get(names__sv="Kauhava folkhögskola")
        adoption.refresh_from_db()
        row.refresh_from_db()
        assert (adoption.organisation, adoption.suggested, row.state) == (made, None, "accepted")
        assert Adoption.objects.public().exists()

    def test_it_is_one_of_the_register(
        self, practice: PracticePage, staff: Staff, doing: Callable[..., Any]
    ) -> None:
        row, adoption = self.named(practice)
        there = institution("Kauhavan kansanopisto")
        someone = staff("network")
        assert "Kauhavan kansanopisto" in someone.client.get(f"{SUGGESTED}{row.pk}/").content.decode()
        doing(someone, f"{SUGGESTED}{row.pk}/", {"do": "merge", "organisation": there.slug})
        adoption.refresh_from_db()
        assert adoption.organisation == there

    @pytest.mark.parametrize("first_is_named", [True, False])
    @pytest.mark.second_database
    def test_of_two_the_one_that_was_confirmed_first_stays(
        self, practice: PracticePage, staff: Staff, doing: Callable[..., Any], first_is_named: bool
    ) -> None:
        days = [datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)]
        named_on, there_on = days if first_is_named else reversed(days)
        row, named = self.named(practice, confirmed=named_on, email="nimetty@example.org")
        there = adopt(practice, confirmed=there_on, email="siella@example.org")
        someone = staff("network")
        doing(someone, f"{SUGGESTED}{row.pk}/", {"do": "merge", "organisation": there.organisation.slug})
        kept = Adoption.objects.get()
        assert kept.pk == (named.pk if first_is_named else there.pk)
        assert kept.organisation == there.organisation
        (told,) = mail.outbox
        assert told.to == ["siella@example.org" if first_is_named else "nimetty@example.org"]

    def test_not_taking_it_in(self, practice: PracticePage, staff: Staff, doing: Callable[..., Any]) -> None:
        row, _adoption = self.named(practice)
        someone = staff("network")
        doing(someone, f"{SUGGESTED}{row.pk}/", {"do": "decline", "words": "Tämä ei ole oppilaitos."})
        assert not Adoption.objects.confirmed().exists()
        assert "Tämä ei ole oppilaitos." in mails_to(CONTACT)[0].body
        assert "Kauhavan" in someone.client.get(f"{SUGGESTED}?state=declined").content.decode()


def test_the_list_is_narrowed_and_costs_the_same_however_long(practice: PracticePage, staff: Staff) -> None:
    client = staff("coordinator").client

    def queries(query: str = "") -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST + query).status_code == 200
        return len(captured)

    for _n in range(3):
        adopt(practice)
    queries()
    few = queries()
    for _n in range(17):
        adopt(practice)
    assert queries() == few
    for query in (
        "?state=stopped",
        "?waits=greeting",
        "?waits=take-over",
        "?waits=institution",
        "?waits=disputed",
        f"?practice={practice.translation_key}",
    ):
        shown = client.get(LIST + query).content.decode().count("/admin/adoptions/") > 20
        assert shown is (query in ("?waits=greeting", f"?practice={practice.translation_key}")), query
