"""What every engine must find."""

import random
from dataclasses import replace
from typing import Any

from search.analysis import get_analyser
from search.engines.base import Engine, Found
from search.query import Query, beginning, parse

THEMES = ("participation", "community", "everyday", "leadership")


def ids(found: Found) -> list[str]:
    return [document.id for _score, document in found.documents]


def find(engine: Engine, text: str, *, language: str = "fi", **asked: Any) -> Found:
    return engine.search(parse(text, language=language, **asked))


class FindingContract:
    """Words, phrases, filters and pages."""

    # Words and inflections

    def test_typed_form_may_be_a_dictionary_form_whatever_analysis_says(
        self, engine: Engine, make_document: Any
    ) -> None:
        engine.put([make_document(1, title="Luksian kampukset"), make_document(2, title="Tulen äärellä")])
        assert ids(find(engine, "Luksia")) == ["practice:1"]
        assert ids(find(engine, "tuli")) == ["practice:2"]

    def test_letters_with_dots_are_letters_of_their_own(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Sää"), make_document(2, title="Saa")])
        assert ids(find(engine, "sää")) == ["practice:1"]

    def test_other_languages_stay_out(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Annie"), make_document(2, title="Annie", language="sv")])
        assert ids(find(engine, "annie")) == ["practice:1"]
        assert ids(find(engine, "annie", language="sv")) == ["practice:2"]

    # All words, or most

    def test_strict_leaves_out_what_lacks_a_word(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Kello seinällä"), make_document(2, title="Kello")])
        found = engine.search(replace(parse("seinä kello", language="fi"), strict=True))
        assert (ids(found), found.matched) == (["practice:1"], "all")
        nothing = engine.search(replace(parse("seinä ovi", language="fi"), strict=True))
        assert (nothing.total, nothing.matched) == (0, "none")

    def test_most_words_do_when_nothing_has_all(self, engine: Engine, make_document: Any) -> None:
        engine.put(
            [
                make_document(1, title="Kello seinällä"),
                make_document(2, title="Seinä"),
                make_document(3, title="Ovi"),
            ]
        )
        found = find(engine, "kello seinä xyzzy")
        assert (ids(found)[0], found.matched) == ("practice:1", "most")
        assert "practice:3" not in ids(found)

    def test_compound_finds_its_members_apart(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Vuoden kello"), make_document(2, title="Ovi")])
        found = find(engine, "vuosikello")
        assert (ids(found), found.matched) == (["practice:1"], "most")

    def test_stop_words_are_not_required(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Kello")])
        assert ids(find(engine, "mikä on kello")) == ["practice:1"]
        assert find(engine, "mikä on kello").matched == "all"

    def test_only_stop_words_are_looked_for(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Me ja he"), make_document(2, title="Kello")])
        assert ids(find(engine, "ja")) == ["practice:1"]

    def test_nothing_found_is_an_empty_page(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1)])
        found = find(engine, "xyzzy", facets=("theme",))
        assert (found.total, found.documents, found.facets) == (0, (), {"theme": []})

    # Names while they are typed

    def test_names_are_found_by_the_beginnings_of_their_words(
        self, engine: Engine, make_document: Any
    ) -> None:
        engine.put(
            [
                make_document(1, title="Hyvinvoinnin vuosikello", keywords=("seuranta",)),
                make_document(2, title="Kellokortti"),
                make_document(3, title="Nepsypysäkki"),
                make_document(4, title="Ovi", body=("Kello.",)),
                make_document(5, title="Kello", language="sv"),
            ]
        )

        def names(typed: str) -> list[str]:
            return ids(engine.search(beginning(typed, language="fi")))

        assert names("kello") == ["practice:2", "practice:1"]
        assert names("hyv") == names("vuosi hyv") == names("seur") == ["practice:1"]
        assert names("nepsypysa") == names("NEPSYPYSÄKKI") == ["practice:3"]
        assert names("kello xyzzy") == []

    # Versions of one thing

    def test_families_and_what_is_without_a_facet(self, engine: Engine, make_document: Any) -> None:
        engine.put(
            [
                make_document(1, family="a", facets={"language": ("fi", "sv")}),
                make_document(2, family="a", language="sv", facets={"language": ("fi", "sv")}),
                make_document(3, family="b", language="sv", facets={"language": ("sv",)}),
            ]
        )
        both = Query(text="", language="sv", families=("a", "b", "c"))
        assert set(ids(engine.search(both))) == {"practice:2", "practice:3"}
        only = Query(text="", language="sv", without={"language": ("fi",)})
        assert ids(engine.search(only)) == ["practice:3"]

    # Phrases and exclusions

    def test_phrase_wants_the_words_together_in_any_inflection(
        self, engine: Engine, make_document: Any
    ) -> None:
        engine.put(
            [
                make_document(1, body=("Hyvinvoinnin vuosikelloa käytetään.",)),
                make_document(2, body=("Vuosikello tukee hyvinvointia.",)),
                make_document(3, body=("Tukee hyvinvointia", "vuosikello on hyvä.")),
            ]
        )
        assert ids(find(engine, '"hyvinvoinnin vuosikello"')) == ["practice:1"]
        assert find(engine, "hyvinvoinnin vuosikello").total == 3

    def test_quoted_phrase_is_never_loosened(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Kello seinällä")])
        assert find(engine, '"seinällä kello" xyzzy').total == 0

    def test_quoted_word_does_not_meet_compounds(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Vuosikello"), make_document(2, title="Kelloja")])
        assert ids(find(engine, '"kello"')) == ["practice:2"]

    def test_phrases_equal_a_look_by_hand_in_every_reading(self, engine: Engine, make_document: Any) -> None:
        # Words of several dictionary forms: which of them meet must not depend on the engine.
        read = get_analyser("fi").analyse
        assert all(len(read(word).lemmas) > 1 for word in ("tuota", "rakasta", "laista", "kustakin"))
        dice = random.Random(7)  # noqa: S311 no secret
        written = ("tuota", "rakasta", "laista", "kustakin", "tee", "kello")
        typed = (*written, "rakas", "rakastaa", "laki", "laistaa", "tuo", "kuka", "tehdä", "kellot")
        texts = {
            f"practice:{n}": [dice.choices(written, k=dice.randint(1, 5)) for _ in range(2)]
            for n in range(30)
        }
        engine.put(make_document(i[9:], body=tuple(map(" ".join, body))) for i, body in texts.items())

        def meets(phrase: list[str], place: list[str]) -> bool:
            lemmas = all(
                set(read(one).lemmas) & set(read(other).lemmas)
                for one, other in zip(phrase, place, strict=True)
            )
            return lemmas or phrase == place

        found = 0
        for _ in range(60):
            phrase = dice.choices(typed, k=dice.randint(2, 3))
            expected = {
                name
                for name, body in texts.items()
                for paragraph in body
                for start in range(len(paragraph) - len(phrase) + 1)
                if meets(phrase, paragraph[start : start + len(phrase)])
            }
            assert set(ids(find(engine, f'"{" ".join(phrase)}"', limit=100))) == expected, phrase
            found += len(expected)
        assert found > 60

    def test_phrase_may_repeat_a_word(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Kello kello ovi"), make_document(2, title="Kello ovi kello")])
        assert ids(find(engine, '"kello kello"')) == ["practice:1"]
        assert ids(find(engine, '"kellon ovi kello"')) == ["practice:2"]

    def test_minus_excludes_inflections_and_phrases(self, engine: Engine, make_document: Any) -> None:
        engine.put(
            [
                make_document(1, title="Kello", body=("Seinillä on tauluja.",)),
                make_document(2, title="Kello", body=("Ovella on matto.",)),
            ]
        )
        assert ids(find(engine, "kello -seinä")) == ["practice:2"]
        assert ids(find(engine, 'kello -"ovella on"')) == ["practice:1"]
        assert ids(find(engine, "-seinä")) == ["practice:2"]

    # Filters

    def test_filters_join_values_with_or_and_facets_with_and(
        self, engine: Engine, make_document: Any
    ) -> None:
        engine.put(
            [
                make_document(1, facets={"theme": ("a",), "project": ("x",)}),
                make_document(2, facets={"theme": ("b", "c"), "project": ("x", "y")}),
                make_document(3, facets={"theme": ("c",), "project": ("y",)}),
            ]
        )
        assert set(ids(find(engine, "", filters={"theme": ["a", "b"]}))) == {"practice:1", "practice:2"}
        assert ids(find(engine, "", filters={"theme": ["c"], "project": ["x"]})) == ["practice:2"]
        assert find(engine, "", filters={"theme": ["unknown"]}).total == 0
        assert find(engine, "", filters={"unknown": ["a"]}).total == 0

    def test_facets_with_alike_names_stay_apart(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, facets={"theme": ("a.*", "b|c"), "theme.x": ("d",), "the": ("e",)})])
        found = find(engine, "", facets=("theme", "theme.x", "the", "them.", "[", ""))
        assert found.facets == {
            "theme": [("a.*", 1), ("b|c", 1)],
            "theme.x": [("d", 1)],
            "the": [("e", 1)],
            "them.": [],
            "[": [],
            "": [],
        }
        assert find(engine, "", filters={"theme": ["a.*"]}).total == 1
        assert find(engine, "", filters={"theme": ["a.x"]}).total == 0

    def test_kinds(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1), make_document(2, kind="theme"), make_document(3, kind="news")])
        assert set(ids(find(engine, "", kinds=("theme", "news")))) == {"practice:2", "practice:3"}

    # Paging

    def test_hits_past_the_ten_thousandth_are_reached(self, engine: Engine, make_document: Any) -> None:
        engine.rebuild(make_document(n, title="Kello") for n in range(10_030))
        last = [ids(find(engine, "kello", offset=offset, limit=10)) for offset in (10_010, 10_020, 10_030)]
        assert [len(page) for page in last] == [10, 10, 0]
        assert len({*last[0], *last[1]}) == 20
        assert find(engine, "kello", offset=10_020).total == 10_030
