"""Finnish analysis: inflection, compounds, derivations, names, variants."""

import pytest

from search.analysis import Word, get_analyser, voikko
from search.text import surface_form


def analyse(word: str) -> Word:
    return get_analyser("fi").analyse(surface_form(word))


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("vuosikello", "vuosikello vuosikellot vuosikelloissamme vuosikelloon Vuosikellojenkin"),
        ("asuntola", "asuntoloiden asuntolassa asuntolaan asuntoloissa"),
        ("nepsypysäkki", "Nepsypysäkki nepsypysäkillä nepsypysäkkien"),
        ("vierelläkulkija", "Vierelläkulkija vierelläkulkijan vierelläkulkijoita"),
        ("häirintäyhdyshenkilö", "häirintäyhdyshenkilöille häirintäyhdyshenkilö"),
        ("fiilismittari", "fiilismittari fiilismittarilla"),
        ("opiskelijakunta", "opiskelijakuntien opiskelijakunnissa"),
        ("hyvä", "hyvää parempi parhaat"),
        ("kiusata", "kiusataan kiusasi kiusattu kiusanneet kiusatuille"),
        ("kiusaaminen", "kiusaaminen kiusaamisesta kiusaamista"),
        ("osallistaa", "osallistaa osallistava osallistettiin"),
        ("vekemalli", "VEKE-malli VEKE-mallin vekemalli"),
        ("veke", "Veken VEKE"),
        ("anniebotti", "Annie-botti anniebotti Annie-botin anniebotilla"),
        ("oph", "OPH:n OPH"),
        ("luksia", "Luksian Luksiassa"),
        ("showroom", "showroom showroomilla"),
    ],
)
def test_forms_meet_in_their_lemma(lemma: str, forms: str) -> None:
    for form in forms.split():
        assert lemma in analyse(form).lemmas, form


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("vuosikelloihin", {"vuosi", "kello"}),
        ("nepsypysäkillä", {"nepsy", "pysäkki"}),
        ("vierelläkulkijan", {"kulkija"}),
        ("arjenhallintataitojen", {"arki", "hallinta", "taito", "arjenhallinta"}),
        ("opiskelijakuntatoiminta", {"opiskelija", "kunta", "toiminta", "opiskelijakunta"}),
        ("hyvinvointialueen", {"hyvinvointi", "alue"}),
        ("häirintäyhdyshenkilöille", {"häirintä", "henkilö", "yhdyshenkilö"}),
        ("fiilismittarilla", {"fiilis", "mittari"}),
        ("VEKE-mallin", {"veke", "malli"}),
        ("kehittämistarpeet", {"kehittäminen", "kehittää", "tarve"}),
    ],
)
def test_compounds_have_their_members(word: str, parts: set[str]) -> None:
    assert parts <= set(analyse(word).parts)


def test_action_nouns_meet_their_verb() -> None:
    assert "kiusata" in analyse("kiusaamisesta").stems


def test_bound_first_members_are_whole_words() -> None:
    assert analyse("kehittämis-").lemmas == ("kehittäminen",)


def test_genitive_and_nominative_compounds_meet() -> None:
    assert set(analyse("vuodenkello").lemmas) & set(analyse("vuosikello").lemmas)


def test_words_that_only_look_alike_stay_apart() -> None:
    assert not set(analyse("sää").lemmas) & set(analyse("saa").lemmas)
    assert not set(analyse("kuntoutus").lemmas) & set(analyse("kunta").lemmas)


@pytest.mark.parametrize("word", ["a" * 5000, "-", ":", "'-'", "kello-", "-kello", "123", "2.1", "å" * 64])
def test_odd_words_come_back(word: str) -> None:
    assert analyse(word).lemmas


def test_voikko_reads_derivations_and_compounds() -> None:
    (reading,) = voikko.readings("osoittautunut")
    assert (reading.last.base, reading.last.verb, reading.last.is_participle) == (
        "osoittautunut",
        "osoittautua",
        True,
    )
    (reading,) = voikko.readings("vuosikellot")
    assert [segment.base for segment in reading.segments] == ["vuosi", "kello"]
    assert reading.modifiers == "vuosi"
