"""What a team sees in the editor beyond its own project: what readers see, and nothing that waits."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from practices.models import PracticePage
from publishing.teams.making import fill_shared_collection, shared_collection
from tests.conftest import search_backends
from tests.database import world
from tests.factories import practice_page, project_page
from tests.languages import nightly
from tests.publishing.people import coordinator, member, network_coordinator, person, team_of_project

pytestmark = pytest.mark.django_db
HOME = "/admin/"  # to which whoever may not do something is led
OWN, OWN_LIVE, DRAFT, LIVE = "Oma luonnos", "Oma julkinen", "Vieras salaisuus", "Vieras julkinen"


@pytest.fixture(scope="module")
def drafts(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    """A draft and a live page in one's own project and in another, where somebody else works; all can be searched."""
    searched = override_settings(WAGTAILSEARCH_BACKENDS=search_backends(update=True))
    with world(django_db_blocker), searched:
        member()
        coordinator()
        other = coordinator("toinen", "vieras-kirjoittaja").user
        made = {}
        for title, slug, live in (
            (OWN, "hanke", False),
            (OWN_LIVE, "hanke", True),
            (LIVE, "toinen", True),
            (DRAFT, "toinen", False),
        ):
            page = practice_page(title, parent=project_page(slug), live=live, owner=other)
            page.save_revision(user=other, log_action=True)
            made[title] = page.pk
        yield made


@pytest.fixture
def pages(drafts: dict[str, int]) -> dict[str, PracticePage]:
    return {title: PracticePage.objects.get(pk=pk) for title, pk in drafts.items()}


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    return client


def team_clients() -> list[Client]:
    """Return a member of the own project's team and its coordinator, who may do all that a member may."""
    return [client_of("jasen"), client_of("koordinaattori")]


LISTS = [
    "/admin/pages/",
    "/admin/pages/search/?q=salaisuus",
    "/admin/pages/search/results/?q=vieras",
    "/admin/practices/",
    "/admin/practices/?q=vieras",
    "/admin/pages/usage/practices/practicepage/",
    "/admin/api/main/pages/?fields=*",
    "/admin/api/main/pages/?search=salaisuus",
    "/admin/choose-page/search/?q=salaisuus",
    "/admin/choose-page/search/?q=vieras&page_type=practices.practicepage",
    "/admin/reports/locked/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/site-history/",
    "/admin/reports/site-history/?export=csv",
    "/admin/reports/aging-pages/",
    "/admin/reports/page-types-usage/",
    "/admin/reports/page-types-usage/results/",
    "/admin/reports/translations/",
    "/admin/workflows/list/",
    "/admin/",
]


@pytest.mark.parametrize("name", ["koordinaattori", nightly("jasen")])
def test_no_list_tells_of_others_drafts(pages: dict[str, PracticePage], name: str) -> None:
    PracticePage.objects.update(locked=True, locked_by=pages[DRAFT].owner)
    client = client_of(name)
    assert [where for where in LISTS if DRAFT in _text(client.get(where, follow=True))] == []


def _text(answer: Any) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def by_number(page: PracticePage, own: PracticePage) -> list[str]:
    """Return addresses of the editor with a page's number in them."""
    n, parent = page.pk, page.get_parent().pk
    return [
        *(
            f"/admin/pages/{n}/{view}/"
            for view in ("edit", "view_draft", "history", "usage", "copy", "delete")
        ),
        *(
            f"/admin/pages/{n}/{view}/"
            for view in ("unpublish", "move", "privacy", "workflow_history", "lock")
        ),
        f"/admin/pages/{n}/",
        f"/admin/pages/{n}/results/",
        f"/admin/pages/{parent}/",
        f"/admin/pages/{n}/history/results/",
        f"/admin/pages/{n}/revisions/compare/earliest...latest/",
        f"/admin/pages/{n}/revisions/{page.latest_revision_id}/view/",
        f"/admin/pages/{n}/revisions/{page.latest_revision_id}/revert/",
        f"/admin/choose-page/{n}/",
        f"/admin/choose-page/{parent}/",
        f"/admin/choose-page/chosen-multiple/?id={n}",
        f"/admin/choose-page/chosen-multiple/?id={own.pk}&id={n}",
        *(
            f"/admin/bulk/wagtailcore/page/{action}/?id={n}"
            for action in ("publish", "unpublish", "delete", "move")
        ),
        f"/admin/api/main/pages/{n}/",
        f"/admin/localize/submit/page/{n}/",
        f"/admin/translations/{n}/",
        f"/admin/translations/{n}/po/",
    ]


@pytest.mark.parametrize("name", ["jasen", "koordinaattori"])
def test_no_address_tells_of_others_drafts(pages: dict[str, PracticePage], name: str) -> None:
    client = client_of(name)
    telling = []
    for where in by_number(pages[DRAFT], pages[OWN]):
        script = client.get(where, headers={"X-Requested-With": "XMLHttpRequest"})
        answer = client.get(where)
        if answer.headers.get("Location", HOME) != HOME:
            answer = client.get(answer.headers["Location"], follow=True)
        if DRAFT in _text(answer) + _text(script):
            telling.append(where)
    assert telling == []
    assert DRAFT not in _text(client.get(HOME)), "what was refused is told of there"


def test_others_pages_are_not_changed_by_the_api(pages: dict[str, PracticePage]) -> None:
    page = pages[LIVE]
    for client in team_clients():
        for action in ("unpublish", "delete", "publish"):
            client.post(f"/admin/api/main/pages/{page.pk}/action/{action}/", content_type="application/json")
    page.refresh_from_db()
    assert page.live


