"""What every test stands on: an index of its own, and a small portal in every language."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings

from config.catalogues import compile_all
from tests.running import running_portal

__all__ = ["running_portal"]

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
# How long an example takes says something of the machine, not of the code.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


def pytest_configure() -> None:
    """Tests read the interface in Finnish and Swedish, so its catalogues must be compiled."""
    compile_all()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let every test run with one of its parameters only, for a second database after all of them ran on the first."""
    parser.addoption("--first-of-each", action="store_true", help="of parametrised tests, run the first only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse tests that empty the whole database, as those after them need the portal's frame; choose if asked to."""
    for item in items:
        if any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db")):
            raise pytest.UsageError(f"{item.nodeid}: let it commit as in tests/committed.py instead")
    if config.getoption("first_of_each"):
        first = {item.nodeid.partition("[")[0]: item for item in reversed(items)}
        kept = set(first.values())
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = [item for item in items if item in kept]


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Every test has its own search index, its own pictures, and no page kept by another."""
    cache.clear()
    settings.SEARCH = {**settings.SEARCH, "PATH": tmp_path / "search"}
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    settings.SECOND_FACTOR = False  # tests of the second factor turn it on
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": _PLAIN_STATIC}}


_PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> None:
    """The database that every test starts from has the portal's frame already: making it takes a second."""
    with django_db_blocker.unblock():
        _make_portal(tmp_path_factory.mktemp("frame"))


@pytest.fixture
def portal(db: None) -> Any:
    """Return the front page of a portal with its frame in every language, and terms, but no practices."""
    from home.models import HomePage

    return HomePage.objects.get(locale__language_code=django_settings.LANGUAGE_CODE)


def _make_portal(folder: Path) -> None:
    from home.loading import FOLDER, frame_exists, load_frame
    from tests.factories import make_terms

    if not frame_exists():
        shutil.copy(FOLDER / "site.yaml", folder)  # the index pages, without the pages of text and the news
        load_frame(folder)
        make_terms()
