"""The writing guide: there for every field, in every language, and shown in the editor's."""

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from publishing.writing.fields import places
from publishing.writing.guide import all_guides, guides_in
from tests.factories import practice_page, project_page
from tests.languages import EACH_LANGUAGE
from tests.publishing.people import member

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def test_every_field_has_a_guide_and_every_guide_a_field() -> None:
    assert set(all_guides()) == set(places())


def test_a_guide_is_whole_and_short() -> None:
    guides = {(name, language): all_guides()[name][language] for name in places() for language in LANGUAGES}
    assert not {of for of, g in guides.items() if min(map(len, (g.purpose, g.how, g.good))) <= 3}
    long = {of for of, guide in guides.items() if len(guide.purpose) + len(guide.how) >= 300}
    assert not long, "a guide is read beside a field on a phone"
    assert not {of for of, guide in guides.items() if guide.good == guide.weak}


def test_a_weak_example_is_there_in_all_languages_or_none() -> None:
    with_weak = {
        name: {bool(by[language].weak) for language in LANGUAGES} for name, by in all_guides().items()
    }
    assert not {name for name, found in with_weak.items() if len(found) != 1}


def test_examples_name_nobody() -> None:
    texts = [guide.good + guide.weak for by in all_guides().values() for guide in by.values()]
    assert all("@" not in text or "@example.org" in text for text in texts)


def test_a_further_language_reads_the_first_ones_guide() -> None:
    assert guides_in("en")["promise"].language == settings.LANGUAGE_CODE
    assert guides_in("sv-fi")["promise"].language == "sv"


@pytest.mark.django_db
@pytest.mark.parametrize("language", EACH_LANGUAGE)
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
