"""One button begins a translation; who may press it, and what it leaves alone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from practices.models import PracticePage, ProjectPage
from tests.factories import practice_page, project_page
from tests.languages import EACH_LANGUAGE
from tests.publishing.people import member, network_coordinator
from tests.publishing.translation.conftest import draft, translate


@pytest.fixture
def translation(source: PracticePage, committing: Any) -> Translation:
    """The record of the practice's translation, which most tests here begin themselves."""
    with committing():
        return translate(source)


def begin(client: Client, page: Page, language: str = "sv") -> Any:
    return client.post(reverse("translation_begin", args=[page.pk, language]))


def is_refused(response: Any) -> bool:
    return response.status_code == 403 or (response.status_code == 302 and response.url == "/admin/")


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_button_is_in_the_editor(source: PracticePage, language: str) -> None:
    client = member(language=language).client
    html = client.get(reverse("wagtailadmin_pages:edit", args=[source.pk])).content.decode()
    assert f'action="{reverse("translation_begin", args=[source.pk, "sv"])}"' in html
    assert reverse("translation_languages", args=[source.pk]) in html
    listing = client.get(reverse("wagtailadmin_explore", args=[source.get_parent().pk])).content.decode()
    assert reverse("translation_languages", args=[source.pk]) in listing
    ways = client.get(reverse("translation_languages", args=[source.pk])).content.decode()
    assert f'action="{reverse("translation_begin", args=[source.pk, "sv"])}"' in ways


def test_a_member_begins_a_draft_and_lands_in_the_workbench(
    source: PracticePage, swedish: Locale, committing: Any
) -> None:
    client = member().client
    with committing():
        response = begin(client, source)
    page = source.get_translation(swedish)
    assert response.url == reverse("translation_state", args=[page.pk])
    assert (page.alias_of_id, page.live) == (None, False)
    html = client.get(response.url).content.decode()
    assert "Kukaan ei juo kahvia yksin." in html
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[source.pk])).content.decode()
    assert response.url in editor


def test_pressing_twice_keeps_what_was_translated(
    source: PracticePage, target: PracticePage, chief: Client
) -> None:
    before = Page.objects.count()
    response = begin(chief, source)
    assert response.url == reverse("translation_state", args=[target.pk])
    assert (draft(target).title, Page.objects.count()) == ("Kompiskaffe", before)


def test_a_draft_that_was_never_published_is_translated_as_it_is(
    portal: Any, swedish: Locale, committing: Any, chief: Client
) -> None:
    with committing():
        page = practice_page("Luonnos", live=False)
        page.promise = "Vain luonnoksessa."
        page.save_revision()
        response = begin(chief, page)
    translated = page.get_translation(swedish)
    assert not translated.live
    assert "Vain luonnoksessa." in chief.get(response.url).content.decode()


def test_a_project_page_too(portal: Any, swedish: Locale, committing: Any) -> None:
    with committing():
        page = project_page()
    client = member().client
    with committing():
        begin(client, page)
    assert ProjectPage.objects.get(translation_key=page.translation_key, locale=swedish).alias_of_id is None


def test_from_swedish_into_finnish(portal: Any, committing: Any, chief: Client) -> None:
    with committing():
        parent = project_page("svenskt", language="sv")
        page = practice_page("Svensk praxis", parent=parent, projects=["svenskt"])
        response = begin(chief, page, "fi")
    finnish = Locale.objects.get(language_code="fi")
    assert response.url == reverse("translation_state", args=[page.get_translation(finnish).pk])


def test_others_pages_are_refused(source: PracticePage, swedish: Locale) -> None:
    stranger = member("toinen", name="vieras").client
    assert is_refused(begin(stranger, source))
    assert is_refused(stranger.get(reverse("translation_languages", args=[source.pk])))
    assert source.get_translation(swedish).alias_of_id is not None


def test_the_network_may(source: PracticePage, committing: Any) -> None:
    with committing():
        response = begin(network_coordinator().client, source)
    assert response.url.startswith("/admin/translations/")


def test_visitors_are_asked_to_log_in(source: PracticePage) -> None:
    assert "?next=/admin/translations/" in begin(Client(), source).url


def test_what_cannot_be_begun_is_not_found(source: PracticePage, target: PracticePage, chief: Client) -> None:
    for page, language in ((source, "fi"), (source, "xx"), (target, "fi")):
        url = reverse("translation_begin", args=[page.pk, language])
        assert chief.post(url, follow=True).status_code == 404, (page, language)


def test_it_is_no_get(source: PracticePage, chief: Client) -> None:
    assert chief.get(reverse("translation_begin", args=[source.pk, "sv"])).status_code == 405


def test_the_way_there_leads_on_from_a_translation(target: PracticePage, chief: Client) -> None:
    response = chief.get(reverse("translation_languages", args=[target.pk]))
    assert response.url == reverse("translation_state", args=[target.pk])
