"""What every test stands on: an index of its own, and a small portal in every language."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled

from config.catalogues import compile_all
from tests.database import committed, django_db_setup
from tests.languages import EACH_LANGUAGE, FIRST
from tests.running import running_portal

__all__ = ["committed", "django_db_setup", "running_portal"]

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
# How long an example takes says something of the machine, not of the code.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


def pytest_configure() -> None:
    """Tests read the interface in Finnish and Swedish, so its catalogues must be compiled."""
    compile_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse tests that empty the whole database, as those after them need the portal's frame."""
    for item in items:
        if any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db")):
            raise pytest.UsageError(f"{item.nodeid}: let it commit with the fixture `committed` instead")


def pytest_collection_finish() -> None:
    """Let the garbage collector look at what tests make, not at everything that was imported (a tenth of the time)."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a module on one worker, which makes its world once."""
    from tests.workers import ModuleScheduling

    return ModuleScheduling(config, log)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Every test has its own search index, its own pictures, no page kept by another, and the first language."""
    cache.clear()
    translation.activate(FIRST)  # a request before may have left another
    settings.SEARCH = {**settings.SEARCH, "PATH": tmp_path / "search"}
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture(scope="session", autouse=True)
def _quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leave out what takes time and hardly any test is about; those that are ask for it back."""
    with (
        override_settings(
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
            SECOND_FACTOR=False,  # tests of the second factor turn it on
            WAGTAILSEARCH_BACKENDS=search_backends(update=False),
            STATIC_ROOT=tmp_path_factory.mktemp("static"),  # WhiteNoise reads all of it for every client
        ),
        disable_reference_index_auto_update(),
    ):
        yield


@pytest.fixture
def editor_search(settings: Any) -> None:
    """Keep the index of the editor's own search (Wagtail's, not the portal's) in step with what the test saves."""
    settings.WAGTAILSEARCH_BACKENDS = search_backends(update=True)


@pytest.fixture
def reference_index() -> Iterator[None]:
    """Keep Wagtail's index of what refers to what in step with what the test saves."""
    reference_index_auto_update_disabled.value = False
    yield
    reference_index_auto_update_disabled.value = True


def search_backends(*, update: bool) -> dict[str, Any]:
    """Return WAGTAILSEARCH_BACKENDS with the editor's own index kept in step, or not."""
    backends = django_settings.WAGTAILSEARCH_BACKENDS
    return {"default": {**backends["default"], "AUTO_UPDATE": update}}


@pytest.fixture
def portal(db: None) -> Any:
    """Return the front page of a portal with its frame in every language, and terms, but no practices."""
    from home.models import HomePage

    return HomePage.objects.get(locale__language_code=django_settings.LANGUAGE_CODE)


@pytest.fixture(params=EACH_LANGUAGE)
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the portal in turn; all but the first in the nightly run."""
    return str(request.param)
