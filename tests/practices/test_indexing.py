"""Every event that changes what readers may find reaches the search index, the real one."""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.test import Client, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, PageViewRestriction

from practices.indexing import index_pages, paused
from practices.models import CataloguePage, PracticePage, ProjectPage, Theme
from search import index, waiting
from search.query import parse
from tests.database import world
from tests.factories import practice_page, project_page, theme_page

pytestmark = pytest.mark.django_db
Committed = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def committed(portal: Any, django_capture_on_commit_callbacks: Any) -> Committed:
    """Return a context manager at whose end the transaction counts as committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def empty_index() -> None:
    index.rebuild([])


def found(words: str, language: str = "fi") -> dict[str, str]:
    """Return what a search finds: {title: address}."""
    hits = index.search(parse(words, language=language)).hits
    return {hit.title: str(hit.payload["url"]) for hit in hits}


@dataclass(frozen=True)
class Published:
    """The id of a practice, and the folder of the index that it is in."""

    pk: int
    folder: Path


@pytest.fixture(scope="module")
def published(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Published]:
    """A practice that was published once for the whole module."""
    folder = tmp_path_factory.mktemp("published") / "search"
    with world(django_db_blocker):
        with override_settings(SEARCH={**django_settings.SEARCH, "PATH": folder}):
            index.rebuild([])
            with TestCase.captureOnCommitCallbacks(execute=True):
                page = practice_page("Kaverikahvit", revision=True)
        yield Published(page.pk, folder)


@pytest.fixture
def page(published: Published, portal: Any, settings: Any) -> PracticePage:
    """That practice, in an index of the test's own."""
    shutil.copytree(published.folder, settings.SEARCH["PATH"])
    return PracticePage.objects.get(pk=published.pk)


def test_a_published_page_is_found_and_an_unpublished_is_not(
    page: PracticePage, committed: Committed
) -> None:
    assert found("kaverikahveja") == {"Kaverikahvit": page.url}
    with committed():
        page.unpublish()
    assert found("kaverikahveja") == {}


def test_a_draft_is_not_found_nor_is_a_draft_of_a_live_page(page: PracticePage, committed: Committed) -> None:
    with committed():
        practice_page("Salainen luonnos", live=False)
        page.title = "Uudet teekutsut"
        page.save_revision()
    assert found("luonnos") == {}
    assert found("teekutsut") == {}
    with committed():
        page.get_latest_revision().publish()
    assert list(found("teekutsut")) == ["Uudet teekutsut"]
    assert found("kaverikahvit") == {}


def test_a_deleted_page_is_forgotten(page: PracticePage, committed: Committed) -> None:
    with committed():
        page.delete()
    assert found("kaverikahvit") == {}


def test_a_project_is_deleted_with_its_practices(page: PracticePage, committed: Committed) -> None:
    with committed():
        ProjectPage.objects.get(pk=page.get_parent().pk).delete()
    assert index.count() == 0


def test_a_moved_project_takes_its_practices_addresses_along(
    page: PracticePage, committed: Committed
) -> None:
    project = page.get_parent().specific
    catalogue = project.get_parent()
    with committed():
        elsewhere = CataloguePage(title="Toinen luettelo", slug="toinen", locale=project.locale)
        catalogue.get_parent().add_child(instance=elsewhere)
    with committed():
        project.move(elsewhere, pos="last-child")
    assert found("kaverikahvit") == {"Kaverikahvit": "/fi/toinen/hanke/kaverikahvit/"}


def test_a_practice_moved_to_another_project_keeps_its_permanent_address_and_is_led_to(
    page: PracticePage, committed: Committed, client: Client
) -> None:
    with committed():
        other = project_page("toinen", revision=True)
    before = page.url
    with committed():
        page.move(other, pos="last-child")
    page = PracticePage.objects.get(pk=page.pk)
    assert page.url == "/fi/kaytannot/toinen/kaverikahvit/"
    assert found("kaverikahvit") == {"Kaverikahvit": page.url}
    assert client.get(page.permanent_path).headers["Location"] == page.url
    response = client.get(before)
    assert (response.status_code, response.headers["Location"]) == (301, page.url)


