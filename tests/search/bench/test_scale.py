"""The benchmark of scale, at a tiny size: contenders agree, the corpus is the same every time, the report is whole."""

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import psycopg
import pytest
from django.conf import settings
from elasticsearch import Elasticsearch

from search.bench import contenders, corpus, plot, postgres, report, scale
from search.bench.contenders import Contender, Unreachable
from search.bench.corpus import FACETS, Question, Words
from search.bench.measuring import Bench
from search.documents import SearchDocument
from tests.search.engines.conftest import elasticsearch_url

__all__ = ["elasticsearch_url"]

SIZE = 60
# In no dictionary, and without anything in common with the words below.
MARK = "zorblax"
COMMON = ["kello", "seinä", "talossa", "kuvan", "opiskelijat", "vuoden"]
MEDIUM = ["taulut", "oppilaille"]
RARE = ["suunnitelmasta", "yhteisössä", "kokeilut", "palautteen", "ryhmiä", "kahvilla"]
NOWHERE = "127.0.0.1:9"
POSTGRES = "PostgreSQL full text"


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Words:
    """Words of a small treebank."""
    lines = [f"{n}\t{form}\t{form}\tNOUN\t_" for form in COMMON for n in range(40)]
    lines += [f"{n}\t{form}\t{form}\tNOUN\t_" for n, form in enumerate([*MEDIUM * 5, *RARE * 2])]
    lines += [f"{n}\tja\tja\tCCONJ\t_" for n in range(20_000)]
    lines += [
        "1\tharvinainen\tharvinainen\tADJ\t_",
        "2\t.\t.\tPUNCT\t_",
        "3\tolin\tolla\tVERB\t_",
        "# a comment",
    ]
    file = tmp_path_factory.mktemp("text") / "small.conllu"
    file.write_text("\n".join(lines), encoding="utf-8")
    return corpus.read_words(file)


@pytest.fixture
def documents(text: Words) -> list[SearchDocument]:
    """Practices of which every second has the mark."""
    return [
        replace(document, body=(*document.body, MARK)) if number % 2 else document
        for number, document in enumerate(corpus.documents(text, SIZE))
    ]


@pytest.fixture(
    params=[
        pytest.param(name, marks=pytest.mark.second_database if name == POSTGRES else ())
        for name in scale.openers(elasticsearch="", postgres="")
    ]
)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Contender]:
    """Yield each contender; one whose server is missing is skipped by name."""
    url = postgres.postgres_of_settings()
    if request.param == POSTGRES and not url:
        pytest.skip("PostgreSQL is not the portal's database; name it in DATABASE_URL")
    needs_elasticsearch = request.param == "ours, Elasticsearch"
    elasticsearch = request.getfixturevalue("elasticsearch_url") if needs_elasticsearch else ""
    made = scale.openers(elasticsearch=elasticsearch, postgres=url)[request.param](tmp_path)
    with closing(made):
        yield made


def by_hand(
    documents: Sequence[SearchDocument], question: Question
) -> tuple[set[str], dict[str, Counter[str]]]:
    """Return the ids of all hits, and each facet's counts without its own selection."""

    def passing(without: str = "") -> list[SearchDocument]:
        return [
            document
            for document in documents
            if MARK in document.body
            and all(
                value in document.facets[name] for name, value in question.filters.items() if name != without
            )
        ]

    counts = {
        facet.name: Counter(
            value for document in passing(facet.name) for value in document.facets[facet.name]
        )
        for facet in FACETS
    }
    return {document.id for document in passing()}, counts


