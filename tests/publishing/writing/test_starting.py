"""A new practice starts from a model, a method, an event, a course or a tool, or from nothing."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from practices.models import PracticePage, ProjectPage
from practices.translating.following import give_aliases
from publishing.drafting import new_draft
from publishing.writing.beginnings import Kind, beginning
from publishing.writing.completeness import completeness_of
from publishing.writing.prompts import names_with_prompts
from tests.factories import practice_page, project_page
from tests.languages import EACH_LANGUAGE, nightly
from tests.practices.editor_forms import errors_of, practice_form
from tests.publishing.people import member, network_coordinator

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def start(client: Client, project: Any, **data: str) -> Any:
    return client.post(reverse("start_practice", args=(project.pk,)), data)


def only_draft() -> PracticePage:
    return PracticePage.objects.get(alias_of=None).get_latest_revision_as_object()


@pytest.mark.parametrize(
    ("kind", "language"),
    [
        *((kind, "fi") if kind in ("model", "event") else nightly(kind, "fi") for kind in Kind.values),
        *((kind, "sv") if kind == "tool" else nightly(kind, "sv") for kind in Kind.values),
    ],
)
def test_every_beginning_becomes_a_draft_in_the_language_of_the_project(
    portal: Any, kind: str, language: str
) -> None:
    project = project_page(language=language)
    someone = network_coordinator(language=language)
    response = start(someone.client, project, title="Uusi tapa", kind=kind)
    page = only_draft()
    assert response.headers["Location"] == reverse("wagtailadmin_pages:edit", args=(page.pk,))
    assert (page.title, page.live, page.owner, page.locale.language_code) == (
        *("Uusi tapa", False, someone.user),
        language,
    )
    assert page.get_parent().specific == project
    assert [term.slug for term in page.projects.all()] == ["hanke"]
    texts = beginning(Kind(kind), language).values
    assert page.steps[0].value["what"] == texts["steps"][0][1]["what"]
    assert someone.client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize("kind", Kind.values)
def test_every_language_starts_with_the_same_structure(kind: str) -> None:
    def shape(language: str) -> dict[str, list[Any]]:
        values = beginning(Kind(kind), language).values
        return {
            name: [sorted(v) if isinstance(v, dict) else "" for _b, v in rows]
            for name, rows in values.items()
        }

    assert len({str(shape(language)) for language in LANGUAGES}) == 1
    assert beginning(Kind(kind), "en").values == beginning(Kind(kind), settings.LANGUAGE_CODE).values


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_beginning_fills_in_is_all_there_and_counts_as_missing(portal: Any, language: str) -> None:
    project = project_page(language=language)
    for kind in Kind:
        page = new_draft(project, {"title": "Uusi tapa", **beginning(kind, language).values})
        page = page.get_latest_revision_as_object()
        assert len(page.checklist) >= 3, kind
        assert len(page.risks) >= 1, kind
        assert {block.value["need"] for block in page.resources} <= {"must", "nice", "help"}, kind
        filled = {name: getattr(page, name) for name in ("steps", "resources", "risks", "checklist")}
        assert set(names_with_prompts(filled)) == set(filled), kind
        found = completeness_of(page)
        assert "steps" in {item.name for item in found.missing}, kind
        assert {"resources", "risks", "checklist"} <= {item.name for item in found.refused}, kind


def test_a_beginning_is_not_published(portal: Any) -> None:
    someone = network_coordinator()
    start(someone.client, project_page(), title="Uusi tapa", kind="model")
    page = only_draft()
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    prefilled = start_form_data(page)
    assert {"steps", "checklist"} <= set(
        errors_of(someone.client.post(url, prefilled | {"action-publish": "1"}))
    )
    page.refresh_from_db()
    assert not page.live


def start_form_data(page: PracticePage) -> dict[str, Any]:
    from wagtail.test.utils.form_data import streamfield

    blocks = {
        name: streamfield(
            [
                (block.block_type, dict(block.value) if name != "checklist" else block.value)
                for block in getattr(page, name)
            ]
        )
        for name in ("steps", "resources", "risks", "checklist")
    }
    return practice_form(title=page.title, slug=page.slug, **blocks)


def test_an_empty_beginning_has_a_name_alone(portal: Any) -> None:
    start(member().client, project_page(), title="Uusi tapa", kind="empty")
    page = only_draft()
    assert len(page.steps) == len(page.checklist) == 0
    assert completeness_of(page).done == 1


INCOMPLETE: list[dict[str, str]] = [
    {"title": " ", "kind": "model"},
    {"title": "Tapa", "kind": "x"},
    {"title": "x" * 256, "kind": "tool"},
    {},
]


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_what_is_missing_is_asked_for_and_nothing_is_made(portal: Any, language: str) -> None:
    someone, project = member(language=language), project_page()
    for data in INCOMPLETE:
        response = start(someone.client, project, **data)
        assert response.status_code == 422, data
        html = response.content.decode()
        assert f'<html lang="{language}"' in html
        assert 'role="alert"' in html, data
        assert (data.get("title", "").strip() or "name=") in html, data
        assert not PracticePage.objects.exists(), data


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_page_offers_every_beginning(portal: Any, language: str) -> None:
    html = (
        member(language=language)
        .client.get(reverse("start_practice", args=(project_page().pk,)))
        .content.decode()
    )
    assert all(f'value="{kind}"' in html for kind in (*Kind.values, "empty"))
    assert beginning(Kind.EVENT, language).description in html


def test_the_ways_to_a_new_practice_lead_over_it(portal: Any) -> None:
    someone, project = member(), project_page()
    url = reverse("start_practice", args=(project.pk,))
    add = someone.client.get(reverse("wagtailadmin_pages:add_subpage", args=(project.pk,)))
    assert add.headers["Location"] == url
    assert url in someone.client.get(reverse("wagtailadmin_explore", args=(project.pk,))).content.decode()
    chosen = someone.client.get("/admin/practices/choose_parent/")
    assert chosen.headers["Location"] == url
    form = reverse("wagtailadmin_pages:add", args=("practices", "practicepage", project.pk))
    assert someone.client.get(form).status_code == 200, "the empty form has its own address still"


def test_only_who_may_add_below_the_project_may_start(portal: Any) -> None:
    other = project_page("toinen")
    stranger = member().client
    url = reverse("start_practice", args=(other.pk,))
    for response in (stranger.get(url), stranger.post(url, {"title": "Tapa", "kind": "model"})):
        assert response.status_code in (302, 403)
    assert not PracticePage.objects.exists()
    give_aliases(other)
    alias = ProjectPage.objects.get(alias_of=other)
    network = network_coordinator().client
    assert network.get(reverse("start_practice", args=(alias.pk,))).status_code in (302, 403)
    no_project = reverse("start_practice", args=(practice_page().pk,))
    assert network.get(no_project, follow=True).status_code == 404
