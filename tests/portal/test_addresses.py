"""Every address answers with what it is, or says in the reader's language that it is not there."""

import json
import urllib.robotparser

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
NOT_THERE = (
    "ei-ole/",
    "finns-inte/",
    "kaytannot/ei-ole/",
    "praxis/finns-inte/",
    "%00/",
    "%FF%FE/",
    "a" * 3000,
)
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


def test_the_index_pages_stand_where_they_are_promised(client: Client) -> None:
    promised = ("/fi/", "/fi/teemat/", "/fi/hankkeet/", "/fi/kaytannot/")
    promised += ("/sv/", "/sv/teman/", "/sv/projekt/", "/sv/praxis/")
    assert {path: status for path in promised if (status := client.ask(path).status) != 200} == {}


def test_every_theme_has_a_page_with_its_practices(client: Client, crawled: dict[str, Answer]) -> None:
    for top in ("/fi/teemat/", "/sv/teman/"):
        pages = [path for path in crawled if path.startswith(top) and path != top]
        assert len(pages) == len(THEMES) >= 5
        for path in pages:
            assert crawled[path].soup.select(".card__title a"), f"{path} lists no practice"


def test_what_is_not_there_is_told_in_the_reader_s_language(client: Client, language: str) -> None:
    found = []
    for path in NOT_THERE:
        answer = client.follow(f"/{language}/{path}")
        told = (
            answer.status,
            answer.soup.html["lang"],
            language_of(answer.soup.select_one("main .lead").get_text()),
        )
        if told != (404, language, language) or answer.soup.select_one("main form[role=search]") is None:
            found.append((path, told))
    assert found == []


def test_addresses_without_a_language_lead_to_one(client: Client) -> None:
    for accepted, language in (("sv-FI,sv;q=0.9", "sv"), ("fi", "fi"), ("de,en;q=0.5", "fi")):
        answer = client.ask("/", headers={"Accept-Language": accepted})
        assert (answer.status, answer.header("Location")) == (302, f"/{language}/"), accepted
        assert "Accept-Language" in answer.header("Vary")


def test_a_page_that_a_list_does_not_have_is_told(client: Client, language: str) -> None:
    asked = [
        f"{top[language]}?page={page}"
        for top in (CATALOGUE, NEWS)
        for page in ("0", "-1", "99999", "abc", "1.5", "%00", "9" * 50, "%D9%A1")
    ]
    assert _untold(client, asked, language) == []


def test_a_filter_that_nobody_knows_is_told(client: Client, language: str) -> None:
    names = ("theme", "project", "target_group", "setting", "maturity")
    asked = [
        f"{CATALOGUE[language]}?{name}={value}"
        for name in names
        for value in ("ei-ole", "%00", "%27%22%3Cb%3E", "x" * 500)
    ]
    assert _untold(client, asked, language) == []
    marked = [name for name in names if "<b>" in client.ask(f"{CATALOGUE[language]}?{name}=%3Cb%3E").text]
    assert marked == []


def test_an_order_that_nobody_knows_is_the_usual_one(client: Client, language: str) -> None:
    usual = client.ask(CATALOGUE[language])
    strange = client.ask(f"{CATALOGUE[language]}?sort=ei-ole&muu=1")
    titles = [[link["href"] for link in answer.soup.select(".card__title a")] for answer in (usual, strange)]
    assert strange.status == 200
    assert titles[0] == titles[1]


def test_a_permanent_address_opens_in_the_reader_s_language(client: Client, language: str) -> None:
    for file in PRACTICES[::10]:
        data, problems = read(file)
        assert not problems
        answer = client.ask(f"/p/{file.stem}", headers={"Accept-Language": language})
        assert answer.status == 302, file.stem
        page = client.ask(answer.header("Location"))
        assert page.status == 200, file.stem
        assert page.soup.h1.get_text(strip=True) == data["name"][language]
        cited = page.soup.select_one("#citation a")["href"]
        assert cited == f"{client.base}/p/{file.stem}"


def test_a_permanent_address_of_nothing_is_not_found(client: Client) -> None:
    assert {key: client.follow(f"/p/{key}").status for key in ("ei-ole", "x" * 300, "1")} == {
        "ei-ole": 404,
        "x" * 300: 404,
        "1": 404,
    }


def test_no_file_outside_pictures_and_static_files_is_served(client: Client) -> None:
    found = []
    for path in OUTSIDE:
        answer = client.ask(path)
        if answer.status in (301, 302):
            answer = client.follow(path)
        if answer.status not in (400, 404) or b"SQLite format" in answer.body or b"root:" in answer.body:
            found.append((path, answer.status))
    assert found == []


def test_pictures_are_served_for_a_long_time(client: Client, crawled: dict[str, Answer]) -> None:
    picture = crawled["/fi/"].soup.select_one(".card img")["src"]
    answer = client.ask(picture)
    assert answer.status == 200
    assert answer.header("Content-Type") == "image/webp"
    assert "max-age=2592000" in answer.header("Cache-Control")


def test_public_pages_take_no_writing(client: Client, language: str) -> None:
    found = []
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "WEIRD"):
        for path in (f"/{language}/", CATALOGUE[language], "/healthz", "/robots.txt", "/p/vierellakulkija"):
            status = client.ask(path, method=method, body=b"a=1").status
            if not 400 <= status < 500:
                found.append((method, path, status))
    assert found == []


def test_asking_for_the_headers_alone_gives_them(client: Client, language: str) -> None:
    for path in (f"/{language}/", CATALOGUE[language]):
        answer = client.ask(path, method="HEAD")
        assert (answer.status, answer.body) == (200, b"")
        assert answer.header("Content-Type").startswith("text/html")


def test_a_foreign_host_name_is_refused(client: Client) -> None:
    assert client.ask("/fi/", headers={"Host": "evil.example"}).status == 400


def _untold(client: Client, asked: list[str], language: str) -> list[tuple[str, int, str]]:
    """Return (address, status, notice) where an answer is not a 404 whose notice is in the language."""
    found = []
    for address in asked:
        answer = client.ask(address)
        notice = answer.soup.select_one("main .notice--warning")
        text = notice.get_text() if notice else ""
        if answer.status != 404 or language_of(text) != language:
            found.append((address, answer.status, text))
    return found
