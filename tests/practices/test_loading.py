"""Data files: a bad one is named with field and reason, nothing is half-saved, and loading again doubles nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils.translation import override
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from practices.loading import BadFiles, check, load
from practices.models import PracticePage, ProjectPage, Theme

PRACTICE: dict[str, Any] = {
    "slug": {"fi": "kaverikahvit", "sv": "kompiskaffe"},
    "project": "kokeilu",
    "name": {"fi": "Kaverikahvit", "sv": "Kompiskaffe"},
    "promise": {"fi": "Kukaan ei juo kahvia yksin.", "sv": "Ingen dricker kaffe ensam."},
    "maturity": "piloted",
    "for_whom": ["opiskelijat"],
    "settings": ["asuntola"],
    "themes": ["osallisuus"],
    "projects": ["kokeilu"],
    "situation": {"fi": "Uusi opiskelija on yksin.", "sv": "En ny studerande är ensam."},
    "change": {"fi": "Jokainen tuntee jonkun.", "sv": "Alla känner någon."},
    "idea": {
        "fi": "Kahvia.\n\nJa pullaa:\n\n- yksi\n- **kaksi**",
        "sv": "Kaffe.\n\nOch bulle:\n\n- en\n- **två**",
    },
    "student_notices": {"fi": "Saat kahvia.", "sv": "Du får kaffe."},
    "steps": [
        {"what": {"fi": "Keitä kahvi.", "sv": "Koka kaffet."}, "who": {"fi": "Ohjaaja", "sv": "Handledaren"}},
        {"what": {"fi": "Kutsu kaikki.", "sv": "Bjud in alla."}},
    ],
    "keywords": {"fi": ["kahvi"], "sv": ["fika"]},
    "source_says": {"fi": "Kysely mainitsee kahvit.", "sv": "Enkäten nämner kaffet."},
    "sources": [{"document": "kysely", "place": {"fi": "sivu 1", "sv": "sida 1"}}],
}
PROJECT = {
    "slug": {"fi": "kokeilu", "sv": "forsok"},
    "name": {"fi": "Kokeilu", "sv": "Försöket"},
    "summary": {"fi": "Kokeillaan.", "sv": "Vi prövar."},
}


@pytest.fixture
def folder(portal: Any, tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a folder of data files with the given practices."""

    def write(**practices: dict[str, Any]) -> Path:
        root = tmp_path / "data"
        shutil.rmtree(root, ignore_errors=True)
        (root / "practices").mkdir(parents=True)
        (root / "projects").mkdir()
        _dump(root / "sources.yaml", {"kysely": {"title": {"fi": "Kysely", "sv": "Enkät"}}})
        _dump(root / "projects" / "kokeilu.yaml", PROJECT)
        for key, data in practices.items():
            _dump(root / "practices" / f"{key}.yaml", data)
        return root

    return write


def _dump(path: Path, data: Any) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def practice(**changes: Any) -> dict[str, Any]:
    """Return a good practice with changes; a change to None leaves the field out."""
    return {name: value for name, value in {**PRACTICE, **changes}.items() if value is not None}


REQUIRED = (
    *("name", "promise", "maturity", "for_whom", "settings", "themes", "situation", "change", "idea"),
    *("student_notices", "steps", "source_says"),
)


def test_every_required_field_is_asked_for(folder: Callable[..., Path], subtests: pytest.Subtests) -> None:
    for field in REQUIRED:
        with subtests.test(field):
            with pytest.raises(BadFiles) as bad:
                check(folder(kahvit=practice(**{field: None})))
            assert [problem.field for problem in bad.value.problems] == [field]


def test_makers_are_origin_enough(folder: Callable[..., Path]) -> None:
    assert check(folder(kahvit=practice(source_says=None, sources=None, makers=["opisto"])))


BAD_FIELDS: list[tuple[dict[str, Any], str, str]] = [
    ({"themes": ["avaruus"]}, "themes", "avaruus"),
    ({"themes": "osallisuus"}, "themes", "lista"),
    ({"maturity": "valmis"}, "maturity", "piloted"),
    ({"promise": {"fi": "a" * 91, "sv": "b"}}, "promise.fi", "91"),
    ({"promise": {"fi": "a"}}, "promise.sv", "puuttuu"),
    ({"promise": "vain suomeksi"}, "promise", "fi"),
    ({"promise": {"fi": 5, "sv": "b"}}, "promise.fi", "teksti"),
    ({"promise": {"fi": "a\x07", "sv": "b"}}, "promise.fi", "ohjausmerk"),
    ({"slug": {"fi": "Ä ö", "sv": "a"}}, "slug.fi", "a–z"),
    ({"project": "muu"}, "project", "muu"),
    ({"steps": "keitä"}, "steps", "lista"),
    ({"steps": [{"who": {"fi": "a", "sv": "b"}}]}, "steps[1].what", "puuttuu"),
    ({"stepps": []}, "stepps", "kenttä"),
    ({"idea": {"fi": "yksi\n\nkaksi", "sv": "en"}}, "idea.sv", "kappale"),
    ({"image": {"file": "../salat.png", "alt": {"fi": "a", "sv": "b"}}}, "image.file", "salat"),
    ({"outline": "kyllä"}, "outline", "true"),
]


def test_a_bad_field_is_named_with_the_reason(folder: Callable[..., Path], subtests: pytest.Subtests) -> None:
    for changes, field, reason in BAD_FIELDS:
        with subtests.test(changes=changes):
            with override("fi"), pytest.raises(BadFiles) as bad:
                check(folder(kahvit=practice(**changes)))
            told = {problem.field: problem for problem in bad.value.problems}
            assert field in told
            assert reason in told[field].reason
            assert told[field].file.name == "kahvit.yaml"


