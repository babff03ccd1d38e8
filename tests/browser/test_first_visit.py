"""What a first visit costs and to whom it speaks: nobody else, no cookie, no error, few bytes."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import EXAMPLE_IDS, EXAMPLES, NOT_FOUND
from tests.running import RunningPortal

MOST_BYTES = 80 * 1024
MOST_SCRIPT = 15 * 1024
PICTURES = ("image/webp", "image/png", "image/jpeg", "image/avif", "image/gif", "image/x-icon")


@dataclass
class Visit:
    """A first visit as the network and the console saw it; sizes are of what was sent, headers included."""

    status: int = 0
    hosts: set[str] = field(default_factory=set)
    console: list[str] = field(default_factory=list)
    cookies: list[Any] = field(default_factory=list)
    sizes: dict[str, tuple[str, int]] = field(default_factory=dict)

    def size(self, *, without: tuple[str, ...] = (), only: str = "") -> int:
        """Return the bytes sent of media types, but for those left out."""
        return sum(n for kind, n in self.sizes.values() if kind not in without and only in kind)

    def table(self) -> str:
        """Return what was sent, the biggest first."""
        rows = sorted(self.sizes.items(), key=lambda row: -row[1][1])
        return "\n".join(f"{size:>8} {kind:<24} {url}" for url, (kind, size) in rows)


@pytest.fixture(scope="module")
def visits(browser: Browser, running_portal: RunningPortal) -> dict[str, Visit]:
    """Return visits that have been made, by path."""
    return {path: _visit(browser, running_portal, path) for _kind, _language, path in EXAMPLES}


@pytest.fixture(params=EXAMPLES, ids=EXAMPLE_IDS)
def visit(visits: dict[str, Visit], request: pytest.FixtureRequest) -> tuple[str, Visit]:
    """Each page type in each language in turn."""
    kind, _language, path = request.param
    return kind, visits[path]


def test_nobody_else_is_asked(visit: tuple[str, Visit], running_portal: RunningPortal) -> None:
    assert visit[1].hosts == {running_portal.host}


def test_the_console_has_nothing_to_complain_of(visit: tuple[str, Visit]) -> None:
    kind, made = visit
    assert made.status == (404 if kind in NOT_FOUND else 200)
    assert made.console == []


def test_no_cookie_is_set(visit: tuple[str, Visit]) -> None:
    assert visit[1].cookies == []


def test_a_first_visit_is_small(visit: tuple[str, Visit]) -> None:
    made = visit[1]
    assert made.size(only="font") > 10_000, "the text face was not loaded, so nothing was measured"
    assert made.size(without=PICTURES) <= MOST_BYTES, made.table()
    assert 0 < made.size(only="javascript") <= MOST_SCRIPT, made.table()


def _visit(browser: Browser, portal: RunningPortal, path: str) -> Visit:
    made = Visit()
    kinds: dict[str, tuple[str, str]] = {}
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()

    def complain(text: str, url: str = "") -> None:
        if url != portal.url + path:  # that a page which is not there is not there
            made.console.append(text)

    page.on(
        "console", lambda m: complain(m.text, m.location["url"]) if m.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complain(str(error)))
    page.on("request", lambda request: _note_host(made, request.url))
    network = context.new_cdp_session(page)
    network.on(
        "Network.responseReceived",
        lambda e: kinds.update({e["requestId"]: (e["response"]["url"], e["response"]["mimeType"])}),
    )

    def finished(event: dict[str, Any]) -> None:
        url, kind = kinds[event["requestId"]]
        if url.startswith("http"):
            made.sizes[url] = (kind, int(event["encodedDataLength"]))

    network.on("Network.loadingFinished", finished)
    network.send("Network.enable")
    answer = page.goto(portal.url + path, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => new Promise((done) => requestIdleCallback(done)))")
    made.status = answer.status if answer else 0
    made.cookies = list(context.cookies())
    context.close()
    return made


def _note_host(made: Visit, url: str) -> None:
    if urlsplit(url).scheme != "data":
        made.hosts.add(urlsplit(url).netloc)
