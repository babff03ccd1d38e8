"""The portal as visitors meet it: demo content behind the real server, for tests over HTTP.

Making the content takes minutes and copying it a moment. It is made once, by whichever process comes first, and kept
under the name of everything that it depends on; every session, and every worker of one, serves a copy of its own.

    python -m tests.running FOLDER    # copies it to where VAR_DIR leads, for a bench that need not make it anew
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "test-portal"
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
MIGRATIONS = (
    *(str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("*/migrations"))),
    *("config/settings.py", "requirements.lock"),
)
# What the content that `setup_demo` makes depends on; the rest of the code is run as it stands.
CONTENT = (
    *(
        "practices/demo",
        "practices/migrations",
        "practices/models",
        "practices/loading",
        "practices/translating",
        "practices/search.py",
    ),
    *(
        "practices/indexing.py",
        "practices/localised.py",
        "practices/translations.py",
        "home/demo",
        "home/migrations",
        "home/models",
    ),
    *(
        "publishing/migrations",
        "publishing/models",
        "publishing/teams/making.py",
        "publishing/reviewing/making.py",
    ),
    *("adoption/migrations", "adoption/models", "adoption/demo", "adoption/institutions"),
    *("home/loading.py", "home/pictures.py", "home/search.py", "search", "locale", "requirements.lock"),
)
STATIC = ("home/static", "practices/static", "publishing/static", "adoption/static", "requirements.lock")
# Another database, cache or mail server of the developer's is none of a test's business.
OWN = ("DEBUG", "HTTPS", "SECRET_KEY", "CACHE_URL", "EMAIL_URL", "SEARCH_ENGINE", "LOG_JSON", "SITE_URL")
START_SECONDS = 90

Tell = Callable[[str], None]
LOG_BEGAN = pytest.StashKey[int]()


@dataclass(frozen=True)
class RunningPortal:
    """A server that answers at `url`, with its files under `var` and what it logs in `log`."""

    url: str
    var: Path
    log: Path

    @property
    def host(self) -> str:
        """Host and port of the server."""
        return urlsplit(self.url).netloc

    @property
    def mails(self) -> Path:
        """Where the server writes its mails, a file each; the folder is there from the first one on."""
        return self.var / "mails"

    def logged(self, since: int = 0, *, last: int = 4000) -> str:
        """Return the end of what the server has logged, at most what came after `since` bytes."""
        return self.log.read_bytes()[since:][-last:].decode("utf-8", errors="replace")


@pytest.fixture(scope="session")
def running_portal(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[RunningPortal]:
    """A portal with its demo content, served as `make run` serves it; stopped when the session ends."""
    reporter = request.config.pluginmanager.getplugin("terminalreporter")

    def tell(line: str) -> None:
        if reporter is not None:
            reporter.write_line(f"[portal] {line}")

    var = tmp_path_factory.mktemp("portal")
    with _database(tell) as database_url:
        if database_url:
            _make_content(var, tell=tell, database_url=database_url)
        else:
            copy_content(var, tell=tell)
        shutil.copytree(kept("static", STATIC, _collect_static, tell=tell) / "static", var / "static")
        with _server(_environment(var, database_url), var, tell=tell) as portal:
            yield portal


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Show with a failed test what the server logged meanwhile. A conftest imports this by name."""
    outcome: Any = yield
    report = outcome.get_result()
    portal = getattr(item, "funcargs", {}).get("running_portal")
    if portal is None:
        return
    if call.when == "setup":
        item.stash[LOG_BEGAN] = portal.log.stat().st_size
    elif report.failed:
        report.sections.append(("The server's log", portal.logged(item.stash.get(LOG_BEGAN, 0))))


def digest_of(paths: Iterable[str]) -> str:
    """Return a short name for the state of files and of the sources in folders, given relative to the project."""
    state = hashlib.sha256()
    for name in paths:
        top = ROOT / name
        files = [top] if top.is_file() else sorted(top.rglob("*"))
        for file in files:
            if file.is_file() and file.suffix not in (".pyc", ".mo", ".html"):
                state.update(str(file.relative_to(ROOT)).encode())
                state.update(file.read_bytes())
    return state.hexdigest()[:16]


