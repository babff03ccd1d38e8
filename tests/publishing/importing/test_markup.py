"""Rich text between the editor's HTML and a cell's text: nothing is lost on the way there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.importing import markup
from publishing.importing.richtext import Block, Span, from_html, tidied, to_html

SIGNS = st.text(
    st.one_of(
        st.sampled_from("ab äö*_[]()\\-•1.#!|–\n"), st.characters(codec="utf-8", categories=("L", "P", "N"))
    ),
    max_size=12,
)
LINKS = st.sampled_from(
    ["", "", "https://example.org/a_b?c=(1)&d=2*3", "page:7", "document:12", "mailto:a@example.org"]
)
SPANS = st.builds(Span, SIGNS, st.booleans(), st.booleans(), LINKS)
BLOCKS = st.lists(
    st.builds(
        Block,
        st.sampled_from(["p", "ul", "ol", "h2", "h3"]),
        st.lists(SPANS, max_size=4).map(tuple),
        st.integers(0, 2),
    ),
    max_size=6,
)


@given(BLOCKS)
def test_a_cell_says_what_the_text_said(blocks: list[Block]) -> None:
    assert markup.read(markup.write(blocks)) == tidied(blocks)


@given(BLOCKS)
def test_html_says_what_the_text_said(blocks: list[Block]) -> None:
    assert from_html(to_html(blocks)) == tidied(blocks)


@pytest.mark.parametrize(
    ("cell", "html"),
    [
        ("Yksi.\n\nKaksi.", "<p>Yksi.</p><p>Kaksi.</p>"),
        ("Yksi\nrivi.", "<p>Yksi<br/>rivi.</p>"),
        ("- a\n- b\n  - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("1. a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("Tämä on **tärkeä** ja __oma__.", "<p>Tämä on <b>tärkeä</b> ja <i>oma</i>.</p>"),
        ("[Opas](https://example.org/)", '<p><a href="https://example.org/">Opas</a></p>'),
        ("lomake_v2_final ja 2 * 3 * 4", "<p>lomake_v2_final ja 2 * 3 * 4</p>"),
        ("Nimi: ________", "<p>Nimi: ________</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("**auki", "<p>**auki</p>"),
    ],
)
def test_what_people_type(cell: str, html: str) -> None:
    assert to_html(markup.read(cell)) == html


def test_block_keys_and_unknown_tags_make_no_difference() -> None:
    html = '<p data-block-key="ab1c2"><span>Yksi</span> <strong>kaksi</strong></p><hr/><p></p>'
    assert to_html(from_html(html)) == "<p>Yksi <b>kaksi</b></p>"
