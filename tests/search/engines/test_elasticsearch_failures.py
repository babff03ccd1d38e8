"""What an Elasticsearch that is absent, slow, secured, full or something else is told as; needs no server."""

import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from search.engines import SearchUnavailable, get_engine
from search.engines.elasticsearch import ClusterSettings, ElasticsearchEngine
from tests.running import REQUIRE_ALL
from tests.search.engines.contract import find

JSON = "application/vnd.elasticsearch+json;compatible-with=8"


def refusal(kind: str, reason: str = "because") -> dict[str, Any]:
    """Return an error as Elasticsearch words it."""
    return {"error": {"root_cause": [{"type": kind, "reason": reason}], "type": kind, "reason": reason}}


@dataclass
class Stranger:
    """A server that gives one answer to everything, and remembers what it was asked."""

    status: int = 200
    answer: Any = field(default_factory=lambda: {"hits": {"total": {"value": 7}, "hits": []}})
    product: str | None = "Elasticsearch"
    asked: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    waits_for: threading.Event | None = None
    url: str = ""


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    yield from serve()


def serve(context: ssl.SSLContext | None = None) -> Iterator[Stranger]:
    """Yield a server, over TLS with a context, till the test ends."""
    state = Stranger()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            state.asked.append({name.lower(): value for name, value in self.headers.items()})
            state.paths.append(self.path)
            if state.waits_for:
                state.waits_for.wait(30)
            raw = state.answer if isinstance(state.answer, bytes) else json.dumps(state.answer).encode()
            self.send_response(state.status)
            self.send_header("Content-Type", "text/html" if isinstance(state.answer, bytes) else JSON)
            self.send_header("Content-Length", str(len(raw)))
            if state.product:
                self.send_header("X-Elastic-Product", state.product)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(raw)

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer  # noqa: N815 the base class's names

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        state.url = f"http{'s' if context else ''}://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield state
        finally:
            if state.waits_for:
                state.waits_for.set()
            server.shutdown()


def engine_at(url: str, *, pause_seconds: float = 60, **settings: Any) -> ElasticsearchEngine:
    given = {"timeout": 5.0, **settings}
    return ElasticsearchEngine(ClusterSettings(url=(url,), **given), pause_seconds=pause_seconds)


def uses(engine: ElasticsearchEngine, make_document: Any) -> list[Callable[[], Any]]:
    """Return everything that can be done with an engine."""
    return [
        lambda: find(engine, "kello", facets=("theme",)),
        lambda: find(engine, "", sort="newest"),
        lambda: engine.put([make_document(1)]),
        lambda: engine.remove(["practice:1"]),
        lambda: engine.rebuild([make_document(1)]),
        engine.count,
        lambda: engine.similar("practice:1", language="fi", kinds=(), limit=3),
    ]


def test_a_refused_connection_names_the_setting_and_no_password(make_document: Any) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # nobody listens
        port = unused.getsockname()[1]
        engine = engine_at(f"http://portal:salasana@127.0.0.1:{port}", api_key="")
        for use in uses(engine, make_document):
            with pytest.raises(
                SearchUnavailable, match=f"127.0.0.1:{port} cannot be reached.*ELASTICSEARCH_URL"
            ) as told:
                use()
            assert "salasana" not in str(told.value)


def test_one_waits_for_a_silent_server_and_the_next_do_not(stranger: Stranger) -> None:
    stranger.waits_for = threading.Event()
    engine = engine_at(stranger.url, timeout=0.5)
    began = time.monotonic()
    with pytest.raises(SearchUnavailable, match=r"did not answer within 0\.5 seconds.*ELASTICSEARCH_TIMEOUT"):
        find(engine, "kello")
    assert 0.4 < time.monotonic() - began < 5
    asked = len(stranger.asked)
    for _ in range(50):
        with pytest.raises(SearchUnavailable, match=r"did not answer within .* asked again in"):
            find(engine, "kello")
    assert len(stranger.asked) == asked == 1


def test_after_the_pause_one_asks_again_and_then_all(stranger: Stranger) -> None:
    stranger.waits_for = threading.Event()
    engine = engine_at(stranger.url, timeout=0.3, pause_seconds=0)
    for _ in range(2):
        with pytest.raises(SearchUnavailable, match="did not answer"):
            engine.count()
    assert len(stranger.asked) == 2
    stranger.waits_for.set()
    assert engine.count() == 7
    assert engine.count() == 7