def _environment(var: Path, database_url: str) -> dict[str, str]:
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in OWN and not name.startswith("ELASTICSEARCH_")
    }
    return env | {"VAR_DIR": str(var), "DATABASE_URL": database_url, "PYTHONUNBUFFERED": "1"}


@contextlib.contextmanager
def _database(tell: Tell) -> Iterator[str]:
    """Yield the address of an empty database beside that of DATABASE_URL, or nothing for SQLite in VAR_DIR."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith(("postgres:", "postgresql:")):
        yield ""
        return
    import psycopg

    name = f"portal_test_{uuid4().hex[:12]}"
    tell(f"database {name} on PostgreSQL")
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Make(Protocol):
    """Fills a folder, which becomes the portal's VAR_DIR."""

    def __call__(self, folder: Path, *, tell: Tell) -> None: ...


def kept(name: str, sources: Iterable[str], make: Make, *, tell: Tell = print) -> Path:
    """Return a folder that was filled from its sources as they are now: by this process or, while it waits, by another.

    Of every name two states are kept, so that going back and forth between two branches makes nothing anew.
    """
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        place = KEPT / f"{name}-{digest_of(sources)}"
        if not place.is_dir():
            half = KEPT / f"half-{name}"
            shutil.rmtree(half, ignore_errors=True)  # left by one who was interrupted
            half.mkdir()
            make(half, tell=tell)
            half.rename(place)
        place.touch()
        for older in sorted(KEPT.glob(f"{name}-*"), key=lambda folder: folder.stat().st_mtime)[:-2]:
            shutil.rmtree(older, ignore_errors=True)
    return place


def copy_content(var: Path, *, tell: Tell = print) -> None:
    """Copy the demo content into a portal's VAR_DIR."""
    shutil.copytree(kept("content", CONTENT, _make_content, tell=tell), var, dirs_exist_ok=True)


def migrated_file(*, tell: Tell = print) -> Path:
    """Return a file of SQLite with every migration and nothing else; copy it before use."""
    return kept("migrated", MIGRATIONS, _migrate, tell=tell) / "db.sqlite3"


def _migrate(folder: Path, *, tell: Tell) -> None:
    _manage(_environment(folder, ""), "migrate", "--verbosity", "0", tell=tell)


def _make_content(folder: Path, *, tell: Tell, database_url: str = "") -> None:
    if not database_url:
        shutil.copy(migrated_file(tell=tell), folder / "db.sqlite3")
    tell("making the demo content; this takes a minute or two")
    _manage(_environment(folder, database_url), "setup_demo", tell=tell)


def _collect_static(folder: Path, *, tell: Tell) -> None:
    _manage(_environment(folder, ""), "collectstatic", "--no-input", "--verbosity", "0", tell=tell)


def _manage(env: dict[str, str], *command: str, tell: Tell) -> None:
    """Run a management command; its last words are told, and all of them when it fails."""
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 our own command
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(
            f"manage.py {' '.join(command)} failed:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}", False
        )
    tell(f"{command[0]} took {time.monotonic() - began:.0f} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def _server(env: dict[str, str], var: Path, *, tell: Tell) -> Iterator[RunningPortal]:
    """Run gunicorn as `make run` does, on a free port, until the block ends."""
    port = _free_port()
    portal = RunningPortal(f"http://127.0.0.1:{port}", var, var / "server.log")
    server_env = env | {"SITE_URL": portal.url, "ALLOWED_HOSTS": "localhost,127.0.0.1"}
    server_env["EMAIL_URL"] = f"filemail:///{portal.mails}"  # an absolute path
    command = [str(Path(sys.executable).parent / "gunicorn"), "config.wsgi", "-c", "config/gunicorn.py"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", "2"]
    with portal.log.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 our own command
            command, cwd=ROOT, env=server_env, stdout=log, stderr=log, start_new_session=True
        )
        try:
            _wait_until_healthy(portal, process)
            tell(f"serving at {portal.url}")
            yield portal
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def _wait_until_healthy(portal: RunningPortal, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if _is_healthy(portal):
            return
        time.sleep(0.2)
    pytest.fail(f"The portal did not start:\n{portal.logged()}", False)


def _is_healthy(portal: RunningPortal) -> bool:
    try:
        with urllib.request.urlopen(f"{portal.url}/healthz", timeout=10) as answer:  # noqa: S310 our own
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


if __name__ == "__main__":
    copy_content(Path(sys.argv[1]))
