"""Which analyser reads which language, and what all of them promise."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.analysis import ANALYSERS, get_analyser
from search.text import clean, surface_form, words


def test_every_registered_analyser_reads_its_language() -> None:
    for language in ANALYSERS:
        assert get_analyser(language).language == language


@pytest.mark.parametrize(("code", "language"), [("sv-fi", "sv"), ("fi_FI", "fi"), ("FI", "fi")])
def test_regional_codes_find_their_language(code: str, language: str) -> None:
    assert get_analyser(code).language == language


def test_language_without_an_analyser_is_read_plainly() -> None:
    word = get_analyser("et").analyse("kooli-maja")
    assert (word.lemmas, word.parts) == (("kooli-maja", "koolimaja"), ("kooli", "maja"))


def test_english_stems() -> None:
    analyse = get_analyser("en").analyse
    assert set(analyse("students").lemmas) & set(analyse("student's").lemmas)


@pytest.mark.parametrize("language", ["fi", "sv", "en", "et"])
@given(text=st.text(alphabet=st.characters(codec=None), min_size=1, max_size=90))
@example(text="\ud800")
@settings(deadline=None)  # the first word loads a dictionary
def test_any_word_has_a_lemma_and_only_whole_tokens(language: str, text: str) -> None:
    for surface in (text.lower(), *(word.surface for word in words(clean(text)))):
        word = get_analyser(language).analyse(surface)
        assert word.lemmas
        assert word.surface == surface
        for token in (*word.parts, *word.stems):
            assert not set(token) & set(" |;,\t\n")


def test_words_know_where_they_stand() -> None:
    text = "Tasa\u2011arvo, OPH:n “kello”–ovi 2.1 O’Diako!"
    found = [(word.surface, text[word.start : word.end]) for word in words(text)]
    assert found == [
        ("tasa-arvo", "Tasa\u2011arvo"),
        ("oph:n", "OPH:n"),
        ("kello", "kello"),
        ("ovi", "ovi"),
        ("2.1", "2.1"),
        ("o'diako", "O’Diako"),
    ]


def test_surface_form_keeps_dotted_letters() -> None:
    assert surface_form("ÄÖÅ-Õ") == "äöå-õ"
