"""Submit, translate, publish through the editor's own views; and nobody goes past the permissions of pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail import blocks
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import Translation

from home.models import ContentPage, NewsIndexPage, NewsPage
from practices.models import PracticePage
from practices.translating.po import export
from practices.translating.texts import state_of
from practices.translations import translation_of, write_translation
from tests.factories import practice_page, project_page, theme_page
from tests.practices.translations.conftest import latest, live, raw

BODY = [("text", "<p>Tekstiä.</p>")]


def submit(client: Client, page: Page, locale: Locale, **data: Any) -> Any:
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return client.post(url, {"locales": [locale.pk], **data})


def form_data(page: Page, client: Client, **changes: Any) -> dict[str, Any]:
    """Return what the editor's form sends for a page as it is, with changes."""
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    data: dict[str, Any] = {}
    for one in [form, *(f for fs in form.formsets.values() for f in [fs.management_form, *fs.forms])]:
        for bound in one:
            block = getattr(bound.field, "block", None)
            data |= _sent(block, bound.html_name, bound.value()) if block else _typed(bound)
    return data | changes


def _typed(bound: Any) -> dict[str, Any]:
    value = bound.field.widget.format_value(bound.value())
    if value in (None, []) and (value == [] or bound.value() is False):
        return {}  # a box that is not ticked is not sent
    return {bound.html_name: value or ""}


def _sent(block: Any, name: str, value: Any) -> dict[str, Any]:
    """Return what a block's form sends."""
    if isinstance(block, blocks.StructBlock):
        return {
            k: v
            for n, child in block.child_blocks.items()
            for k, v in _sent(child, f"{name}-{n}", value[n]).items()
        }
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        children = list(value if isinstance(block, blocks.StreamBlock) else value.bound_blocks)
        data = {f"{name}-count": str(len(children))}
        for n, child in enumerate(children):
            at = f"{name}-{n}"
            data |= {f"{at}-id": child.id, f"{at}-order": str(n), f"{at}-deleted": ""}
            data |= {f"{at}-type": getattr(child, "block_type", "item")}
            data |= _sent(child.block, f"{at}-value", child.value)
        return data
    if isinstance(block, blocks.ChooserBlock):
        return {name: str(block.get_prep_value(value) or "")}
    return {name: block.field.widget.format_value(block.value_for_form(value)) or ""}


@pytest.fixture
def team(source: PracticePage, swedish: Locale, django_user_model: Any) -> Callable[..., Client]:
    """Return a function that logs in a member of a project's team: permissions on its pages, in both languages."""

    def member(
        *permissions: str, site_wide: bool = True, languages: tuple[str, ...] = ("fi", "sv")
    ) -> Client:
        group = Group.objects.create(name="Hankkeen väki")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        if site_wide:
            group.permissions.add(Permission.objects.get(codename="submit_translation"))
        project = source.get_parent()
        for page in Page.objects.filter(
            translation_key=project.translation_key, locale__language_code__in=languages
        ):
            for name in permissions:
                permission = Permission.objects.get(
                    codename=f"{name}_page", content_type__app_label="wagtailcore"
                )
                GroupPagePermission.objects.create(group=group, page=page, permission=permission)
        user = django_user_model.objects.create_user("jasen", "jasen@example.org", "x")
        user.groups.add(group)
        client = Client()
        client.force_login(user)
        return client

    return member


@pytest.fixture
def strange_page(portal: Any, committing: Any) -> PracticePage:
    """A draft of another project."""
    with committing():
        return practice_page("Salainen", parent=project_page("muu"), revision=True)


def is_refused(response: Any) -> bool:
    return response.status_code == 403 or getattr(response, "url", "") == reverse("wagtailadmin_home")


def records(page: Page) -> Any:
    return Translation.objects.filter(source__object_id=page.translation_key)


def make_page(kind: str) -> Page:
    if kind == "practice":
        return practice_page(
            "Teekutsut",
            revision=True,
            results=[("chart", _chart())],
            materials=[("link", _link())],
            related=[("practice", practice_page("Toinen"))],
        )
    if kind == "project":
        return project_page(
            "muu", revision=True, aims=[("aim", "Tavoite.")], body=[("chart", _chart()), *BODY]
        )
    if kind == "theme":
        return theme_page(revision=True, body=[("quote", {"text": "Sanat.", "who": ""}), *BODY])
    parent, page = {
        "content": (
            Page.objects.get(depth=2, locale__language_code="fi"),
            ContentPage(title="Sivu", slug="sivu"),
        ),
        "news": (
            NewsIndexPage.objects.get(locale__language_code="fi"),
            NewsPage(title="Uutinen", slug="uutinen", lead="Ingressi."),
        ),
    }[kind]
    page.body = BODY
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _chart() -> dict[str, Any]:
    rows = [{"label": "Osallisuus", "value": 90.0}, {"label": "Tutorointi", "value": 38.0}]
    texts = {"title": "Kuva", "question": "", "unit": "%", "note": "", "source": "Kysely"}
    return {**texts, "maximum": 100.0, "n": None, "rows": rows}


