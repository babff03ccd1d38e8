"""Swedish analysis: inflection, compounds with their joints, unknown words."""

import pytest

from search.analysis import Word, get_analyser
from search.text import surface_form


def analyse(word: str) -> Word:
    return get_analyser("sv").analyse(surface_form(word))


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("årsklocka", "årsklocka årsklockan årsklockor"),
        ("mobbning", "mobbning mobbningen mobbningens"),
        ("studerandekår", "studerandekår studerandekåren studerandekårerna studerandekårernas"),
        ("krishantering", "krishantering krishanteringen"),
        ("internat", "internat internatet internaten"),
        ("läroanstalt", "läroanstalt läroanstalter läroanstaltens"),
        ("folkhögskola", "folkhögskolan folkhögskolor"),
        ("kurs", "kurs kursen kurser"),
        ("delta", "deltar deltog"),
        ("studerande", "studerande studerandes studerandena"),
        ("trakasseri", "trakasserier trakasserierna"),
        ("vekemodell", "VEKE-modellen VEKE-modell"),
        ("oph", "OPH:s"),
    ],
)
def test_forms_meet_in_their_lemma(lemma: str, forms: str) -> None:
    for form in forms.split():
        assert lemma in analyse(form).lemmas, form


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("årsklockan", {"år", "klocka"}),
        ("krishanteringen", {"kris", "hantering"}),
        ("studerandekårerna", {"studerande", "kår"}),
        ("vardagsfärdigheter", {"vardag", "färdighet"}),
        ("verksamhetshandboken", {"verksamhet", "handbok"}),
        ("målgrupper", {"mål", "grupp"}),
        ("elevkårer", {"elev", "kår"}),
        ("kamratstödjare", {"kamrat"}),
        ("VEKE-modellen", {"veke", "modell"}),
    ],
)
def test_compounds_have_their_members(word: str, parts: set[str]) -> None:
    assert parts <= set(analyse(word).parts)


@pytest.mark.parametrize(
    "word", ["personal", "lärare", "delaktighet", "utbildningen", "gemenskap", "mobbning"]
)
def test_endings_are_no_members(word: str) -> None:
    assert analyse(word).parts == ()


@pytest.mark.parametrize("word", ["a" * 5000, "-", ":", "kår-", "-kår", "123", "ö" * 64])
def test_odd_words_come_back(word: str) -> None:
    assert analyse(word).lemmas
