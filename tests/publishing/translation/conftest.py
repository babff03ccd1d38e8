"""A practice with its Swedish translation, what the workbench's form sends, and a service of machine translation."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation

from publishing.translation.markup import to_text
from publishing.translation.workbench import Row, rows_of
from tests.practices.translations.conftest import (  # noqa: F401 fixtures
    _english_and_unsearched,
    chief,
    committing,
    edit,
    source,
    swedish,
    target,
    translation,
)


def fresh(translation: Translation) -> Translation:  # noqa: F811
    """Return the record read anew, its source too."""
    return Translation.objects.select_related("source", "target_locale").get(pk=translation.pk)


def row_at(translation: Translation, path: str) -> Row:  # noqa: F811
    """Return the first text at a path; a path of a block may be given by its end, a text by its words."""
    rows = rows_of(fresh(translation))
    found = [row for row in rows if row.path == path or row.source_plain == path or row.path.endswith(path)]
    return found[0]


class Form:
    """What a browser sends from the workbench as it was when it was opened."""

    def __init__(self, translation: Translation) -> None:  # noqa: F811
        self.translation = fresh(translation)
        self.rows = {row.segment: row for row in rows_of(self.translation)}
        self.texts = {pk: to_text(row.shown) for pk, row in self.rows.items()}
        self.holds: list[int] = []

    def write(self, path: str, text: str) -> "Form":
        self.texts[self._at(path)] = text
        return self

    def hold(self, path: str) -> "Form":
        self.holds.append(self._at(path))
        return self

    def data(self) -> dict[str, Any]:
        sent: dict[str, Any] = {"text": list(self.rows), "holds": self.holds}
        for pk, row in self.rows.items():
            # Browsers send CRLF.
            sent |= {f"text-{pk}": self.texts[pk].replace("\n", "\r\n"), f"token-{pk}": row.token}
        return sent

    def send(self, client: Client, **more: Any) -> Any:
        page = self.translation.get_target_instance()
        return client.post(reverse("translation_save", args=[page.pk]), self.data() | more)

    def _at(self, path: str) -> int:
        return next(pk for pk, row in self.rows.items() if path in (row.path, row.source_plain))


@pytest.fixture
def form(translation: Translation) -> Callable[[], Form]:  # noqa: F811
    """Return a function that opens the workbench's form."""
    return lambda: Form(translation)


def messages_of(response: Any) -> str:
    """Return what the page that a response leads to tells, as one text."""
    return " ".join(unescape(str(message)) for message in response.wsgi_request._messages)


def draft(page: Page) -> Any:
    """Return a page's latest version."""
    return Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()


class Service:
    """A real HTTP server that speaks the protocols of LibreTranslate and DeepL. It says what `say` returns."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.status = 200
        self.wait, self.pause = 0.0, threading.Event()
        self.raw: bytes | None = None
        self.location = ""
        self.say: Callable[[str], Any] = lambda text: (
            text.upper().replace("<B>", "<b>").replace("</B>", "</b>")
        )
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append({"path": self.path, **body})
                service.headers.append(dict(self.headers))
                service.pause.wait(service.wait)
                content = service.raw if service.raw is not None else service.answer(self.path, body)
                self.send_response(service.status)
                if service.location:
                    self.send_header("Location", service.location)
                self.end_headers()
                with suppress(BrokenPipeError):  # who asked has hung up
                    self.wfile.write(content)

            def log_message(self, *_args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path: str, body: dict[str, Any]) -> bytes:
        if path == "/translate":
            return json.dumps({"translatedText": [self.say(text) for text in body["q"]]}).encode()
        return json.dumps({"translations": [{"text": self.say(text)} for text in body["text"]]}).encode()


@pytest.fixture
def service() -> Iterator[Service]:
    running = Service()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def libre(service: Service, settings: Any) -> Service:
    """A LibreTranslate server that the portal is set to use."""
    settings.MACHINE_TRANSLATION = {"SERVICE": "libretranslate", "URL": service.url, "KEY": ""}
    return service
