"""Marks and passages: the reader's words as they stand in the text, everything escaped."""

from typing import Any

import pytest
from django.utils.safestring import SafeString

from search.documents import SearchDocument
from search.highlights import SNIPPET_LENGTH, Highlighter
from search.indexing import analyse
from search.query import parse


def highlight(document: SearchDocument, text: str, **given: Any) -> Highlighter:
    return Highlighter(analyse(document).stored, parse(text, language=document.language), **given)


@pytest.mark.parametrize(
    ("language", "title", "typed", "expected"),
    [
        ("fi", "Hyvinvoinnin vuosikello", "vuosikellot", "Hyvinvoinnin <mark>vuosikello</mark>"),
        ("fi", "Hyvinvoinnin vuosikello", "kello", "Hyvinvoinnin <mark>vuosikello</mark>"),
        ("fi", "Stop kiusaamiselle", "kiusattu", "Stop <mark>kiusaamiselle</mark>"),
        ("fi", "VEKE-malli", "veke", "<mark>VEKE-malli</mark>"),
        ("fi", "Ilta ja aamu", "ilta ja", "<mark>Ilta</mark> ja aamu"),
        ("fi", "Vuoden kello", "vuosikello", "Vuoden kello"),
        ("sv", "Stopp för mobbning", "mobbningen", "Stopp för <mark>mobbning</mark>"),
        ("sv", "Studerandekårernas dag", "studerandekår", "<mark>Studerandekårernas</mark> dag"),
    ],
)
def test_title_marks(make_document: Any, language: str, title: str, typed: str, expected: str) -> None:
    assert highlight(make_document(language=language, title=title), typed).title() == expected


def test_compounds_members_are_marked_where_they_made_the_hit(make_document: Any) -> None:
    found = highlight(make_document(title="Vuoden kello"), "vuosikello", matched="most")
    assert found.title() == "<mark>Vuoden</mark> <mark>kello</mark>"


def test_everything_is_escaped(make_document: Any) -> None:
    document = make_document(
        title="Kello <script>alert('x')</script> & ovi",
        body=("<b>Kello</b> & \"kello\" <img src=x onerror='kello'>",),
    )
    found = highlight(document, "kello script")
    assert found.title() == (
        "<mark>Kello</mark> &lt;<mark>script</mark>&gt;alert(&#x27;x&#x27;)&lt;/<mark>script</mark>&gt; &amp; ovi"
    )
    assert found.snippet() == (
        "&lt;b&gt;<mark>Kello</mark>&lt;/b&gt; &amp; &quot;<mark>kello</mark>&quot; "
        "&lt;img src=x onerror=&#x27;<mark>kello</mark>&#x27;&gt;"
    )
    assert isinstance(found.title(), SafeString)
    assert isinstance(found.snippet(), SafeString)


def test_snippet_is_the_passage_with_most_of_the_query(make_document: Any) -> None:
    document = make_document(
        body=("Kello on seinällä.", "Aivan muuta.", "Kello ja ovi ovat täällä.", "Ovi on auki."),
    )
    assert "<mark>Kello</mark> ja <mark>ovi</mark>" in highlight(document, "ovi kello").snippet()


def test_long_paragraphs_are_cut_between_words(make_document: Any) -> None:
    words = "Tämä lause ei kerro mitään tärkeää kenellekään. " * 12
    document = make_document(body=(f"{words}Sitten tulee kello vihdoin. {words}",))
    shown = highlight(document, "kellon").snippet()
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "<mark>kello</mark>" in shown
    assert len(shown) < SNIPPET_LENGTH + 40
    bare = shown.replace("<mark>", "").replace("</mark>", "").strip("… ")
    assert f" {bare} " in f" {document.body[0]} "


def test_two_passages_come_in_reading_order(make_document: Any) -> None:
    document = make_document(body=("Ovi on auki.", "Muuta.", "Kello käy."))
    assert highlight(document, "kello ovi").snippet() == (
        "<mark>Ovi</mark> on auki. … <mark>Kello</mark> käy."
    )


def test_without_a_mark_the_summary_is_shown(make_document: Any) -> None:
    document = make_document(title="Kello", summary="Lupaus <i>", body=("Teksti.",))
    assert highlight(document, "kello").snippet() == "Lupaus &lt;i&gt;"
    assert highlight(make_document(title="Kello", body=("Teksti.",)), "kello").snippet() == "Teksti."
    assert highlight(make_document(title="Kello"), "kello").snippet() == ""


def test_long_summary_is_shortened(make_document: Any) -> None:
    shown = highlight(make_document(summary="sana " * 200), "").snippet()
    assert shown.endswith("sana…")
    assert len(shown) <= SNIPPET_LENGTH + 1


def test_summary_with_the_query_word_is_shown_marked(make_document: Any) -> None:
    document = make_document(summary="Kello kaikille", body=("Muuta asiaa.",))
    assert highlight(document, "kellot").snippet() == "<mark>Kello</mark> kaikille"
