"""Strings written in a plain text field and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail_localize.strings import StringValue

from publishing.translation.markup import has_broken_tag, to_html, to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Kahvi &amp; tee", "Kahvi & tee"),
        ("Kysely <b>kertoo</b> kahveista.", "Kysely <b>kertoo</b> kahveista."),
        ('Lue <a id="a1">lisää &lt;tästä</a>', 'Lue <a id="a1">lisää <tästä</a>'),
        ("Rivi<br/>toinen", "Rivi\ntoinen"),
        ("3 &lt; 5 &gt; 2", "3 < 5 > 2"),
        ("Tagi &lt;b&gt; on tekstiä", "Tagi &lt;b> on tekstiä"),
        ("Merkki &amp;lt; näin", "Merkki &amp;lt; näin"),
        ('Hän sanoi "hei" ja ’moi’', 'Hän sanoi "hei" ja ’moi’'),
    ],
)
def test_a_string_is_written_plainly_and_read_back(html: str, text: str) -> None:
    assert to_text(html) == text
    assert to_html(text) == html


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=40))
def test_whatever_plain_text_there_is_comes_back(text: str) -> None:
    html = StringValue.from_plaintext(text.strip()).data
    assert to_html(to_text(html)) == html


@pytest.mark.parametrize(
    "text",
    [
        '<b class="x">a</b>', '<a href="https://example.org">a</a>', "<b", "< b>a</b>", "</ b>", "<B>a</B>",
        "<script>alert(1)</script>", "<a onclick=x>a</a>",
    ],
)  # fmt: skip
def test_a_tag_written_wrong_is_seen(text: str) -> None:
    assert has_broken_tag(text)


@pytest.mark.parametrize(
    "text", ["3 < 5", "<3", "a <b>b</b> c", '<a id="a1">x</a>', "i <em>x</em>", "x <- y"]
)
def test_what_is_right_or_no_tag_is_not(text: str) -> None:
    assert not has_broken_tag(text)
