"""Texts word by word: nothing is lost, and long ones take no time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.versions.words import LONGEST_COMPARED, Piece, pieces, plain

TEXTS = st.text(alphabet=st.sampled_from("aeä o.\n1"), max_size=60)


@given(TEXTS, TEXTS)
def test_pieces_give_both_texts_back(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.kind != "addition") == before
    assert "".join(piece.text for piece in found if piece.kind != "deletion") == after
    assert all(piece.text for piece in found)


def test_a_changed_word_is_told_alone() -> None:
    assert pieces("Keitetään kahvia yhdessä.", "Keitetään teetä yhdessä.") == (
        Piece("equal", "Keitetään "),
        Piece("deletion", "kahvia"),
        Piece("addition", "teetä"),
        Piece("equal", " yhdessä."),
    )


@pytest.mark.parametrize("word", ["sana ", "a ", "x"])
def test_the_longest_texts_are_compared_in_a_moment(word: str) -> None:
    before = (word * LONGEST_COMPARED)[: LONGEST_COMPARED // 2]
    began = time.monotonic()
    pieces(before, "alku " + before[:-5])
    pieces(before * 50, "alku " + before * 50)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Yksi <b>kaksi</b>.</p><p>Kolme</p>", "Yksi kaksi.\nKolme"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("rivi<br/>toinen", "rivi\ntoinen"),
        ('<p data-block-key="x">A <a linktype="page" id="7">linkki</a></p>', "A linkki"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("", ""),
    ],
)
def test_rich_text_becomes_lines(html: str, text: str) -> None:
    assert plain(html) == text