def test_while_one_asks_again_the_others_do_not_wait(
    stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.monotonic()
    clock = [now]
    monkeypatch.setattr("search.engines.elasticsearch.cluster.time.monotonic", lambda: clock[0])
    stranger.waits_for = threading.Event()
    engine = engine_at(stranger.url, timeout=3.0, pause_seconds=10)
    engine._cluster._circuit.failed("It was down.")
    clock[0] = now + 11
    told: list[str] = []

    def ask() -> None:
        try:
            engine.count()
        except SearchUnavailable as error:
            told.append(str(error))

    first = threading.Thread(target=ask)
    first.start()
    deadline = time.time() + 10
    while not stranger.asked and time.time() < deadline:
        first.join(0.01)
    ask()
    assert told == ["It was down. It is asked again in 10 seconds."]
    assert len(stranger.asked) == 1
    stranger.waits_for.set()
    first.join()
    assert len(told) == 1
    assert engine.count() == 7


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [
        (
            401,
            refusal("security_exception", "unable to authenticate"),
            "ELASTICSEARCH_API_KEY to a valid key",
        ),
        (403, refusal("security_exception", "action is unauthorized"), "lacks privileges.*practices"),
        (403, refusal("cluster_block_exception", "read-only"), "Free space"),
        (429, refusal("cluster_block_exception", "disk usage exceeded flood-stage watermark"), "Free space"),
        (404, refusal("index_not_found_exception"), "search_rebuild|Another rebuild"),
        (400, refusal("strict_dynamic_mapping_exception"), "does not fit.*search_rebuild"),
        (400, refusal("media_type_header_exception"), "another version.*8"),
        (406, refusal("media_type_header_exception"), "another version.*8"),
        (429, refusal("es_rejected_execution_exception"), "overloaded"),
        (503, refusal("search_phase_execution_exception", "all shards failed"), "not ready"),
        (500, refusal("null_pointer_exception"), "Look at its logs"),
        (502, b"<h1>Bad Gateway</h1>", "not ready"),
        (405, {"error": "Incorrect HTTP method", "status": 405}, "Incorrect HTTP method"),
        (400, {"error": None}, "does not fit"),
    ],
    ids=lambda value: (
        value["error"]["type"] if isinstance(value, dict) and isinstance(value.get("error"), dict) else None
    ),
)
def test_each_refusal_is_told_with_the_fix(
    stranger: Stranger, make_document: Any, status: int, answer: Any, expected: str
) -> None:
    stranger.status, stranger.answer = status, answer
    engine = engine_at(stranger.url)
    for use in uses(engine, make_document):
        with pytest.raises(SearchUnavailable, match=f"(?s){expected}"):
            use()


@pytest.mark.parametrize("answer", [{"version": {"number": "2.11.0"}}, b"<h1>Welcome to nginx</h1>"])
def test_another_server_is_told(stranger: Stranger, make_document: Any, answer: Any) -> None:
    stranger.product, stranger.answer = None, answer
    for use in uses(engine_at(stranger.url), make_document):
        with pytest.raises(SearchUnavailable, match="not Elasticsearch 8"):
            use()


@pytest.mark.parametrize("answer", [{}, [], {"hits": None, "aggregations": {}}, b"not JSON"])
def test_an_answer_that_makes_no_sense_is_told(stranger: Stranger, make_document: Any, answer: Any) -> None:
    stranger.answer = answer
    for use in uses(engine_at(stranger.url), make_document):
        with pytest.raises(SearchUnavailable, match="Elasticsearch"):
            use()


