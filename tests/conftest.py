"""What every test stands on: an index of its own, and a small portal in every language."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from config.catalogues import compile_all

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def pytest_configure() -> None:
    """Tests read the interface in Finnish and Swedish, so its catalogues must be compiled."""
    compile_all()


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Every test has its own search index and its own pictures."""
    settings.SEARCH = {**settings.SEARCH, "PATH": tmp_path / "search"}
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": _PLAIN_STATIC}}


_PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture
def portal(db: None) -> Any:
    """Return the front page of a portal with its frame in every language, and terms, but no practices."""
    from home.loading import load_frame
    from home.models import HomePage
    from tests.factories import make_terms

    load_frame()
    make_terms()
    return HomePage.objects.get(locale__language_code=django_settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def demo(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """Make the whole demo portal once for all tests that only read it; its database rows are removed at the end.

    Tests that use it must not write outside their own transaction.
    """
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("demo")
    paths = {
        "SEARCH": {**django_settings.SEARCH, "PATH": folder / "search"},
        "MEDIA_ROOT": folder / "media",
        "VAR_DIR": folder,
    }
    with override_settings(**paths), django_db_blocker.unblock():
        call_command("setup_demo", verbosity=0)
        yield
        call_command("flush", interactive=False, verbosity=0)
