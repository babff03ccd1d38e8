"""Known traps of wagtail-localize in the tree of pages, by their numbers in the notes."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    LocaleSynchronization,
    Translation,
)

from home.frame import language_links
from home.sitemaps import PageSitemap
from practices.models import PracticePage
from practices.related import related_to
from practices.translating.guards import OneWayForm
from practices.translations import translation_of, write_translation
from tests.factories import practice_page, project_page
from tests.practices.translations.conftest import live


def test_trap_12_a_page_made_in_code_is_read_in_swedish_with_a_notice(
    portal: Any, swedish: Locale, committing: Any, client: Client
) -> None:
    with committing():
        page = practice_page("Uusi käytäntö", revision=True)
    alias = Page.objects.get(translation_key=page.translation_key, locale=swedish)
    assert (alias.alias_of_id, alias.live) == (page.pk, True)
    html = client.get(alias.url).content.decode()
    assert "Uusi käytäntö" in html
    assert 'lang="fi"' in html
    links = {link.code: link for link in language_links(_request(alias.url), alias.specific)}
    assert links["fi"].exact
    assert links["fi"].url.endswith(page.get_url())


def _request(path: str) -> Any:
    return RequestFactory().get(path, HTTP_HOST="localhost")


def test_trap_12_a_draft_made_in_code_is_read_nowhere(portal: Any, swedish: Locale, committing: Any) -> None:
    with committing():
        page = practice_page("Luonnos", live=False)
    assert not Page.objects.filter(translation_key=page.translation_key, locale=swedish).exists()


def test_trap_12_a_page_that_is_translated_gets_no_alias(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Any
) -> None:
    edit(source, title="Toinen nimi")
    assert Page.objects.filter(translation_key=source.translation_key).count() == 2


def test_trap_13_languages_follow_one_way(portal: Any, swedish: Locale, chief: Client) -> None:
    finnish = Locale.get_default()
    assert list(LocaleSynchronization.objects.values_list("locale", "sync_from")) == [
        (swedish.pk, finnish.pk)
    ]
    url = reverse("wagtaillocales:edit", args=[finnish.pk])
    prefix = f"component-{LocaleSynchronization._meta.db_table}"
    assert f"{prefix}-sync_from" in chief.get(url).content.decode()
    response = chief.post(
        url, {"language_code": "fi", f"{prefix}-enabled": "on", f"{prefix}-sync_from": swedish.pk}
    )
    assert response.status_code == 200
    assert all(isinstance(form, OneWayForm) for _c, _i, form in response.context["components"].components)
    assert LocaleSynchronization.objects.count() == 1


@pytest.mark.parametrize("has_translation", [True, False])
def test_trap_14_deleting_the_source_takes_the_swedish_page_along(
    request: pytest.FixtureRequest, chief: Client, committing: Any, has_translation: bool
) -> None:
    source = request.getfixturevalue("source" if has_translation else "untranslated")
    with committing():
        chief.post(reverse("wagtailadmin_pages:delete", args=[source.pk]))
    assert not Page.objects.filter(translation_key=source.translation_key).exists()


def test_trap_14_deleting_several_leaves_no_orphans(untranslated: PracticePage, chief: Client) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    chief.post(f"{url}?id={untranslated.pk}")
    assert not Page.objects.filter(translation_key=untranslated.translation_key).exists()


@pytest.mark.parametrize("has_translation", [True, False])
def test_trap_14_unpublishing_the_source_unpublishes_the_swedish_page(
    request: pytest.FixtureRequest, chief: Client, has_translation: bool
) -> None:
    source = request.getfixturevalue("source" if has_translation else "untranslated")
    assert Page.objects.filter(translation_key=source.translation_key, live=True).count() == 2
    chief.post(reverse("wagtailadmin_pages:unpublish", args=[source.pk]))
    assert not Page.objects.filter(translation_key=source.translation_key, live=True).exists()


def test_trap_14_unpublishing_swedish_leaves_the_source(
    target: PracticePage, source: PracticePage, chief: Client
) -> None:
    chief.post(reverse("wagtailadmin_pages:unpublish", args=[target.pk]))
    assert live(source).live
    assert not live(target).live


def test_trap_14_deleting_swedish_brings_the_alias_back(
    target: PracticePage, source: PracticePage, swedish: Locale, chief: Client
) -> None:
    chief.post(reverse("wagtailadmin_pages:delete", args=[target.pk]))
    alias = Page.objects.get(translation_key=source.translation_key, locale=swedish)
    assert alias.alias_of_id == source.pk


def test_trap_14_moving_the_source_moves_the_swedish_page(
    target: PracticePage, source: PracticePage, swedish: Locale, chief: Client, committing: Any
) -> None:
    with committing():
        other = project_page("muu", revision=True)
    chief.post(reverse("wagtailadmin_pages:move_confirm", args=[source.pk, other.pk]))
    assert live(source).get_parent().pk == other.pk
    assert live(target).get_parent().translation_key == other.translation_key


def test_trap_18_related_practices_are_in_the_readers_language(
    source: PracticePage, target: PracticePage, swedish: Locale, committing: Any
) -> None:
    with committing():
        page = practice_page("Toinen", related=[("practice", source)], revision=True)
        other = write_translation(translation_of(page, swedish), publish=True)
    assert [p.pk for p in related_to(live(other))][:1] == [target.pk]


def test_trap_18_links_in_running_text_lead_to_the_readers_language(
    translation: Translation,
    source: PracticePage,
    target: PracticePage,
    swedish: Locale,
    committing: Any,
    client: Client,
) -> None:
    with committing():
        page = practice_page(
            "Toinen", idea=f'<p><a linktype="page" id="{source.pk}">Kahvit</a></p>', revision=True
        )
        other = write_translation(translation_of(page, swedish), publish=True)
    assert f'href="{target.get_url()}"' in client.get(other.get_url()).content.decode()


def test_trap_21_publishing_happens_before_the_call_returns(
    untranslated: PracticePage, swedish: Locale
) -> None:
    assert write_translation(translation_of(untranslated, swedish), publish=True).live


def test_trap_23_an_alias_is_no_page_of_its_own(
    untranslated: PracticePage, swedish: Locale, client: Client
) -> None:
    alias = Page.objects.get(alias_of=untranslated, locale=swedish)
    places = {urlsplit(entry["location"]).path for entry in PageSitemap().get_urls()}
    assert untranslated.get_url() in places
    assert alias.get_url() not in places
    html = client.get(alias.get_url()).content.decode()
    (canonical,) = [tag for tag in html.split("<") if 'rel="canonical"' in tag]
    assert untranslated.get_url() in canonical


def test_trap_23_the_pages_of_a_translation_know_each_other(
    target: PracticePage, source: PracticePage, client: Client
) -> None:
    html = client.get(target.get_url()).content.decode()
    alternates = [tag for tag in html.split("<") if 'rel="alternate"' in tag and "hreflang" in tag]
    assert any('hreflang="fi"' in tag and source.get_url() in tag for tag in alternates)
    assert any('hreflang="sv"' in tag and target.get_url() in tag for tag in alternates)
