"""A practice of the portal with its Swedish translation, and what tests of translations do with them."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, TestCase
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile
from wagtail_localize.models import Translation

from practices import indexing
from practices.models import PracticePage
from practices.translations import record_text, translation_of, write_translation
from tests.database import world
from tests.factories import practice_page

Committing = Callable[[], AbstractContextManager[Any]]

STEPS = [
    ("step", {"what": "Keitetään kahvia.", "who": "Ohjaaja", "when": "", "result": ""}),
    ("step", {"what": "Kutsutaan kaikki.", "who": "", "when": "", "result": ""}),
]
SWEDISH = {
    "Kaverikahvit": "Kompiskaffe",
    "kaverikahvit": "kompiskaffe",
    "Kukaan ei juo kahvia yksin.": "Ingen dricker kaffe ensam.",
    "Tekstiä.": "Text.",
    "Keitetään kahvia.": "Vi kokar kaffe.",
    "Ohjaaja": "Handledaren",
    "Kutsutaan kaikki.": "Vi bjuder in alla.",
}


@pytest.fixture
def swedish(portal: Any) -> Locale:
    return Locale.objects.get(language_code="sv")


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Any) -> Committing:
    """Return a context in which what waits for the commit happens at its end, as it does outside tests."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@dataclass(frozen=True)
class Pair:
    """The ids of a practice and of the record of its translation, made once for a module."""

    source: int
    translation: int


@pytest.fixture(scope="module")
def pair(django_db_setup: None, django_db_blocker: Any) -> Iterator[Pair]:
    """A live Finnish practice with its complete, published Swedish translation."""
    with world(django_db_blocker), override("en"), indexing.paused():
        with TestCase.captureOnCommitCallbacks(execute=True):
            source = _practice("Kaverikahvit")
        with TestCase.captureOnCommitCallbacks(execute=True):
            translation = translation_of(source, Locale.objects.get(language_code="sv"))
            for segment in translation.source.stringsegment_set.select_related("string", "context"):
                text = SWEDISH.get(segment.string.data, "Enkäten <b>berättar</b> om kaffet.")
                record_text(translation, segment, text)
            write_translation(translation, publish=True)
        yield Pair(source.pk, translation.pk)


def _practice(title: str) -> PracticePage:
    says = "<p>Kysely <b>kertoo</b> kahveista.</p>"
    return practice_page(title, steps=STEPS, source_says=says, revision=True)


@pytest.fixture
def source(pair: Pair, portal: Any) -> PracticePage:
    """The Finnish practice that is translated."""
    return PracticePage.objects.get(pk=pair.source)


@pytest.fixture
def translation(pair: Pair, portal: Any) -> Translation:
    """The record of its translation."""
    return Translation.objects.get(pk=pair.translation)


@pytest.fixture
def untranslated(portal: Any, committing: Committing) -> PracticePage:
    """A live Finnish practice that has only its alias in the Swedish tree."""
    with committing():
        return _practice("Teekutsut")


@pytest.fixture
def target(translation: Translation) -> PracticePage:
    """The live Swedish practice."""
    return latest(translation.get_target_instance())


@pytest.fixture
def chief(client: Client, django_user_model: Any) -> Client:
    """A browser logged in as somebody who may do everything."""
    user = django_user_model.objects.create_superuser("paallikko", password="x")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


@pytest.fixture
def edit(committing: Committing) -> Callable[..., PracticePage]:
    """Return a function that changes a page as its editor does (streams as raw blocks), and publishes it.

    With `given`, the very object, with what was set on it.
    """

    def change(page: Page, *, given: bool = False, **values: Any) -> PracticePage:
        page = page if given else latest(page)
        for name, value in values.items():
            setattr(page, name, json.dumps(value) if isinstance(value, list) else value)
        with committing():
            page.save_revision().publish()
        return latest(page)

    return change


@pytest.fixture
def step_texts() -> Callable[[Page], list[str]]:
    return lambda page: [block.value["what"] for block in page.steps]


@pytest.fixture(autouse=True)
def _english_and_unsearched() -> Iterator[None]:
    """Messages are read in English, whatever the catalogues say; the search index has tests of its own."""
    with override("en"), indexing.paused():
        yield


def latest(page: Page) -> Any:
    """Return a page's latest version, read afresh."""
    return Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()


def raw(page: Page, name: str) -> list[dict[str, Any]]:
    """Return the raw blocks of a page's latest version."""
    return list(getattr(latest(page), name).get_prep_value())


def block(kind: str, **values: Any) -> dict[str, Any]:
    """Return a new raw block."""
    return {"type": kind, "value": values, "id": str(uuid4())}


def live(page: Page) -> Any:
    """Return a page as readers see it, read afresh."""
    return Page.objects.get(pk=page.pk).specific
