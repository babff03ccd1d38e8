"""Every page of both languages is sound HTML that people with any tool can walk through."""

from collections import Counter
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from tests.languages import nightly
from tests.portal.client import Answer, Client
from tests.portal.texts import path_of

MOST_LINKS = 650
ID_LISTS = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")


@pytest.fixture(scope="session")
def pages(visited: dict[str, Answer]) -> dict[str, BeautifulSoup]:
    """Return {path: elements} of every page."""
    return {path: answer.soup for path, answer in visited.items()}


def report(found: list[str]) -> str:
    """Return what was found for a failed test's message, shortened."""
    return "\n".join([*found[:30], f"… {len(found)} in all"])


def test_every_page_of_the_sitemap_answers(crawled: dict[str, Answer]) -> None:
    assert {path: answer.status for path, answer in crawled.items() if answer.status != 200} == {}


def test_every_page_has_one_main_heading_and_skips_no_level(pages: dict[str, BeautifulSoup]) -> None:
    found = []
    for path, soup in pages.items():
        levels = [int(heading.name[1]) for heading in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
        jumps = [f"h{a} h{b}" for a, b in zip([0, *levels], levels, strict=False) if b > a + 1]
        if levels.count(1) != 1 or jumps:
            found.append(f"{path}: {levels.count(1)} h1, jumps {jumps}")
    assert not found, report(found)


def test_headings_are_not_empty(pages: dict[str, BeautifulSoup]) -> None:
    found = [
        f"{path}: {path_of(heading)}"
        for path, soup in pages.items()
        for heading in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])
        if not heading.get_text(strip=True)
    ]
    assert not found, report(found)


def test_ids_are_unique_and_those_referred_to_exist(pages: dict[str, BeautifulSoup]) -> None:
    found = []
    for path, soup in pages.items():
        ids = Counter(str(element["id"]) for element in soup.find_all(id=True))
        found += [f"{path}: id {name} {count} times" for name, count in ids.items() if count > 1]
        for name in ID_LISTS:
            for element in soup.find_all(attrs={name: True}):
                found += [f"{path}: {name}={i}" for i in _ids_in(element[name]) if i not in ids]
        fragments = (urldefrag(link["href"]).fragment for link in soup.select('a[href^="#"]'))
        found += [f"{path}: link to #{fragment}" for fragment in fragments if fragment not in ids]
    assert not found, report(found)


def test_every_image_has_an_alternative_and_a_size(pages: dict[str, BeautifulSoup]) -> None:
    found = []
    for path, soup in pages.items():
        for image in soup.find_all("img"):
            if not image.has_attr("alt") or not image.get("width") or not image.get("height"):
                found.append(f"{path}: {image.get('src')}")
        for drawing in soup.find_all("svg"):
            if drawing.get("aria-hidden") != "true" and not drawing.find("title"):
                found.append(f"{path}: svg at {path_of(drawing)}")
    assert not found, report(found)


def test_practices_describe_their_pictures(pages: dict[str, BeautifulSoup]) -> None:
    pictures = [i for soup in pages.values() for i in soup.select(".first-screen__picture img")]
    assert len(pictures) > 80
    assert all(len(picture["alt"]) > 15 for picture in pictures)


def test_landmarks_are_there_and_told_apart(pages: dict[str, BeautifulSoup]) -> None:
    found = []
    for path, soup in pages.items():
        for name in ("main", "body > header", "body > footer"):
            if len(soup.select(name)) != 1:
                found.append(f"{path}: {len(soup.select(name))} {name}")
        names = [_name_of(nav, soup) for nav in soup.find_all("nav")]
        if len(names) < 3 or not all(names) or len(set(names)) < len(names):
            found.append(f"{path}: nav {names}")
        if soup.body.find("a")["href"] != "#content":
            found.append(f"{path}: the first link is not the skip link")
    assert not found, report(found)