def test_a_projects_new_address_reaches_its_practices(
    page: PracticePage, committed: Committed, client: Client
) -> None:
    project, before = page.get_parent().specific, page.url
    project.slug = "uusi-osoite"
    with committed():
        project.save_revision().publish()
    after = "/fi/kaytannot/uusi-osoite/kaverikahvit/"
    assert found("kaverikahvit") == {"Kaverikahvit": after}
    assert client.get(before).headers["Location"] == after


def test_a_practices_new_address_is_found_and_the_old_one_leads_there(
    page: PracticePage, committed: Committed, client: Client
) -> None:
    before = page.url
    page.slug = "teekutsut"
    with committed():
        page.save_revision().publish()
    after = "/fi/kaytannot/hanke/teekutsut/"
    assert found("kaverikahvit") == {"Kaverikahvit": after}
    assert client.get(before).headers["Location"] == after
    assert client.get("/p/kaverikahvit").headers["Location"] == after
    assert Redirect.objects.filter(old_path="/fi/kaytannot/hanke/kaverikahvit").exists()


def test_a_projects_new_name_stands_on_its_practices(page: PracticePage, committed: Committed) -> None:
    project = page.get_parent().specific
    project.title = "Uusi hankenimi"
    with committed():
        project.save_revision().publish()
    hit = index.search(parse("kaverikahvit", language="fi")).hits[0]
    assert hit.payload["project"] == "Uusi hankenimi"


@pytest.mark.parametrize("restrict_project", [True, False])
def test_what_only_some_may_read_is_not_found(
    page: PracticePage, committed: Committed, restrict_project: bool
) -> None:
    held = page.get_parent() if restrict_project else page
    with committed():
        restriction = PageViewRestriction.objects.create(page=held, restriction_type="login")
    assert found("kaverikahvit") == {}
    restriction.restriction_type = "groups"
    with committed():
        restriction.save()
        restriction.groups.add(Group.objects.first())
    assert found("kaverikahvit") == {}
    with committed():
        restriction.delete()
    assert list(found("kaverikahvit")) == ["Kaverikahvit"]


def test_a_restricted_page_can_be_deleted(page: PracticePage, committed: Committed) -> None:
    with committed():
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    with committed():
        page.delete()
    assert found("kaverikahvit") == {}


def test_a_practice_moved_below_a_restricted_project_is_hidden(
    page: PracticePage, committed: Committed
) -> None:
    with committed():
        other = project_page("salainen", revision=True)
        PageViewRestriction.objects.create(page=other, restriction_type="login")
    with committed():
        page.move(other, pos="last-child")
    assert found("kaverikahvit") == {}


def test_a_renamed_term_is_found_by_its_new_name(page: PracticePage, committed: Committed) -> None:
    with committed():
        theme_page("osallisuus", revision=True)
    theme = Theme.objects.get(slug="osallisuus")
    theme.names = {"fi": "Vaikuttaminen", "sv": "Inflytande"}
    with committed():
        theme.save()
    assert {"Kaverikahvit", "Teema osallisuus"} <= found("vaikuttaminen").keys()
    hit = index.search(parse("kaverikahvit", language="fi")).hits[0]
    assert hit.payload["themes"] == [["osallisuus", "Vaikuttaminen"]]


def test_a_term_renamed_in_the_editor_is_reindexed(
    page: PracticePage, committed: Committed, admin_client: Client
) -> None:
    theme = Theme.objects.get(slug="osallisuus")
    url = reverse("wagtailsnippets_practices_theme:edit", args=(theme.pk,))
    with committed():
        response = admin_client.post(url, {"names_fi": "Mukanaolo", "names_sv": "Medverkan", "order": "1"})
    assert response.status_code == 302
    assert list(found("mukanaolo")) == ["Kaverikahvit"]


@pytest.mark.second_database
def test_an_alias_is_never_found(page: PracticePage, committed: Committed) -> None:
    swedish = Locale.objects.get(language_code="sv")
    with committed():
        PracticePage.objects.filter(translation_key=page.translation_key, locale=swedish).delete()
        alias = page.copy_for_translation(swedish, copy_parents=True, alias=True)
    with committed():
        page.save_revision().publish()
    assert alias.alias_of_id == page.pk
    assert index.count("sv") == 0
    assert found("kaverikahvit", "sv") == {
        "Kaverikahvit": page.url
    }  # the source, since no Swedish page has it


