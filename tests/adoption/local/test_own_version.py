"""The adopter's page: telling part by part, as a draft or for readers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from adoption.links import address, token_of
from adoption.local.editing import Told
from adoption.models import Adoption, LocalMaterial, LocalPart, LocalVersion
from practices.models import PracticePage
from tests.adoption.adopting import CONTACT, adopt
from tests.adoption.local.telling import (
    CORE,
    FIRST,
    clock,
    kept_practice,
    own_page,
    page_in,
    part,
    post,
    practice,
    soup_of,
    steps,
    text_of,
    told_by,
    visitor,
)

__all__ = ["clock", "kept_practice", "post", "practice", "visitor"]
pytestmark = pytest.mark.django_db
Post = Callable[..., HttpResponse]

FILLED = {
    "summary": "Kahvit ovat torstaisin.",
    "fate-core-1": "changed",
    "what-core-1": "Joka toinen viikko.",
    "why-core-1": "Aikaa ei ole.",
    f"fate-step-{FIRST}": "kept",
    "title-0": "Lukujärjestys",
    "url-0": "https://example.org/ajat",
    "contact": "toimisto@example.org",
    "contact_consent": "on",
}


def version_of(adoption: Adoption) -> LocalVersion:
    return LocalVersion.objects.get(adoption=adoption)


def test_what_was_told_is_saved_and_shown_with_the_consent_s_words(
    post: Post, practice: PracticePage
) -> None:
    adoption = adopt(practice)
    response = post(own_page(adoption), {**FILLED, "do": "show"})
    assert response.status_code == 302
    assert response.headers["Location"].endswith("?said=shown#said")
    version = version_of(adoption)
    assert (version.is_shown, version.language, version.contact) == (True, "fi", "toimisto@example.org")
    assert "näyttää" in version.contact_consent
    assert [(each.key, each.fate, each.what) for each in version.parts.all()] == [
        ("core-1", "changed", "Joka toinen viikko."),
        (f"step-{FIRST}", "kept", ""),
    ]
    assert version.parts.first().title == "Kahvia on joka viikko."
    assert [(each.title, each.url) for each in version.materials.all()] == [
        ("Lukujärjestys", "https://example.org/ajat")
    ]


def test_the_form_comes_back_with_what_was_saved(post: Post, visitor: Client, practice: PracticePage) -> None:
    adoption = adopt(practice)
    post(own_page(adoption), {**FILLED, "do": "draft"})
    form = soup_of(visitor.get(own_page(adoption))).select_one("main form")
    assert form.select_one("[name=summary]").text.strip() == FILLED["summary"]
    assert form.select_one("[name=fate-core-1][checked]")["value"] == "changed"
    assert form.select_one("[name=url-0]")["value"] == FILLED["url-0"]
    assert len(form.select("[name^=url-]")) == 4  # the saved one and three more
    assert not version_of(adoption).is_shown


@pytest.mark.second_database
def test_sent_many_times_there_is_one(post: Post, practice: PracticePage) -> None:
    adoption = adopt(practice)
    for _n in range(10):
        assert post(own_page(adoption), {**FILLED, "do": "show"}).status_code == 302
    assert LocalVersion.objects.count() == 1
    assert (LocalPart.objects.count(), LocalMaterial.objects.count()) == (2, 1)


def test_the_page_is_in_the_reader_s_language_and_the_words_in_the_adopter_s(
    visitor: Client, practice: PracticePage
) -> None:
    adoption = adopt(practice, language="sv")
    finnish = soup_of(visitor.get(own_page(adoption, "fi")))
    assert finnish.h1.text.strip() == "Näin me teemme tämän"
    legend = finnish.select_one(".local-part legend")
    assert (legend.text.strip(), legend["lang"]) == ("Det finns kaffe varje vecka.", "sv")
    swedish = soup_of(visitor.get(own_page(adoption, "sv")))
    assert swedish.h1.text.strip() == "Så här gör vi"
    assert not swedish.select_one(".local-part legend").has_attr("lang")


def test_looking_saves_nothing(post: Post, practice: PracticePage) -> None:
    adoption = adopt(practice)
    response = post(own_page(adoption), {**FILLED, "do": "preview"})
    assert response.status_code == 200
    seen = soup_of(response).select_one(".local__preview").get_text(" ")
    assert "Joka toinen viikko." in seen
    assert "toimisto@example.org" in seen
    assert not LocalVersion.objects.exists()
    assert soup_of(response).select_one("[name=what-core-1]").text.strip() == "Joka toinen viikko."


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_saved(post: Post, practice: PracticePage) -> None:
    path = own_page(adopt(practice), "sv")
    for field, value in (
        ("contact_consent", ""),
        ("url-0", "http://example.org/ajat"),
        ("url-0", "javascript:alert(1)"),
        ("url-0", ""),
        ("title-0", ""),
        ("summary", "a" * 2001),
        ("what-core-1", "a" * 1001),
        ("fate-core-1", "stolen"),
    ):
        response = post(path, {**FILLED, field: value, "do": "show"})
        soup = soup_of(response)
        assert response.status_code == 422, (field, value)
        assert soup.select_one("#errors li a"), (field, value)
        assert soup.select_one(".field--wrong .field__error").text.strip(), (field, value)
        assert soup.select_one(f"[name={field}]"), (field, value)
        assert not LocalVersion.objects.exists(), (field, value)


def test_an_empty_page_is_not_shown_but_may_be_a_draft(post: Post, practice: PracticePage) -> None:
    adoption = adopt(practice)
    assert post(own_page(adoption), {"do": "show"}).status_code == 422
    assert post(own_page(adoption), {"do": "draft"}).status_code == 302


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"is_public": False}, "unnamed"), ({"confirmed_at": None}, "unnamed"), ({}, "shown")],
)
def test_one_is_told_whether_readers_see_it(
    post: Post, visitor: Client, practice: PracticePage, fields: dict[str, Any], said: str
) -> None:
    adoption = adopt(practice)
    Adoption.objects.filter(pk=adoption.pk).update(**fields)
    response = post(own_page(adoption), {**FILLED, "do": "show"})
    assert f"said={said}" in response.headers["Location"]
    seen = visitor.get(page_in("local_versions", practice.key))
    assert (adoption.institution_name in text_of(seen)) == (said == "shown")
    assert (
        address("adoption_edit", token_of(adoption), language="fi")
        in visitor.get(own_page(adoption)).content.decode()
        or said == "shown"
    )


def test_a_part_that_was_edited_or_taken_out_since_is_told(visitor: Client, practice: PracticePage) -> None:
    told = Told(
        parts=[part("core-1", "Kahvia on joka viikko.", "kept"), part("core-7", "Vanha kohta.", "kept")]
    )
    version = told_by(practice, told=told)
    practice.core = CORE["fi"].replace("joka viikko", "joka päivä")
    practice.save_revision().publish()
    edited, _same, *_steps, gone = soup_of(visitor.get(own_page(version.adoption))).select(".local-part")
    assert "Kahvia on joka viikko." in edited.select_one(".local-part__note q").text
    assert gone.legend.text.strip() == "Vanha kohta."
    assert gone.select_one(".local-part__note")
    assert gone.select_one("[name=fate-core-7][checked]")["value"] == "kept"


def test_a_gone_part_stays_until_it_is_taken_away(post: Post, practice: PracticePage) -> None:
    version = told_by(practice, told=Told(parts=[part("core-1", "Vanha kohta.", "changed", what="Toisin.")]))
    practice.core = ""
    practice.steps = steps("Sovitaan aika.", "Keitetään teetä.")
    practice.save_revision().publish()
    post(own_page(version.adoption), {"fate-core-1": "changed", "what-core-1": "Toisin.", "do": "draft"})
    (kept,) = LocalPart.objects.all()
    assert (kept.title, kept.what) == ("Vanha kohta.", "Toisin.")
    post(own_page(version.adoption), {"fate-core-1": "", "do": "draft"})
    assert not LocalPart.objects.exists()


def test_an_altered_link_is_a_dead_end_and_a_replaced_one_is_gone(
    visitor: Client, practice: PracticePage
) -> None:
    adoption = adopt(practice)
    path = own_page(adoption)
    altered = visitor.get(path[:-3] + "x/")
    assert altered.status_code == 404
    assert "linkki" in text_of(altered).lower()
    Adoption.objects.filter(pk=adoption.pk).update(link_number=2)
    assert visitor.get(path).status_code == 410
    assert visitor.post(path, {"do": "show"}).status_code == 410


def test_nothing_of_it_is_kept_or_listed(visitor: Client, practice: PracticePage) -> None:
    response = visitor.get(own_page(adopt(practice)))
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies
    assert CONTACT not in response.content.decode()


def test_a_form_of_another_site_is_refused(visitor: Client, practice: PracticePage) -> None:
    response = visitor.post(own_page(adopt(practice)), FILLED, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert not LocalVersion.objects.exists()
