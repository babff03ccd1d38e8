"""What readers see of institutions, and what an institution's own people see."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook
from wagtail.models import Locale

from adoption.links import token_of
from adoption.models import Adoption, DemoInstitution, LocalVersion
from practices.models import PracticePage
from tests.adoption.adopting import CONTACT, adopt, institution
from tests.database import world
from tests.factories import practice_page
from tests.languages import nightly

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def path(name: str, *args: Any, language: str = "fi") -> str:
    with override(language):
        return reverse(name, args=args)


@pytest.fixture(scope="module")
def kept_page(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The key of a practice that all tests of the module share, each as it was made."""
    with world(django_db_blocker):
        made = practice_page("Kaverikahvit")
        made.copy_for_translation(Locale.objects.get(language_code="sv"), copy_parents=True, alias=True)
        yield made.pk


@pytest.fixture
def page(portal: Any, kept_page: int) -> PracticePage:
    return PracticePage.objects.get(pk=kept_page)


def test_addresses_are_in_the_readers_language() -> None:
    assert path("institution", "opisto") == "/fi/oppilaitokset/opisto/"
    assert path("institution", "opisto", language="sv") == "/sv/laroanstalter/opisto/"
    assert path("annual_report", 2026) == "/fi/oppilaitokset/raportti/2026.pdf"
    assert path("annual_report", 2026, language="sv") == "/sv/laroanstalter/rapport/2026.pdf"


SEEN = [
    ({}, True),
    ({"is_public": False}, False),
    ({"disputed_at": NOON}, False),
    ({"is_demo": True}, True),
]


@pytest.mark.parametrize(("fields", "is_seen"), SEEN)
def test_only_what_may_be_named_is_seen(client: Client, page: Any, fields: Any, is_seen: bool) -> None:
    own = institution("Metsäopisto")
    adopt(page, by=own, **fields)
    response = client.get(path("institution", own.slug))
    assert response.status_code == (200 if is_seen else 404)
    assert ("Metsäopisto" in client.get(path("institutions")).content.decode()) is is_seen


def test_an_unconfirmed_adoption_is_not_seen(client: Client, page: Any) -> None:
    own = institution("Metsäopisto")
    adoption = adopt(page, by=own)
    Adoption.objects.filter(pk=adoption.pk).update(confirmed_at=None)
    assert client.get(path("institution", own.slug)).status_code == 404


def test_a_practice_that_is_not_published_is_not_seen(client: Client, page: Any) -> None:
    own = institution()
    adopt(page, by=own)
    page.unpublish()
    assert client.get(path("institution", own.slug)).status_code == 404


def test_an_unknown_institution_is_not_found(client: Client, portal: Any) -> None:
    assert client.get(path("institution", "ei-ole")).status_code == 404
    assert client.post(path("institutions")).status_code == 405


@pytest.mark.parametrize(("language", "words"), [("fi", "syyskuu 2026"), nightly("sv", "september 2026")])
def test_a_reader_learns_what_is_used_since_when(
    client: Client, page: Any, language: str, words: str
) -> None:
    own = institution("Metsäopisto")
    adoption = adopt(page, by=own)
    follow_up = adoption.follow_ups.first()
    assert follow_up is not None
    follow_up.story, follow_up.answered_at = "<script>x</script> Kahvi auttoi.", NOON
    follow_up.story_checked_at = NOON
    follow_up.save()
    LocalVersion.objects.create(adoption=adoption, summary="Näin.", language="fi", is_shown=True)
    told = client.get(path("institution", own.slug, language=language)).content.decode()
    assert words in told
    assert "Kahvi auttoi." in told
    assert "<script>x" not in told
    assert path("local_versions", page.key, language=language) in told
    assert "Pirkanmaa" in told or "Birkaland" in told
    assert CONTACT not in told


