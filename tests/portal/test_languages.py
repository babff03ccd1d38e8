"""No page shows a text of another language without saying so."""

from functools import cache

import polib
import pytest
import yaml

from practices.loading.files import read
from tests.languages import FIRST, OTHERS
from tests.portal.client import Answer
from tests.portal.texts import SMALL_WORDS, language_of, stretches_of, strings_of
from tests.running import ROOT

SHORTEST = 40
DEMO = ROOT / "practices" / "demo"


def in_language(visited: dict[str, Answer], language: str) -> dict[str, Answer]:
    """Return the pages of a language."""
    return {path: answer for path, answer in visited.items() if path.startswith(f"/{language}/")}


@pytest.fixture(params=[FIRST, *OTHERS])
def language(request: pytest.FixtureRequest) -> str:
    """Every language in every run: the pages of one say nothing of those of another."""
    return str(request.param)


def test_small_words_tell_the_language() -> None:
    told = {
        "Opiskelijat ja henkilökunta suunnittelevat päivän yhdessä, ja kaikki saavat äänen.": "fi",
        "De studerande och personalen planerar dagen tillsammans, och alla får sin röst hörd.": "sv",
        "This page has not been translated yet. It is shown in the language it was written in.": "en",
        "Välitä! – Visa omtanke!": "",
        "Luksia, Länsi-Uudenmaan koulutuskuntayhtymä": "",
        "OHO – Opiskelukyvyn, hyvinvoinnin ja osallisuuden edistäminen": "",
    }
    assert {text: language_of(text) for text in told} == told


def test_most_texts_are_recognised(visited: dict[str, Answer], language: str) -> None:
    """Without this the tests below could pass by knowing nothing."""
    stretches = [s for a in in_language(visited, language).values() for s in stretches_of(a.soup)]
    long = [s for s in stretches if len(s.text) >= 80 and s.language == language]
    known = [s for s in long if language_of(s.text) == language]
    assert len(long) > 1000
    assert len(known) / len(long) > 0.75


def test_pages_say_which_language_they_are_in(visited: dict[str, Answer], language: str) -> None:
    pages = in_language(visited, language)
    assert len(pages) > 60
    assert {answer.soup.html["lang"] for answer in pages.values()} == {language}
    assert {answer.header("Content-Language") for answer in pages.values()} == {language}


def test_no_text_is_in_another_language_without_saying_so(visited: dict[str, Answer], language: str) -> None:
    found = []
    for path, answer in in_language(visited, language).items():
        for stretch in stretches_of(answer.soup):
            told = language_of(stretch.text) if len(stretch.text) >= SHORTEST else ""
            if told and told != stretch.language:
                found.append(
                    f"{path} {stretch.place} ({stretch.language}, reads as {told}): {stretch.text[:90]}"
                )
    assert not found, "\n".join(found[:40])


def test_no_message_or_term_is_shown_in_another_language(visited: dict[str, Answer], language: str) -> None:
    wrong = foreign_texts(language)
    assert {"search the practices", {"fi": "käytännöt", "sv": "praxis"}[other_than(language)]} <= wrong
    found = []
    for path, answer in in_language(visited, language).items():
        for string in strings_of(answer.soup):
            if string.language == language and string.text.casefold() in wrong:
                found.append(f"{path} {string.place}: {string.text}")
    assert not found, "\n".join(found[:40])


def other_than(language: str) -> str:
    """Return the portal's other language."""
    return {"fi": "sv", "sv": "fi"}[language]


@cache
def foreign_texts(language: str) -> frozenset[str]:
    """Return texts that a language must not show: messages in English, messages and terms of the other language."""
    own, foreign = _said_in(language), _said_in(other_than(language)) | _messages()
    # A word that both languages have, such as "Idea", is right in both; Swedish "ja" is a Finnish word too.
    return frozenset(foreign - own - SMALL_WORDS[language])


@cache
def _said_in(language: str) -> frozenset[str]:
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    texts = {t for e in catalogue for t in (e.msgstr, *e.msgstr_plural.values())}
    terms = yaml.safe_load((DEMO / "terms.yaml").read_text(encoding="utf-8"))
    texts |= {term["name"][language] for kind in terms.values() for term in kind.values()}
    site = yaml.safe_load((ROOT / "home" / "demo" / "site.yaml").read_text(encoding="utf-8"))
    texts |= {section["title"][language] for section in site.values()}
    texts |= _titles(language)
    return frozenset(text.casefold() for text in texts if text)


def _titles(language: str) -> set[str]:
    found = set()
    for file in [*DEMO.glob("practices/*.yaml"), *DEMO.glob("projects/*.yaml"), *DEMO.glob("themes/*.yaml")]:
        data, _problems = read(file)
        texts = (data.get(field) for field in ("name", "title", "promise", "lead", "summary"))
        found |= {text[language] for text in texts if isinstance(text, dict)}
    return found


def _messages() -> set[str]:
    catalogue = polib.pofile(str(ROOT / "locale" / "fi" / "LC_MESSAGES" / "django.po"))
    return {text.casefold() for e in catalogue for text in (e.msgid, e.msgid_plural) if text}
