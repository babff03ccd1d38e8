"""Every address answers with what it is, or says in the reader's language that it is not there."""

import json
import urllib.robotparser

import pytest

from practices.loading.files import read
from tests.portal.client import Answer, Client
from tests.portal.sitemap import Entry
from tests.portal.texts import language_of
from tests.running import ROOT

CATALOGUE = {"fi": "/fi/kaytannot/", "sv": "/sv/praxis/"}
NEWS = {"fi": "/fi/ajankohtaista/", "sv": "/sv/aktuellt/"}
PRACTICES = sorted((ROOT / "practices" / "demo" / "practices").glob("*.yaml"))
PROJECTS = sorted((ROOT / "practices" / "demo" / "projects").glob("*.yaml"))
THEMES = sorted((ROOT / "practices" / "demo" / "themes").glob("*.yaml"))
OUTSIDE = (
    *("/media/../db.sqlite3", "/media/images/../../db.sqlite3", "/media/images/..%2f..%2fdb.sqlite3"),
    *("/media/images/%2e%2e/%2e%2e/secret-key", "/media/images/..%5c..%5csecret-key", "/media/%00"),
    *("/media/", "/media/images/", "/media/documents/", "/media/documents/x.pdf", "/media//etc/passwd"),
    *(
        "/static/../secret-key",
        "/static/..%2f..%2fsecret-key",
        "/static/%2e%2e/secret-key",
        "/static//etc/passwd",
    ),
    *("/documents/99999/x.pdf", "/documents/1/../../../secret-key", "/../../../../etc/passwd"),
    *("/.env", "/.git/config", "/db.sqlite3", "/secret-key", "/var/db.sqlite3", "/fi/../secret-key"),
)


def test_the_portal_is_healthy(client: Client) -> None:
    answer = client.ask("/healthz")
    assert answer.status == 200
    assert json.loads(answer.body) == {"database": True, "search": True}
    assert "no-cache" in answer.header("Cache-Control")


def test_robots_are_let_in_but_not_into_the_editor(client: Client) -> None:
    answer = client.ask("/robots.txt")
    assert answer.status == 200
    robots = urllib.robotparser.RobotFileParser()
    robots.parse(answer.text.splitlines())
    assert robots.can_fetch("*", "/fi/kaytannot/")
    assert not robots.can_fetch("*", "/admin/")
    assert robots.site_maps() == [f"{client.base}/sitemap.xml"]


def test_the_sitemap_lists_every_practice_in_both_languages(client: Client, sitemap: list[Entry]) -> None:
    for language, top in CATALOGUE.items():
        below = [e for e in sitemap if e.path(client.base).startswith(top)]
        practices = [e for e in below if e.path(client.base).count("/") == 5]
        projects = [e for e in below if e.path(client.base).count("/") == 4]
        assert len(practices) == len(PRACTICES) >= 46, language
        assert len(projects) == len(PROJECTS) >= 14, language


def test_the_sitemap_s_addresses_are_this_server_s(client: Client, sitemap: list[Entry]) -> None:
    strange = [e.location for e in sitemap if not e.location.startswith(f"{client.base}/")]
    assert not strange[:3]


def test_the_sitemap_s_translations_name_each_other(sitemap: list[Entry]) -> None:
    by_location = {entry.location: entry for entry in sitemap}
    assert len(by_location) == len(sitemap)
    for entry in sitemap:
        assert set(entry.alternates) == {"fi", "sv"}, entry.location
        assert entry.location in entry.alternates.values()
        for other in entry.alternates.values():
            assert by_location[other].alternates == entry.alternates


def test_pages_name_their_translations_as_the_sitemap_does(
    client: Client, sitemap: list[Entry], crawled: dict[str, Answer]
) -> None:
    for entry in sitemap:
        soup = crawled[entry.path(client.base)].soup
        links = {link["hreflang"]: link["href"] for link in soup.select("link[rel=alternate][hreflang]")}
        assert links.pop("x-default") == entry.alternates["fi"], entry.location
        assert links == entry.alternates, entry.location
        assert soup.select_one("link[rel=canonical]")["href"] == entry.location


@pytest.mark.parametrize("top", ["", "teemat/", "hankkeet/", "kaytannot/"])
def test_the_index_pages_stand_where_they_are_promised(client: Client, top: str) -> None:
    assert client.ask(f"/fi/{top}").status == 200
    swedish = {"": "", "teemat/": "teman/", "hankkeet/": "projekt/", "kaytannot/": "praxis/"}[top]
    assert client.ask(f"/sv/{swedish}").status == 200


def test_every_theme_has_a_page_with_its_practices(client: Client, crawled: dict[str, Answer]) -> None:
    for top in ("/fi/teemat/", "/sv/teman/"):
        pages = [path for path in crawled if path.startswith(top) and path != top]
        assert len(pages) == len(THEMES) >= 5
        for path in pages:
            assert crawled[path].soup.select(".card__title a"), f"{path} lists no practice"


