"""The search page, its feed, its suggestions and the API: the same search, told four ways."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.api import FACET_PARAMETERS, Asked
from practices.facets import FACETS
from practices.models import Pin, PracticePage
from search import index
from search.models import SearchCount
from tests.database import world
from tests.factories import practice_page, project_page, theme_page

SEARCH, SUGGEST, FEED, API = "/fi/haku/", "/fi/haku/ehdotukset/", "/fi/haku/syote/", "/api/v1/search"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def indexed(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The index of practices that differ in theme, phase, maker and setting, and whose themes have pages."""
    folder = tmp_path_factory.mktemp("search_page") / "search"
    search = {**django_settings.SEARCH, "PATH": folder}
    with world(django_db_blocker):
        theme_page("osallisuus", title="Osallisuuden teema")
        theme_page("ruoka", title="Ruoan teema")
        project_page("hanke", title="Kahvihanke")
        practice_page("Kaverikahvit", phases=["alku"], makers=["opisto"])
        practice_page("Aamukahvi asuntolassa", themes=["ruoka"], makers=["toinen"], settings=["verkko"])
        practice_page("Iltapala", themes=["ruoka"])
        with override_settings(SEARCH=search):
            index.rebuild(index.provided_documents())
        yield folder


@pytest.fixture
def practices(indexed: Path, db: None, settings: Any) -> dict[str, PracticePage]:
    """Those practices by name, found by an index of the test's own."""
    shutil.copytree(indexed, settings.SEARCH["PATH"])
    return {page.title: page for page in PracticePage.objects.all()}


