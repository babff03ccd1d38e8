"""Kept pages: made once for visitors, stale as soon as something published changes, never mixed up with an editor's."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from home.models import ContentVersion
from practices.models import Theme
from tests.factories import practice_page

PAGE = "/fi/kaytannot/hanke/kaverikahvit/"


def test_a_second_visitor_costs_one_query(
    portal: Any, client: Client, django_assert_num_queries: Any
) -> None:
    practice_page("Kaverikahvit")
    first = client.get(PAGE)
    with django_assert_num_queries(1):
        second = Client().get(PAGE)
    assert second.content == first.content
    assert second.headers["Content-Language"] == "fi"
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_publishing_a_change_shows_at_once(portal: Any, client: Client) -> None:
    page = practice_page("Kaverikahvit")
    client.get(PAGE)
    page.promise = "Uusi lupaus kahvista."
    page.save_revision().publish()
    assert "Uusi lupaus kahvista." in client.get(PAGE).content.decode()


def test_a_draft_does_not_show(portal: Any, client: Client) -> None:
    page = practice_page("Kaverikahvit")
    client.get(PAGE)
    page.promise = "Vasta luonnos."
    page.save_revision()
    assert "Vasta luonnos." not in client.get(PAGE).content.decode()


def test_unpublishing_and_deleting_show_at_once(portal: Any, client: Client) -> None:
    page, other = practice_page("Kaverikahvit"), practice_page("Teehetki")
    client.get(PAGE)
    page.unpublish()
    assert client.get(PAGE).status_code == 404
    catalogue = client.get("/fi/kaytannot/").content.decode()
    assert "Teehetki" in catalogue
    other.delete()
    assert "Teehetki" not in client.get("/fi/kaytannot/").content.decode()


def test_a_renamed_term_shows_at_once(portal: Any, client: Client) -> None:
    practice_page("Kaverikahvit")
    client.get(PAGE)
    theme = Theme.objects.get(slug="osallisuus")
    theme.names = {"fi": "Mukanaolo", "sv": "Delaktighet"}
    theme.save()
    assert "Mukanaolo" in client.get(PAGE).content.decode()


def test_an_editor_never_gets_or_leaves_a_kept_page(
    portal: Any, client: Client, admin_client: Client
) -> None:
    practice_page("Kaverikahvit")
    with_bar = admin_client.get(PAGE).content.decode()
    without = client.get(PAGE).content.decode()
    assert "wagtail-userbar" in with_bar
    assert "wagtail-userbar" not in without
    assert "wagtail-userbar" in admin_client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "address", ["/fi/ei-ole/", "/fi/kaytannot/?page=99", "/fi/haku/?q=kahvi", "/healthz"]
)
def test_what_may_change_by_itself_is_not_kept(portal: Any, client: Client, address: str) -> None:
    client.get(address)
    assert not [key for key in cache._cache if "page:" in key]


def test_the_number_rises_within_the_transaction(portal: Any) -> None:
    before = ContentVersion.current()
    practice_page("Kaverikahvit")
    assert ContentVersion.current() > before


def test_languages_are_kept_apart(portal: Any, client: Client) -> None:
    finnish, swedish = client.get("/fi/"), client.get("/sv/")
    assert finnish.content != swedish.content
    assert client.get("/fi/").content == finnish.content
    assert client.get("/sv/").content == swedish.content
