"""Editors' synonyms: in force from the next search on, weighed by how near they are."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from search import index
from search.models import SynonymSet
from search.query import parse
from search.synonyms import seed, with_synonyms

pytestmark = pytest.mark.django_db


def make(*words: str, language: str = "fi", kind: str = "same") -> SynonymSet:
    made = SynonymSet(language=language, kind=kind, words="\n".join(words))
    made.full_clean()
    made.save()
    return made


def found(text: str, language: str = "fi") -> list[str]:
    return [hit.title for hit in index.search(parse(text, language=language)).hits]


@pytest.mark.parametrize(
    ("language", "title", "words", "typed"),
    [
        ("fi", "Neuropsykiatrinen valmennus", ("nepsy", "neuropsykiatrinen"), "nepsyn"),
        ("sv", "Studerandekårens arbete", ("elevkår", "studerandekår"), "elevkåren"),
        ("fi", "Autismin kirjo oppitunnilla", ("nepsy", "autismin kirjo"), "nepsy"),
        ("fi", "Nepsypysäkki ja nepsy", ("autismin kirjo", "nepsy"), "autismin kirjolla"),
    ],
)
def test_a_set_works_from_the_next_search_and_ends_with_it(
    make_document: Any, language: str, title: str, words: tuple[str, ...], typed: str
) -> None:
    index.rebuild([make_document(1, title=title, language=language), make_document(2, title="Muu")])
    assert found(typed, language) == []
    made = make(*words, language=language)
    assert found(typed, language) == [title]
    made.words = "muu\nsana"
    made.save()
    assert found(typed, language) == []


def test_what_was_typed_comes_before_what_means_the_same_and_that_before_what_is_near(
    make_document: Any,
) -> None:
    make("kiusaaminen", "simputus")
    make("kiusaaminen", "häirintä", kind="related")
    titles = ("Häirintä", "Simputus", "Kiusaaminen", "Ovi")
    index.rebuild(make_document(n, title=title) for n, title in enumerate(titles))
    assert found("kiusaamista") == ["Kiusaaminen", "Simputus", "Häirintä"]


def test_a_synonym_is_marked_in_the_hit(make_document: Any) -> None:
    make("kiusaaminen", "simputus")
    index.rebuild([make_document(1, title="Simputuksesta eroon")])
    (hit,) = index.search(parse("kiusaaminen", language="fi")).hits
    assert hit.title_html == "<mark>Simputuksesta</mark> eroon"


def test_words_beside_it_are_still_required(make_document: Any) -> None:
    make("nepsy", "autismin kirjo")
    index.rebuild(
        [make_document(1, title="Nepsy asuntolassa"), make_document(2, title="Autismin kirjo, asuntola")]
    )
    assert set(found("autismin kirjo asuntolassa")) == {"Nepsy asuntolassa", "Autismin kirjo, asuntola"}
    assert index.search(parse("autismin kirjo asuntolassa", language="fi")).matched == "some"


@pytest.mark.parametrize("text", ['"kiusaaminen"', "-kiusaaminen ovi", "ovi"])
def test_quotes_and_exclusions_mean_the_word_itself(make_document: Any, text: str) -> None:
    make("kiusaaminen", "simputus")
    query = parse(text, language="fi")
    assert with_synonyms(query) == query


def test_another_languages_sets_stay_out(make_document: Any) -> None:
    make("ovi", "dörr", language="sv")
    query = parse("ovi", language="fi")
    assert with_synonyms(query) == query


@pytest.mark.parametrize("words", ["", "nepsy", "nepsy\nnepsy", "nepsy\n---", "\n".join(map(str, range(40)))])
def test_a_set_that_could_do_nothing_is_refused_with_a_message(words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        SynonymSet(language="fi", words=words).full_clean()
    assert list(refused.value.message_dict) == ["words"]


def test_the_fields_own_sets_are_there_once() -> None:
    assert seed() > 50
    assert seed() == 0
    assert {"fi", "sv"} == set(SynonymSet.objects.values_list("language", flat=True))
