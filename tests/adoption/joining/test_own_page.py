"""What an adopter does with what it gave: sees, corrects, takes home, deletes, passes on, finds again."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from adoption.links import address
from adoption.models import Adoption, AdoptionRequest, FollowUp, LocalVersion, Question, StateChange
from adoption.pulse.photos import keep
from practices.models import PortalImage, PracticePage
from tests.adoption.adopting import CONTACT, adopt
from tests.adoption.joining.joining import (
    clock,
    kept_practice,
    links_in,
    mails_to,
    page_of,
    post,
    practice,
    soup_of,
    visitor,
)

__all__ = ["clock", "kept_practice", "post", "practice", "visitor"]
pytestmark = pytest.mark.django_db
Post = Callable[..., HttpResponse]
NEW_EMAIL = "uusi@example.org"


def fields_of(visitor: Client, path: str) -> dict[str, str]:
    """Return what a form would send as it stands."""
    form = soup_of(visitor.get(path)).select_one("main form")
    fields = {
        each["name"]: each.get("value", "") for each in form.select("input[type=text], input[type=email]")
    }
    for each in form.select("input:checked, input[checked]"):
        fields[each["name"]] = each.get("value", "on")
    for each in form.select("select"):
        chosen = each.select_one("option[selected]")
        fields[each["name"]] = chosen["value"] if chosen else ""
    for each in form.select("textarea"):
        fields[each["name"]] = each.text.strip()
    return fields


def test_everything_is_seen(visitor: Client, practice: PracticePage, language: str) -> None:
    adoption = adopt(practice, language=language, students=77, greeting="Tervetuloa mukaan!")
    html = visitor.get(page_of(adoption)).content.decode()
    for text in (CONTACT, "77", "Tervetuloa mukaan!", "Saa näyttää.", adoption.institution_name):
        assert text in html
    assert html.count("<time") == 5
    assert 'name="robots" content="noindex' in html


def test_saving_unchanged_changes_nothing(visitor: Client, post: Post, practice: PracticePage) -> None:
    adoption = adopt(practice, ("trying", date(2026, 9, 15)), ("in-use", date(2026, 10, 1)), consent="x")
    path = page_of(adoption, "adoption_edit")
    before = list(adoption.changes.values_list("state", "on"))
    assert post(path, fields_of(visitor, path)).status_code == 302
    again = Adoption.objects.get()
    assert list(again.changes.values_list("state", "on")) == before
    assert (again.since, again.state_on, again.email) == (date(2026, 9, 15), date(2026, 10, 1), CONTACT)


def test_a_new_state_is_added_to_the_history(
    visitor: Client, post: Post, practice: PracticePage, language: str
) -> None:
    adoption = adopt(practice, language=language)
    path = page_of(adoption, "adoption_edit")
    fields = fields_of(visitor, path)
    wrong = post(path, {**fields, "state": "stopped", "on": "11/2026"})
    assert wrong.status_code == 422
    done = post(path, {**fields, "state": "stopped", "on": "11/2026", "reason": "funding", "is_public": ""})
    assert done.status_code == 302
    adoption.refresh_from_db()
    assert [(c.state, c.on) for c in adoption.changes.all()] == [
        ("in-use", date(2026, 9, 1)),
        ("stopped", date(2026, 11, 1)),
    ]
    assert (adoption.reason, adoption.is_public) == ("funding", False)
    assert not FollowUp.objects.exists()
    assert not Adoption.objects.public().exists()


def test_a_mistaken_first_day_is_put_right_everywhere(
    visitor: Client, post: Post, practice: PracticePage
) -> None:
    adoption = adopt(practice)
    path = page_of(adoption, "adoption_edit")
    post(path, {**fields_of(visitor, path), "since": "10/2026"})
    adoption.refresh_from_db()
    assert adoption.since == adoption.state_on == date(2026, 10, 1)
    assert [(c.state, c.on) for c in adoption.changes.all()] == [("in-use", date(2026, 10, 1))]
    assert FollowUp.objects.get(month=3).due_on == date(2027, 1, 1)


def test_a_new_address_is_confirmed_by_its_own_mail(
    visitor: Client, post: Post, practice: PracticePage, language: str
) -> None:
    adoption = adopt(practice, language=language)
    path = page_of(adoption, "adoption_edit")
    assert post(path, {**fields_of(visitor, path), "email": NEW_EMAIL}).status_code == 302
    adoption.refresh_from_db()
    assert adoption.email == CONTACT
    confirming = links_in(mails_to(NEW_EMAIL)[0].body)[0]
    assert visitor.get(confirming).status_code == 200
    old = page_of(adoption)
    assert post(confirming).status_code == 302
    adoption.refresh_from_db()
    assert adoption.email == NEW_EMAIL
    assert visitor.get(old).status_code == 410
    assert links_in(mails_to(NEW_EMAIL)[-1].body)[0] == page_of(adoption)


def test_passing_on(visitor: Client, post: Post, practice: PracticePage, language: str) -> None:
    adoption = adopt(practice, language=language)
    old = page_of(adoption)
    path = page_of(adoption, "adoption_hand_over")
    assert post(path, {"email": "vika"}).status_code == 422
    assert {post(path, {"email": NEW_EMAIL}).status_code for _n in range(3)} == {302}
    assert len(mails_to(NEW_EMAIL)) == 1
    confirming = links_in(mails_to(NEW_EMAIL)[0].body)[0]
    assert post(confirming).status_code == 422, "the new contact has to agree"
    assert post(confirming, {"consent": "on"}).status_code == 302
    adoption.refresh_from_db()
    assert (adoption.email, adoption.link_number) == (NEW_EMAIL, 2)
    assert visitor.get(old).status_code == 410
    assert len(mails_to(CONTACT)) == 1
    assert links_in(mails_to(CONTACT)[0].body) == [] or page_of(adoption) not in mails_to(CONTACT)[0].body
    assert post(confirming, {"consent": "on"}).status_code == 302, "again does nothing"
    adoption.refresh_from_db()
    assert adoption.link_number == 2


def full(practice: PracticePage) -> Adoption:
    """Return an adoption with something in every table that hangs on it."""
    adoption = adopt(practice, students=10)
    content = BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    photo = keep(ContentFile(content.getvalue(), "kuva.png"), title="Kuva", credit="")
    FollowUp.objects.filter(month=3).update(story="Meidän tarina", answer="in-use", photo=photo)
    version = LocalVersion.objects.create(adoption=adoption, summary="Näin teemme", language="fi")
    version.parts.create(key="a", title="Ydin", fate="kept")
    version.materials.create(title="Opas", url="https://example.org/opas")
    Question.objects.create(
        adoption=adoption, asker="Kysyjä", email="kysyja@example.org", words="Miten?", language="fi"
    )
    AdoptionRequest.objects.create(
        kind="hand-over", fingerprint="x", practice=adoption.practice, adoption=adoption, language="fi"
    )
    return adoption


def test_the_file_has_everything_and_nothing_of_others(visitor: Client, practice: PracticePage) -> None:
    response = visitor.get(page_of(full(practice), "adoption_download"))
    assert "attachment" in response.headers["Content-Disposition"]
    told = response.json()
    text = response.content.decode()
    for kept in (CONTACT, "Saa näyttää.", "Meidän tarina", "Näin teemme", "Ydin", "https://example.org/opas"):
        assert kept in text
    assert "kysyja@example.org" not in text
    assert [each["state"] for each in told["history"]] == ["in-use"]
    assert len(told["follow_ups"]) == 4
    own = {field.name for field in Adoption._meta.concrete_fields}
    assert own - set(told) <= {"id", "organisation", "suggested"}


@pytest.mark.second_database
def test_deleting_leaves_nothing(visitor: Client, post: Post, practice: PracticePage, language: str) -> None:
    adoption = full(practice)
    path = page_of(adoption, "adoption_delete", language=language)
    assert visitor.get(path).status_code == 200
    assert Adoption.objects.exists()
    response = post(path)
    assert response.headers["Location"].startswith(address("adoption_links", language=language))
    for model in (PortalImage, Adoption, FollowUp, LocalVersion, Question, StateChange, AdoptionRequest):
        assert not model.objects.exists()
    assert post(path).status_code == 410


def test_my_link_again_tells_nobody_who_is_known(
    visitor: Client, post: Post, practice: PracticePage, language: str
) -> None:
    adoption = adopt(practice, language=language, email="Oma.Nimi@example.org")
    path = address("adoption_links", language=language)
    known, unknown = (post(path, {"email": each}) for each in ("oma.nimi@EXAMPLE.org", "muu@example.org"))
    assert known.status_code == unknown.status_code == 302
    assert known.headers["Location"] == unknown.headers["Location"]
    (told,) = mail.outbox
    link = links_in(told.body)[0]
    assert adoption.institution_name in visitor.get(link).content.decode()


def test_the_register_description(visitor: Client, language: str) -> None:
    soup = soup_of(visitor.get(address("adoption_register", language=language)))
    assert len(soup.select("main h2")) == 7
    assert "14" in soup.select_one("main table").text


def test_what_is_due_leads_to_the_question(visitor: Client, practice: PracticePage, clock: Any) -> None:
    adoption = adopt(practice)
    clock.move_to(datetime(2026, 12, 3, 12, tzinfo=UTC))
    due = soup_of(visitor.get(page_of(adoption))).select_one(".adopting__due a.button")
    assert due is not None
    assert visitor.get(due["href"]).status_code == 200
