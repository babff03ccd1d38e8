"""What makers tell of their changes: by whom, in which languages, on which answers; and what readers see of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import PageLogEntry

from practices.models import PracticePage
from practices.translating.following import give_aliases
from publishing.models import Pilot, Refinement
from publishing.piloting.refining import may_call_refined, tell_change
from tests.factories import practice_page
from tests.publishing.people import Person, member, network_coordinator
from tests.publishing.piloting.trying import answered, pilot_of, practice_made, soup_of

pytestmark = pytest.mark.django_db
TEXTS = {"told_fi": "Aloitus oli sekava; nyt se on selvä.", "told_sv": "Starten var rörig; nu är den klar."}


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The number of a practice that was published once, with a revision."""
    with practice_made(django_db_blocker, revision=True) as number:
        yield number


@pytest.fixture
def network(practice: PracticePage) -> Person:
    """Somebody who may publish."""
    return network_coordinator()


def change_url(practice: PracticePage) -> str:
    return reverse("pilot_change", args=(practice.pk,))


def filled(client: Client, url: str) -> dict[str, Any]:
    """Return what a form would send as it stands."""
    form = soup_of(client.get(url)).select_one("main form:not([role=search])")
    texts = {each["name"]: each.get_text().strip() for each in form.select("textarea")}
    ticked = {"pilots": [each["value"] for each in form.select("[name=pilots][checked]")]}
    chosen = {each["name"]: each.select_one("option[selected]")["value"] for each in form.select("select")}
    return texts | ticked | chosen


def test_what_was_changed_is_told_with_its_answers_and_version(
    network: Person, practice: PracticePage, pilot: Pilot
) -> None:
    answered(pilot)
    answered(pilot, "teacher")
    quiet = pilot_of(practice)
    fields = filled(network.client, change_url(practice))
    assert fields["pilots"] == [str(pilot.pk)], "those with answers are ticked"
    assert fields["revision"] == str(practice.live_revision_id)
    response = network.client.post(change_url(practice), fields | TEXTS)
    assert response.status_code == 302
    change = Refinement.objects.get()
    assert change.told == {"fi": TEXTS["told_fi"], "sv": TEXTS["told_sv"]}
    assert (change.answers, change.told_by, change.revision) == (2, network.user, practice.live_revision)
    assert list(change.pilots.all()) == [pilot]
    assert quiet not in change.pilots.all()
    assert change.shown_at
    entry = PageLogEntry.objects.get(action="publishing.tell_change")
    assert (entry.page_id, entry.user) == (practice.pk, network.user)


def test_the_newest_published_version_is_the_usual_one_and_drafts_are_none(
    network: Person, practice: PracticePage, pilot: Pilot
) -> None:
    practice.save_revision().publish()
    newest = practice.latest_revision_id
    practice.save_revision()
    form = soup_of(network.client.get(change_url(practice))).select_one("[name=revision]")
    options = [option["value"] for option in form.select("option")]
    assert options[0] == str(newest)
    assert len(options) == 2
    draft = PracticePage.objects.get(pk=practice.pk).latest_revision_id
    fields = (
        filled(network.client, change_url(practice)) | TEXTS | {"revision": str(draft), "pilots": [pilot.pk]}
    )
    assert network.client.post(change_url(practice), fields).status_code == 200, "a draft cannot be chosen"
    assert not Refinement.objects.exists()


@pytest.mark.parametrize("missing", ["told_fi", "pilots"])
def test_what_is_missing_is_said_and_the_text_stays(
    network: Person, practice: PracticePage, pilot: Pilot, missing: str
) -> None:
    fields = filled(network.client, change_url(practice)) | TEXTS | {"pilots": [pilot.pk]}
    del fields[missing]
    response = network.client.post(change_url(practice), fields)
    page = soup_of(response)
    assert page.select("main .error-message")
    assert TEXTS["told_sv"] in page.select_one("[name=told_sv]").get_text()
    assert not Refinement.objects.exists()


def test_another_practices_pilot_cannot_be_chosen(
    network: Person, practice: PracticePage, pilot: Pilot
) -> None:
    other = pilot_of(practice_page("Muu"))
    fields = filled(network.client, change_url(practice)) | TEXTS | {"pilots": [pilot.pk, other.pk]}
    assert network.client.post(change_url(practice), fields).status_code == 200
    assert not Refinement.objects.exists()


def test_without_a_pilot_there_is_nothing_to_tell_of(network: Person, practice: PracticePage) -> None:
    response = network.client.get(change_url(practice))
    assert (response.status_code, response.headers["Location"]) == (
        302,
        reverse("pilots", args=(practice.pk,)),
    )


def test_of_a_practice_that_was_never_published_no_version_is_asked(network: Person, clock: Any) -> None:
    draft = practice_page("Luonnos", live=False)
    fields = {**TEXTS, "pilots": [pilot_of(draft).pk]}
    assert network.client.post(change_url(draft), fields).status_code == 302
    assert Refinement.objects.get().revision is None


