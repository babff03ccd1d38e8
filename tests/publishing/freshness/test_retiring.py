"""Retiring: with a reason in every language, with what to use instead, and with every old address still working."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, PageLogEntry

from practices.models import PracticePage
from practices.search import all_documents, is_searchable
from publishing.freshness.retiring import RETIRED, UNRETIRED, retire, unretire
from tests.factories import project_page
from tests.practices.editor_forms import edit, errors_of, practice_form
from tests.publishing.freshness.practising import draft_of, edited, fresh, in_swedish, practice
from tests.publishing.people import member, network_coordinator

pytestmark = pytest.mark.django_db


def url(page: Any, name: str = "retire") -> str:
    return reverse(name, args=[page.pk])


def test_the_network_retires_at_once_in_every_language(
    portal: Any, django_capture_on_commit_callbacks: Any
) -> None:
    page, other = practice(), practice("Kävelyt")
    swedish, other_swedish = in_swedish(page), in_swedish(other)
    edited(page, promise="Vielä kesken.")
    network = network_coordinator()
    data = {"reason_fi": "Väline poistui.", "reason_sv": "Verktyget försvann.", "replaced_by": other.pk}
    with django_capture_on_commit_callbacks(execute=True):
        assert network.client.post(url(page), data).status_code == 302
    assert (fresh(page).retired_reason, fresh(swedish).retired_reason) == (
        "Väline poistui.",
        "Verktyget försvann.",
    )
    assert fresh(page).replaced_by_id == fresh(swedish).replaced_by_id == other.pk
    assert fresh(page).promise != "Vielä kesken."
    assert (draft_of(page).promise, draft_of(page).retired_reason) == ("Vielä kesken.", "Väline poistui.")
    assert PageLogEntry.objects.filter(action=RETIRED, user=network.user).count() == 2
    for each, instead, said in (
        (page, other, "Väline poistui."),
        (swedish, other_swedish, "Verktyget försvann."),
    ):
        response = Client().get(fresh(each).url)
        notice = BeautifulSoup(response.content, "html.parser").select_one(".notice--warning")
        assert response.status_code == 200
        assert said in notice.get_text()
        assert notice.select_one("a")["href"] == fresh(instead).url, "in the reader's language"


def test_a_reason_is_needed_in_every_language_that_the_practice_has(portal: Any) -> None:
    page = practice()
    in_swedish(page)
    response = network_coordinator().client.post(url(page), {"reason_fi": "Vanha.", "reason_sv": " "})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"reason_sv"}
    assert fresh(page).retired_reason == ""


def test_a_member_hands_the_retiring_in_to_be_reviewed(portal: Any) -> None:
    page, someone = practice(), member()
    assert someone.client.post(url(page), {"reason_fi": "Vanha."}).status_code == 302
    page = fresh(page)
    assert page.retired_reason == ""
    assert draft_of(page).retired_reason == "Vanha."
    assert page.workflow_in_progress
    assert someone.client.post(url(page, "unretire")).status_code in (302, 403)


def test_whoever_may_not_edit_the_page_may_not_retire_it(portal: Any) -> None:
    page, stranger = practice(), member("toinen", "vieras")
    assert stranger.client.get(url(page)).status_code in (302, 403)
    assert stranger.client.post(url(page), {"reason_fi": "Vanha."}).status_code in (302, 403)
    assert fresh(page).retired_reason == ""


def test_a_retired_practice_is_recommended_again(portal: Any) -> None:
    page, other, network = practice(), practice("Kävelyt"), network_coordinator()
    retire(page, {"fi": "Vanha."}, other, user=network.user)
    assert network.client.get(url(page, "unretire")).status_code == 405
    assert network.client.post(url(page, "unretire")).status_code == 302
    assert (fresh(page).retired_reason, fresh(page).replaced_by) == ("", None)
    assert PageLogEntry.objects.filter(action=UNRETIRED).exists()


def test_lists_and_search_leave_it_out_and_take_it_in_again(portal: Any) -> None:
    page = practice()
    both = (page, page.get_translations().get())
    network = network_coordinator().user
    catalogues = [fresh(each).get_parent().get_parent().url for each in both]
    assert catalogues[0] != catalogues[1]
    for is_retired in (False, True, False):
        if is_retired:
            retire(page, {"fi": "Vanha."}, None, user=network)
        elif fresh(page).retired_reason:
            unretire(page, user=network)
        listed = [page.title in Client().get(catalogue).content.decode() for catalogue in catalogues]
        documents = [d.title for d in all_documents() if d.kind == "practice"]
        found = (*listed, page.title in documents, is_searchable(fresh(page)))
        assert found == (not is_retired,) * 4
        assert [Client().get(fresh(each).url).status_code for each in both] == [200, 200]
        sitemap = Client().get("/sitemap.xml").content.decode()
        assert (f"{page.url}</loc>" in sitemap) == (not is_retired)


def test_old_addresses_keep_working(portal: Any, django_capture_on_commit_callbacks: Any) -> None:
    page, target = practice(), project_page("toinen")
    first = page.url
    with django_capture_on_commit_callbacks(execute=True):
        edited(page, slug="uusi-osoite").publish()
        retire(fresh(page), {"fi": "Vanha."}, None, user=network_coordinator().user)
    second = fresh(page).url
    assert Client().get(first).headers["Location"] == second
    assert Client().get(f"/p/{page.key}").headers["Location"] == second
    with django_capture_on_commit_callbacks(execute=True):
        fresh(page).move(target, pos="last-child")
    third = fresh(page).url
    assert third.endswith("/toinen/uusi-osoite/")
    for old in (first, second):
        assert Client().get(old, follow=True).request["PATH_INFO"] == third
    assert Client().get(f"/p/{page.key}").headers["Location"] == third


def test_what_would_lead_readers_astray_is_refused(portal: Any) -> None:
    page, other, draft, third = practice("a"), practice("b"), practice("c", live=False), practice("d")
    swedish, network = in_swedish(page), network_coordinator()

    def wrong(of: Any, instead: Any) -> set[str]:
        data = {"reason_fi": "Vanha.", "reason_sv": "Gammal.", "replaced_by": instead.pk}
        response = network.client.post(url(of), data)
        return set(response.context["form"].errors) if response.status_code == 422 else set()

    for instead in (page, swedish, draft):
        assert wrong(page, instead) == {"replaced_by"}
    retire(other, {"fi": "Vanha."}, page, user=network.user)
    assert wrong(page, other) == {"replaced_by"}, "a circle"
    assert wrong(third, other) == {"replaced_by"}, "retired too"
    assert fresh(page).retired_reason == fresh(third).retired_reason == ""
    assert wrong(third, page) == set()


def test_the_editors_own_form_has_the_same_rules(portal: Any) -> None:
    page, other = practice(), practice("Kävelyt")
    network = network_coordinator()
    for reason, instead, wrong in (
        ("", other, True),
        ("Vanha.", page, True),
        ("Vanha.", other, False),
    ):
        data = practice_form(retired_reason=reason, replaced_by=str(instead.pk))
        response = edit(network.client, page, data, action="publish")
        assert ("replaced_by" in errors_of(response)) if wrong else response.status_code == 302
    assert fresh(page).replaced_by_id == other.pk


def test_deleting_what_readers_know_leads_to_retiring(portal: Any) -> None:
    page, draft = practice(), practice("Luonnos", live=False)
    someone = member()
    team = page.get_parent()
    free = Group.objects.create(name="Vapaat")
    for name in ("publish_page", "bulk_delete_page", "change_page"):
        GroupPagePermission.objects.create(
            group=free, page=team, permission=Permission.objects.get(codename=name)
        )
    someone.user.groups.add(free)
    delete = reverse("wagtailadmin_pages:delete", args=[page.pk])
    assert someone.client.post(delete).headers["Location"] == url(page)
    bulk = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "delete"))
    someone.client.post(f"{bulk}?id={page.pk}&id={draft.pk}")
    assert PracticePage.objects.filter(pk__in=[page.pk, draft.pk]).count() == 2
    assert someone.client.post(reverse("wagtailadmin_pages:delete", args=[draft.pk])).status_code == 302
    assert not PracticePage.objects.filter(pk=draft.pk).exists()
    network = network_coordinator()
    asked = network.client.get(delete)
    assert len(list(asked.context["messages"])) == 1
    network.client.post(delete)
    assert not PracticePage.objects.filter(pk=page.pk).exists()
