"""Editors pin practices to searches: under the words' common form, once, for those who may."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents.models import Document

from home.models import ContentVersion
from practices.models import DocumentText, Pin, PracticePage
from search.models import SearchCount, SynonymSet
from search.query import query_key
from tests.factories import practice_page, project_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(portal: Any) -> PracticePage:
    return practice_page("Kaverikahvit")


@pytest.fixture
def moderator(portal: Any, client: Client, django_user_model: Any) -> Client:
    user = django_user_model.objects.create_user("toimittaja", password="x")
    user.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(user)
    return client


def url(view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_practices_pin:{view}", args=args)


@pytest.mark.parametrize(
    ("language", "words", "typed"),
    [
        ("fi", "asuntolan illat", "illoille asuntolassa"),
        ("fi", "Vuosikello", "vuosikellon"),
        ("sv", "studerandekårens årsklocka", "årsklockor studerandekår"),
    ],
)
def test_a_pin_is_found_by_other_forms_and_orders(
    practice: PracticePage, language: str, words: str, typed: str
) -> None:
    Pin.objects.create(language=language, words=words, practice=practice)
    assert Pin.objects.filter(language=language, key=query_key(typed, language=language)).exists()
    assert not Pin.objects.filter(key=query_key(f"{typed} robotti", language=language)).exists()


def test_the_key_follows_the_words(practice: PracticePage) -> None:
    pin = Pin.objects.create(language="fi", words="vuosikello", practice=practice)
    pin.words = "nepsypysäkki"
    pin.save()
    assert Pin.objects.get().key == query_key("nepsypysäkki", language="fi")


@pytest.mark.second_database
def test_a_practice_is_pinned_to_the_same_words_once(practice: PracticePage) -> None:
    Pin.objects.create(language="fi", words="asuntolan illat", practice=practice)
    again = Pin(language="fi", words="ilta asuntola", practice=practice)
    with pytest.raises(ValidationError):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    Pin(language="sv", words="asuntolan illat", practice=practice).full_clean()
    Pin(language="fi", words="asuntolan illat", practice=practice_page("Teehetki")).full_clean()


@pytest.mark.parametrize("words", ["?!", "-vuosikello", " \u200b"])
def test_words_that_say_nothing_are_refused(practice: PracticePage, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Pin(language="fi", words=words, practice=practice).full_clean()
    assert "words" in refused.value.message_dict


def test_an_editor_pins_a_practice(moderator: Client, practice: PracticePage) -> None:
    form = moderator.get(url("add"), {"language": "sv", "words": "årsklocka"})
    page = BeautifulSoup(form.content, "html.parser")
    assert page.find("input", {"name": "words"})["value"] == "årsklocka"
    sent = {"language": "sv", "words": "årsklocka", "practice": practice.pk, "order": "1"}
    assert moderator.post(url("add"), sent).status_code == 302
    pin = Pin.objects.get()
    assert (pin.language, pin.key, pin.practice) == ("sv", query_key("årsklocka", language="sv"), practice)
    refused = moderator.post(url("add"), sent)
    assert set(refused.context["form"].errors) == {"practice"}
    assert moderator.get(url("edit", pin.pk)).status_code == 200


def test_only_a_practice_can_be_pinned(moderator: Client) -> None:
    sent = {"language": "fi", "words": "kello", "practice": project_page().pk, "order": "1"}
    response = moderator.post(url("add"), sent)
    assert response.status_code == 200
    assert not Pin.objects.exists()


def test_the_list_is_narrowed_by_language_and_costs_the_same_however_long(
    moderator: Client, practice: PracticePage
) -> None:
    costs = []
    for total in (2, 15):
        for number in range(total):
            Pin.objects.create(language="fi", words=f"sana {total} {number}", practice=practice)
        moderator.get(url("list"))
        with CaptureQueriesContext(connection) as captured:
            assert moderator.get(url("list")).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]
    Pin.objects.create(language="sv", words="ord", practice=practice)
    shown = moderator.get(url("list"), {"language": "sv"}).context["object_list"]
    assert [pin.words for pin in shown] == ["ord"]


def test_a_pin_goes_with_its_practice(practice: PracticePage) -> None:
    Pin.objects.create(language="fi", words="kello", practice=practice)
    practice.delete()
    assert not Pin.objects.exists()


def test_what_no_kept_page_shows_does_not_empty_them(practice: PracticePage) -> None:
    before = ContentVersion.current()
    pin = Pin.objects.create(language="fi", words="kello", practice=practice)
    pin.delete()
    SynonymSet.objects.create(language="fi", words="kello\nvuosikello")
    SearchCount.objects.create(day=date(2026, 11, 25), language="fi", term="kello")
    document = Document.objects.create(title="Ohje", file=ContentFile(b"Ohje.", name="ohje.txt"))
    DocumentText.objects.update_or_create(document=document, defaults={"digest": "x", "text": "Ohje."})
    assert ContentVersion.current() == before


def test_writers_of_a_project_cannot_pin(portal: Any, client: Client, django_user_model: Any) -> None:
    user = django_user_model.objects.create_user("kirjoittaja", password="x")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    for path in (url("list"), url("add"), reverse("wagtailsnippets_search_synonymset:add")):
        assert client.get(path).status_code == 302