UNREADABLE = [
    ("nimi: Käytäntö".encode("latin-1"), "UTF-8"),
    (b"nimi: [", "YAML"),
    (b"- lista", "nimi"),
    (b"", "kent"),
    (b"a: 1\na: 2", "YAML"),
    (b"a: !!python/object/apply:os.getcwd []", "YAML"),
    (b"[" * 3000, "YAML"),
]


def test_a_file_that_cannot_be_read_is_named(folder: Callable[..., Path], subtests: pytest.Subtests) -> None:
    root = folder(kahvit=PRACTICE)
    for content, reason in UNREADABLE:
        with subtests.test(content=content[:40]):
            (root / "practices" / "rikki.yaml").write_bytes(content)
            with override("fi"), pytest.raises(BadFiles) as bad:
                check(root)
            assert {problem.file.name for problem in bad.value.problems} == {"rikki.yaml"}
            assert reason.lower() in str(bad.value).lower() or "syvä" in str(bad.value)


def test_one_bad_file_keeps_all_out(folder: Callable[..., Path]) -> None:
    root = folder(kahvit=PRACTICE, rikki=practice(slug={"fi": "rikki", "sv": "sonder"}, themes=["avaruus"]))
    with pytest.raises(CommandError):
        call_command("load_practices", str(root))
    assert not PracticePage.objects.exists()
    assert not ProjectPage.objects.exists()


def test_a_failure_midway_keeps_all_out(folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The database goes away while the second practice is written."""
    from practices.loading import writing

    written = []

    def fail_on_second(record: Any, *rest: Any) -> None:
        written.append(record)
        if len(written) == 3:
            raise RuntimeError("levy täynnä")

    monkeypatch.setattr(writing, "_set_keywords", fail_on_second)
    root = folder(kahvit=PRACTICE, toinen=practice(slug={"fi": "toinen", "sv": "andra"}))
    with pytest.raises(RuntimeError):
        load(root)
    assert not PracticePage.objects.exists()
    assert not Theme.objects.filter(slug="kokeilu").exists()


def test_loading_makes_both_languages_and_links_them_text_by_text(folder: Callable[..., Path]) -> None:
    load(folder(kahvit=PRACTICE))
    finnish = PracticePage.objects.get(locale__language_code="fi")
    swedish = PracticePage.objects.get(locale__language_code="sv")
    assert (finnish.title, swedish.title) == ("Kaverikahvit", "Kompiskaffe")
    assert finnish.translation_key == swedish.translation_key
    assert finnish.url == "/fi/kaytannot/kokeilu/kaverikahvit/"
    assert swedish.url == "/sv/praxis/forsok/kompiskaffe/"
    assert swedish.steps[0].value["what"] == "Koka kaffet."
    assert "<li><b>två</b></li>" in swedish.idea
    assert [str(t) for t in swedish.themes.all()] == [str(t) for t in finnish.themes.all()]
    assert [k.name for k in finnish.keywords.all()] == ["kahvi"]
    assert [k.name for k in swedish.keywords.all()] == ["fika"]
    source = TranslationSource.objects.get(object__translation_key=finnish.translation_key)
    segments = StringSegment.objects.filter(source=source)
    translated = StringTranslation.objects.filter(context__in=segments.values("context"))
    assert segments.count() == translated.count() > 10


def test_the_page_tree_stays_sound(folder: Callable[..., Path]) -> None:
    """A page saved with a stale number of children would hide them."""
    load(folder(kahvit=PRACTICE, toinen=practice(slug={"fi": "toinen", "sv": "andra"})))
    assert not any(Page.find_problems())
    assert {page.get_children().count() for page in ProjectPage.objects.all()} == {2}


def test_loading_again_changes_only_what_the_file_changed(folder: Callable[..., Path]) -> None:
    root = folder(kahvit=PRACTICE)
    load(root)
    before = set(PracticePage.objects.values_list("pk", "latest_revision_id"))
    report = load(root)
    assert set(PracticePage.objects.values_list("pk", "latest_revision_id")) == before
    assert sorted(report.unchanged) == ["kahvit", "kokeilu"]
    assert not report.created
    assert not report.updated
    promise = {"fi": "Kahvi kuuluu kaikille.", "sv": "Kaffet är för alla."}
    report = load(folder(kahvit=practice(promise=promise)))
    assert report.updated == ["kahvit"]
    assert set(PracticePage.objects.values_list("promise", flat=True)) == set(promise.values())


def test_an_edit_in_the_portal_is_kept(folder: Callable[..., Path]) -> None:
    load(folder(kahvit=PRACTICE))
    page = PracticePage.objects.get(locale__language_code="sv")
    page.promise = "Redigerat i portalen."
    page.save_revision().publish()
    changed = folder(kahvit=practice(time={"fi": "tunti", "sv": "en timme"}))
    report = load(changed)
    assert report.kept == ["kahvit"]
    page.refresh_from_db()
    assert page.promise == "Redigerat i portalen."
    assert load(changed, overwrite=True).updated == ["kahvit"]


def test_two_pages_cannot_share_an_address(folder: Callable[..., Path]) -> None:
    with pytest.raises(BadFiles) as bad:
        check(folder(kahvit=PRACTICE, toinen=PRACTICE))
    assert {problem.field for problem in bad.value.problems} == {"slug.fi", "slug.sv"}


def test_a_missing_path_is_told(portal: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("load_practices", str(tmp_path / "ei-ole"))


def test_the_demo_files_are_good(db: None) -> None:
    root = Path(__file__).parents[2] / "practices" / "demo"
    catalogue = check(root)
    assert len(catalogue.of_kind("practice")) >= 46
    assert len(catalogue.of_kind("project")) >= 14
    assert len(catalogue.of_kind("theme")) > 4
