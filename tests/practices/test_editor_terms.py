"""Editors look after the vocabularies: names in every language, no doubles, nothing in use deleted."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.users.models import UserProfile

from practices.models import Organisation, Theme
from tests.factories import OrganisationFactory, ThemeFactory, practice_page
from tests.languages import EACH_LANGUAGE

pytestmark = pytest.mark.django_db
VOCABULARIES = ["theme", "project", "targetgroup", "setting", "phase", "organisation"]


@pytest.fixture
def editor(portal: Any, admin_client: Client) -> Client:
    return admin_client


def url(vocabulary: str, view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_practices_{vocabulary}:{view}", args=args)


def speak(language: str) -> None:
    """Let the editor work in a language."""
    profile = UserProfile.get_for_user(get_user_model().objects.get())
    profile.preferred_language = language
    profile.save()


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_every_vocabulary_is_listed_and_opened_in_the_editors_language(editor: Client, language: str) -> None:
    speak(language)
    theme = ThemeFactory(slug="uni", names={"fi": "Nukkuminen", "sv": "Sömnen"})
    for vocabulary in VOCABULARIES:
        assert editor.get(url(vocabulary, "list")).status_code == 200
        assert editor.get(url(vocabulary, "add")).status_code == 200
    listing = editor.get(url("theme", "list")).content.decode()
    assert f'lang="{language}"' in listing
    assert "Nukkuminen · Sömnen" in listing
    form = editor.get(url("theme", "edit", theme.pk)).content.decode()
    assert 'value="Nukkuminen"' in form
    assert 'value="Sömnen"' in form


def test_a_new_term_gets_its_address_from_its_name(editor: Client) -> None:
    names = {"names_fi": "Yöuni ja lepo", "names_sv": "Sömn och vila", "order": "5"}
    assert editor.post(url("theme", "add"), names).status_code == 302
    assert Theme.objects.get(slug="youni-ja-lepo").names == {"fi": "Yöuni ja lepo", "sv": "Sömn och vila"}


REFUSED = {
    "one language": ("Uni", "", ""),
    "nothing": ("", "", ""),
    "taken in Swedish": ("Unesta", "sömnen", "sömnen"),
    "taken in Finnish": ("NUKKUMINEN", "Dröm", "NUKKUMINEN"),
    "too long": ("x" * 101, "y", "100"),
}


@pytest.mark.second_database
def test_a_name_that_will_not_do_is_refused_with_a_message(editor: Client, subtests: pytest.Subtests) -> None:
    ThemeFactory(slug="uni", names={"fi": "Nukkuminen", "sv": "Sömnen"})
    before = Theme.objects.count()
    for why, (fi, sv, said) in REFUSED.items():
        with subtests.test(why):
            response = editor.post(url("theme", "add"), {"names_fi": fi, "names_sv": sv, "order": "1"})
            assert response.status_code == 200
            assert said in str(response.context["form"].errors["names"])
            assert Theme.objects.count() == before


def test_an_organisations_details_are_checked(editor: Client) -> None:
    wrong = {"names_fi": "Opisto X", "names_sv": "Institut X", "kind": "bank", "url": "javascript:alert(1)"}
    response = editor.post(url("organisation", "add"), wrong)
    assert {"kind", "url"} <= response.context["form"].errors.keys()


@pytest.mark.usefixtures("reference_index")
def test_a_term_in_use_is_not_deleted_and_the_editor_is_told_where_it_is_used(editor: Client) -> None:
    page = practice_page("Kaverikahvit", revision=True)
    theme = Theme.objects.get(slug="osallisuus")
    html = editor.get(url("theme", "delete", theme.pk)).content.decode()
    assert url("theme", "usage", theme.pk) in html
    assert 'type="submit"' not in html[html.index("<main") : html.index("</main>")]
    response = editor.post(url("theme", "delete", theme.pk), follow=True)
    assert response.status_code == 200
    assert Theme.objects.filter(pk=theme.pk).exists()
    assert page.title in editor.get(url("theme", "usage", theme.pk)).content.decode()


@pytest.mark.second_database
def test_a_term_used_by_a_live_page_only_in_the_tables_is_kept_too(editor: Client) -> None:
    """The reference index may lag behind, as here; the database itself still says no, as a message."""
    practice_page("Kaverikahvit")
    theme = Theme.objects.get(slug="osallisuus")
    assert not ReferenceIndex.get_references_to(theme).exists()
    response = editor.post(url("theme", "delete", theme.pk), follow=True)
    assert response.status_code == 200
    assert Theme.objects.filter(pk=theme.pk).exists()


@pytest.mark.usefixtures("reference_index")
def test_terms_in_use_are_kept_when_many_are_deleted_at_once(editor: Client) -> None:
    practice_page("Kaverikahvit", revision=True)
    used, unused = Organisation.objects.get(slug="opisto"), OrganisationFactory(slug="turha")
    bulk = reverse("wagtail_bulk_action", args=("practices", "organisation", "delete"))
    query = f"?id={used.pk}&id={unused.pk}"
    assert editor.get(bulk + query).status_code == 200
    response = editor.post(bulk + query, follow=True)
    assert response.status_code in (200, 403)
    assert Organisation.objects.filter(pk=used.pk).exists()


def test_an_unused_term_is_deleted(editor: Client) -> None:
    unused = OrganisationFactory(slug="turha")
    assert editor.post(url("organisation", "delete", unused.pk)).status_code == 302
    assert not Organisation.objects.filter(pk=unused.pk).exists()
