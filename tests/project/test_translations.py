"""The interface's catalogues: in step with the sources, complete, and the editor's missing texts supplied."""

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils.translation.trans_real import DjangoTranslation, to_locale, translation

from config.catalogues import EDITOR, LOCALE
from config.messages import PLACEHOLDER, missing_between, problems_of
from tests.conftest import REQUIRE_ALL

ROOT = LOCALE.parent
LANGUAGES = [code for code, _name in settings.LANGUAGES]
CATALOGUES = sorted(LOCALE.glob("**/LC_MESSAGES/*.po"))
TAG = re.compile(r"<[^>]*>")

Message = tuple[str | None, str, str]


def key(entry: polib.POEntry) -> Message:
    """Return what tells a message from others: context, text, plural."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def name_of(path: Path) -> str:
    return str(path.relative_to(LOCALE))


@cache
def entries(path: Path) -> dict[Message, polib.POEntry]:
    """Return a catalogue's messages in use."""
    return {key(entry): entry for entry in polib.pofile(str(path), encoding="utf-8") if not entry.obsolete}


def ours(language: str, domain: str = "django") -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def editors(language: str, domain: str = "django") -> Path:
    return EDITOR / language / "LC_MESSAGES" / f"{domain}.po"


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> set[Message]:
    """The messages that the sources have now, as makemessages finds them in a copy."""
    if not (shutil.which("xgettext") and shutil.which("msguniq")):
        if REQUIRE_ALL:
            pytest.fail("gettext is not installed, and REQUIRE_ALL=1 asks for everything")
        pytest.skip("gettext (xgettext) is not installed")
    root = tmp_path_factory.mktemp("sources")
    for package in ROOT.iterdir():
        if (package / "__init__.py").exists() and package.name != "tests":
            shutil.copytree(
                package, root / package.name, ignore=shutil.ignore_patterns("*.pyc", "static", "demo")
            )
    (root / "locale").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setattr(settings, "LOCALE_PATHS", [])
        call_command("makemessages", locale=LANGUAGES[:1], keep_pot=True, no_location=True, verbosity=0)
    return set(entries(root / "locale" / "django.pot"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_are_in_step_with_the_sources(extracted: set[Message], language: str) -> None:
    there = set(entries(ours(language)))
    assert not extracted - there, "run `make messages` and translate"
    assert not there - extracted, "run `make messages`; these are gone from the sources"


def test_every_language_has_its_catalogues() -> None:
    assert {ours(code) for code in LANGUAGES} | {editors(code) for code in LANGUAGES} <= set(CATALOGUES)


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_nothing_is_missing_empty_or_fuzzy(path: Path) -> None:
    assert not problems_of(path)
    assert not polib.pofile(str(path)).obsolete_entries()


def test_no_language_lacks_what_another_has() -> None:
    assert not missing_between([ours(code) for code in LANGUAGES])


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_placeholders_tags_and_edges_are_the_same_as_in_the_source(path: Path) -> None:
    def shape(text: str) -> tuple[set[str], list[str], bool, bool]:
        tags = sorted(TAG.findall(text))
        return set(PLACEHOLDER.findall(text)), tags, text[:1].isspace(), text[-1:].isspace()

    for entry in entries(path).values():
        if entry.msgid_plural:
            forms = [entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)]
            assert len(forms) == 2, entry.msgid
            assert shape(forms[1]) == shape(entry.msgid_plural), entry.msgid
            assert shape(forms[0])[1:] == shape(entry.msgid)[1:], entry.msgid
        else:
            assert shape(entry.msgstr) == shape(entry.msgid), entry.msgid


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_quotation_marks_are_the_languages_own(path: Path) -> None:
    """Finnish and Swedish both quote ”so”."""
    wrong = [e.msgid for e in entries(path).values() if re.search(r"[“„]", e.msgstr + str(e.msgstr_plural))]
    assert not wrong


# The editor's own texts: Wagtail's, wagtail-localize's, taggit's and Django's.


def upstream(domain: str) -> Iterator[Path]:
    """Yield the English catalogues of the installed packages, whose entries are all that can be translated."""
    import django

    folders = [Path(django.__file__).parent / "conf"]
    folders += [
        Path(c.path) for c in apps.get_app_configs() if not Path(c.path).is_relative_to(ROOT / c.label)
    ]
    for folder in folders:
        path = folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        if path.exists():
            yield path


def catalogue(language: str, domain: str) -> DjangoTranslation:
    """Return the merged catalogue, as the editor and its JavaScript read it."""
    if domain == "django":
        return translation(language)
    return DjangoTranslation(language, domain, [str(p.parents[2]) for p in upstream(domain)])


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_editor_is_left_in_english(language: str, domain: str) -> None:
    """A new version of a package brings new texts: they are named here, and go to locale/editor/."""
    known = set(catalogue(language, domain)._catalog.keys())
    lacking = []
    for path in upstream(domain):
        for context, text, plural in entries(path):
            full = f"{context}\x04{text}" if context else text
            if text and ((full, 1) if plural else full) not in known:
                lacking.append((context, text, plural))
    assert len(list(upstream(domain))) > 1
    assert not lacking


@pytest.mark.parametrize("path", sorted(EDITOR.glob("*/LC_MESSAGES/*.po")), ids=name_of)
def test_what_is_supplied_to_the_editor_is_asked_for(path: Path) -> None:
    """A text that a package has dropped or reworded does nothing any more."""
    asked = set().union(*(set(entries(p)) for p in upstream(path.stem)))
    assert asked
    assert not set(entries(path)) - asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_texts_do_not_take_the_editors_words_away(language: str) -> None:
    """The catalogues are merged, ours first: a plain word of ours is said wherever the editor says it, too."""
    alike = {
        "fi": {"Search", "Words", "Text", "images", "First published", "Log in", "Note", "Summary"},
        "sv": {"Site", "Finnish", "Swedish", "English", "First published", "Note", "Summary"},
    }
    mine, said = entries(ours(language)), defaultdict(set)
    for path in upstream("django"):
        theirs = path.parents[2] / to_locale(language) / "LC_MESSAGES" / "django.po"
        for message, entry in entries(theirs).items() if theirs.exists() else ():
            if entry.translated() and message in mine:
                said[message].add(entry.msgstr)
    clashes = {message[1] for message, texts in said.items() if mine[message].msgstr not in texts}
    assert clashes <= alike[language], "reword ours, or see that it fits both places and name it here"
