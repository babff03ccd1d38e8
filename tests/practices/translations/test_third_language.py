"""Nothing assumes that there are two languages: a third is a setting, a locale, and texts."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization, Translation

from home.frame import language_links
from practices.loading import BadFiles, check
from practices.localised import in_language, languages
from practices.models import PracticePage, Theme
from practices.translating.texts import state_of
from practices.translations import other_locales, translation_of, write_translation
from tests.practices.translations.conftest import SWEDISH, latest, live

THREE = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]


@pytest.fixture
def english(translation: Translation, settings: Any) -> Locale:
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = THREE
    locale = Locale.objects.create(language_code="en")
    LocaleSynchronization.objects.create(locale=locale, sync_from=Locale.get_default())
    return locale


def test_names_fall_back(english: Locale) -> None:
    assert languages() == ["fi", "sv", "en"]
    assert in_language({"fi": "osallisuus", "sv": "delaktighet"}, "en") == "osallisuus"
    assert in_language({"sv": "delaktighet"}, "en") == "delaktighet"
    with override("en"):
        assert str(Theme.objects.get(slug="osallisuus")) == "osallisuus suomeksi"


def test_the_whole_tree_is_there_with_notices(english: Locale, source: PracticePage, client: Client) -> None:
    alias = Page.objects.get(translation_key=source.translation_key, locale=english)
    assert alias.alias_of_id == source.pk
    html = client.get(alias.get_url()).content.decode()
    assert html.count("<main") == 1
    assert 'lang="fi"' in html


def test_the_language_switch_lists_three(english: Locale, target: PracticePage) -> None:
    with override("sv"):
        request = RequestFactory().get(target.get_url(), HTTP_HOST="localhost")
        links = language_links(request, live(target))
    assert [(link.code, link.exact, link.current) for link in links] == [
        ("fi", True, False),
        ("sv", True, True),
        ("en", True, False),
    ]
    assert [link.url.split("/")[1] for link in links] == ["fi", "sv", "en"]


def test_the_loader_asks_for_every_language(english: Locale, tmp_path: Path) -> None:
    (tmp_path / "practices").mkdir()
    file = tmp_path / "practices" / "kahvit.yaml"
    file.write_text(
        yaml.safe_dump({"name": {"fi": "Kahvit", "sv": "Kaffe"}, "slug": {"fi": "kahvit", "sv": "kaffe"}})
    )
    with pytest.raises(BadFiles) as bad:
        check(tmp_path)
    assert {"name.en", "slug.en"} <= {problem.field for problem in bad.value.problems}


def test_both_translations_are_kept_apart(
    english: Locale,
    translation: Translation,
    source: PracticePage,
    target: PracticePage,
    edit: Any,
    committing: Any,
) -> None:
    assert {locale.language_code for locale in other_locales(Locale.get_default())} == {"sv", "en"}
    with committing():
        ours = translation_of(source, english)
        page = write_translation(ours, publish=False)
    edit(page, title="Coffee with friends", slug="coffee", promise="Nobody has coffee alone.")
    edit(source, promise="Uusi lupaus.")
    assert [t.current for t in state_of(Translation.objects.get(pk=translation.pk)).waiting] == [
        SWEDISH["Kukaan ei juo kahvia yksin."]
    ]
    assert "Nobody has coffee alone." in [
        t.current for t in state_of(Translation.objects.get(pk=ours.pk)).waiting
    ]
    assert (latest(target).title, latest(page).title) == ("Kompiskaffe", "Coffee with friends")


def test_the_report_and_the_export_know_three(
    english: Locale, source: PracticePage, chief: Client, tmp_path: Path
) -> None:
    found = {
        (page.locale.language_code, page.progress)
        for page in chief.get(reverse("translations_report"), {"title": "ka"}).context["object_list"]
        if page.translation_key == source.translation_key
    }
    assert found == {("sv", "complete"), ("en", "none")}
    call_command("po_export", tmp_path, language="en", page=source.pk, verbosity=0)
    assert "Language: en" in (tmp_path / "en-kaverikahvit.po").read_text(encoding="utf-8")