def test_links_and_buttons_say_where_they_lead(pages: dict[str, BeautifulSoup]) -> None:
    found = []
    for path, soup in pages.items():
        for element in soup.find_all(["a", "button"]):
            if not _name_of(element, soup) or (element.name == "a" and not element.get("href")):
                found.append(f"{path}: {path_of(element)}")
    assert not found, report(found)


def test_every_field_has_a_label(pages: dict[str, BeautifulSoup]) -> None:
    found = []
    for path, soup in pages.items():
        labelled = {label["for"] for label in soup.select("label[for]")}
        for field in soup.select("input:not([type=hidden]), select, textarea"):
            if field.get("id") not in labelled and field.find_parent("label") is None:
                found.append(f"{path}: {path_of(field)}")
    assert not found, report(found)


def test_titles_and_descriptions_tell_pages_apart(crawled: dict[str, Answer]) -> None:
    titles = Counter(
        (path.rstrip("/").rpartition("/")[0], answer.soup.title.get_text(strip=True))
        for path, answer in crawled.items()
    )
    assert [title for title, count in titles.items() if count > 1] == [], "pages side by side have one title"
    found = [path for path, answer in crawled.items() if not _description(answer.soup)]
    assert not found, report(found)


@pytest.mark.parametrize("most", [MOST_LINKS, nightly(4 * MOST_LINKS)])
def test_internal_links_lead_somewhere(
    client: Client, crawled: dict[str, Answer], visited: dict[str, Answer], most: int
) -> None:
    """What pages link to within the portal; of the endless combinations of filters, only the first steps."""
    targets: dict[str, str] = {}
    for path, answer in visited.items():
        # The language switch of a page that is not there leads nowhere either.
        links = "a[href], link[href], img[src], script[src]" if answer.status == 200 else "main a[href]"
        for link in answer.soup.select(links):
            target = _resolved(str(link.get("href") or link.get("src")), f"{client.base}{path}")
            if target.startswith(f"{client.base}/"):
                targets.setdefault(urldefrag(target).url, path)
    new = [target for target in targets if target.removeprefix(client.base) not in crawled]
    plain = [target for target in new if not urlsplit(target).query]
    filtered = [target for target in new if urlsplit(target).query]
    chosen = plain + filtered[:: max(1, len(filtered) // max(1, most - len(plain)))]
    assert len(plain) >= 50
    assert len(plain) < most
    found = [
        f"{answer.status} {target} linked from {targets[target]}"
        for target, answer in client.ask_all(chosen[:most]).items()
        if answer.status not in (200, 302)
    ]
    assert not found, report(found)


def test_links_out_are_https(pages: dict[str, BeautifulSoup]) -> None:
    found = {
        f"{path}: {link['href']}"
        for path, soup in pages.items()
        for link in soup.select('a[href^="http://"]')
        if urlsplit(link["href"]).hostname not in ("127.0.0.1", "localhost")
    }
    assert not found, report(sorted(found))


def _resolved(address: str, base: str) -> str:
    """Return an address as browsers resolve it: `?` alone is the page without its query, which urljoin keeps."""
    return urljoin(base.partition("?")[0] if address.startswith("?") else base, address)


def _ids_in(value: str | list[str]) -> list[str]:
    return value.split() if isinstance(value, str) else list(value)


def _description(soup: BeautifulSoup) -> str:
    meta = soup.find("meta", attrs={"name": "description"})
    return str(meta["content"]).strip() if meta else ""


def _name_of(element: Tag, soup: BeautifulSoup) -> str:
    """Return an element's accessible name, as far as these pages need."""
    if element.get("aria-label"):
        return str(element["aria-label"])
    if element.get("aria-labelledby"):
        named = (soup.find(id=i) for i in _ids_in(element["aria-labelledby"]))
        return " ".join(part.get_text(" ", strip=True) for part in named if part)
    if element.name == "nav":
        return ""
    images = " ".join(str(image.get("alt", "")) for image in element.find_all("img"))
    return f"{element.get_text(' ', strip=True)} {images}".strip()
