"""What an editor sees beside the form: previews of unfinished pages, block previews, checks, and lists."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.blocks import Block
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from home.models import ContentPage, NewsIndexPage, NewsPage
from practices.models import CataloguePage, PortalImage, PracticePage, ProjectPage, Theme, ThemePage
from tests.factories import practice_page, project_page, theme_page
from tests.languages import EACH_LANGUAGE
from tests.practices.editor_forms import create, errors_of, practice_form, title_only

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(portal: Any, admin_client: Client) -> Client:
    return admin_client


def preview_new(client: Client, model: type[Page], parent: Page, data: dict[str, Any]) -> str:
    """Return the preview of a page that is not saved yet."""
    url = reverse("wagtailadmin_pages:preview_on_add", args=(*model._meta.label_lower.split("."), parent.pk))
    assert client.post(url, data).json() == {"is_valid": True, "is_available": True}
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def streams(*names: str) -> dict[str, Any]:
    return {name: streamfield([]) for name in names}


def one_bar(label: str, value: str) -> dict[str, Any]:
    """Return what a chart's list of bars sends."""
    bar = {"id": "", "order": "0", "deleted": "", "value": {"label": label, "value": value}}
    return {"count": "1", "0": bar}


def test_a_new_practice_is_previewed_from_its_name_on(editor: Client) -> None:
    parent = project_page()
    assert "Kesken" in preview_new(editor, PracticePage, parent, title_only("Kesken"))
    assert "<h1" in preview_new(editor, PracticePage, parent, title_only(""))
    html = preview_new(editor, PracticePage, parent, practice_form())
    assert all(text in html for text in ("Kaverikahvit", "Keitetään kahvia.", "osallisuus suomeksi"))
    assert not PracticePage.objects.exists()


def test_a_practices_preview_shows_what_is_not_saved(editor: Client) -> None:
    page = practice_page("Kaverikahvit")
    url = reverse("wagtailadmin_pages:preview_on_edit", args=(page.pk,))
    assert editor.post(url, practice_form(promise="Aivan uusi lupaus.")).json()["is_valid"]
    assert "Aivan uusi lupaus." in editor.get(url).content.decode()
    page.refresh_from_db()
    assert page.promise != "Aivan uusi lupaus."
    draft = reverse("wagtailadmin_pages:view_draft", args=(page.pk,))
    assert editor.get(draft).status_code == 200


def test_half_filled_blocks_are_previewed(editor: Client) -> None:
    bars = one_bar("", "")
    chart = {"title": "", "question": "", "unit": "", "maximum": "", "n": "", "rows": bars, "note": ""}
    blocks = {
        "results": streamfield([("chart", chart | {"source": ""}), ("paragraph", rich_text(""))]),
        "materials": streamfield(
            [
                ("file", {"title": "", "language": "fi", "licence": "", "file": ""}),
                ("link", {"title": "", "language": "fi", "licence": "", "url": ""}),
                ("video", {"title": "", "language": "fi", "licence": "", "url": "", "minutes": ""}),
            ]
        ),
        "sources": streamfield(
            [("source", {"title": "", "publisher": "", "year": "", "place": "", "url": ""})]
        ),
        "risks": streamfield([("risk", {"risk": "", "remedy": ""})]),
        "related": streamfield([("practice", "")]),
    }
    assert "<h1" in preview_new(editor, PracticePage, project_page(), practice_form(**blocks))


def test_other_new_pages_are_previewed_from_their_name_on(editor: Client, portal: Any) -> None:
    catalogue = CataloguePage.objects.get(locale__language_code="fi")
    news = NewsIndexPage.objects.get(locale__language_code="fi")
    themes = theme_page("uni").get_parent()
    new: list[tuple[type[Page], Page, tuple[str, ...]]] = [
        (ProjectPage, catalogue, ("aims", "body", "sources")),
        (ThemePage, themes, ("body", "sources")),
        (ContentPage, portal, ("body",)),
        (NewsPage, news, ("body",)),
    ]
    required = {
        ProjectPage: {"project": project_page().project_id},
        ThemePage: {"theme": Theme.objects.get(slug="osallisuus").pk},
        NewsPage: {"date": "2026-01-01"},
    }
    for model, parent, names in new:
        told = {"title": "Kesken", "slug": "kesken", "description": rich_text("")}
        data = nested_form_data({**told, **required.get(model, {}), **streams(*names)})
        assert "Kesken" in preview_new(editor, model, parent, data), model