def test_a_story_that_nobody_has_checked_is_not_shown(client: Client, page: Any) -> None:
    own = institution()
    adoption = adopt(page, by=own)
    adoption.follow_ups.update(story="Tarkistamatta.", answered_at=NOON)
    assert "Tarkistamatta" not in client.get(path("institution", own.slug)).content.decode()


def test_what_is_made_up_says_so_and_is_kept_from_search_engines(client: Client, page: Any) -> None:
    own = institution("Keksitty opisto")
    DemoInstitution.objects.create(organisation=own)
    adopt(page, by=own, is_demo=True)
    told = client.get(path("institution", own.slug)).content.decode()
    assert "noindex" in told
    assert "Esimerkkiaineistoa" in told
    assert "Esimerkkiaineistoa" in client.get(path("institutions")).content.decode()


def test_queries_do_not_grow_with_the_list(
    client: Client, portal: Any, django_assert_max_num_queries: Any
) -> None:
    pages = [practice_page(f"Käytäntö {n}") for n in range(4)]
    own = institution()
    for each in pages:
        adopt(each, by=own)
        for _n in range(4):
            adopt(each)
    for address in (path("institutions"), path("institution", own.slug)):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200


def test_the_own_page_has_what_the_same_person_gave(client: Client, page: Any) -> None:
    own = institution("Metsäopisto")
    mine = adopt(page, ("in-use", date(2025, 1, 15)), by=own)
    adopt(practice_page("Oma toinen"), by=own, is_public=False)
    adopt(practice_page("Toisen julkinen"), by=own, email="toinen@example.org")
    adopt(practice_page("Toisen salainen"), by=own, email="toinen@example.org", is_public=False)
    told = client.get(path("institution_own", token_of(mine))).content.decode()
    assert "Oma toinen" in told
    assert "Toisen julkinen" in told
    assert "Toisen salainen" not in told
    assert "@example.org" not in told
    assert "noindex" in told


def test_the_own_page_says_what_is_due(client: Client, page: Any) -> None:
    mine = adopt(page, ("in-use", date(2025, 1, 15)))
    told = client.get(path("institution_own", token_of(mine))).content.decode()
    assert "Vastatkaa nyt" in told
    mine.follow_ups.update(answered_at=NOON, answer="in-use")
    told = client.get(path("institution_own", token_of(mine))).content.decode()
    assert "Vastatkaa nyt" not in told
    assert "Nyt mikään ei odota teitä" in told


def test_a_forgotten_address_opens_nothing_of_others(client: Client, page: Any) -> None:
    own = institution()
    mine = adopt(page, by=own, email="")
    adopt(practice_page("Toinen unohdettu"), by=own, email="", is_public=False)
    assert "Toinen unohdettu" not in client.get(path("institution_own", token_of(mine))).content.decode()


@pytest.mark.parametrize("name", ["institution_own", "institution_own_csv", "institution_own_xlsx"])
def test_forged_and_replaced_links_are_dead_ends(client: Client, page: Any, name: str) -> None:
    mine = adopt(page)
    token = token_of(mine)
    assert client.get(path(name, token[:-2] + "xx")).status_code == 404
    Adoption.objects.filter(pk=mine.pk).update(link_number=2)
    assert client.get(path(name, token)).status_code == 410


def test_figures_come_as_files_that_run_nothing(client: Client, portal: Any) -> None:
    mine = adopt(practice_page("=HYPERLINK(1)", slug="hyper"), students=40)
    table = client.get(path("institution_own_csv", token_of(mine)))
    text = table.content.decode("utf-8-sig")
    assert text.startswith("Käytäntö;")
    assert "'=HYPERLINK(1)" in text
    assert ";40;" in text
    book = load_workbook(BytesIO(client.get(path("institution_own_xlsx", token_of(mine))).content))
    assert book.active is not None
    rows = list(book.active.values)
    assert rows[1][0] == "'=HYPERLINK(1)"
    assert rows[1][5] == 40
    assert CONTACT not in text
