"""Two editors at once: whoever saves second is told, and nothing that either wrote is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from practices.models import PracticePage
from publishing.drafting import change_draft, new_draft
from tests.database import world
from tests.factories import project_page
from tests.languages import EACH_LANGUAGE
from tests.practices.editor_forms import practice_form
from tests.publishing.people import Person, member, network_coordinator, person, team_of_project

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module", autouse=True)
def _drafted(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A draft, and two members of its team."""
    with world(django_db_blocker):
        new_draft(project_page(revision=True), {"title": "Kahvit"})
        member(name="anna")
        person("bo", team_of_project().members)
        yield


def logged_in(name: str) -> Person:
    client, user = Client(), get_user_model().objects.get(username=name)
    client.force_login(user)
    return Person(user, client)


@pytest.fixture
def page(portal: Any) -> PracticePage:
    return PracticePage.objects.get(title="Kahvit", alias_of=None)


@pytest.fixture
def anna(page: PracticePage) -> Person:
    return logged_in("anna")


@pytest.fixture
def bo(page: PracticePage) -> Person:
    return logged_in("bo")


def opened(page: Any) -> dict[str, str]:
    """Return what the form of a page says of the version that it is opened at; `shown` asks the form itself."""
    version = Page.objects.get(pk=page.pk).latest_revision
    named = {
        "loaded_revision_id": str(version.pk),
        "loaded_revision_created_at": version.created_at.isoformat(),
    }
    return {"next": ""} | named


def shown(client: Client, page: Any, *, address: str = "edit", args: tuple[Any, ...] = ()) -> dict[str, str]:
    """Return what the form of a page says, in the editor, of the version that it was opened at."""
    html = client.get(reverse(f"wagtailadmin_pages:{address}", args=(page.pk, *args))).content
    return versions_in(html)


def versions_in(html: bytes) -> dict[str, str]:
    form = BeautifulSoup(html, "html.parser").select_one("[data-edit-form]")
    assert form is not None
    return {
        field["name"]: field.get("value", "")
        for field in form.select("input[name^=loaded_revision], input[name=next]")
    }


def save(client: Client, page: Any, at: dict[str, str], *, action: str = "", **changes: Any) -> Any:
    data = practice_form(**changes) | at | ({f"action-{action}": "1"} if action else {})
    return client.post(reverse("wagtailadmin_pages:edit", args=(page.pk,)), data)


def promise_of(page: PracticePage) -> str:
    page.refresh_from_db()
    return str(page.get_latest_revision_as_object().promise)


@pytest.mark.second_database
@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_second_save_is_refused_and_keeps_its_text(
    page: PracticePage, anna: Person, language: str
) -> None:
    bo = person("bosse", team_of_project().members, language=language)
    at_anna, at_bo = opened(page), shown(bo.client, page)
    assert at_anna == at_bo
    assert save(anna.client, page, at_anna, promise="Annan lupaus.").status_code == 302
    answer = save(bo.client, page, at_bo, promise="Bon lupaus.", title="Bon nimi")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert promise_of(page) == "Annan lupaus."
    assert 'value="Bon lupaus."' in html
    assert 'value="Bon nimi"' in html
    assert "anna" in html
    told = (
        " ".join(message.message for message in answer.context["messages"])
        if answer.context["messages"]
        else html
    )
    assert answer.context["form"].fields["promise"].label.lower() in (told + html).lower()
    assert (
        reverse(
            "wagtailadmin_pages:revisions_compare",
            args=(page.pk, at_bo["loaded_revision_id"], page.latest_revision_id),
        )
        in html
    )
    assert "w-autosave" not in str(
        BeautifulSoup(html, "html.parser").select_one("[data-edit-form]").get("data-controller")
    )


def test_having_read_that_the_second_may_put_theirs_in_the_place_of_the_first(
    page: PracticePage, anna: Person, bo: Person
) -> None:
    at_bo = opened(page)
    save(anna.client, page, opened(page), promise="Annan lupaus.")
    told = save(bo.client, page, at_bo, promise="Bon lupaus.")
    assert save(bo.client, page, versions_in(told.content), promise="Bon lupaus.").status_code == 302
    assert promise_of(page) == "Bon lupaus."
    kept = [revision.as_object().promise for revision in page.revisions.order_by("created_at")]
    assert kept[-2:] == ["Annan lupaus.", "Bon lupaus."], "the first one's is in the history"


def test_consent_is_to_the_version_that_was_shown_and_to_no_later_one(
    page: PracticePage, anna: Person, bo: Person
) -> None:
    at_bo = opened(page)
    save(anna.client, page, opened(page), promise="Annan lupaus.")
    told = save(bo.client, page, at_bo, promise="Bon lupaus.")
    save(anna.client, page, opened(page), promise="Annan toinen.")
    assert save(bo.client, page, versions_in(told.content), promise="Bon lupaus.").status_code == 200
    assert promise_of(page) == "Annan toinen."


@pytest.mark.parametrize("action", ["submit", "publish"])
def test_no_way_of_saving_writes_over_what_another_saved(
    page: PracticePage, anna: Person, action: str
) -> None:
    network = network_coordinator()
    at = opened(page)
    save(anna.client, page, opened(page), promise="Annan lupaus.")
    assert save(network.client, page, at, action=action, promise="Verkoston lupaus.").status_code == 200
    assert promise_of(page) == "Annan lupaus."
    assert not page.live
    assert page.current_workflow_state is None