def _link() -> dict[str, Any]:
    return {"title": "Opas", "language": "fi", "licence": "", "url": "https://example.org/"}


@pytest.mark.parametrize("kind", ["practice", "project", "theme", "content", "news"])
def test_submit_translate_publish(
    portal: Any, swedish: Locale, chief: Client, committing: Any, kind: str
) -> None:
    with committing():
        page = make_page(kind)
    with committing():
        response = submit(chief, page, swedish)
    translated = Page.objects.get(translation_key=page.translation_key, locale=swedish, alias_of=None)
    assert response.url == reverse("wagtailadmin_pages:edit", args=[translated.pk])
    assert not translated.live
    read = chief.get(translated.get_url()).context["page"]
    assert (read.pk, read.alias_of_id) == (page.pk, page.pk), "its source stands in for it"

    html = chief.get(response.url).content.decode()
    assert 'id="page-edit-form"' in html  # the normal editor
    assert "translation-panel" in html
    data = form_data(latest(translated), chief, title="Svensk rubrik", slug="svensk-rubrik")
    with committing():
        done = chief.post(response.url, {**data, "action-publish": "1"})
    assert done.status_code == 302, done.context["form"].errors

    translated = live(translated)
    assert (translated.title, translated.live) == ("Svensk rubrik", True)
    assert "Svensk rubrik" in chief.get(translated.get_url()).content.decode()
    waiting = {
        t.source for t in state_of(Translation.objects.get(source__object_id=page.translation_key)).waiting
    }
    assert page.title not in waiting


def test_trap_10_submitting_a_live_page_puts_no_finnish_live_in_swedish(
    untranslated: PracticePage, swedish: Locale, chief: Client, committing: Any
) -> None:
    alias = Page.objects.get(alias_of=untranslated, locale=swedish)
    assert alias.live
    with committing():
        submit(chief, untranslated, swedish)
    page = Page.objects.get(pk=alias.pk)
    assert (page.alias_of_id, page.live) == (None, False)
    assert not Translation.objects.get(source__object_id=untranslated.translation_key).enabled


def test_submitting_a_whole_project(
    untranslated: PracticePage, swedish: Locale, chief: Client, committing: Any
) -> None:
    project = untranslated.get_parent()
    with committing():
        submit(chief, project, swedish, include_subtree="on")
    for page in (project, untranslated):
        translated = Page.objects.get(translation_key=page.translation_key, locale=swedish)
        assert (translated.alias_of_id, translated.live) == (None, False)


def test_a_new_translation_has_no_finnish_keywords(
    portal: Any, swedish: Locale, chief: Client, committing: Any
) -> None:
    with committing():
        page = practice_page("Teekutsut", keywords=["kahvi"], revision=True)
    with committing():
        submit(chief, page, swedish)
    translated = Page.objects.get(translation_key=page.translation_key, locale=swedish)
    assert list(latest(translated).keywords.names()) == []
    assert list(latest(page).keywords.names()) == ["kahvi"]


def test_a_team_translates_its_own_practice(
    untranslated: PracticePage, swedish: Locale, team: Any, committing: Any
) -> None:
    client = team("add", "change")
    with committing():
        response = submit(client, untranslated, swedish)
    translated = Page.objects.get(translation_key=untranslated.translation_key, locale=swedish)
    assert response.url == reverse("wagtailadmin_pages:edit", args=[translated.pk])
    assert 'id="page-edit-form"' in client.get(response.url).content.decode()


@pytest.mark.parametrize("include_subtree", ["", "on"])
def test_trap_9_nobody_submits_pages_they_may_not_edit(
    strange_page: PracticePage, swedish: Locale, team: Any, include_subtree: str
) -> None:
    client = team("add", "change")
    for page in (strange_page, strange_page.get_parent()):
        url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        assert is_refused(client.get(url))
        assert "Salainen" not in client.get(url, follow=True).content.decode()
        assert is_refused(submit(client, page, swedish, include_subtree=include_subtree))
    assert not records(strange_page).exists()
    assert not records(strange_page.get_parent()).exists()
    assert Page.objects.get(alias_of=strange_page, locale=swedish).live


