"""What a first visit costs and to whom it speaks, as the network and the console see it."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

MOST_BYTES = 80 * 1024
MOST_SCRIPT = 15 * 1024
PICTURES = ("image/webp", "image/png", "image/jpeg", "image/avif", "image/gif", "image/x-icon")


@dataclass
class FirstVisit:
    """Listens to a page from before its first address on; sizes are of what was sent, headers included."""

    page: Page
    status: int = 0
    hosts: set[str] = field(default_factory=set)
    complaints: list[tuple[str, str]] = field(default_factory=list)
    sizes: dict[str, tuple[str, int]] = field(default_factory=dict)

    def go(self, address: str) -> None:
        """Open an address, and wait until everything is there that comes by itself."""
        self._listen()
        answer = self.page.goto(address, wait_until="load")
        self.page.evaluate(
            "document.fonts.ready.then(() => new Promise((done) => requestIdleCallback(done)))"
        )
        self.status = answer.status if answer else 0

    def findings(self, *, host: str, status: int) -> list[str]:
        """Return what is amiss: other hosts, complaints of the browser, cookies, too many bytes."""
        found = [f"asks {other}" for other in self.hosts - {host}]
        if self.status != status:
            found.append(f"answers {self.status}")
        # That a page which is not there is not there, the browser complains of rightly.
        found += [f"the console says: {said}" for said, where in self.complaints if where != self.page.url]
        found += [f"sets {cookie['name']}" for cookie in self.page.context.cookies()]
        if self._size(only="font") <= 10_000:
            found.append("the text face was not loaded, so nothing was measured")
        if self._size(without=PICTURES) > MOST_BYTES:
            found.append(f"is too big:\n{self._table()}")
        if not 0 < self._size(only="javascript") <= MOST_SCRIPT:
            found.append(f"has no scripts or too big ones:\n{self._table()}")
        return found

    def _listen(self) -> None:
        self.page.on(
            "console",
            lambda said: (
                self.complaints.append((said.text, said.location["url"]))
                if said.type in ("error", "warning")
                else None
            ),
        )
        self.page.on("pageerror", lambda error: self.complaints.append((str(error), "")))
        self.page.on("request", lambda request: self._note_host(request.url))
        kinds: dict[str, tuple[str, str]] = {}
        network = self.page.context.new_cdp_session(self.page)
        network.on(
            "Network.responseReceived",
            lambda e: kinds.update({e["requestId"]: (e["response"]["url"], e["response"]["mimeType"])}),
        )

        def finished(event: dict[str, Any]) -> None:
            url, kind = kinds[event["requestId"]]
            if url.startswith("http"):
                self.sizes[url] = (kind, int(event["encodedDataLength"]))

        network.on("Network.loadingFinished", finished)
        network.send("Network.enable")

    def _note_host(self, url: str) -> None:
        if urlsplit(url).scheme != "data":
            self.hosts.add(urlsplit(url).netloc)

    def _size(self, *, without: tuple[str, ...] = (), only: str = "") -> int:
        return sum(n for kind, n in self.sizes.values() if kind not in without and only in kind)

    def _table(self) -> str:
        """Return what was sent, the biggest first."""
        rows = sorted(self.sizes.items(), key=lambda row: -row[1][1])
        return "\n".join(f"{size:>8} {kind:<24} {url}" for url, (kind, size) in rows)
