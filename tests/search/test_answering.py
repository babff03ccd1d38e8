"""The ways to answer a search: as typed, in the other language, put right, and what is offered."""

from typing import Any

import pytest

from search import index
from search.query import parse
from search.results import Correction

pytestmark = pytest.mark.django_db


def search(text: str, language: str = "fi", **asked: Any) -> Any:
    return index.search(parse(text, language=language, **asked))


def titles(results: Any) -> list[str]:
    return [hit.title for hit in results.hits]


@pytest.fixture
def pages(make_document: Any) -> None:
    """Index practices in both languages; the third is in Swedish alone."""
    both, alone = {"language": ("fi", "sv")}, {"language": ("sv",)}
    index.rebuild(
        [
            make_document(1, title="Nepsypysäkki", body=("Pysäkillä autetaan.",), family="a", facets=both),
            make_document(2, title="Npf-hållplats", language="sv", family="a", facets=both),
            make_document(
                3, title="Kiusaamisen ehkäisy", body=("Ehkäistään yhdessä.",), family="b", facets=both
            ),
            make_document(4, title="Stoppa mobbning", language="sv", family="b", facets=both),
            make_document(5, title="Övergångar i studierna", language="sv", family="c", facets=alone),
            make_document(6, title="Vierelläkulkija", family="d"),
        ]
    )


@pytest.mark.parametrize(
    ("language", "typed", "meant", "title"),
    [
        ("fi", "nepsypysakki", "nepsypysäkki", "Nepsypysäkki"),
        ("fi", "nepsypysäki", "nepsypysäkki", "Nepsypysäkki"),
        ("fi", "vierellekulkija", "vierelläkulkija", "Vierelläkulkija"),
        ("fi", "kiusaamisen ehkäsy", "kiusaamisen ehkäisy", "Kiusaamisen ehkäisy"),
        ("sv", "overgangar", "övergångar", "Övergångar i studierna"),
        ("sv", "mobning", "mobbning", "Stoppa mobbning"),
    ],
)
def test_a_word_that_nothing_has_is_put_right(
    pages: None, language: str, typed: str, meant: str, title: str
) -> None:
    results = search(typed, language)
    assert titles(results)[0] == title
    assert results.correction == Correction(text=meant, applied=True)


def test_a_known_word_is_offered_and_not_put_right(pages: None) -> None:
    results = search("ehkäistä pysäkkiä")
    assert results.total
    assert results.correction is None or not results.correction.applied


@pytest.mark.parametrize("typed", ["nepsypysäkki", "pysäkin", "kiusaaminen", "", "-pysäkki"])
def test_what_is_right_is_left_as_it_is(pages: None, typed: str) -> None:
    assert search(typed).correction is None


@pytest.mark.parametrize("typed", ["xq", "zzzzzzzzzzzz", "q" * 64, "12345678"])
def test_what_nothing_is_near_finds_nothing(pages: None, typed: str) -> None:
    results = search(typed)
    assert (results.total, results.correction, results.matched) == (0, None, "none")


def test_the_other_language_s_words_find_the_reader_s_own_pages(pages: None) -> None:
    results = search("mobbningen", facets=("language",))
    (hit,) = results.hits
    assert (hit.title, hit.language, results.via) == ("Kiusaamisen ehkäisy", "fi", "sv")
    assert (hit.snippet_language, results.total) == ("sv", 1)
    assert results.facets == {"language": [("fi", 1), ("sv", 1)]}


def test_what_exists_only_in_the_other_language_is_shown_in_it(pages: None) -> None:
    results = search("övergångar")
    assert [(hit.title, hit.language) for hit in results.hits] == [("Övergångar i studierna", "sv")]


def test_below_the_hits_stands_what_only_the_other_language_has(pages: None, make_document: Any) -> None:
    index.put(
        [
            make_document(7, title="VEKE-malli", family="e", facets={"language": ("fi", "sv")}),
            make_document(
                8, title="VEKE-modellen", language="sv", family="e", facets={"language": ("fi", "sv")}
            ),
            make_document(9, title="VEKE på nätet", language="sv", family="f", facets={"language": ("sv",)}),
        ]
    )
    query = parse("veke", language="fi")
    assert titles(index.search(query)) == ["VEKE-malli"]
    assert [hit.title for hit in index.elsewhere(query, kinds=("practice",))] == ["VEKE på nätet"]
    assert index.elsewhere(parse("", language="fi")) == []


def test_filters_that_leave_nothing_are_no_typing_error(pages: None) -> None:
    results = search("pysäkki", filters={"language": ["en"]}, facets=("language",))
    assert (results.total, results.correction, results.via) == (0, None, "")
    assert results.facets["language"] == [("fi", 1), ("sv", 1)]


def test_corrections_follow_the_catalogue(pages: None, make_document: Any) -> None:
    assert search("kellokortit").total == 0
    index.put([make_document(10, title="Kellokorttti")])
    assert titles(search("kellokortti")) == ["Kellokorttti"]
    index.remove(["practice:10"])
    assert search("kellokortti").total == 0