def test_what_code_saves_in_between_counts_as_well(page: PracticePage, bo: Person) -> None:
    at = opened(page)
    change_draft(page, {"promise": "Tuotu lupaus."})
    assert save(bo.client, page, at, promise="Bon lupaus.").status_code == 200
    assert promise_of(page) == "Tuotu lupaus."


def test_the_same_person_in_two_windows_is_two_editors(page: PracticePage, anna: Person) -> None:
    first, second = opened(page), opened(page)
    save(anna.client, page, first, promise="Ensimmäinen.")
    assert save(anna.client, page, second, promise="Toinen.").status_code == 200
    assert promise_of(page) == "Ensimmäinen."


def test_saving_again_and_again_alone_is_not_in_the_way(page: PracticePage, anna: Person) -> None:
    for number in range(3):
        at = opened(page)
        assert save(anna.client, page, at, promise=f"Lupaus {number}.").status_code == 302
    assert promise_of(page) == "Lupaus 2."


def autosave(client: Client, page: Any, at: dict[str, str], **changes: Any) -> dict[str, Any]:
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    answer: dict[str, Any] = client.post(url, practice_form(**changes) | at, headers=JSON).json()
    return answer


def test_the_button_after_saving_by_itself_is_no_conflict_with_oneself(
    page: PracticePage, anna: Person
) -> None:
    at = opened(page)
    answer = autosave(anna.client, page, at, promise="Itsestään.")
    assert answer["success"]
    at |= {name: answer["field_updates"][name] for name in at if name in answer["field_updates"]}
    again = autosave(
        anna.client, page, at | {"overwrite_revision_id": str(answer["revision_id"])}, promise="Taas."
    )
    at |= {name: again["field_updates"][name] for name in at if name in again["field_updates"]}
    assert save(anna.client, page, at, promise="Napista.").status_code == 302
    assert promise_of(page) == "Napista."


def test_saving_by_itself_does_not_write_over_another(page: PracticePage, anna: Person, bo: Person) -> None:
    at_anna, at_bo = opened(page), opened(page)
    first = autosave(anna.client, page, at_anna, promise="Annan lupaus.")
    assert autosave(bo.client, page, at_bo, promise="Bon lupaus.")["error_code"] == "invalid_revision"
    assert save(bo.client, page, at_bo, promise="Bon lupaus.").status_code == 200
    at_anna["overwrite_revision_id"] = str(first["revision_id"])
    at_bo = opened(page)
    assert save(bo.client, page, at_bo, promise="Bon lupaus.").status_code == 302
    assert autosave(anna.client, page, at_anna, promise="Annan toinen.")["error_code"] == "invalid_revision"
    assert save(anna.client, page, at_anna, promise="Annan toinen.").status_code == 200
    assert promise_of(page) == "Bon lupaus."


def test_an_overwritten_version_is_a_newer_one_though_its_number_is_the_same(
    page: PracticePage, anna: Person, bo: Person
) -> None:
    at_anna = opened(page)
    first = autosave(anna.client, page, at_anna, promise="Annan lupaus.")
    at_bo = opened(page)
    at_anna["overwrite_revision_id"] = str(first["revision_id"])
    assert autosave(anna.client, page, at_anna, promise="Annan toinen.")["success"]
    assert save(bo.client, page, at_bo, promise="Bon lupaus.").status_code == 200
    assert promise_of(page) == "Annan toinen."


def test_an_earlier_version_is_not_brought_back_over_a_newer_one(
    page: PracticePage, anna: Person, bo: Person
) -> None:
    earlier = page.latest_revision_id
    save(anna.client, page, opened(page), promise="Annan lupaus.")
    at = shown(bo.client, page, address="revisions_revert", args=(earlier,))
    save(anna.client, page, opened(page), promise="Annan toinen.")
    url = reverse("wagtailadmin_pages:revisions_revert", args=(page.pk, earlier))
    assert bo.client.post(url, practice_form(promise="") | at).status_code == 200
    assert promise_of(page) == "Annan toinen."


def test_a_page_opened_before_it_had_any_version(page: PracticePage, anna: Person, bo: Person) -> None:
    PracticePage.objects.filter(pk=page.pk).update(latest_revision=None, latest_revision_created_at=None)
    page.revisions.all().delete()
    at_anna = at_bo = shown(bo.client, page)
    assert at_bo == {"next": ""}
    assert save(anna.client, page, at_anna, promise="Annan lupaus.").status_code == 302
    assert save(bo.client, page, at_bo, promise="Bon lupaus.").status_code == 200
    assert promise_of(page) == "Annan lupaus."


def test_project_pages_are_guarded_as_well(page: PracticePage, anna: Person, bo: Person) -> None:
    from wagtail.test.utils.form_data import nested_form_data, streamfield

    project = project_page()
    streams = {name: streamfield([]) for name in ("aims", "body", "sources")}

    def send(who: Person, at: dict[str, str], summary: str) -> Any:
        fields = {
            "title": project.title,
            "slug": project.slug,
            "summary": summary,
            "project": project.project_id,
        }
        url = reverse("wagtailadmin_pages:edit", args=(project.pk,))
        return who.client.post(url, nested_form_data({**fields, **streams}) | at)

    at_anna, at_bo = opened(project), shown(bo.client, project)
    assert send(anna, at_anna, "Annan teksti.").status_code == 302
    assert send(bo, at_bo, "Bon teksti.").status_code == 200
    project.refresh_from_db()
    assert project.get_latest_revision_as_object().summary == "Annan teksti."