def test_a_members_text_waits_until_the_network_lets_it_through(
    practice: PracticePage,
    pilot: Pilot,
    network: Person,
    client: Client,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    maker = member()
    with django_capture_on_commit_callbacks(execute=True):
        maker.client.post(
            change_url(practice), filled(maker.client, change_url(practice)) | TEXTS | {"pilots": [pilot.pk]}
        )
    change = Refinement.objects.get()
    assert change.shown_at is None
    assert [mail.to for mail in mailoutbox] == [[network.user.email]]
    assert TEXTS["told_fi"] not in client.get(practice.url).content.decode()
    show = reverse("pilot_change_show", args=(practice.pk, change.pk))
    maker.client.post(show)
    change.refresh_from_db()
    assert change.shown_at is None, "a member may not"
    network.client.post(show)
    assert TEXTS["told_fi"] in client.get(practice.url).content.decode()


def test_a_members_mended_text_waits_again(practice: PracticePage, pilot: Pilot, network: Person) -> None:
    change = tell_change(practice, told={"fi": "A."}, pilots=[pilot], revision=None, user=network.user)
    maker = member()
    url = reverse("pilot_change_edit", args=(practice.pk, change.pk))
    fields = filled(maker.client, url)
    assert fields["told_fi"] == "A."
    maker.client.post(url, fields | {"told_fi": "B."})
    change.refresh_from_db()
    assert (change.told, change.shown_at) == ({"fi": "B."}, None)
    assert Refinement.objects.count() == 1


def test_what_was_told_is_removed_after_a_question(
    practice: PracticePage, pilot: Pilot, network: Person
) -> None:
    change = tell_change(practice, told={"fi": "A."}, pilots=[pilot], revision=None, user=network.user)
    url = reverse("pilot_change_remove", args=(practice.pk, change.pk))
    assert network.client.get(url).status_code == 200
    assert Refinement.objects.exists()
    network.client.post(url)
    assert not Refinement.objects.exists()
    assert Pilot.objects.exists()
    assert PageLogEntry.objects.filter(action="publishing.remove_change").exists()


@pytest.mark.parametrize(("maturity", "offered"), [("idea", True), ("piloted", True), ("refined", False)])
def test_to_be_called_refined_is_offered_and_not_forced(
    network: Person, clock: Any, maturity: str, offered: bool
) -> None:
    practice = practice_page("Kävelyt", maturity=maturity)
    pilot = pilot_of(practice)
    assert not may_call_refined(practice, network.user), "nothing was changed yet"
    tell_change(practice, told={"fi": "A."}, pilots=[pilot], revision=None, user=network.user)
    page = soup_of(network.client.get(reverse("pilots", args=(practice.pk,))))
    url = reverse("pilots_refined", args=(practice.pk,))
    assert bool(page.select(f'form[action="{url}"]')) == offered
    practice.refresh_from_db()
    assert practice.maturity == maturity
    network.client.post(url)
    practice.refresh_from_db()
    assert practice.maturity == maturity, "readers see it once it is published"
    assert practice.get_latest_revision_as_object().maturity == "refined"
    assert not may_call_refined(practice, network.user)


def test_a_locked_page_is_not_called_anything(network: Person, practice: PracticePage, pilot: Pilot) -> None:
    tell_change(practice, told={"fi": "A."}, pilots=[pilot], revision=None, user=network.user)
    practice.locked, practice.locked_by = True, member().user
    practice.save()
    assert not may_call_refined(practice, network.user)


def test_readers_see_it_in_their_language(
    practice: PracticePage, pilot: Pilot, network: Person, client: Client, language: str
) -> None:
    give_aliases(practice)
    for _n in range(7):
        answered(pilot)
    tell_change(
        practice,
        told={"fi": "Lyhensimme.", "sv": "Vi kortade."},
        pilots=[pilot],
        revision=None,
        user=network.user,
    )
    page_url = {page.locale.language_code: page.url for page in (practice, *practice.get_translations())}[
        language
    ]
    page = soup_of(client.get(page_url))
    part = page.select_one("#after-feedback")
    assert {"fi": "Lyhensimme.", "sv": "Vi kortade."}[language] in part.get_text()
    assert "7" in part.select_one(".meta").get_text()
    assert not part.select("[lang]")
    assert page.select('.first-screen__notices a[href="#after-feedback"]')
    with override(language):
        assert part.select(f'a[href="{reverse("versions", args=(practice.key,))}"]')


def test_a_text_in_the_other_language_is_marked(
    practice: PracticePage, pilot: Pilot, network: Person, client: Client
) -> None:
    give_aliases(practice)
    tell_change(practice, told={"fi": "Lyhensimme."}, pilots=[pilot], revision=None, user=network.user)
    part = soup_of(client.get(practice.get_translations().get().url)).select_one("#after-feedback")
    assert part.select_one('[lang="fi"]').get_text(strip=True) == "Lyhensimme."


def test_a_practice_without_changes_says_nothing(
    practice: PracticePage, pilot: Pilot, client: Client
) -> None:
    answered(pilot)
    page = soup_of(client.get(practice.url))
    assert not page.select("#after-feedback")
    assert not page.select('a[href*="/muutokset/"]'), "one version has no changes"


def test_changes_cost_a_practices_page_one_query(
    practice: PracticePage, pilot: Pilot, network: Person, client: Client
) -> None:
    def queries() -> list[str]:
        session = network.client  # pages for those who are logged in are made anew
        session.get(practice.url)
        with CaptureQueriesContext(connection) as captured:
            assert session.get(practice.url).status_code == 200
        return [query["sql"] for query in captured]

    without = queries()
    for _n in range(12):
        tell_change(practice, told={"fi": "A."}, pilots=[pilot], revision=None, user=network.user)
    assert len(queries()) == len(without)
    assert len([sql for sql in without if "publishing_refinement" in sql]) == 1


def test_a_kept_page_is_made_anew_when_something_is_told_and_when_it_is_removed(
    practice: PracticePage, pilot: Pilot, network: Person, client: Client
) -> None:
    assert "Lyhensimme." not in client.get(practice.url).content.decode()
    change = tell_change(
        practice, told={"fi": "Lyhensimme."}, pilots=[pilot], revision=None, user=network.user
    )
    assert "Lyhensimme." in client.get(practice.url).content.decode()
    network.client.post(reverse("pilot_change_remove", args=(practice.pk, change.pk)))
    assert "Lyhensimme." not in client.get(practice.url).content.decode()