@pytest.mark.parametrize(
    "path",
    ["ei-ole/", "finns-inte/", "kaytannot/ei-ole/", "praxis/finns-inte/", "%00/", "%FF%FE/", "a" * 3000],
)
def test_what_is_not_there_is_told_in_the_reader_s_language(client: Client, language: str, path: str) -> None:
    answer = client.follow(f"/{language}/{path}")
    assert answer.status == 404
    assert answer.soup.html["lang"] == language
    assert language_of(answer.soup.select_one("main .lead").get_text()) == language
    assert answer.soup.select_one("main form[role=search]") is not None


def test_addresses_without_a_language_lead_to_one(client: Client) -> None:
    for accepted, language in (("sv-FI,sv;q=0.9", "sv"), ("fi", "fi"), ("de,en;q=0.5", "fi")):
        answer = client.ask("/", headers={"Accept-Language": accepted})
        assert (answer.status, answer.header("Location")) == (302, f"/{language}/"), accepted
        assert "Accept-Language" in answer.header("Vary")


@pytest.mark.parametrize("top", [CATALOGUE, NEWS], ids=["catalogue", "news"])
@pytest.mark.parametrize("page", ["0", "-1", "99999", "abc", "1.5", "%00", "9" * 50, "%D9%A1"])
def test_a_page_that_a_list_does_not_have_is_told(
    client: Client, language: str, top: dict[str, str], page: str
) -> None:
    answer = client.ask(f"{top[language]}?page={page}")
    _is_told(answer, language)


@pytest.mark.parametrize("name", ["theme", "project", "target_group", "setting", "maturity"])
def test_a_filter_that_nobody_knows_is_told(client: Client, language: str, name: str) -> None:
    for value in ("ei-ole", "%00", "%27%22%3Cb%3E", "x" * 500):
        answer = client.ask(f"{CATALOGUE[language]}?{name}={value}")
        _is_told(answer, language)
    assert "<b>" not in client.ask(f"{CATALOGUE[language]}?{name}=%3Cb%3E").text


def test_an_order_that_nobody_knows_is_the_usual_one(client: Client, language: str) -> None:
    usual = client.ask(CATALOGUE[language])
    strange = client.ask(f"{CATALOGUE[language]}?sort=ei-ole&muu=1")
    titles = [[link["href"] for link in answer.soup.select(".card__title a")] for answer in (usual, strange)]
    assert strange.status == 200
    assert titles[0] == titles[1]


@pytest.mark.parametrize("file", PRACTICES[::10], ids=lambda file: file.stem)
def test_a_permanent_address_opens_in_the_reader_s_language(
    client: Client, language: str, file: object
) -> None:
    data, problems = read(file)
    assert not problems
    answer = client.ask(f"/p/{file.stem}", headers={"Accept-Language": language})
    assert answer.status == 302
    page = client.ask(answer.header("Location"))
    assert page.status == 200
    assert page.soup.h1.get_text(strip=True) == data["name"][language]
    cited = page.soup.select_one("#citation a")["href"]
    assert cited == f"{client.base}/p/{file.stem}"


@pytest.mark.parametrize("key", ["ei-ole", "x" * 300, "1"])
def test_a_permanent_address_of_nothing_is_not_found(client: Client, key: str) -> None:
    assert client.follow(f"/p/{key}").status == 404


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_file_outside_pictures_and_static_files_is_served(client: Client, path: str) -> None:
    answer = client.ask(path)
    if answer.status in (301, 302):
        answer = client.follow(path)
    assert answer.status in (400, 404), path
    assert b"SQLite format" not in answer.body
    assert b"root:" not in answer.body


def test_pictures_are_served_for_a_long_time(client: Client, crawled: dict[str, Answer]) -> None:
    picture = crawled["/fi/"].soup.select_one(".card img")["src"]
    answer = client.ask(picture)
    assert answer.status == 200
    assert answer.header("Content-Type") == "image/webp"
    assert "max-age=2592000" in answer.header("Cache-Control")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "WEIRD"])
def test_public_pages_take_no_writing(client: Client, language: str, method: str) -> None:
    for path in (f"/{language}/", CATALOGUE[language], "/healthz", "/robots.txt", "/p/vierellakulkija"):
        answer = client.ask(path, method=method, body=b"a=1")
        assert 400 <= answer.status < 500, (path, answer.status)


def test_asking_for_the_headers_alone_gives_them(client: Client, language: str) -> None:
    for path in (f"/{language}/", CATALOGUE[language]):
        answer = client.ask(path, method="HEAD")
        assert (answer.status, answer.body) == (200, b"")
        assert answer.header("Content-Type").startswith("text/html")


def test_a_foreign_host_name_is_refused(client: Client) -> None:
    assert client.ask("/fi/", headers={"Host": "evil.example"}).status == 400


def _is_told(answer: Answer, language: str) -> None:
    assert answer.status == 404
    notice = answer.soup.select_one("main .notice--warning")
    assert notice is not None, "no message"
    assert language_of(notice.get_text()) == language, notice.get_text()