def test_contenders_count_as_one_does_by_hand(opened: Contender, documents: list[SearchDocument]) -> None:
    done: list[int] = []
    opened.index(iter(documents), progress=done.append)
    assert done[-1] == SIZE
    theme, other_theme = documents[1].facets["theme"][0], documents[3].facets["theme"][0]
    filters: list[dict[str, str]] = [
        {},
        {"theme": theme},
        {"theme": theme, "maturity": documents[1].facets["maturity"][0]},
        {"theme": other_theme, "project": documents[3].facets["project"][0]},
        {"theme": "unknown"},
    ]
    for each in filters:
        question = Question(MARK, each)
        hits, counts = by_hand(documents, question)
        answer = opened.search(question)
        assert answer.total == len(hits)
        assert len(answer.ids) == min(contenders.LIMIT, len(hits))
        assert set(answer.ids) <= hits
        assert {name: dict(pairs) for name, pairs in answer.facets.items()} == counts
        for pairs in answer.facets.values():
            assert pairs == sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def test_nothing_is_left_on_elasticsearch(
    elasticsearch_url: str, documents: list[SearchDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.bench.contenders.secrets.token_hex", lambda _bytes: "left0ver")
    with Elasticsearch(elasticsearch_url) as client:
        with closing(contenders.open_elasticsearch(elasticsearch_url)) as made:
            made.index(documents, progress=lambda _number: None)
            assert client.indices.get(index="bench-left0ver-*", expand_wildcards="all")
        assert not client.indices.get(index="bench-left0ver*", expand_wildcards="all")


@pytest.mark.second_database
def test_nothing_is_left_on_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    url = postgres.postgres_of_settings()
    if not url:
        pytest.skip("PostgreSQL is not the portal's database; name it in DATABASE_URL")
    monkeypatch.setattr("search.bench.postgres.secrets.token_hex", lambda _bytes: "left0ver")
    schemas = "SELECT count(*) FROM pg_namespace WHERE nspname = 'bench_left0ver'"
    with psycopg.connect(url, autocommit=True) as connection:
        with closing(postgres.open_postgres(url)):
            assert connection.execute(schemas).fetchone() == (1,)
        assert connection.execute(schemas).fetchone() == (0,)


def test_the_corpus_is_the_same_every_time_and_made_one_by_one(text: Words) -> None:
    made = corpus.documents(text, SIZE)
    assert iter(made) is made
    first = list(made)
    assert list(corpus.documents(text, SIZE // 2)) == first[: SIZE // 2]
    assert list(corpus.documents(text, SIZE, seed=1)) != first
    assert len({document.id for document in first}) == SIZE
    for facet in FACETS:
        numbers = {len(document.facets[facet.name]) for document in first}
        assert min(numbers) >= facet.least
        assert max(numbers) <= facet.most
    assert corpus.questions(text) == corpus.questions(text)


def test_words_are_in_bands_by_how_many_documents_have_them(text: Words) -> None:
    assert set(text.bands["common"]) == set(COMMON)
    assert set(text.bands["medium"]) == set(MEDIUM)
    assert set(text.bands["rare"]) == {*RARE, "harvinainen"}
    assert text.running.count("kello") == 40
    assert "olin" in text.running
    assert "." not in text.running


def test_questions_are_of_every_kind(text: Words) -> None:
    asked = corpus.questions(text, 48)
    assert {(len(each.text.split()), len(each.filters)) for each in asked} == {
        (words, filters) for words in (1, 2) for filters in (0, 1, 2)
    }
    values = {facet.name: facet.values for facet in FACETS}
    assert all(value in values[name] for each in asked for name, value in each.filters.items())


class Failing:
    """A contender that answers twice."""

    name = "failing"
    version = "0"

    def __init__(self) -> None:
        self.answers = 2
        self.closed = False

    def index(self, documents: Any, *, progress: Any) -> None:
        assert len(list(documents)) == SIZE

    def search(self, question: Question) -> contenders.Answer:
        self.answers -= 1
        if self.answers < 0:
            raise sqlite3.OperationalError("disk I/O error")
        return contenders.Answer((), 0, {})

    def close(self) -> None:
        self.closed = True


@pytest.fixture(scope="module")
def run(text: Words, tmp_path_factory: pytest.TempPathFactory) -> report.Run:
    """A run with two contenders, two out of reach and one that fails, after which nothing is left on the disk."""
    scratch = tmp_path_factory.mktemp("scratch")
    failing = Failing()
    opened = scale.openers(elasticsearch=f"http://{NOWHERE}", postgres=f"postgres://{NOWHERE}/bench")
    asked = corpus.questions(text, 24)
    bench = Bench(text, {**opened, "failing": lambda _folder: failing}, asked=asked, rounds=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(scratch))
        bench.measure(SIZE)
    assert failing.closed
    assert not list(scratch.iterdir())
    return bench.result()


def test_who_cannot_be_measured_is_named(run: report.Run) -> None:
    assert run.contenders == ["ours, tantivy", "SQLite FTS5"]
    assert {(each.contender, each.why) for each in run.missing} == {
        ("ours, Elasticsearch", "cannot be reached"),
        ("PostgreSQL full text", "cannot be reached"),
        ("failing", "failed while searching"),
    }
    told = report.section(run)
    assert "PostgreSQL full text: not measured (cannot be reached)" in told
    assert "SQLite FTS5 / ours, tantivy" in told
    assert NOWHERE not in told


def test_the_plot_is_an_image_with_words_and_without_scripts(run: report.Run) -> None:
    root = ElementTree.fromstring(plot.svg(run))  # noqa: S314 our own
    name = "{http://www.w3.org/2000/svg}"
    texts = "".join(root.itertext())
    for contender in run.contenders:
        assert contender in texts
    assert report.alt_text(run) == root.findtext(f"{name}desc")
    assert {element.tag.removeprefix(name) for element in root.iter()}.isdisjoint({"script", "a", "image"})


def test_labels_do_not_overlap() -> None:
    rows = tuple(
        report.Row(contender=str(n), size=size, p50=1 + n / 100, p95=90 + n, rate=1, hits=1)
        for n in range(4)
        for size in (10, 1000)
    )
    made = report.Run(rows=rows, missing=(), versions={}, questions=1, rounds=1, day=date(2026, 1, 1))
    root = ElementTree.fromstring(plot.svg(made))  # noqa: S314 our own
    places = [
        (float(each.attrib["x"]), float(each.attrib["y"]))
        for each in root.iter("{http://www.w3.org/2000/svg}text")
        if (each.text or "")[:2] in {"0:", "1:", "2:", "3:"}
    ]
    assert len(places) == 8
    for column in {x for x, _y in places}:
        heights = sorted(y for x, y in places if x == column)
        assert min(b - a for a, b in pairwise(heights)) >= 15
        assert heights[-1] < plot.HEIGHT


def test_write_section_replaces_only_its_section(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("# A\n\n<!-- a:begin -->\nold\n<!-- a:end -->\nB ä\n<!-- b:begin --><!-- b:end -->\nC\n")
    report.write_section(file, "a", "new \\1 text\n")
    report.write_section(file, "b", "| t |")
    report.write_section(file, "b", "| u |")
    assert file.read_text() == (
        "# A\n\n<!-- a:begin -->\n\nnew \\1 text\n\n<!-- a:end -->\nB ä\n"
        "<!-- b:begin -->\n\n| u |\n\n<!-- b:end -->\nC\n"
    )


def test_write_section_needs_its_place(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    begin, end = "<!-- a:begin -->", "<!-- a:end -->"
    for text in ("", begin, end + begin, (begin + end) * 2):
        file.write_text(text)
        with pytest.raises(ValueError, match="once each"):
            report.write_section(file, "a", "new")
        assert file.read_text() == text


def test_the_page_has_a_place_for_every_section(tmp_path: Path) -> None:
    page = Path(__file__).parents[3] / "docs" / "search.md"
    copy = tmp_path / "search.md"
    copy.write_text(page.read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("languages", "relevance", "scale"):
        report.write_section(copy, name, f"about {name}")
        assert f"about {name}" in copy.read_text(encoding="utf-8")


def test_unreachable_says_what_to_do() -> None:
    with pytest.raises(Unreachable, match="--postgres"):
        postgres.open_postgres("")
    with pytest.raises(Unreachable, match="ELASTICSEARCH_URL"):
        contenders.open_elasticsearch(f"http://{NOWHERE}")


def test_a_missing_place_is_named_before_anything_is_measured(
    text: Words, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale, "read_words", lambda _path: text)
    monkeypatch.setattr(scale, "Bench", None)
    file = tmp_path / "page.md"
    assert scale.main(["--write", "--out", str(file)]) == 1
    file.write_text("# Page")
    assert scale.main(["--write", "--out", str(file)]) == 1
    assert "<!-- scale:begin -->" in capsys.readouterr().err


def test_a_missing_treebank_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(settings, "BENCH_DATA", tmp_path)
    assert scale.main(["--sizes", "1"]) == 1
    assert "https://github.com/UniversalDependencies/" in capsys.readouterr().err
