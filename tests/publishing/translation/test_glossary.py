"""The glossary: terms found in any form, warnings that are true, and who may edit it."""

from typing import Any

import pytest
import yaml
from django.urls import reverse

from publishing.models import GlossaryTerm
from publishing.translation.glossary import SEED, Glossary, seed
from publishing.translation.preparing import prepare_glossary
from tests.languages import EACH_LANGUAGE
from tests.publishing.people import member, network_coordinator


@pytest.fixture
def terms(db: Any) -> None:
    seed()


FOUND = (
    ("Opiskelijoille kerrotaan käytännöistä.", {"opiskelija", "käytäntö"}),
    ("Opiskelijakunnan kokous", {"opiskelijakunta"}),
    ("Hyvinvoinnin vuosikelloon merkitään päivät.", {"hyvinvoinnin vuosikello"}),
    ("Vuosikellossa on aikaa.", {"vuosikello"}),
    ("Kahvia ja pullaa.", set()),
    ("", set()),
)


def test_terms_are_found_in_any_form_the_longest_first(terms: None) -> None:
    glossary = Glossary("fi", "sv")
    found = {text: {term.term for term in glossary.advice(text).terms} for text, _expected in FOUND}
    assert found == dict(FOUND)


WARNED = (
    ("Opiskelijat kokoontuvat.", "De studerande samlas.", []),
    ("Opiskelijoiden tukeminen", "Att stödja studerandenas vardag", []),
    ("Oppilaitoksissa", "I läroanstalterna", []),
    ("Opiskelijakunnan huone", "Studerandekårens rum", []),
    ("Opiskelijat kokoontuvat.", "Eleverna samlas.", ["studerande", "elev"]),
    ("Oppilaat ja opiskelijat", "Elever och studerande", []),
    ("Käytännön kuvaus", "Beskrivning av praktiken", ["praxis", "praktik"]),
    ("Harjoittelun kuvaus", "Beskrivning av praktiken", []),
    ("Opinto-ohjaajalle", "Till studievägledaren", ["studiehandledare", "studievägledare"]),
    ("Kahvia", "Kaffe", []),
)


def test_warnings(terms: None) -> None:
    glossary, wrong = Glossary("fi", "sv"), {}
    for source, translation, warned in WARNED:
        warnings = glossary.advice(source, translation).warnings
        if len(warnings) != len(warned) or not all(word in " ".join(warnings) for word in warned):
            wrong[source, translation] = warnings
    assert not wrong


def test_it_works_the_other_way_round(terms: None) -> None:
    advice = Glossary("sv", "fi").advice("De studerandes delaktighet", "Opiskelijoiden osallisuus")
    assert {term.counterpart for term in advice.terms} == {"opiskelija", "osallisuus"}
    assert advice.warnings == ()


def test_a_text_that_is_not_translated_is_not_warned_of(terms: None) -> None:
    assert Glossary("fi", "sv").advice("Opiskelijat", "  ").warnings == ()


def test_a_term_without_a_language_is_left_out(db: Any) -> None:
    GlossaryTerm.objects.create(names={"fi": "kahvi"})
    assert Glossary("fi", "sv").advice("Kahvia").terms == ()


def test_the_first_terms_are_whole_and_each_once() -> None:
    rows = yaml.safe_load(SEED.read_text(encoding="utf-8"))
    assert len(rows) >= 40
    assert all(row["fi"] and row["sv"] for row in rows)
    assert len({row["fi"] for row in rows}) == len(rows)
    for row in rows:
        assert row["sv"] not in row.get("avoid", {}).get("sv", []), row


@pytest.mark.second_database
def test_seeding_again_keeps_what_editors_changed(terms: None) -> None:
    term = GlossaryTerm.objects.get(names__fi="opiskelija")
    term.note = "Oma huomautus."
    term.save()
    assert seed() == 0
    assert GlossaryTerm.objects.get(pk=term.pk).note == "Oma huomautus."


@pytest.mark.second_database
@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_network_edits_and_teams_read(portal: Any, language: str) -> None:
    network, team = network_coordinator(language=language), member(language=language)
    prepare_glossary()
    term = GlossaryTerm.objects.get(names__fi="opiskelija")
    base = "wagtailsnippets_publishing_glossaryterm"
    for person in (network, team):
        assert person.client.get(reverse(f"{base}:list")).status_code == 200
        assert "studerande" in person.client.get(reverse(f"{base}:inspect", args=[term.pk])).content.decode()
    data = {
        "names_fi": "opiskelija", "names_sv": "studerande", "accepted_fi": "", "accepted_sv": "",
        "avoid_fi": "", "avoid_sv": " elev ;student,  elev", "note": "Ny",
    }  # fmt: skip
    edit = reverse(f"{base}:edit", args=[term.pk])
    assert team.client.post(edit, data).status_code in (302, 403)
    assert GlossaryTerm.objects.get(pk=term.pk).note != "Ny"
    answer = network.client.post(edit, data)
    assert answer.status_code == 302, answer.context["form"].errors
    changed = GlossaryTerm.objects.get(pk=term.pk)
    assert (changed.note, changed.avoid) == ("Ny", {"sv": ["elev", "student"]})
    assert network.client.post(edit, data | {"names_sv": ""}).status_code == 200
    assert GlossaryTerm.objects.get(pk=term.pk).names["sv"] == "studerande"


def test_a_team_made_later_reads_it_too(portal: Any) -> None:
    prepare_glossary()
    late = member("myohempi", name="myohainen")
    assert late.client.get(reverse("wagtailsnippets_publishing_glossaryterm:list")).status_code == 200