@pytest.mark.parametrize(
    ("status", "kind", "expected"),
    [
        (429, "cluster_block_exception", "Free space"),
        (400, "document_parsing_exception", "does not fit"),
        (404, "index_not_found_exception", "search_rebuild"),
        (503, "unavailable_shards_exception", "not ready"),
        (429, "es_rejected_execution_exception", "overloaded"),
    ],
)
def test_a_document_that_is_not_taken_is_told(
    stranger: Stranger,
    make_document: Any,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    kind: str,
    expected: str,
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("elasticsearch.helpers.actions.time.sleep", pauses.append)
    stranger.answer = {
        "errors": True,
        "items": [
            {"index": {"_id": "practice:1", "status": status, "error": {"type": kind, "reason": "so"}}}
        ],
    }
    with pytest.raises(SearchUnavailable, match=expected):
        engine_at(stranger.url).put([make_document(1)])
    assert len(pauses) == (2 if status == 429 else 0), "only where there is too much to do is it tried again"


def test_the_api_key_is_sent_and_never_shown(stranger: Stranger) -> None:
    engine = engine_at(stranger.url, api_key="c2FsYWluZW4=")
    assert engine.count() == 7
    assert stranger.asked[0]["authorization"] == "ApiKey c2FsYWluZW4="
    assert "c2FsYWluZW4" not in repr(ClusterSettings(api_key="c2FsYWluZW4="))


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"url": ("localhost",)}, "ELASTICSEARCH_URL"),
        ({"url": ("ftp://localhost:9200",)}, "ELASTICSEARCH_URL"),
        ({"url": ("http://localhost",)}, "ELASTICSEARCH_URL"),
        ({"url": ("http://[::1",)}, "ELASTICSEARCH_URL"),
        ({"url": ()}, "ELASTICSEARCH_URL"),
        ({"url": ("https://localhost:9200",), "ca": "/nowhere/ca.pem"}, "ELASTICSEARCH_CA"),
        ({"url": ("https://localhost:9200",), "ca": __file__}, "ELASTICSEARCH_CA"),
        ({"index": "Käytännöt"}, "ELASTICSEARCH_INDEX"),
        ({"index": ""}, "ELASTICSEARCH_INDEX"),
        ({"index": "a*"}, "ELASTICSEARCH_INDEX"),
        ({"shards": 0}, "ELASTICSEARCH_SHARDS"),
        ({"replicas": -1}, "ELASTICSEARCH_REPLICAS"),
        ({"timeout": 0}, "ELASTICSEARCH_TIMEOUT"),
    ],
)
def test_a_wrong_setting_is_named(make_document: Any, wrong: dict[str, Any], expected: str) -> None:
    engine = ElasticsearchEngine(ClusterSettings(**wrong))
    for use in uses(engine, make_document):
        with pytest.raises(SearchUnavailable, match=expected):
            use()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: Any) -> Path:
    """A key and a certificate of an authority that nobody knows, as openssl makes them."""
    openssl = shutil.which("openssl")
    if openssl is None:
        (pytest.fail if REQUIRE_ALL else pytest.skip)("openssl is missing")
    folder = Path(tmp_path_factory.mktemp("tls"))
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "ca.pem")]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 our own command
    return folder


def test_a_clusters_own_authority_is_trusted_when_set(certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "ca.pem", certificate / "key.pem")
    for secured in serve(context):
        assert engine_at(secured.url, ca=str(certificate / "ca.pem")).count() == 7
        with pytest.raises(SearchUnavailable, match=r"not trusted.*ELASTICSEARCH_CA"):
            engine_at(secured.url).count()


def test_a_process_that_is_forked_off_makes_connections_of_its_own(
    stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_at(stranger.url)
    engine.count()
    parents = engine._cluster._client()
    assert engine._cluster._client() is parents
    monkeypatch.setattr("os.getpid", lambda: -1)
    assert engine._cluster._client() is not parents


def test_the_settings_choose_the_engine(settings: Any, stranger: Stranger) -> None:
    given = {**settings.SEARCH["ELASTICSEARCH"], "url": (stranger.url,), "index": "portal"}
    settings.SEARCH = {**settings.SEARCH, "ENGINE": "elasticsearch", "ELASTICSEARCH": given}
    engine = get_engine()
    assert isinstance(engine, ElasticsearchEngine)
    assert engine.count() == 7
    assert get_engine() is engine
    assert stranger.paths[0].startswith("/portal-v")
    settings.SEARCH = {**settings.SEARCH, "ELASTICSEARCH": {**given, "index": "toinen"}}
    assert get_engine() is not engine


def test_the_defaults_are_those_of_the_environment() -> None:
    from config.settings import SEARCH

    assert replace(ClusterSettings(**SEARCH["ELASTICSEARCH"]), url=ClusterSettings().url) == ClusterSettings()
