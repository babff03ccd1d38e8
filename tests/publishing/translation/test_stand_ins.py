"""While a translation is a draft, readers of its language keep what they had: its source, marked, at its address."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale, Page, PageViewRestriction

from practices.models import CataloguePage, PracticePage, ProjectPage
from practices.stand_ins import practice_by
from publishing.translation.beginning import begin
from tests.database import world
from tests.factories import practice_page, project_page
from tests.publishing.translation.conftest import making

NOTICE = "Den här sidan har inte översatts ännu. Den visas på finska."
SECRET = "Vänkaffe som ingen har godkänt"


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[int, int]]:
    """The keys of a published practice and of its translation, begun, with words that nobody has approved."""
    with world(django_db_blocker):
        with making():
            page = practice_page("Kaverikahvit", core="<ul><li>Kahvia</li></ul>", revision=True)
        with making():
            draft = begin(page, Locale.objects.get(language_code="sv")).specific
            draft.title = draft.promise = SECRET
            draft.save_revision()
        assert (draft.live, draft.alias_of_id) == (False, None)
        yield page.pk, draft.pk


@pytest.fixture
def page(published: tuple[int, int], portal: Any) -> PracticePage:
    """The published practice in Finnish."""
    return PracticePage.objects.get(pk=published[0])


@pytest.fixture
def begun(published: tuple[int, int], portal: Any) -> PracticePage:
    """Its translation, a draft."""
    return PracticePage.objects.get(pk=published[1])


def read(path: str, status: int = 200) -> str:
    response = Client().get(path, follow=True)
    assert response.status_code == status, path
    return response.content.decode()


def addresses(key: str) -> list[str]:
    with override("sv"):
        return [reverse(name, args=[key]) for name in ("adopt", "in_use", "local_versions", "versions")]


def test_the_address_still_shows_the_source(page: PracticePage, begun: PracticePage) -> None:
    html = read(begun.url)
    assert begun.url.startswith("/sv/")
    assert NOTICE in html
    assert SECRET not in html
    assert f'<link rel="canonical" href="{settings.SITE_URL}{page.url}">' in html


@pytest.mark.second_database
def test_lists_show_it_and_lead_there(page: PracticePage, begun: PracticePage) -> None:
    catalogue = CataloguePage.objects.get(locale__language_code="sv")
    parent = ProjectPage.objects.get(path=begun.path[: -begun.steplen])
    for listing in (catalogue.url, parent.url, "/sv/"):
        html = read(listing)
        assert f'<a href="{begun.url}" lang="fi">Kaverikahvit</a>' in html, listing
        assert html.count(">Kaverikahvit</a>") == 1, listing
        assert SECRET not in html


def test_lists_cost_the_same_however_many_wait(
    page: PracticePage, begun: PracticePage, swedish: Locale, committing: Any
) -> None:
    catalogue, counts = CataloguePage.objects.get(locale=swedish).url, []
    for more in range(3):
        for n in range(more):
            with committing():
                begin(practice_page(f"Teehetki {more} {n}", revision=True), swedish)
        read(catalogue)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            html = read(catalogue)
        counts.append(len(queries))
    assert html.count('lang="fi">Teehetki') == 3
    assert len(set(counts)) == 1


def test_a_begun_project_page_too(portal: Any, swedish: Locale, committing: Any) -> None:
    with committing():
        project = project_page("toinen", revision=True)
        page = practice_page("Teehetki", parent=project, revision=True)
    with committing():
        draft = begin(project, swedish)
    assert not draft.live
    assert NOTICE in read(draft.url)
    index = read("/sv/projekt/")
    assert f'href="{draft.url}" lang="fi"' in index
    practice = page.get_translation(swedish)
    html = read(practice.url)
    assert html.count(f'href="{draft.url}"') >= 2  # where it stands, and who published it
    Page.objects.filter(pk=draft.pk).update(title=SECRET)
    crumbs = read(f"{practice.url}?again").partition('<nav class="breadcrumb')[2].partition("</nav>")[0]
    assert draft.url in crumbs
    assert SECRET not in crumbs


def test_everything_about_the_practice_answers(page: PracticePage, begun: PracticePage) -> None:
    for path in addresses(page.key):
        html = read(path)
        assert SECRET not in html
        assert re.search(r'lang="fi"[^>]*>(<a [^>]*>)?Kaverikahvit<', html), path
    response = Client().get(page.permanent_path, headers={"accept-language": "sv"})
    assert response["Location"] == begun.url


def test_the_other_language_is_the_source(page: PracticePage, begun: PracticePage) -> None:
    for path in (page.url, begun.url):
        html = read(path)
        assert f'href="{page.url}"' in html
        assert f'href="{begun.url}"' in html
    assert 'hreflang="sv"' not in read(page.url).split("</head>")[0]


def test_once_published_it_is_read_itself(page: PracticePage, begun: PracticePage, committing: Any) -> None:
    with committing():
        begun.get_latest_revision().publish()
    assert NOTICE not in read(PracticePage.objects.get(pk=begun.pk).url)
    with override("sv"):
        assert practice_by(page.key).title == SECRET
    with committing():
        PracticePage.objects.get(pk=begun.pk).unpublish()
    assert NOTICE in read(begun.url)


def test_nothing_stands_in_where_the_source_is_not_there(
    page: PracticePage, begun: PracticePage, committing: Any
) -> None:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    for path in (begun.url, *addresses(page.key)):
        read(path, status=404)
    restriction.delete()
    with committing():
        PracticePage.objects.get(pk=page.pk).unpublish()
    for path in (begun.url, *addresses(page.key)):
        read(path, status=404)
    assert "Kaverikahvit" not in read("/sv/")
