"""The catalogue: filters, counts, order, pages, and addresses that ask for what is not there."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from practices.models import CataloguePage
from tests.factories import practice_page, project_page, theme_page
from tests.languages import EACH_LANGUAGE

CATALOGUE = "/fi/kaytannot/"


@pytest.fixture
def three(portal: Any) -> None:
    """Three practices that differ in theme, setting, maturity and project."""
    other = project_page("toinen")
    practice_page("Aamupala", themes=["ruoka"], settings=["asuntola"], maturity="idea")
    practice_page("Bändi-ilta", themes=["osallisuus", "ruoka"], settings=["verkko"])
    practice_page("Cafe", parent=other, projects=["toinen", "hanke"], settings=["verkko"], maturity="refined")


def titles(html: str) -> list[str]:
    """Return the names on the cards, in their order."""
    return re.findall(r"Aamupala|Bändi-ilta|Cafe", _main(html))


def _main(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return "".join(dict.fromkeys(re.findall(r"<h[23][^>]*>.*?</h[23]>", main, re.DOTALL)))


@pytest.mark.second_database
def test_filters_narrow_the_catalogue(three: None, client: Client) -> None:
    expected = {
        "": ["Aamupala", "Bändi-ilta", "Cafe"],
        "?theme=ruoka": ["Aamupala", "Bändi-ilta"],
        "?theme=ruoka&setting=verkko": ["Bändi-ilta"],
        "?theme=ruoka&theme=osallisuus": ["Aamupala", "Bändi-ilta", "Cafe"],
        "?project=toinen": ["Cafe"],
        "?maturity=idea": ["Aamupala"],
        "?target_group=opiskelijat": ["Aamupala", "Bändi-ilta", "Cafe"],
        "?sort=newest": ["Cafe", "Bändi-ilta", "Aamupala"],
        "?utm_source=kirje": ["Aamupala", "Bändi-ilta", "Cafe"],
    }
    assert {query: shown(client, query) for query in expected} == expected


def shown(client: Client, query: str) -> list[str]:
    response = client.get(CATALOGUE + query)
    assert response.status_code == 200, query
    return titles(response.content.decode())


@pytest.mark.second_database
def test_counts_leave_out_the_facet_itself(three: None, rf: Any) -> None:
    from django.http import QueryDict

    from practices.listing import listing_of

    catalogue = CataloguePage.objects.get(locale__language_code="fi")
    listing = listing_of(catalogue, QueryDict("theme=ruoka&setting=verkko"))
    counts = {facet.name: {c.value: c.count for c in facet.choices} for facet in listing.facets}
    assert counts["theme"] == {"osallisuus": 2, "ruoka": 1}
    assert counts["setting"] == {"asuntola": 1, "verkko": 1}
    assert counts["maturity"] == {"piloted": 1}


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_what_is_not_there_gives_404_with_a_message(
    three: None, client: Client, language: str, subtests: pytest.Subtests
) -> None:
    message = {"fi": r"ei ole|tuntematon|ei löydy", "sv": r"finns inte|inte|okän"}[language]
    for address in {"fi": (CATALOGUE, "/fi/haku/"), "sv": ("/sv/praxis/", "/sv/sok/")}[language]:
        for query in ("theme=avaruus", "maturity=valmis", "page=0", "page=-1", "page=99999", "page=abc"):
            with subtests.test(address=address, query=query):
                response = client.get(f"{address}?{query}")
                assert response.status_code == 404
                html = response.content.decode()
                assert f'<html lang="{language}"' in html
                assert re.search(message, html[html.index("<main") :], re.IGNORECASE)


def test_a_filter_link_adds_and_takes_away(three: None, rf: Any) -> None:
    from practices.facets import Selection

    selection = Selection({"theme": ("ruoka",), "setting": ("verkko",)}, "newest")
    assert (
        selection.url(toggle=("theme", "osallisuus"))
        == "?theme=ruoka&setting=verkko&theme=osallisuus&sort=newest"
    )
    assert selection.url(toggle=("theme", "ruoka")) == "?setting=verkko&sort=newest"
    assert selection.url(page=2) == "?theme=ruoka&setting=verkko&sort=newest&page=2"
    assert selection.without_filters == "?sort=newest"


def test_theme_and_project_pages_list_their_practices(three: None, client: Client) -> None:
    theme_page("ruoka")
    assert titles(client.get("/fi/teemat/ruoka/").content.decode()) == ["Aamupala", "Bändi-ilta"]
    assert titles(client.get("/fi/kaytannot/hanke/").content.decode()) == ["Aamupala", "Bändi-ilta", "Cafe"]


def test_drafts_and_private_pages_are_not_listed(portal: Any, client: Client) -> None:
    from wagtail.models import PageViewRestriction

    practice_page("Aamupala", live=False)
    hidden = practice_page("Cafe")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    assert titles(client.get(CATALOGUE).content.decode()) == []


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_permanent_address_leads_to_the_readers_language(
    portal: Any, client: Client, language: str
) -> None:
    page = practice_page("Kaverikahvit", key="kaverikahvit")
    response = client.get("/p/kaverikahvit", headers={"accept-language": language})
    assert response.status_code == 302
    assert response.url == page.url  # only Finnish is there
    nowhere = client.get("/p/ei-ole", headers={"accept-language": language}, follow=True)
    assert nowhere.status_code == 404
    assert f'<html lang="{language}"' in nowhere.content.decode()


def test_the_permanent_id_comes_from_the_name_and_is_unique(portal: Any) -> None:
    first, second = (
        practice_page("Kaveri kahvit"),
        practice_page("Kaveri kahvit", slug="kaveri-kahvit-toinen"),
    )
    assert first.key == "kaveri-kahvit"
    assert second.key != first.key
    with override("fi"):
        assert first.permanent_path == "/p/kaveri-kahvit"
