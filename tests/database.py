"""The database that tests begin from: migrated and framed once, kept as a template, copied for every worker.

Migrating takes half a minute and copying a moment. Templates are named after everything that they are made of, so that
a changed migration or frame makes new ones.
"""

import contextlib
import fcntl
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from tests.running import MIGRATIONS, ROOT, digest_of, migrated_file

KEPT = ROOT / "var" / "test-database"
# What the frame is made of and by.
FRAME = (
    *("home/demo/site.yaml", "home/loading.py", "home/models", "practices/models", "practices/loading"),
    *("tests/database.py", "tests/factories.py"),
)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], None]]:
    """Connect to a copy of the template, which has the portal's frame already; replaces pytest-django's fixture.

    Returns a function that connects to another copy, after a test that has changed this one.
    """
    folder = tmp_path_factory.mktemp("database")
    databases: Files | Server = Files(folder) if connection.vendor == "sqlite" else Server()

    def renew() -> None:
        connection.close()
        if copies:
            databases.drop(copies.pop())
        KEPT.mkdir(parents=True, exist_ok=True)
        with (KEPT / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes second waits and finds them made
            framed = _kept(
                databases, "framed", MIGRATIONS + FRAME, databases.migrated, lambda: _make_frame(folder)
            )
            copies.append(databases.copy(framed))
        _connect_to(copies[0])

    copies: list[str] = []
    with django_db_blocker.unblock():
        renew()
    yield renew
    with django_db_blocker.unblock():
        connection.close()
        databases.drop(copies.pop())


@pytest.fixture
def committed(django_db_setup: Callable[[], None], django_db_blocker: Any) -> Iterator[None]:
    """Let the test really commit, for threads that must see each other's rows; the tests after it get a new copy."""
    with django_db_blocker.unblock():
        yield
        django_db_setup()


@contextlib.contextmanager
def world(blocker: Any) -> Iterator[None]:
    """Keep what the block makes for all tests of a module: each goes back to it, and its end undoes it.

        @pytest.fixture(scope="module")
        def pages(django_db_setup: None, django_db_blocker: Any) -> Iterator[Pages]:
            with world(django_db_blocker):
                yield Pages(...)

    Tests must not change the Python objects that it yields, since only the database is put back. Where the tests'
    clock stands still, let it stand still for the world too: what it makes would else be newer than what they make.
    """
    with blocker.unblock():
        block = transaction.atomic()
        block._from_testcase = True  # as in Django's TestCase: durable blocks may begin inside
        with block:
            yield
            transaction.set_rollback(True)


def _kept(
    databases: "Files | Server",
    kind: str,
    sources: tuple[str, ...],
    base: Callable[[], str],
    make: Callable[[], None],
) -> str:
    """Return the name of a kept template. One that is missing gets its name only when it is whole."""
    template = databases.template(f"{kind}_{digest_of(sources)}")
    if not databases.exists(template):
        half = databases.copy(base())
        try:
            _connect_to(half)
            make()
            connection.close()
            databases.keep(half, kind, template)
        except BaseException:
            connection.close()
            databases.drop(half)
            raise
    return template


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _make_frame(folder: Path) -> None:
    from home.loading import FOLDER, load_frame
    from tests.factories import make_terms

    shutil.copy(FOLDER / "site.yaml", folder)  # the index pages, without the pages of text and the news
    load_frame(folder)
    make_terms()


def _connect_to(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


class Files:
    """Databases of SQLite: files, whose templates are kept in this checkout."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def template(self, name: str) -> str:
        """Return the name of a template, which need not be there."""
        return str(KEPT / f"{name}.sqlite3")

    def exists(self, name: str) -> bool:
        return Path(name).exists()

    def migrated(self) -> str:
        """Return the name of a migrated database with nothing in it."""
        return str(migrated_file())

    def copy(self, source: str) -> str:
        """Return the name of a new copy."""
        return str(shutil.copy(source, self.folder / f"test-{uuid4().hex[:8]}.sqlite3"))

    def keep(self, name: str, kind: str, template: str) -> None:
        """Give a database the name of a template, in place of older ones of its kind."""
        for older in KEPT.glob(f"{kind}_*.sqlite3"):
            older.unlink()
        shutil.move(name, template)

    def drop(self, name: str) -> None:
        for file in (name, f"{name}-wal", f"{name}-shm"):
            Path(file).unlink(missing_ok=True)


class Server:
    """Databases of a PostgreSQL server, beside the one of DATABASE_URL; its role must be allowed to create them."""

    PREFIX = "portal_test_"

    def template(self, name: str) -> str:
        """Return the name of a template, which need not be there."""
        return self.PREFIX + name

    def exists(self, name: str) -> bool:
        return bool(self._named(name))

    def migrated(self) -> str:
        """Return the name of a migrated database with nothing in it."""
        return _kept(self, "migrated", MIGRATIONS, lambda: "template1", _migrate)

    def copy(self, source: str) -> str:
        """Return the name of a new copy."""
        name = f"{self.PREFIX}{uuid4().hex[:8]}"
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        return name

    def keep(self, name: str, kind: str, template: str) -> None:
        """Give a database the name of a template, in place of older ones of its kind."""
        for older in self._named(f"{self.PREFIX}{kind}_%"):
            self._do(f'DROP DATABASE IF EXISTS "{older}"')
        self._do(f'ALTER DATABASE "{name}" RENAME TO "{template}"')

    def drop(self, name: str) -> None:
        self._do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _do(self, statement: str) -> None:
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined] # as Django's own test databases
            cursor.execute(statement)

    def _named(self, pattern: str) -> list[str]:
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
            return [name for (name,) in cursor.fetchall()]