def test_a_bar_past_the_end_of_the_scale_is_refused_where_it_stands(editor: Client) -> None:
    bars = one_bar("Kyllä", "140")
    chart = {
        "title": "Kysely",
        "question": "",
        "unit": "%",
        "maximum": "100",
        "n": "",
        "rows": bars,
        "note": "",
    }
    data = practice_form(results=streamfield([("chart", chart | {"source": "Kysely 2025"})]))
    response = create(editor, project_page(), data, action="publish")
    assert "results" in errors_of(response)
    told = response.context["form"].errors.as_data()["results"][0].as_json_data()
    assert "140" in str(told["blockErrors"][0]["blockErrors"]["maximum"])
    assert not PracticePage.objects.exists()


def test_a_project_without_its_term_says_that_there_is_no_preview_yet(editor: Client) -> None:
    parent = CataloguePage.objects.get(locale__language_code="fi")
    url = reverse("wagtailadmin_pages:preview_on_add", args=("practices", "projectpage", parent.pk))
    data = nested_form_data({"title": "Kesken", "slug": "kesken", **streams("aims", "body", "sources")})
    assert editor.post(url, data).json()["is_valid"] is False
    assert editor.get(url).status_code == 200


def test_every_block_says_what_it_is_and_shows_itself(editor: Client) -> None:
    page = practice_page("Kaverikahvit")
    PortalImage.objects.create(title="Järvi", file=get_test_image_file())
    seen = {}
    for field in (
        "steps",
        "resources",
        "risks",
        "results",
        "student_quotes",
        "materials",
        "checklist",
        "sources",
    ):
        for name, block in getattr(page, field).stream_block.child_blocks.items():
            seen[f"{field}.{name}"] = block
    for name, block in ProjectPage._meta.get_field("body").stream_block.child_blocks.items():
        seen[f"body.{name}"] = block
    for name, block in seen.items():
        assert str(block.get_description()), name
        assert Block.definition_registry[block.definition_prefix] is block
        response = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
        html = response.content.decode()
        assert response.status_code == 200, name
        assert "home/css/" in html
        words = re.sub(r"<[^>]+>", " ", html[html.index("<main") :]).split()
        assert words or "<img" in html, f"{name} shows nothing"


def test_the_checks_look_at_the_content_with_the_portals_rules(editor: Client) -> None:
    page = practice_page("Kaverikahvit")
    html = editor.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    found = re.search(
        r'<script id="checker-axe-configuration" type="application/json">(.*?)</script>',
        html,
        re.DOTALL,
    )
    assert found
    configuration = json.loads(found[1])
    rules = set(configuration["options"]["runOnly"])
    assert {"heading-order", "empty-heading", "link-name", "image-alt", "alt-text-quality"} <= rules
    assert configuration["context"]["include"] == ["main"]
    assert rules - configuration["messages"].keys() == set()
    bar = editor.get(page.url).content.decode()
    assert "checker-axe-configuration" in bar
    assert '"image-alt"' in bar


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_editor_works_in_both_languages(editor: Client, portal: Any, language: str) -> None:
    profile = UserProfile.get_for_user(get_user_model().objects.get())
    profile.preferred_language = language
    profile.save()
    page = practice_page("Kaverikahvit")
    addresses = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=(page.get_parent().pk,)),
        reverse("wagtailadmin_pages:edit", args=(page.pk,)),
        reverse("wagtailadmin_pages:edit", args=(page.get_parent().pk,)),
        reverse("wagtailadmin_pages:history", args=(page.pk,)),
        reverse("wagtailadmin_pages:usage", args=(page.pk,)),
        reverse("wagtailadmin_pages:search") + "?q=kahvi",
        "/admin/practices/",
        "/admin/practices/?maturity=piloted&outline=false&q=kahvi",
        reverse("wagtailimages:index") + "?q=kuva",
        reverse("wagtaildocs:index") + "?q=opas",
    ]
    for address in addresses:
        response = editor.get(address)
        assert response.status_code == 200, address
        assert f'<html lang="{language}"' in response.content.decode(), address


def test_the_list_of_practices_is_narrowed(editor: Client) -> None:
    practice_page("Kaverikahvit", maturity="piloted")
    practice_page("Aamupala", maturity="idea", live=False)
    assert "Aamupala" in editor.get("/admin/practices/").content.decode()
    narrowed = editor.get("/admin/practices/?maturity=idea").content.decode()
    assert "Aamupala" in narrowed
    assert "Kaverikahvit" not in narrowed
    assert editor.get("/admin/practices/?maturity=avaruus&p=99999").status_code == 200