@pytest.mark.second_database
def test_what_is_ones_own_is_found_everywhere(pages: dict[str, PracticePage]) -> None:
    own = pages[OWN]
    for client in team_clients():
        for where in (
            "/admin/pages/search/?q=luonnos",
            "/admin/practices/",
            f"/admin/pages/{own.get_parent().pk}/",
            f"/admin/choose-page/{own.get_parent().pk}/",
            "/admin/choose-page/search/?q=luonnos",
            f"/admin/choose-page/chosen-multiple/?id={own.pk}",
            f"/admin/api/main/pages/{own.pk}/",
        ):
            answer = client.get(where)
            assert OWN in _text(answer), where


def test_published_pages_of_all_can_be_linked_to(pages: dict[str, PracticePage]) -> None:
    live = pages[LIVE]
    for client in team_clients():
        assert LIVE in _text(client.get("/admin/choose-page/search/?q=vieras"))
        assert LIVE in _text(client.get(f"/admin/choose-page/chosen-multiple/?id={live.pk}"))


@pytest.mark.parametrize("who", ["network", "superuser"])
def test_the_network_sees_every_draft(pages: dict[str, PracticePage], who: str) -> None:
    client = (network_coordinator() if who == "network" else person("paallikko", superuser=True)).client
    draft = pages[DRAFT]
    for where in (
        "/admin/practices/",
        f"/admin/pages/{draft.get_parent().pk}/",
        f"/admin/choose-page/{draft.get_parent().pk}/",
        f"/admin/choose-page/chosen-multiple/?id={draft.pk}",
        f"/admin/bulk/wagtailcore/page/publish/?id={draft.pk}",
        "/admin/reports/page-types-usage/",
    ):
        assert DRAFT in _text(client.get(where)), where


NETWORKS_OWN = [
    *("/admin/users/", "/admin/groups/", "/admin/collections/", "/admin/sites/", "/admin/workflows/list/"),
    *("/admin/workflows/tasks/index/", "/admin/redirects/", "/admin/locales/"),
]


def test_what_is_the_networks_own_is_closed(drafts: Any) -> None:
    for client in team_clients():
        for where in NETWORKS_OWN:
            assert client.get(where)["Location"] == "/admin/", where


def test_no_filter_tells_who_works_elsewhere(pages: dict[str, PracticePage]) -> None:
    elsewhere = coordinator("toinen", "piilossa-oleva").user
    PracticePage.objects.filter(pk=pages[DRAFT].pk).update(owner=elsewhere, locked=True, locked_by=elsewhere)
    reports = [f"/admin/reports/{name}/" for name in ("workflow", "locked", "site-history")]
    for client in team_clients():
        for where in (f"/admin/pages/{pages[OWN].get_parent().pk}/", "/admin/practices/", *reports):
            assert "piilossa-oleva" not in _text(client.get(where)), where


@pytest.mark.second_database
def test_a_filter_offers_colleagues(pages: dict[str, PracticePage]) -> None:
    colleague = member(name="tyotoveri")
    PracticePage.objects.filter(pk=pages[OWN].pk).update(owner=colleague.user)
    assert "tyotoveri" in _text(client_of("jasen").get("/admin/practices/"))


def image(title: str, collection: Collection) -> Any:
    return get_image_model().objects.create(title=title, file=get_test_image_file(), collection=collection)


def test_pictures_and_files_of_other_teams_are_out_of_sight(drafts: Any) -> None:
    own, other = team_of_project(), team_of_project("toinen")
    root = Collection.get_first_root_node()
    titles = {
        "Oma kuva": own.collection,
        "Vieras kuva": other.collection,
        "Yhteinen kuva": shared_collection(),
        "Juuren kuva": root,
    }
    made = {title: image(title, collection) for title, collection in titles.items()}
    document = get_document_model().objects.create(
        title="Vieras tiedosto", file="x.pdf", collection=other.collection
    )
    for client in team_clients():
        shown = _text(client.get("/admin/images/chooser/")) + _text(
            client.get("/admin/images/chooser/results/")
        )
        assert [title for title in titles if title in shown] == ["Oma kuva", "Yhteinen kuva"]
        for where in ("/admin/images/", "/admin/documents/", "/admin/documents/chooser/"):
            assert "Vieras" not in _text(client.get(where))
        for where in (f"/admin/images/{made['Vieras kuva'].pk}/", f"/admin/documents/edit/{document.pk}/"):
            assert client.get(where)["Location"] == "/admin/"
        for where in (
            f"/admin/images/chooser/{made['Vieras kuva'].pk}/",
            f"/admin/documents/chooser/{document.pk}/",
        ):
            assert "Vieras" not in _text(client.get(where, follow=True))


def test_what_stood_in_no_collection_becomes_everybodys_once(portal: Any) -> None:
    root = Collection.get_first_root_node()
    picture = image("Vanha kuva", root)
    assert fill_shared_collection() == 1
    picture.refresh_from_db()
    assert picture.collection == shared_collection()
    image("Verkoston oma", root)
    assert fill_shared_collection() == 0


def test_a_locked_page_is_neither_deleted_nor_moved_with_others(pages: dict[str, PracticePage]) -> None:
    PracticePage.objects.filter(pk=pages[OWN].pk).update(locked=True, locked_by=pages[OWN].owner)
    client = client_of("koordinaattori")
    client.post(f"/admin/bulk/wagtailcore/page/delete/?id={pages[OWN].pk}")
    assert PracticePage.objects.filter(pk=pages[OWN].pk).exists()
    client.post(reverse("wagtailadmin_pages:unlock", args=[pages[OWN].pk]))
    client.post(f"/admin/bulk/wagtailcore/page/delete/?id={pages[OWN].pk}")
    assert not PracticePage.objects.filter(pk=pages[OWN].pk).exists()
