"""Parsing what readers type: clauses, limits, and that nothing at all can break it."""

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.documents import SearchDocument
from search.engines.tantivy import TantivyEngine
from search.highlights import Highlighter
from search.query import MAX_CHARACTERS, MAX_LIMIT, MAX_WORDS, parse

ANY_TEXT = st.text(alphabet=st.characters(codec=None), max_size=80)
TYPED = st.one_of(
    ANY_TEXT,
    st.lists(
        st.sampled_from(
            ["kello", '"', "-", "ja", "vuosikelloissa", "(", "*", "AND", "VEKE-malli", ":", "'", "–"]
        )
    ).map(" ".join),
)


def surfaces(text: str, **asked: Any) -> list[tuple[bool, bool, list[str]]]:
    clauses = parse(text, language="fi", **asked).clauses
    return [(clause.quoted, clause.excluded, [word.surface for word in clause.words]) for clause in clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kello seinällä", [(False, False, ["kello"]), (False, False, ["seinällä"])]),
        ('"kello seinällä"', [(True, False, ["kello", "seinällä"])]),
        ("”kello seinällä”", [(True, False, ["kello", "seinällä"])]),
        ('ovi "kello seinällä', [(False, False, ["ovi"]), (True, False, ["kello", "seinällä"])]),
        ('ovi -kello -"suuri ikkuna"', [
            (False, False, ["ovi"]), (False, True, ["kello"]), (True, True, ["suuri", "ikkuna"]),
        ]),
        ("ovi - kello", [(False, False, ["ovi"]), (False, False, ["kello"])]),
        ("VEKE-malli", [(False, False, ["veke-malli"])]),
        ("tasa\u2011arvo", [(False, False, ["tasa-arvo"])]),
        ("kello,ovi/ikkuna", [(False, False, ["kello"]), (False, False, ["ovi"]), (False, False, ["ikkuna"])]),
        ("kello kello", [(False, False, ["kello"])]),
        ("ke\x00l\u200blo\ud800", [(False, False, ["kello"])]),
        ("a\u0308iti", [(False, False, ["äiti"])]),
        ('""', []),
    ],
)  # fmt: skip
def test_clauses(text: str, expected: list[tuple[bool, bool, list[str]]]) -> None:
    assert surfaces(text) == expected


@pytest.mark.parametrize("text", ["", "   ", "?!.,;:()[]{}", '"', '-""', "---", "\x00\x1f", "\ud800", "❤"])
def test_nothing_to_look_for_is_empty(text: str) -> None:
    query = parse(text, language="fi")
    assert query.is_empty
    assert not query.truncated


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "kello " * 2000, '"kello -ovi ' * 1000, "ä" * 10_000, '"' * 10_000, "a-" * 5000]
)
def test_long_text_is_cut_in_bounded_time(text: str) -> None:
    parse("kello", language="fi")
    started = time.perf_counter()
    query = parse(text, language="fi")
    assert time.perf_counter() - started < 1
    assert len(query.text) <= MAX_CHARACTERS
    assert sum(len(clause.words) for clause in query.clauses) <= MAX_WORDS
    assert query.truncated


def test_many_words_are_cut() -> None:
    query = parse(" ".join(f"sana{n}" for n in range(MAX_WORDS + 6)), language="fi")
    assert len(query.clauses) == MAX_WORDS
    assert query.truncated


def test_ordinary_text_is_not_truncated() -> None:
    assert not parse("miten saan opiskelijat mukaan päätöksentekoon", language="fi").truncated


def test_paging_and_order_are_moved_into_range() -> None:
    query = parse("kello", language="fi", offset=-5, limit=0, sort="sideways")
    assert (query.offset, query.limit, query.sort) == (0, 1, "relevance")
    assert parse("kello", language="fi", limit=10**9, sort="newest").limit == MAX_LIMIT


def test_stop_words_are_required_only_alone() -> None:
    query = parse("mikä on kello", language="fi")
    assert [clause.words[0].surface for clause in query.required] == ["kello"]
    assert len(parse("mikä on", language="fi").required) == 2
    assert len(parse('kello "on"', language="fi").required) == 2


@pytest.mark.parametrize("language", ["fi", "sv", "en", "de", "fi-FI", "", "xx_YY"])
def test_any_language_can_be_asked_in(language: str) -> None:
    assert parse("Kello", language=language).clauses[0].words[0].surface == "kello"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> TantivyEngine:
    made = TantivyEngine(Path(tmp_path_factory.mktemp("index")))
    texts = ("Vuosikello seinällä & <b>ovella</b>.", "VEKE-malli -ja muuta: 'kello' “lainattu”.")
    made.rebuild(
        SearchDocument(
            id=f"p:{language}", language=language, kind="page", title="Kello", summary="Ja on", body=texts
        )
        for language in ("fi", "sv")
    )
    return made


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TYPED, language=st.sampled_from(["fi", "sv"]), offset=st.integers(), limit=st.integers())
def test_any_text_can_be_searched(
    engine: TantivyEngine, text: str, language: str, offset: int, limit: int
) -> None:
    query = parse(text, language=language, offset=offset, limit=limit, facets=("theme",))
    found = engine.search(query)
    assert len(found.documents) <= found.total <= 1
    for _score, document in found.documents:
        highlighter = Highlighter(document, query, matched=found.matched)
        shown = str(highlighter.title() + highlighter.snippet())
        assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")