def test_trap_9_nobody_submits_into_a_tree_they_may_not_edit(
    untranslated: PracticePage, swedish: Locale, team: Any
) -> None:
    assert is_refused(submit(team("add", "change", languages=("fi",)), untranslated, swedish))
    assert not records(untranslated).exists()


def test_trap_9_editing_alone_does_not_let_submit(
    untranslated: PracticePage, swedish: Locale, team: Any
) -> None:
    assert is_refused(submit(team("add", "change", site_wide=False), untranslated, swedish))
    assert not records(untranslated).exists()


def test_trap_9_the_ordinary_groups_do_not_have_the_permission(db: None) -> None:
    names = ["Editors", "Moderators"]
    assert Group.objects.filter(name__in=names).count() == 2
    assert not Group.objects.filter(name__in=names, permissions__codename="submit_translation").exists()
    assert Permission.objects.filter(codename="submit_translation").exists()


def test_trap_9_syncing_does_not_publish_without_the_permission(
    translation: Translation, target: PracticePage, source: PracticePage, team: Any, edit: Any
) -> None:
    edit(source, promise="Uusi lupaus.")
    Translation.objects.update(enabled=True)
    url = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    client = team("add", "change")
    assert is_refused(client.post(url, {"publish_translations": "on"}))
    assert live(target).promise == "Ingen dricker kaffe ensam."


def test_giving_a_page_up_for_an_alias_takes_the_right_to_publish(target: PracticePage, team: Any) -> None:
    url = reverse("wagtail_localize:convert_to_alias", args=[target.pk])
    assert is_refused(team("add", "change").post(url))
    assert Page.objects.get(pk=target.pk).alias_of_id is None


def test_the_librarys_own_editor_is_out_of_reach(target: PracticePage, chief: Client) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[target.pk])
    assert "localize-restart-translation" not in chief.get(url).content.decode()
    chief.post(url, {"localize-restart-translation": "1"})
    assert not Translation.objects.filter(enabled=True).exists()


VIEWS = [
    ("translation_state", "get"),
    ("translation_po", "get"),
    ("translation_upload", "post"),
    ("translation_save", "post"),
    ("translation_fetch", "post"),
]


def test_strangers_are_refused(
    target: PracticePage,
    strange_page: PracticePage,
    swedish: Locale,
    team: Any,
    committing: Any,
    subtests: pytest.Subtests,
) -> None:
    with committing():
        strange = write_translation(translation_of(strange_page, swedish), publish=True)
    client = team("add", "change")
    for name, method in VIEWS:
        with subtests.test(name):
            assert is_refused(getattr(client, method)(reverse(name, args=[strange.pk])))
            assert not is_refused(getattr(client, method)(reverse(name, args=[target.pk])))
            answer = getattr(Client(), method)(reverse(name, args=[target.pk]))
            assert answer.status_code == 302  # to the login


def test_editors_of_the_source_alone_may_read_but_not_write(
    target: PracticePage, team: Any, subtests: pytest.Subtests
) -> None:
    client = team("add", "change", languages=("fi",))
    for name, method in VIEWS:
        with subtests.test(name):
            response = getattr(client, method)(reverse(name, args=[target.pk]))
            assert (response.status_code == 200) == (method == "get")
            if method == "post":
                assert is_refused(response)


def test_uploading_does_not_publish_without_the_permission(
    translation: Translation, target: PracticePage, team: Any
) -> None:
    client = team("add", "change")
    url = reverse("translation_upload", args=[target.pk])
    content = export(translation).replace("Kompiskaffe", "Kaffe").encode()
    response = client.post(url, {"file": SimpleUploadedFile("sv.po", content), "publish": "1"})
    assert is_refused(response)
    assert latest(target).title == "Kompiskaffe"
    client.post(url, {"file": SimpleUploadedFile("sv.po", content)})
    assert (latest(target).title, live(target).title) == ("Kaffe", "Kompiskaffe")


def test_a_locked_page_is_left_alone(target: PracticePage, team: Any, django_user_model: Any) -> None:
    locker = django_user_model.objects.create_user("lukko", password="x")
    Page.objects.filter(pk=target.pk).update(locked=True, locked_by=locker)
    assert is_refused(team("add", "change").post(reverse("translation_fetch", args=[target.pk])))


def test_autosave_of_a_translated_page_goes_on(
    translation: Translation, target: PracticePage, chief: Client
) -> None:
    """The panel above the form must not break what the form sends."""
    data = form_data(latest(target), chief, promise="Ett nytt löfte.")
    chief.post(reverse("wagtailadmin_pages:edit", args=[target.pk]), data)
    assert latest(target).promise == "Ett nytt löfte."
    assert len(raw(target, "steps")) == 2
