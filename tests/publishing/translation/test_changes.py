"""Two texts marked against each other, word by word."""

import re

import pytest
from django.utils.translation import override

from publishing.translation.changes import change
from tests.languages import EACH_LANGUAGE


def seen(html: str) -> str:
    """Return what eyes see, with [-gone-] and [+come+]."""
    html = re.sub(r'<span class="w-sr-only">.*?</span>', "", html)
    return html.replace("<del>", "[-").replace("</del>", "-]").replace("<ins>", "[+").replace("</ins>", "+]")


@pytest.mark.parametrize(
    ("old", "new", "before", "now"),
    [
        ("Keitetään kahvia.", "Keitetään teetä.", "Keitetään [-kahvia-].", "Keitetään [+teetä+]."),
        ("Kahvia.", "Kahvia ja pullaa.", "Kahvia.", "Kahvia[+ ja pullaa+]."),
        ("Kaikki kahville nyt", "Kaikki nyt", "Kaikki [-kahville -]nyt", "Kaikki nyt"),
        ("Sama.", "Sama.", "Sama.", "Sama."),
        ("", "Uusi.", "", "[+Uusi.+]"),
        ("a yksi kaksi b", "a kolme neljä b", "a [-yksi kaksi-] b", "a [+kolme neljä+] b"),
    ],
)
def test_each_side_reads_as_it_was(old: str, new: str, before: str, now: str) -> None:
    found = change(old, new)
    assert (seen(found.before), seen(found.now)) == (before, now)


def test_tags_in_a_text_are_text() -> None:
    found = change("<script>a</script>", "<img src=x onerror=a> b")
    assert "<script>" not in found.before
    assert "<img" not in found.now
    assert "&lt;" in found.now


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_ears_are_told_where_it_begins_and_ends(language: str) -> None:
    with override(language):
        found = change("vanha sana", "uusi sana")
    assert found.before.count('class="w-sr-only"') == found.now.count('class="w-sr-only"') == 2
    assert found.before.index("[") < found.before.index("vanha") < found.before.index("]")
