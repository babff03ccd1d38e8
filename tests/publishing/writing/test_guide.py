"""The writing guide: there for every field, in every language, and shown in the editor's."""

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from publishing.writing.fields import places
from publishing.writing.guide import all_guides, guides_in
from tests.factories import practice_page, project_page
from tests.publishing.people import member

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def test_every_field_has_a_guide_and_every_guide_a_field() -> None:
    assert set(all_guides()) == set(places())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(places()))
def test_a_guide_is_whole_and_short(name: str, language: str) -> None:
    guide = all_guides()[name][language]
    assert all(len(text) > 3 for text in (guide.purpose, guide.how, guide.good))
    assert len(guide.purpose) + len(guide.how) < 300, "a guide is read beside a field on a phone"
    assert guide.good != guide.weak


@pytest.mark.parametrize("name", sorted(places()))
def test_a_weak_example_is_there_in_all_languages_or_none(name: str) -> None:
    assert len({bool(all_guides()[name][language].weak) for language in LANGUAGES}) == 1


def test_examples_name_nobody() -> None:
    texts = [guide.good + guide.weak for by in all_guides().values() for guide in by.values()]
    assert all("@" not in text or "@example.org" in text for text in texts)


def test_a_further_language_reads_the_first_ones_guide() -> None:
    assert guides_in("en")["promise"].language == settings.LANGUAGE_CODE
    assert guides_in("sv-fi")["promise"].language == "sv"


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_has_every_guide_in_the_editors_language(portal: Any, language: str) -> None:
    someone = member(language=language)
    for address in (
        reverse("wagtailadmin_pages:edit", args=(practice_page(live=False).pk,)),
        reverse("wagtailadmin_pages:add", args=("practices", "practicepage", project_page().pk)),
    ):
        html = someone.client.get(address).content.decode()
        assert all(f'data-writing-guide="{name}"' in html for name in places())
        assert all_guides()["promise"][language].purpose in html
        assert all_guides()["promise"]["fi"].good in html, "examples are in the language of the page"
        assert "publishing/admin/writing.js" in html
