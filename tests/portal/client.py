"""A visitor without a browser: every request by itself, nothing followed, nothing kept, nothing tidied up."""

import gzip
import http.client
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

BROWSER_HEADERS = {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Answer:
    """What the server sent: `path` is what was asked for, headers keep their order and repetitions."""

    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)

    def header(self, name: str) -> str:
        """Return the value of a header, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def text(self) -> str:
        """The body as text; raises UnicodeDecodeError where it is not UTF-8."""
        return self.body.decode("utf-8")

    @property
    def is_html(self) -> bool:
        """Whether the body is a page."""
        return self.header("Content-Type").startswith("text/html")

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page's elements."""
        return BeautifulSoup(self.text, "html.parser")


class Client:
    """Sends requests to one server exactly as they are written, `..` and all."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.netloc = urlsplit(base).netloc

    def ask(
        self, path: str, *, method: str = "GET", body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        """Return the answer to a request; `path` is a path with its query, or an address on this server."""
        asked = path.removeprefix(self.base) or "/"
        connection = http.client.HTTPConnection(self.netloc, timeout=60)
        try:
            connection.request(method, asked, body=body or None, headers=BROWSER_HEADERS | (headers or {}))
            response = connection.getresponse()
            sent = response.read()
            if response.getheader("Content-Encoding") == "gzip":
                sent = gzip.decompress(sent)
            return Answer(asked, response.status, tuple(response.getheaders()), sent)
        finally:
            connection.close()

    def ask_all(self, paths: Sequence[str]) -> dict[str, Answer]:
        """Return {path: answer}; some are asked at the same time, as the server has two processes."""
        with ThreadPoolExecutor(4) as pool:
            return dict(zip(paths, pool.map(self.ask, paths), strict=True))

    def follow(self, path: str, *, hops: int = 5) -> Answer:
        """Return the answer at the end of redirects; raises AssertionError after too many."""
        answer = self.ask(path)
        for _ in range(hops):
            if answer.status not in (301, 302, 303, 307, 308):
                return answer
            answer = self.ask(answer.header("Location"))
        raise AssertionError(f"{path}: more than {hops} redirects")
