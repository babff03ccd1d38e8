"""What every engine must find, and in which order."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from search.analysis import get_analyser
from search.documents import FileText
from search.engines.base import Engine, Found
from search.plan import ENOUGH
from search.query import Alternative, Clause, Query, beginning, parse

THEMES = ("participation", "community", "everyday", "leadership")


def ids(found: Found) -> list[str]:
    return [document.id for _score, document in found.documents]


def find(engine: Engine, text: str, *, language: str = "fi", **asked: Any) -> Found:
    return engine.search(parse(text, language=language, **asked))


class FindingContract:
    """Words, phrases, filters, counts, pages and order."""

    # Words and inflections

    @pytest.mark.parametrize(
        ("language", "title", "typed"),
        [
            ("fi", "Hyvinvoinnin vuosikello", "vuosikellot"),
            ("fi", "Hyvinvoinnin vuosikello", "kello"),
            ("fi", "Nepsypysäkki", "nepsypysäkillä"),
            ("fi", "Vierelläkulkija-malli", "vierelläkulkijan"),
            ("fi", "Asuntolan illat", "asuntoloiden"),
            ("fi", "Häirintäyhdyshenkilö", "häirintäyhdyshenkilöille"),
            ("fi", "Stop kiusaamiselle", "kiusattu"),
            ("fi", "Annie-botti", "anniebotti"),
            ("sv", "Årsklocka för välbefinnande", "årsklockan"),
            ("sv", "Dagen Stopp för mobbning", "mobbningen"),
            ("sv", "Utveckling av studerandekåren", "studerandekårerna"),
            ("sv", "Årsklocka för välbefinnande", "klocka"),
        ],
    )
    def test_title_comes_before_mentions(
        self, engine: Engine, make_document: Any, language: str, title: str, typed: str
    ) -> None:
        mention = f"{title}. {typed} {typed} {typed}."
        engine.put(
            [
                *(
                    make_document(n, language=language, title="Talo", body=(mention,) * 3)
                    for n in range(2, 6)
                ),
                make_document(1, language=language, title=title, body=("Teksti on muuta.",)),
            ]
        )
        found = find(engine, typed, language=language)
        assert ids(found)[0] == "practice:1"
        assert found.matched == "all"

    def test_surface_before_lemma_before_part(self, engine: Engine, make_document: Any) -> None:
        engine.put(
            [
                make_document(1, title="Vuosikello"),
                make_document(2, title="Kellojen"),
                make_document(3, title="Kello"),
            ]
        )
        assert ids(find(engine, "kello")) == ["practice:3", "practice:2", "practice:1"]

    def test_typed_form_may_be_a_dictionary_form_whatever_analysis_says(
        self, engine: Engine, make_document: Any
    ) -> None:
        engine.put([make_document(1, title="Luksian kampukset"), make_document(2, title="Tulen äärellä")])
        assert ids(find(engine, "Luksia")) == ["practice:1"]
        assert ids(find(engine, "tuli")) == ["practice:2"]

    def test_keywords_and_summary_are_searched(self, engine: Engine, make_document: Any) -> None:
        engine.put(
            [
                make_document(1, body=("Osallisuus kasvaa.",)),
                make_document(2, keywords=("osallisuus",)),
                make_document(3, summary="Osallisuus kasvaa."),
            ]
        )
        assert ids(find(engine, "osallisuutta")) == ["practice:2", "practice:3", "practice:1"]

    def test_letters_with_dots_are_letters_of_their_own(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Sää"), make_document(2, title="Saa")])
        assert ids(find(engine, "sää")) == ["practice:1"]

    def test_other_languages_stay_out(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Annie"), make_document(2, title="Annie", language="sv")])
        assert ids(find(engine, "annie")) == ["practice:1"]
        assert ids(find(engine, "annie", language="sv")) == ["practice:2"]

    # All words, then most

    def test_all_words_are_required_while_enough_has_them(self, engine: Engine, make_document: Any) -> None:
        whole = [make_document(n, title="Kello", body=("Kello on seinällä.",)) for n in range(ENOUGH)]
        engine.put([*whole, make_document(90, title="Seinä"), make_document(91, title="Ovi")])
        found = find(engine, "seinä kello", limit=50)
        assert (found.total, found.matched) == (ENOUGH, "all")
        assert "practice:90" not in ids(found)

    def test_few_with_all_words_come_before_those_with_most(self, engine: Engine, make_document: Any) -> None:
        engine.put(
            [
                make_document(1, title="Seinä seinä seinä"),
                make_document(2, title="Kello seinällä"),
                make_document(3, title="Kello"),
                make_document(4, title="Ovi"),
            ]
        )
        found = find(engine, "seinä kello")
        assert (ids(found)[0], set(ids(found)[1:])) == ("practice:2", {"practice:1", "practice:3"})
        assert (found.matched, found.total) == ("some", 3)

    def test_strict_leaves_out_what_lacks_a_word(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Kello seinällä"), make_document(2, title="Kello")])
        found = engine.search(replace(parse("seinä kello", language="fi"), strict=True))
        assert (ids(found), found.matched) == (["practice:1"], "all")
        nothing = engine.search(replace(parse("seinä ovi", language="fi"), strict=True))
        assert (nothing.total, nothing.matched) == (0, "none")

    def test_a_word_that_nearly_all_have_counts_little_even_in_a_name(
        self, engine: Engine, make_document: Any
    ) -> None:
        everywhere = [make_document(n, body=("Opiskelija on täällä.",)) for n in range(40)]
        engine.put(
            [
                *everywhere,
                make_document(50, title="Opiskelija", body=("Opiskelija.",)),
                make_document(51, title="Suru", body=("Opiskelija suree. Kuolema koskettaa.",)),
            ]
        )
        assert ids(find(engine, "opiskelijan kuolema"))[0] == "practice:51"

    def test_alternatives_do_in_a_words_stead_and_weigh_less(
        self, engine: Engine, make_document: Any
    ) -> None:
        analyse = get_analyser("fi").analyse
        others = (
            Alternative(words=(analyse("adhd"),), weight=0.8),
            Alternative(words=(analyse("autismin"), analyse("kirjo")), weight=0.8),
        )
        clause = Clause(words=(analyse("nepsy"),), alternatives=others)
        engine.put(
            [
                make_document(1, title="ADHD"),
                make_document(2, title="Nepsy"),
                make_document(3, title="Autismin kirjo"),
                make_document(4, title="Kirjo ilman autismia"),
            ]
        )
        found = engine.search(Query(text="nepsy", language="fi", clauses=(clause,)))
        assert ids(found)[0] == "practice:2"
        assert set(ids(found)) == {"practice:1", "practice:2", "practice:3"}

    def test_files_are_searched_and_count_least(self, engine: Engine, make_document: Any) -> None:
        file = FileText("Ohje", "/documents/1/ohje.pdf", ("Mittari mitattiin.", "Toinen kappale."))
        engine.put([make_document(1, files=(file,)), make_document(2, body=("Mittari.",))])
        found = find(engine, "mittarit")
        assert ids(found) == ["practice:2", "practice:1"]
        assert found.documents[1][1].files == (file,)
        assert find(engine, '"mitattiin toinen"').total == 0

    def test_preferred_kinds_come_before_equally_good_others(
        self, engine: Engine, make_document: Any
    ) -> None:
        engine.put([make_document(n, title="Kello", kind="news" if n < 3 else "practice") for n in range(6)])
        first = ids(find(engine, "kello", preferred=("practice",)))[:3]
        assert set(first) == {"practice:3", "practice:4", "practice:5"}

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

    # Filters and counts

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

    def test_facet_counts_equal_a_count_by_hand_and_ignore_their_own_selection(
        self, engine: Engine, make_document: Any
    ) -> None:
        facets = [
            {"theme": (THEMES[n % 4], THEMES[n % 3]), "project": (f"project {n % 30}",)} for n in range(90)
        ]
        engine.put(make_document(n, title="Kello", facets=each) for n, each in enumerate(facets))
        filters = {"theme": ["everyday"], "project": [f"project {n}" for n in range(20)]}
        found = find(engine, "kello", filters=filters, facets=("theme", "project", "absent"))

        in_projects = [each for each in facets if each["project"][0] in filters["project"]]
        themes = Counter(theme for each in in_projects for theme in set(each["theme"]))
        in_theme = [each for each in facets if "everyday" in each["theme"]]
        projects = Counter(project for each in in_theme for project in each["project"])
        assert dict(found.facets["theme"]) == themes
        assert dict(found.facets["project"]) == projects
        assert len(projects) > 10
        assert found.facets["absent"] == []
        assert found.total == sum("everyday" in each["theme"] for each in in_projects)

    def test_facets_are_counted_where_the_selection_leaves_nothing(
        self, engine: Engine, make_document: Any
    ) -> None:
        engine.put([make_document(1, title="Kello", facets={"theme": ("a",)})])
        found = find(engine, "kello", filters={"theme": ["b"]}, facets=("theme",))
        assert (found.total, found.facets, found.matched) == (0, {"theme": [("a", 1)]}, "all")

    def test_every_value_of_a_facet_is_counted(self, engine: Engine, make_document: Any) -> None:
        engine.put(make_document(n, facets={"project": (f"p{n}", f"p{n + 1}")}) for n in range(1200))
        counts = dict(find(engine, "", facets=("project",)).facets["project"])
        assert counts == {"p0": 1, **{f"p{n}": 2 for n in range(1, 1200)}, "p1200": 1}

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

    def test_counts_follow_changes(self, engine: Engine, make_document: Any) -> None:
        engine.put(make_document(n, facets={"theme": ("a",)}) for n in range(5))
        engine.put([make_document(0, facets={"theme": ("b",)})])
        engine.remove(["practice:1"])
        assert find(engine, "", facets=("theme",)).facets["theme"] == [("a", 3), ("b", 1)]

    def test_kinds(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1), make_document(2, kind="theme"), make_document(3, kind="news")])
        assert set(ids(find(engine, "", kinds=("theme", "news")))) == {"practice:2", "practice:3"}

    # Paging and order

    def test_every_hit_is_on_exactly_one_page(self, engine: Engine, make_document: Any) -> None:
        engine.put(make_document(n, title="Kello", body=("kello " * (n % 7),)) for n in range(47))
        pages = [ids(find(engine, "kello", offset=offset, limit=10)) for offset in range(0, 50, 10)]
        assert [len(page) for page in pages] == [10, 10, 10, 10, 7]
        assert len(set().union(*pages)) == 47
        beyond = find(engine, "kello", offset=99_999, limit=10)
        assert (beyond.documents, beyond.total) == ((), 47)

    def test_hits_past_the_ten_thousandth_are_reached(self, engine: Engine, make_document: Any) -> None:
        engine.rebuild(make_document(n, title="Kello") for n in range(10_030))
        last = [ids(find(engine, "kello", offset=offset, limit=10)) for offset in (10_010, 10_020, 10_030)]
        assert [len(page) for page in last] == [10, 10, 0]
        assert len({*last[0], *last[1]}) == 20
        assert find(engine, "kello", offset=10_020).total == 10_030

    def test_newest_first(self, engine: Engine, make_document: Any) -> None:
        start = datetime(2025, 1, 1, tzinfo=UTC)
        engine.put(
            make_document(n, title="Kello", date=start + timedelta(days=(n * 7) % 10)) for n in range(10)
        )
        days = [(int(i.split(":")[1]) * 7) % 10 for i in ids(find(engine, "kello", sort="newest"))]
        assert days == sorted(days, reverse=True)

    @pytest.mark.parametrize("text", ["", "kello"])
    def test_the_greatest_number_first_and_the_newest_of_equals(
        self, engine: Engine, make_document: Any, text: str
    ) -> None:
        day = datetime(2026, 1, 1, tzinfo=UTC)
        numbers: list[dict[str, int]] = [{"use": 2}, {}, {"use": 11, "rooted": 1}, {"use": 2}, {"rooted": 3}]
        engine.put(
            make_document(n, title="Kello", numbers=each, date=day + timedelta(days=n))
            for n, each in enumerate(numbers)
        )
        found = find(engine, text, sort="use")
        assert ids(found) == [f"practice:{n}" for n in (2, 3, 0, 4, 1)]
        assert {score for score, _document in found.documents} == {0.0}
        pages = [ids(find(engine, text, sort="rooted", offset=n, limit=2)) for n in (0, 2, 4)]
        assert pages == [["practice:4", "practice:2"], ["practice:3", "practice:1"], ["practice:0"]]

    def test_a_number_that_changes_changes_the_order(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, numbers={"use": 1}), make_document(2)])
        engine.put([make_document(2, numbers={"use": 2})])
        assert ids(find(engine, "", sort="use")) == ["practice:2", "practice:1"]

    def test_without_a_date_comes_last(self, engine: Engine, make_document: Any) -> None:
        old = datetime(1950, 1, 1, tzinfo=UTC)
        engine.put([make_document(1), make_document(2, date=old)])
        assert ids(find(engine, "", sort="newest")) == ["practice:2", "practice:1"]
