"""The public list of changes: of what was published, to everybody who may read the page, and of nothing else."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import PageLogEntry, PageViewRestriction, Revision

from practices.models import PracticePage
from practices.translating.following import give_aliases
from publishing.models import Refinement
from publishing.versions import listing
from publishing.versions.history import published
from tests.database import world
from tests.factories import practice_page
from tests.publishing.people import person
from tests.publishing.piloting.trying import soup_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _published(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with world(django_db_blocker):
        practice_page("Kaverikahvit", live=False).save_revision().publish()
        yield


@pytest.fixture
def practice(portal: Any) -> PracticePage:
    """A live practice, published once."""
    return PracticePage.objects.get()


def publish(page: PracticePage, *, user: Any = None, **values: Any) -> Any:
    """Publish a page with values, and return the revision."""
    page = PracticePage.objects.get(pk=page.pk)
    draft = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    revision = draft.save_revision(user=user)
    revision.publish(user=user)
    return revision


def page_of(practice: PracticePage, language: str = "fi") -> str:
    with override(language):
        return reverse("versions", args=(practice.key,))


def versions_in(response: HttpResponse) -> list[str]:
    return [each["id"].removeprefix("version-") for each in soup_of(response).select(".version")]


@pytest.mark.second_database
def test_versions_stand_newest_first_with_what_changed(practice: PracticePage, client: Client) -> None:
    publish(practice, promise="Uusi lupaus.")
    steps = [("step", {"what": what, "who": "", "when": "", "result": ""}) for what in ("Keitä.", "Kysy.")]
    publish(practice, steps=json.dumps([{"type": kind, "value": value} for kind, value in steps]))
    response = client.get(page_of(practice))
    newest, middle, first = soup_of(response).select(".version")
    assert versions_in(response) == ["3", "2", "1"]
    assert len(newest.select(".version__changes li")) == 1
    assert newest.select("details h4")
    assert "Uusi lupaus." in middle.select_one("ins").parent.get_text()
    assert not first.select("details, .version__changes")
    assert not any(each.get("open") for each in soup_of(response).select("details")), (
        "texts are shown on demand"
    )


def test_what_went_and_came_is_said_in_words_too(
    practice: PracticePage, client: Client, language: str
) -> None:
    give_aliases(practice)
    publish(practice, promise="Kukaan ei juo teetä yksin.")
    text = soup_of(client.get(page_of(practice, language))).select_one(".version__text")
    for element in ("del", "ins"):
        mark = text.select_one(f"{element} .visually-hidden")
        assert mark.get_text(strip=True)
        assert mark.get("lang") == (None if language == "fi" else "sv")
    assert text.get("lang") == (None if language == "fi" else "fi")


def test_a_draft_is_never_told(practice: PracticePage, client: Client) -> None:
    practice.promise = "Salainen luonnos"
    practice.save_revision(log_action=True)
    publish(practice, promise="Julkinen lupaus")
    practice.promise = "Toinen salaisuus"
    practice.save_revision(log_action=True)
    html = client.get(page_of(practice)).content.decode()
    assert "alai" not in html
    assert "Julkinen" in html
    assert versions_in(client.get(page_of(practice))) == ["2", "1"]


def test_what_waits_for_its_day_is_not_told(practice: PracticePage, client: Client) -> None:
    page = PracticePage.objects.get(pk=practice.pk)
    page.promise, page.go_live_at = "Ensi vuonna", timezone.now() + timedelta(days=30)
    page.save_revision().publish()
    response = client.get(page_of(practice))
    assert response.status_code == 200
    assert "Ensi vuonna" not in response.content.decode()


def test_nobody_is_named(practice: PracticePage, client: Client) -> None:
    writer = person("maikki-mallikas", superuser=True).user
    writer.first_name, writer.last_name = "Maikki", "Mallikas"
    writer.save()
    publish(practice, user=writer, promise="Uusi lupaus.")
    html = client.get(page_of(practice)).content.decode().lower()
    assert "maikki" not in html
    assert "mallikas" not in html


def test_what_is_published_again_counts_once(practice: PracticePage) -> None:
    revision = publish(practice, promise="Uusi lupaus.")
    PracticePage.objects.get(pk=practice.pk).unpublish()
    revision.publish()
    assert [version.number for version in published(practice)] == [2, 1]


def test_a_page_that_not_everybody_may_read_is_not_there(practice: PracticePage, client: Client) -> None:
    publish(practice, promise="Uusi lupaus.")
    assert client.get(page_of(practice)).status_code == 200
    restriction = PageViewRestriction.objects.create(
        page=practice.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get(page_of(practice)).status_code == 404
    restriction.delete()
    assert client.get(page_of(practice)).status_code == 200
    PracticePage.objects.get(pk=practice.pk).unpublish()
    assert client.get(page_of(practice)).status_code == 404
    assert client.get(page_of(practice).replace(practice.key, "ei-ole")).status_code == 404


def test_an_alias_shows_its_sources_versions_and_says_in_which_language(
    practice: PracticePage, client: Client
) -> None:
    assert client.get(page_of(practice, "sv")).status_code == 404, "not there in Swedish at all"
    give_aliases(practice)
    publish(practice, promise="Uusi lupaus.")
    response = client.get(page_of(practice, "sv"))
    page = soup_of(response)
    assert page.html["lang"] == "sv"
    assert versions_in(response) == ["2", "1"]
    assert page.select_one(".page-head__over")["lang"] == "fi"
    assert page.select(".notice--info")
    alias = practice.get_translations().get()
    assert page.select(f'.page-head a[href="{alias.url}"]')


def test_an_alias_of_a_restricted_page_is_not_there(practice: PracticePage, client: Client) -> None:
    give_aliases(practice)
    PageViewRestriction.objects.create(page=practice, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page_of(practice, "sv")).status_code == 404


def test_a_translation_has_versions_of_its_own(practice: PracticePage, client: Client) -> None:
    give_aliases(practice)
    swedish = practice.get_translations().get().specific
    swedish.alias_of = None
    swedish.promise = "Ingen dricker kaffe ensam."
    swedish.save_revision().publish()
    publish(practice, promise="Vain suomeksi.")
    html = client.get(page_of(practice, "sv")).content.decode()
    assert "Vain suomeksi" not in html
    assert versions_in(client.get(page_of(practice, "sv"))) == ["1"]
    assert versions_in(client.get(page_of(practice))) == ["2", "1"]


def test_versions_that_are_no_longer_kept_are_still_dated(practice: PracticePage, client: Client) -> None:
    gone = publish(practice, promise="Poistettu versio.")
    publish(practice, promise="Uusin versio.")
    Revision.objects.filter(pk=gone.pk).delete()
    response = client.get(page_of(practice))
    assert versions_in(response) == ["3", "2", "1"]
    assert not soup_of(response).select("details")
    assert "Poistettu versio" not in response.content.decode()


def test_texts_are_shown_as_texts(practice: PracticePage, client: Client) -> None:
    publish(practice, promise="<script>alert(1)</script>", core="<p>&lt;img src=x&gt;</p>")
    html = client.get(page_of(practice)).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_a_long_history_has_pages_and_costs_the_same(
    practice: PracticePage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PER_PAGE", 4)

    def queries() -> int:
        client.get(page_of(practice))
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page_of(practice)).status_code == 200
        return len(captured)

    publish(practice, promise="Lupaus a")
    publish(practice, promise="Lupaus b")
    for_three = queries()
    for number in range(9):
        publish(practice, promise=f"Lupaus {number}")
    assert queries() == for_three
    assert for_three <= 15
    assert versions_in(client.get(page_of(practice))) == ["12", "11", "10", "9"]
    last = client.get(page_of(practice), {"page": "3"})
    assert versions_in(last) == ["4", "3", "2", "1"]
    oldest_of_second = soup_of(client.get(page_of(practice), {"page": "2"})).select(".version")[-1]
    assert oldest_of_second.select(".version__changes"), "compared with the first one of the next page"
    assert soup_of(last).select_one(".versions__list")["start"] == "4"


def test_a_page_that_is_not_there_is_said(practice: PracticePage, client: Client) -> None:
    for page in ("0", "2", "x", "-1", "9" * 40):
        response = client.get(page_of(practice), {"page": page})
        assert response.status_code == 404, page
        assert soup_of(response).select(".notice--warning"), page
        assert versions_in(response) == ["1"], page


def test_a_practice_without_a_log_has_an_empty_list(practice: PracticePage, client: Client) -> None:
    Revision.objects.all().delete()
    PageLogEntry.objects.all().delete()
    response = client.get(page_of(practice))
    assert response.status_code == 200
    assert soup_of(response).select(".empty")


def test_nothing_is_written_by_other_methods(practice: PracticePage, client: Client) -> None:
    assert client.post(page_of(practice)).status_code == 405
    assert client.head(page_of(practice)).status_code == 200


def test_a_change_after_feedback_stands_with_its_version(
    practice: PracticePage, client: Client, language: str
) -> None:
    give_aliases(practice)
    second = publish(practice, promise="Uusi lupaus.")
    publish(practice, promise="Vielä uudempi.")
    told = {"fi": "Lyhensimme.", "sv": "Vi kortade."}
    Refinement.objects.create(
        practice=practice.translation_key, told=told, revision=second, shown_at=timezone.now(), answers=4
    )
    Refinement.objects.create(practice=practice.translation_key, told={"fi": "Odottaa."})
    response = client.get(page_of(practice, language))
    with_told = [each for each in soup_of(response).select(".version") if each.select(".version__told")]
    assert [each["id"] for each in with_told] == ["version-2"]
    assert told[language] in with_told[0].get_text()
    assert "Odottaa." not in response.content.decode()


@pytest.mark.second_database
def test_a_change_told_of_another_languages_version_stands_with_that_days(
    practice: PracticePage, client: Client
) -> None:
    publish(practice, promise="Uusi lupaus.")
    Refinement.objects.create(practice=practice.translation_key, told={"fi": "A."}, shown_at=timezone.now())
    publish(practice, promise="Myöhempi.")
    with_told = [
        each["id"] for each in soup_of(client.get(page_of(practice))).select(".version:has(.version__told)")
    ]
    assert with_told == ["version-2"]


def test_the_practice_leads_to_its_changes_once_there_are_some(
    practice: PracticePage, client: Client
) -> None:
    link = f'a[href="{page_of(practice)}"]'
    assert not soup_of(client.get(practice.url)).select(link)
    publish(practice, promise="Uusi lupaus.")
    assert soup_of(client.get(practice.url)).select(link)
