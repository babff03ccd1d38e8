"""The plain-language check: what it finds in invented and in real texts, also of a language it does not know."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.writing.plain_language import LIMITS, MOST_FINDINGS, findings, lix, sentences_of
from search.text import words

DEMO = Path(__file__).parents[3] / "practices" / "demo" / "practices"
STIFF = {
    "fi": "Opiskelijoille mahdollistetaan osallistuminen opiskelijahyvinvointitoimintaan moniammatillisen "
    "toimijajoukon toimesta siten, että toimenpiteet suoritetaan kohderyhmän tarpeet huomioiden ja arvioidaan.",
    "sv": "De studerande erbjuds möjlighet att erhålla stöd avseende studerandevårdsverksamheten genom att "
    "åtgärder genomförs inom ramen för den multiprofessionella verksamheten samt utvärderas i slutet av läsåret.",
}
PLAIN = {
    "fi": "Maanantaisin on iltapalaa. Voit tulla, vaikka et tunne ketään. Sinun ei tarvitse ilmoittautua.",
    "sv": "På måndagar finns det kvällsmål. Du får komma fast du inte känner någon. Du anmäler dig inte.",
}


@cache
def demo() -> list[dict[str, Any]]:
    """Return the practices of the demo content; libyaml reads them ten times as fast."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return [
        yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 both are safe ones
        for path in sorted(DEMO.glob("*.yaml"))
    ]


def kinds(text: str, language: str) -> set[str]:
    return {finding.kind for finding in findings(text, language)}


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_stiff_text_is_found_and_a_plain_one_left_alone(language: str) -> None:
    assert {"sentence", "office", "passive", "you", "compound"} <= kinds(STIFF[language], language)
    assert findings(PLAIN[language], language) == []


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("editor", ["fi", "sv"])
def test_what_is_found_stands_in_the_text_and_the_advice_is_the_editors(language: str, editor: str) -> None:
    with override(editor):
        found = findings(f"<p>{STIFF[language]}</p>", language)
    assert found
    assert all(finding.text in STIFF[language] for finding in found)
    assert all(len(finding.advice) > 10 for finding in found)


def test_advice_names_the_members_of_a_compound_and_what_to_say_instead() -> None:
    (compound,) = [
        f for f in findings("Sinulla on häirintäyhdyshenkilölle asiaa.", "fi") if f.kind == "compound"
    ]
    assert compound.text == "häirintäyhdyshenkilölle"
    assert all(part in compound.advice for part in ("häirintä", "yhdys", "henkilö"))
    (office,) = [f for f in findings("Du får erhålla stöd.", "sv") if f.kind == "office"]
    assert office.text == "erhålla"
    assert "få" in office.advice


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_inflected_words_of_offices_are_known(language: str) -> None:
    text = {"fi": "Saat tietoa toimenpiteistä.", "sv": "Du får veta om åtgärderna."}[language]
    assert kinds(text, language) == {"office"}


@pytest.mark.parametrize(
    ("text", "language", "is_passive"),
    [
        ("Asiasta päätetään myöhemmin.", "fi", True),
        ("Sinulta kysytään lupa.", "fi", False),
        ("Menemme kylään.", "fi", False),
        ("Beslutet skickas senare.", "sv", True),
        ("Du erbjuds kaffe.", "sv", False),
        ("Alla trivs och hoppas på mer.", "sv", False),
    ],
)
def test_a_passive_counts_only_where_nobody_is_spoken_to(text: str, language: str, is_passive: bool) -> None:
    assert ("passive" in kinds(text, language)) is is_passive


@pytest.mark.parametrize("language", ["fi", "sv", "en", "xx"])
def test_limits_are_kept_to_the_word(language: str) -> None:
    most = LIMITS.get(language, LIMITS["sv"]).sentence
    short = " ".join(["me"] * most) + "."
    assert "sentence" not in kinds(short, language)
    assert "sentence" in kinds(f"me {short}", language)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_text_too_long_to_read_at_a_go_is_told_of(language: str) -> None:
    most = LIMITS[language].text
    assert "text" not in kinds("Du te. " * (most // 2), language)
    assert "text" in kinds("Du te. " * (most // 2 + 1), language)


def test_sentences_end_at_marks_and_at_paragraphs() -> None:
    text = "<ul><li>Yksi</li><li>Kaksi</li></ul><p>Kolme on. Neljä? Klo 8.30 ja n. 5 kertaa.</p>"
    assert list(sentences_of(text)) == ["Yksi", "Kaksi", "Kolme on.", "Neljä?", "Klo 8.30 ja n. 5 kertaa."]


def test_lix_is_björnssons() -> None:
    # 10 words, 2 sentences, 2 words of more than six letters: 10/2 + 100*2/10.
    assert lix(["Vi går till biblioteket i dag.", "Du läser en tidning."]) == 25
    assert lix([]) == 0


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_portals_own_texts_for_students_are_nearly_all_plain_and_those_for_colleagues_harder(
    language: str,
) -> None:
    """They were written to be; what is found in them is soft: a passive or a compound, at most a sentence too long."""
    texts = [each["student_notices"][language] for each in demo()]
    told = [findings(text, language) for text in texts]
    found = [{finding.kind for finding in each} for each in told]
    assert len(found) > 40
    assert not any(each & {"text", "you", "lix", "word"} for each in found)
    assert sum(not each for each in found) > 0.7 * len(found)
    assert sum("sentence" in each for each in found) <= 3
    # The check tells texts for students from those for colleagues, which have more that is hard a hundred words.
    for_colleagues = [each["idea"][language] for each in demo()]
    harder = density([findings(text, language) for text in for_colleagues], for_colleagues)
    assert harder > 2 * density(told, texts)


def density(told: list[list[Any]], texts: list[str]) -> float:
    """Return how many findings there are a word."""
    return sum(map(len, told)) / sum(len(list(words(text))) for text in texts)


@settings(max_examples=25)
@given(text=st.text(max_size=600), language=st.sampled_from(["fi", "sv", "en", "xx", ""]))
def test_any_text_in_any_language_is_answered(text: str, language: str) -> None:
    found = findings(text, language)
    assert len(found) <= MOST_FINDINGS
    assert len({(each.kind, each.text.lower()) for each in found}) == len(found)
