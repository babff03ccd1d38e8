"""A practice with its Swedish translation, what the workbench's form sends, and a service of machine translation."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from practices import indexing
from practices.models import PracticePage
from practices.translations import record_text, translation_of, write_translation
from publishing.translation.markup import to_text
from publishing.translation.workbench import Row, rows_of
from tests.database import world
from tests.factories import practice_page
from tests.practices.translations.conftest import (  # noqa: F401 fixtures
    STEPS,
    SWEDISH,
    _english_and_unsearched,
    chief,
    committing,
    edit,
    latest,
    swedish,
)


@contextmanager
def making() -> Iterator[None]:
    """Make a module's world as its tests would: in English, unsearched, and with what waits for the commit."""
    with override("en"), indexing.paused(), TestCase.captureOnCommitCallbacks(execute=True):
        yield


@pytest.fixture(scope="module")
def untranslated(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The key of a live Finnish practice, with its alias in the Swedish tree."""
    with world(django_db_blocker):
        with making():
            page = practice_page(
                steps=STEPS, source_says="<p>Kysely <b>kertoo</b> kahveista.</p>", revision=True
            )
        yield page.pk


@pytest.fixture(scope="module")
def translated(untranslated: int, django_db_blocker: Any) -> Iterator[int]:
    """The key of the record of its complete, published Swedish translation."""
    with world(django_db_blocker):
        with making():
            record = translate(PracticePage.objects.get(pk=untranslated))
        yield record.pk


def translate(page: PracticePage, *, by_machine: tuple[str, ...] = ()) -> Translation:
    """Return the record of a practice's Swedish translation, complete and published.

    The texts at the paths of `by_machine` were made by a machine.
    """
    record = translation_of(page, Locale.objects.get(language_code="sv"))
    for segment in record.source.stringsegment_set.select_related("string", "context"):
        text = SWEDISH.get(segment.string.data, "Enkäten <b>berättar</b> om kaffet.")
        tool = "LibreTranslate" if segment.context.path in by_machine else ""
        record_text(record, segment, text, tool=tool)
    write_translation(record, publish=True)
    return record


@pytest.fixture
def source(untranslated: int, portal: Any) -> PracticePage:
    """The live Finnish practice; it is translated only where the module has a translation."""
    return PracticePage.objects.get(pk=untranslated)


@pytest.fixture
def translation(translated: int, portal: Any) -> Translation:
    """The record of the practice's complete, published Swedish translation."""
    return Translation.objects.get(pk=translated)


@pytest.fixture
def target(translation: Translation) -> Any:
    """The live Swedish practice."""
    return latest(translation.get_target_instance())


def fresh(translation: Translation) -> Translation:
    """Return the record read anew, its source too."""
    return Translation.objects.select_related("source", "target_locale").get(pk=translation.pk)


def row_at(translation: Translation, path: str) -> Row:
    """Return the first text at a path; a path of a block may be given by its end, a text by its words."""
    rows = rows_of(fresh(translation))
    found = [row for row in rows if row.path == path or row.source_plain == path or row.path.endswith(path)]
    return found[0]


class Form:
    """What a browser sends from the workbench as it was when it was opened."""

    def __init__(self, translation: Translation) -> None:
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
def form(translation: Translation) -> Callable[[], Form]:
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
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

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