def soup(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, response.content[:500]
    return BeautifulSoup(response.content, "html.parser")


def names(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select(".hit__title a")]


def ask(client: Client, status: int = 200, **asked: Any) -> Any:
    response = client.get(API, {"language": "fi", **asked})
    assert response.status_code == status, response.content[:500]
    return response.json()


# The page


def test_every_facet_narrows_and_counts_as_the_api_says(practices: Any, client: Client) -> None:
    everything = ask(client, q="kahvi")
    assert set(everything["facets"]) == set(FACETS)
    for facet, values in everything["facets"].items():
        for value in values:
            narrowed = ask(client, q="kahvi", **{FACET_PARAMETERS[facet]: value["value"]})
            assert narrowed["total"] == value["count"], (facet, value)
            # A facet's own choice leaves its other values' counts as they were.
            counts = {each["value"]: each["count"] for each in narrowed["facets"][facet]}
            assert counts == {each["value"]: each["count"] for each in values}


def test_hits_lead_on_to_themes_a_feed_and_wishes(practices: Any, client: Client) -> None:
    page = soup(client, f"{SEARCH}?q=kahvit")
    assert names(page)[:2] == ["Kaverikahvit", "Aamukahvi asuntolassa"]
    assert {chip.get_text(strip=True) for chip in page.select(".ways-on .chip")} >= {"Ruoan teema"}
    feed = page.find("link", type="application/atom+xml")["href"]
    assert feed.startswith(FEED)
    assert parse_qs(urlsplit(feed).query) == {"q": ["kahvit"]}
    assert not soup(client, f"{SEARCH}?q=kahvit&theme=ruoka").select(".ways-on__themes")


def test_a_correction_is_told_and_offered_with_an_address_that_keeps_the_filters(
    practices: Any, client: Client
) -> None:
    applied = soup(client, f"{SEARCH}?q=kaverikavit")
    assert names(applied) == ["Kaverikahvit"]
    assert "kaverikahvit" in applied.select_one(".did-you-mean strong").get_text()
    offered = soup(client, f"{SEARCH}?q=kahvi+aamupalaksi+kaverikavit&theme=ruoka")
    link = offered.select_one(".did-you-mean a")
    if link is not None:  # offered only beside hits that have most of the words
        assert parse_qs(urlsplit(link["href"]).query)["theme"] == ["ruoka"]


def test_pinned_practices_stand_first_and_once(practices: Any, client: Client) -> None:
    Pin.objects.create(language="fi", words="kahvi", practice=practices["Iltapala"])
    Pin.objects.create(language="fi", words="kahvi", practice=practices["Aamukahvi asuntolassa"], order=2)
    page = soup(client, f"{SEARCH}?q=KAHVEJA")
    assert [link.get_text() for link in page.select(".pinned .hit__title a")] == [
        "Iltapala",
        "Aamukahvi asuntolassa",
    ]
    assert names(page).count("Aamukahvi asuntolassa") == 1
    assert not soup(client, f"{SEARCH}?q=kahvi&theme=ruoka").select(".pinned")
    practices["Iltapala"].unpublish()
    index.rebuild(index.provided_documents())
    assert "Iltapala" not in names(soup(client, f"{SEARCH}?q=kahvi"))


@pytest.mark.second_database
def test_searches_are_counted_once_and_pages_and_filters_are_not(practices: Any, client: Client) -> None:
    for address in ("?q=kahvi", "?q=kahvi&theme=ruoka", "?q=kahvi&sort=newest", "?theme=ruoka", ""):
        client.get(SEARCH + address)
    client.get(f"{SEARCH}?q=qzxqzx")
    counted = {c.term: (c.searches, c.without_hits) for c in SearchCount.objects.all()}
    assert counted == {"kahvi": (1, 0), "qzxqzx": (1, 1)}


def test_nothing_found_lets_the_need_be_left(practices: Any, client: Client) -> None:
    page = soup(client, f"{SEARCH}?q=qzxqzx")
    assert page.select_one(".wish-form input[name=need]")["value"] == "qzxqzx"


def test_without_the_engine_the_page_says_so_and_looks_through_titles(
    practices: Any, client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.SEARCH = {**settings.SEARCH, "PATH": tmp_path / "nothing"}
    page = soup(client, f"{SEARCH}?q=kaverikahvit")
    assert names(page) == ["Kaverikahvit"]
    assert page.select_one(".notice--warning")
    assert ask(client, q="kaverikahvit")["degraded"] is True
    assert client.get(SUGGEST, {"q": "kav"}).status_code == 503


# The feed


def test_a_feed_lists_the_newest_hits_with_absolute_addresses(practices: Any, client: Client) -> None:
    response = client.get(FEED, {"q": "kahvi", "page": "7"})
    assert response.status_code == 200
    assert "atom+xml" in response.headers["Content-Type"]
    feed = ElementTree.fromstring(response.content)  # noqa: S314 our own answer
    entries = feed.findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    assert set(titles) >= {"Aamukahvi asuntolassa", "Kaverikahvit"}
    assert all(entry.find(f"{ATOM}link").get("href").startswith("http") for entry in entries)
    assert all(entry.findtext(f"{ATOM}updated") for entry in entries)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fi"


def test_a_feed_of_nothing_asked_is_all_that_is_new(practices: Any, client: Client) -> None:
    feed = ElementTree.fromstring(client.get(FEED).content)  # noqa: S314 our own answer
    assert len(feed.findall(f"{ATOM}entry")) >= 3


# Suggestions


def test_suggestions_complete_names_of_practices_themes_and_projects(practices: Any, client: Client) -> None:
    found = client.get(SUGGEST, {"q": "kah"}).json()["suggestions"]
    assert {each["title"] for each in found} == {"Aamukahvi asuntolassa", "Kaverikahvit", "Kahvihanke"}
    assert [each["kind"] for each in found] == ["practice", "practice", "project"]
    (theme,) = client.get(SUGGEST, {"q": "ruoan te"}).json()["suggestions"]
    assert (theme["kind"], theme["title"]) == ("theme", "Ruoan teema")
    assert theme["marked"] == [["Ruoan", True], [" ", False], ["te", True], ["ema", False]]
    assert "".join(piece for piece, _met in theme["marked"]) == theme["title"]


def test_too_little_gets_no_suggestions(practices: Any, client: Client) -> None:
    typed = ("", "k", "  ", "!?")
    suggested = {text: client.get(SUGGEST, {"q": text}).json()["suggestions"] for text in typed}
    assert suggested == {text: [] for text in typed}


def test_what_no_name_begins_with_is_answered_by_what_it_is_about(practices: Any, client: Client) -> None:
    found = client.get(SUGGEST, {"q": "juo kahvia yksin"}).json()["suggestions"]
    assert {each["kind"] for each in found} == {"practice"}


# The API


def test_the_api_documents_every_parameter_and_answer(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    operation = schema["paths"][API]["get"]
    parameters = {each["name"] for each in operation["parameters"]}
    others = {"language", "q", "sort", "page", "per_page"}
    assert parameters == set(Asked.model_fields) == {*FACET_PARAMETERS.values()} | others
    assert "SearchOut" in json.dumps(operation["responses"]["200"])
    assert client.get("/api/v1/docs").status_code == 200


def test_the_api_pages_to_the_last_hit(practices: Any, client: Client) -> None:
    first = ask(client, q="", per_page=2)
    pages = [ask(client, q="", per_page=2, page=n)["hits"] for n in range(1, first["pages"] + 1)]
    ids = [hit["id"] for page in pages for hit in page]
    assert len(ids) == len(set(ids)) == first["total"]


def test_the_api_may_be_read_from_anywhere_and_sets_no_cookie(practices: Any, client: Client) -> None:
    response = client.get(API, {"language": "fi", "q": "kahvi"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age" in response.headers["Cache-Control"]
    assert not response.cookies
    hit = response.json()["hits"][0]
    assert hit["url"].startswith("http://")
    assert "<mark>" in hit["highlights"]["title"]


def test_the_api_refuses_with_a_message(practices: Any, client: Client, subtests: pytest.Subtests) -> None:
    for asked in (
        {"language": "xx"},
        {"language": ""},
        {"theme": "ei-ole"},
        {"available_in": "xx"},
        {"page": "99"},
        {"page": "abc"},
        {"per_page": "0"},
        {"per_page": "10000"},
    ):
        with subtests.test(asked=asked):
            assert ask(client, 422, q="kahvi", **asked)["detail"]


ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="\"'-()[]{}*?~^:/\\ kahvi", max_size=80),
    st.builds(lambda part, n: (part * n)[:10_000], st.text(min_size=1, max_size=8), st.integers(1, 5000)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT)
def test_whatever_is_typed_gets_an_answer_everywhere(practices: Any, client: Client, text: str) -> None:
    sendable = text.encode("utf-8", "replace").decode()
    for address in (SEARCH, SUGGEST, FEED):
        assert client.get(address, {"q": sendable}).status_code == 200, address
    assert client.get(API, {"language": "sv", "q": sendable}).status_code == 200


def test_labels_are_in_the_language_asked_for(practices: Any, client: Client) -> None:
    labels = {
        language: {v["label"] for v in ask(client, language=language)["facets"]["language"]}
        for language in dict(django_settings.LANGUAGES)
    }
    assert labels["fi"] <= {"suomi", "ruotsi"}
    assert labels["fi"]
