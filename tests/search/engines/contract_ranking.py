"""What every engine must count, and in which order and on which page it must find, however its index is cut up."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from search.analysis import get_analyser
from search.documents import FileText
from search.engines.base import Engine
from search.plan import ENOUGH
from search.query import Alternative, Clause, Query
from tests.languages import nightly
from tests.search.engines.contract_finding import find, ids

THEMES = ("participation", "community", "everyday", "leadership")
# What is typed for a practice of a name: one for each way in which a word meets another.
TYPED = (
    ("fi", "Hyvinvoinnin vuosikello", "vuosikellot"),
    ("fi", "Hyvinvoinnin vuosikello", "kello"),
    ("fi", "Stop kiusaamiselle", "kiusattu"),
    ("fi", "Annie-botti", "anniebotti"),
    ("sv", "Dagen Stopp för mobbning", "mobbningen"),
    ("sv", "Årsklocka för välbefinnande", "klocka"),
)
FURTHER = (
    ("fi", "Nepsypysäkki", "nepsypysäkillä"),
    ("fi", "Vierelläkulkija-malli", "vierelläkulkijan"),
    ("fi", "Asuntolan illat", "asuntoloiden"),
    ("fi", "Häirintäyhdyshenkilö", "häirintäyhdyshenkilöille"),
    ("sv", "Årsklocka för välbefinnande", "årsklockan"),
    ("sv", "Utveckling av studerandekåren", "studerandekårerna"),
)


class RankingContract:
    """Order, counts and pages."""

    # Order by the words

    @pytest.mark.parametrize("typed_for", [TYPED, nightly(FURTHER)])
    def test_title_comes_before_mentions(
        self, engine: Engine, make_document: Any, typed_for: tuple[tuple[str, str, str], ...]
    ) -> None:
        for language, title, typed in typed_for:
            mention = f"{title}. {typed} {typed} {typed}."
            engine.rebuild(
                [
                    *(
                        make_document(n, language=language, title="Talo", body=(mention,) * 3)
                        for n in range(2, 6)
                    ),
                    make_document(1, language=language, title=title, body=("Teksti on muuta.",)),
                ]
            )
            found = find(engine, typed, language=language)
            assert (ids(found)[0], found.matched) == ("practice:1", "all"), typed

    def test_surface_before_lemma_before_part(self, engine: Engine, make_document: Any) -> None:
        engine.put(
            [
                make_document(1, title="Vuosikello"),
                make_document(2, title="Kellojen"),
                make_document(3, title="Kello"),
            ]
        )
        assert ids(find(engine, "kello")) == ["practice:3", "practice:2", "practice:1"]

    def test_keywords_and_summary_are_searched(self, engine: Engine, make_document: Any) -> None:
        engine.put(
            [
                make_document(1, body=("Osallisuus kasvaa.",)),
                make_document(2, keywords=("osallisuus",)),
                make_document(3, summary="Osallisuus kasvaa."),
            ]
        )
        assert ids(find(engine, "osallisuutta")) == ["practice:2", "practice:3", "practice:1"]

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

    # Filters and counts

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

    def test_counts_follow_changes(self, engine: Engine, make_document: Any) -> None:
        engine.put(make_document(n, facets={"theme": ("a",)}) for n in range(5))
        engine.put([make_document(0, facets={"theme": ("b",)})])
        engine.remove(["practice:1"])
        assert find(engine, "", facets=("theme",)).facets["theme"] == [("a", 3), ("b", 1)]

    # Paging and order

    def test_every_hit_is_on_exactly_one_page(self, engine: Engine, make_document: Any) -> None:
        engine.put(make_document(n, title="Kello", body=("kello " * (n % 7),)) for n in range(47))
        pages = [ids(find(engine, "kello", offset=offset, limit=10)) for offset in range(0, 50, 10)]
        assert [len(page) for page in pages] == [10, 10, 10, 10, 7]
        assert len(set().union(*pages)) == 47
        beyond = find(engine, "kello", offset=99_999, limit=10)
        assert (beyond.documents, beyond.total) == ((), 47)

    def test_newest_first(self, engine: Engine, make_document: Any) -> None:
        start = datetime(2025, 1, 1, tzinfo=UTC)
        engine.put(
            make_document(n, title="Kello", date=start + timedelta(days=(n * 7) % 10)) for n in range(10)
        )
        days = [(int(i.split(":")[1]) * 7) % 10 for i in ids(find(engine, "kello", sort="newest"))]
        assert days == sorted(days, reverse=True)

    def test_the_greatest_number_first_and_the_newest_of_equals(
        self, engine: Engine, make_document: Any
    ) -> None:
        day = datetime(2026, 1, 1, tzinfo=UTC)
        numbers: list[dict[str, int]] = [{"use": 2}, {}, {"use": 11, "rooted": 1}, {"use": 2}, {"rooted": 3}]
        engine.put(
            make_document(n, title="Kello", numbers=each, date=day + timedelta(days=n))
            for n, each in enumerate(numbers)
        )
        for text in ("", "kello"):
            found = find(engine, text, sort="use")
            assert ids(found) == [f"practice:{n}" for n in (2, 3, 0, 4, 1)], text
            assert {score for score, _document in found.documents} == {0.0}, text
            pages = [ids(find(engine, text, sort="rooted", offset=n, limit=2)) for n in (0, 2, 4)]
            assert pages == [["practice:4", "practice:2"], ["practice:3", "practice:1"], ["practice:0"]], text

    def test_a_number_that_changes_changes_the_order(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, numbers={"use": 1}), make_document(2)])
        engine.put([make_document(2, numbers={"use": 2})])
        assert ids(find(engine, "", sort="use")) == ["practice:2", "practice:1"]

    def test_without_a_date_comes_last(self, engine: Engine, make_document: Any) -> None:
        old = datetime(1950, 1, 1, tzinfo=UTC)
        engine.put([make_document(1), make_document(2, date=old)])
        assert ids(find(engine, "", sort="newest")) == ["practice:2", "practice:1"]

    # The whole index

    def test_count_by_language(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1), make_document(2), make_document(3, language="sv")])
        assert (engine.count(), engine.count("fi"), engine.count("sv"), engine.count("en")) == (3, 2, 1, 0)

    def test_similar_shares_words_and_never_is_itself(self, engine: Engine, make_document: Any) -> None:
        bullying = ("Kiusaaminen ja häirintä asuntolassa.", "Kiusaamisesta ilmoitetaan aikuiselle.")
        engine.put(
            [
                make_document(1, title="Kiusaaminen", body=bullying),
                make_document(2, title="Häirintä", body=("Häirinnästä ja kiusaamisesta ilmoitetaan.",)),
                make_document(3, title="Talous", body=("Rahaa ja laskuja.",)),
                make_document(4, title="Kiusaaminen", body=bullying, kind="news"),
                make_document(5, title="Kiusaaminen", body=bullying, language="sv"),
                *(make_document(n, title="Muu", body=("Aivan muuta asiaa.",)) for n in range(6, 12)),
            ]
        )
        near = engine.similar("practice:1", language="fi", kinds=("practice",), limit=3)
        assert [document.id for _score, document in near] == ["practice:2"]

    def test_vocabulary_counts_documents_by_word_form(self, engine: Engine, make_document: Any) -> None:
        file = FileText("Liite", "/liite", ("Tiedostossa.",))
        engine.put(
            [
                make_document(1, title="Kellot seinällä", files=(file,)),
                make_document(2, title="Ovi", body=("Kellot, kellot 2026",)),
                make_document(3, title="Klockan", language="sv"),
            ]
        )
        found = engine.vocabulary("fi")
        assert (found["kellot"], found["kello"], found["seinällä"]) == (2, 2, 1)
        assert not {"2026", "klockan", "tiedostossa"} & found.keys()
        assert engine.vocabulary("en") == {}

    def test_digests_tell_what_is_kept(self, engine: Engine, make_document: Any) -> None:
        assert engine.digests() == {}
        documents = [make_document(n, title=f"Kello {n}") for n in range(30)]
        engine.put(documents)
        assert engine.digests() == {each.id: each.cleaned().digest() for each in documents}
        changed = make_document(3, title="Ovi")
        engine.put([changed])
        assert engine.digests()["practice:3"] == changed.cleaned().digest()
