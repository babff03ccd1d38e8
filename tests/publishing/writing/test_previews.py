"""A practice is previewed in every language: its translation's draft, or itself as its alias will be read."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page

from practices.translating.following import give_aliases
from publishing.drafting import change_draft, new_draft
from tests.factories import practice_page, project_page
from tests.practices.editor_forms import practice_form
from tests.publishing.people import member, network_coordinator, person

pytestmark = pytest.mark.django_db


def preview(client: Client, page: Any, language: str, **changes: Any) -> Any:
    url = reverse("wagtailadmin_pages:preview_on_edit", args=(page.pk,))
    assert client.post(url, practice_form(**changes)).json()["is_available"]
    return client.get(url, {"mode": language})


def translated(page: Any, title: str) -> Any:
    """Return the Swedish page of a practice, a draft, with a title of its own."""
    alias = page.get_translation(Locale.objects.get(language_code="sv")).specific
    Page.objects.filter(pk=alias.pk).update(alias_of=None)
    alias.refresh_from_db()
    change_draft(alias, {"title": title, "promise": "Ingen dricker kaffe ensam."})
    return alias


def test_the_modes_are_the_portals_languages_the_pages_own_first(portal: Any) -> None:
    page = new_draft(project_page(), {"title": "Kahvit"})
    assert page.preview_modes == [("fi", "Suomeksi"), ("sv", "På svenska")]
    assert page.default_preview_mode == "fi"
    assert translated(page, "Kaffe").preview_modes[0] == ("sv", "På svenska")


def test_the_own_language_shows_what_is_not_saved(portal: Any) -> None:
    html = preview(member().client, new_draft(project_page(), {"title": "Kahvit"}), "fi").content.decode()
    assert '<html lang="fi"' in html
    assert "Kaverikahvit" in html


def test_the_other_language_shows_the_translations_newest_draft(portal: Any) -> None:
    page = new_draft(project_page(), {"title": "Kahvit"})
    translated(page, "Kaffe för två")
    html = preview(member().client, page, "sv").content.decode()
    assert '<html lang="sv"' in html
    assert "Kaffe för två" in html
    assert "Ingen dricker kaffe ensam." in html
    assert "Kaverikahvit" not in html


@pytest.mark.parametrize("live", [True, False])
def test_without_a_translation_the_draft_is_read_as_its_alias(portal: Any, live: bool) -> None:
    page = practice_page() if live else new_draft(project_page(), {"title": "Kahvit"})
    html = preview(member().client, page, "sv", promise="Aivan uusi lupaus.").content.decode()
    assert '<html lang="sv"' in html
    assert "Aivan uusi lupaus." in html
    assert 'lang="fi"' in html[html.index("<main") :]
    assert "notice" in html[html.index("<main") :]


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_page_that_is_not_saved_yet_is_read_in_both(portal: Any, language: str) -> None:
    client = member().client
    url = reverse("wagtailadmin_pages:preview_on_add", args=("practices", "practicepage", project_page().pk))
    assert client.post(url, practice_form()).json()["is_available"]
    html = client.get(url, {"mode": language}).content.decode()
    assert f'<html lang="{language}"' in html
    assert "Kaverikahvit" in html


def test_a_draft_is_shown_to_those_alone_who_may_edit_the_translation(portal: Any) -> None:
    page = practice_page(live=False)
    give_aliases(page)
    swedish = translated(page, "Hemligt kaffe")
    finnish_only = person("suomentaja")
    group = member(name="toinen").user.groups.get()
    GroupPagePermission.objects.filter(group=group, page__locale__language_code="sv").delete()
    finnish_only.user.groups.add(group)
    refused = preview(finnish_only.client, page, "sv")
    assert refused.status_code in (302, 403)
    assert b"Hemligt" not in refused.content
    swedish.get_latest_revision().publish()
    change_draft(swedish, {"title": "Ännu hemligare"})
    html = preview(finnish_only.client, page, "sv").content.decode()
    assert "Hemligt kaffe" in html
    assert "Ännu hemligare" not in html
    assert "Ännu hemligare" in preview(network_coordinator().client, page, "sv").content.decode()


def test_an_unknown_language_shows_the_page_itself(portal: Any) -> None:
    page = new_draft(project_page(), {"title": "Kahvit"})
    assert "Kaverikahvit" in preview(member().client, page, "xx").content.decode()


def test_drafts_and_versions_are_viewed_in_both_languages_too(portal: Any) -> None:
    page = new_draft(project_page(), {"title": "Kahvit"})
    client = member().client
    for name, args in (
        ("view_draft", (page.pk,)),
        ("revisions_view", (page.pk, page.latest_revision_id)),
    ):
        response = client.get(reverse(f"wagtailadmin_pages:{name}", args=args), {"mode": "sv"})
        assert response.status_code == 200
        assert '<html lang="sv"' in response.content.decode()