def test_a_page_with_nothing_optional_is_indexed(empty_index: None, committed: Committed) -> None:
    with committed():
        practice_page("Aivan paljas", phases=[], makers=[], image=None, revision=True)
    assert list(found("paljas")) == ["Aivan paljas"]


@pytest.mark.parametrize("engine", ["down", "unknown"])
def test_publishing_succeeds_while_search_is_down_and_the_log_names_the_remedy(
    empty_index: None, committed: Committed, settings: Any, tmp_path: Any, caplog: Any, engine: str
) -> None:
    if engine == "down":
        (tmp_path / "file").write_text("no folder")
        settings.SEARCH = {**settings.SEARCH, "PATH": tmp_path / "file" / "search"}
    else:
        settings.SEARCH = {**settings.SEARCH, "ENGINE": "nosuch"}
    with caplog.at_level(logging.ERROR), committed():
        page = practice_page("Teekutsut", revision=True)
    assert PracticePage.objects.get(pk=page.pk).live
    assert "search_sync" in caplog.text


def test_nothing_is_indexed_before_the_commit(
    portal: Any, empty_index: None, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        practice_page("Teekutsut", revision=True)
    assert found("teekutsut") == {}
    for callback in waiting:
        callback()
    assert list(found("teekutsut")) == ["Teekutsut"]


def test_while_paused_the_index_is_left_alone(empty_index: None, committed: Committed) -> None:
    with committed(), paused():
        practice_page("Teekutsut", revision=True)
    assert found("teekutsut") == {}


def test_what_the_engine_could_not_take_comes_with_the_next_change(
    page: PracticePage, committed: Committed, settings: Any, tmp_path: Any, caplog: Any
) -> None:
    there = settings.SEARCH
    settings.SEARCH = {**there, "PATH": tmp_path / "out of reach"}
    with committed(), caplog.at_level(logging.ERROR):
        practice_page("Teekutsut", revision=True)
        page.unpublish()
    assert "search_sync" in caplog.text
    assert len(waiting.documents()) >= 2
    settings.SEARCH = there
    assert list(found("kaverikahvit")) == ["Kaverikahvit"]  # not known yet
    with committed():
        practice_page("Mehuhetki", revision=True)
    assert found("kaverikahvit") == {}
    assert list(found("teekutsut")) == ["Teekutsut"]
    assert waiting.documents() == []


def test_a_translation_changes_the_languages_of_its_source(page: PracticePage, committed: Committed) -> None:
    def languages() -> list[tuple[str, int]]:
        query = parse("kaverikahvit", language="fi", facets=("language",))
        return index.search(query).facets["language"]

    assert languages() == [("fi", 1)]
    swedish = Locale.objects.get(language_code="sv")
    PracticePage.objects.filter(translation_key=page.translation_key, locale=swedish).delete()
    with committed():
        translation = page.copy_for_translation(swedish, copy_parents=True)
        translation.title = "Vänkaffe"
        translation.save_revision().publish()
    assert languages() == [("fi", 1), ("sv", 1)]
    with committed():
        PracticePage.objects.get(pk=translation.pk).unpublish()
    assert languages() == [("fi", 1)]


def test_a_worker_tries_again_once_for_all_that_waits(
    empty_index: None, committed: Committed, settings: Any, tmp_path: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    there = settings.SEARCH
    pages = [practice_page(f"Kahvi {n}") for n in range(2)]
    DBTaskResult.objects.all().delete()
    settings.SEARCH = {**there, "PATH": tmp_path / "out of reach"}
    with committed():
        for each in pages:
            index_pages.call([each.pk])
    (again,) = DBTaskResult.objects.filter(task_path="practices.indexing.index_pages")
    assert again.run_after > timezone.now()
    settings.SEARCH = there
    index_pages.call([])
    assert set(found("kahvi")) == {"Kahvi 0", "Kahvi 1"}
    assert waiting.documents() == []
