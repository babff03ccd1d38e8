"""The Elasticsearch engine on a real server: the contract, and what an index in a cluster must survive."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.documents import SearchDocument
from search.engines.base import FORMAT, SearchUnavailable
from search.engines.elasticsearch import ClusterSettings, ElasticsearchEngine
from tests.search.engines.contract import EngineContract, RankingContract, find, ids
from tests.search.engines.processes import FORKED, in_another_process, kill_at_halt, statuses

Names = Callable[[], list[str]]


@pytest.fixture
def engine(cluster: ClusterSettings) -> ElasticsearchEngine:
    made = ElasticsearchEngine(cluster)
    made.rebuild([])
    return made


@pytest.fixture
def names(server: Elasticsearch, cluster: ClusterSettings) -> Names:
    """Return a function that lists this test's indices."""
    return lambda: sorted(server.indices.get(index=f"{cluster.index}*", expand_wildcards="all"))


class TestElasticsearch(EngineContract):
    """The contract on Elasticsearch."""


class TestSeveralShards(RankingContract):
    """What could depend on how the index is cut up, but must not."""

    @pytest.fixture
    def engine(self, cluster: ClusterSettings) -> ElasticsearchEngine:
        made = ElasticsearchEngine(replace(cluster, shards=3))
        made.rebuild([])
        return made


def test_absent_index_says_what_to_do(cluster: ClusterSettings, names: Names, make_document: Any) -> None:
    engine = ElasticsearchEngine(cluster)
    for use in (
        lambda: find(engine, "kello"),
        lambda: engine.put([make_document(1)]),
        lambda: engine.remove(["practice:1"]),
        engine.count,
        lambda: engine.similar("practice:1", language="fi", kinds=(), limit=3),
    ):
        with pytest.raises(SearchUnavailable, match=r"no search index .*manage\.py search_rebuild"):
            use()
    assert names() == []  # nothing has been made by mistake


def test_shards_and_replicas_are_as_set(
    cluster: ClusterSettings, server: Elasticsearch, names: Names, make_document: Any
) -> None:
    engine = ElasticsearchEngine(replace(cluster, shards=3, replicas=1))
    engine.rebuild([make_document(1)])
    (name,) = names()
    made = server.indices.get_settings(index=name)[name]["settings"]["index"]
    assert (made["number_of_shards"], made["number_of_replicas"]) == ("3", "1")
    assert "refresh_interval" not in made


def test_order_is_the_same_on_one_shard_and_on_three(cluster: ClusterSettings, make_document: Any) -> None:
    documents = [
        make_document(
            n, title="Kello" if n % 3 else "Ovi", body=("kello ovi " * (n % 5), "ikkuna " * (n % 7))
        )
        for n in range(60)
    ]
    found = []
    for shards in (1, 3):
        engine = ElasticsearchEngine(replace(cluster, index=f"{cluster.index}-{shards}", shards=shards))
        engine.rebuild(documents)
        found.append(find(engine, "kello ovi ikkuna", limit=60).documents)
    assert [document.id for _score, document in found[0]] == [document.id for _score, document in found[1]]
    assert [score for score, _ in found[0]] == pytest.approx([score for score, _ in found[1]])


def test_readers_see_what_another_process_puts(
    engine: ElasticsearchEngine, cluster: ClusterSettings, make_document: Any
) -> None:
    def put() -> None:
        ElasticsearchEngine(cluster).put([make_document(1, title="Kello")])

    assert find(engine, "kello").total == 0
    assert statuses(in_another_process(put)) == [0]
    assert ids(find(engine, "kello")) == ["practice:1"]


def test_writers_in_several_processes(
    engine: ElasticsearchEngine, cluster: ClusterSettings, make_document: Any
) -> None:
    def put(start: int) -> None:
        other = ElasticsearchEngine(cluster)
        for number in range(start, start + 5):
            other.put([make_document(number, title="Kello")])

    assert statuses(*(in_another_process(put, start) for start in (0, 10))) == [0, 0]
    assert find(engine, "kello").total == 10


def test_killed_writer_leaves_a_usable_index(
    engine: ElasticsearchEngine,
    cluster: ClusterSettings,
    make_document: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def put(halt: Any) -> None:
        monkeypatch.setattr("search.engines.elasticsearch.engine.streaming_bulk", halt)
        ElasticsearchEngine(cluster).put([make_document(2, title="Kello")])

    engine.put([make_document(1, title="Kello")])
    kill_at_halt(put)
    assert ids(find(engine, "kello")) == ["practice:1"]
    engine.put([make_document(3, title="Kello")])
    assert find(engine, "kello").total == 2


def test_killed_rebuild_leaves_the_old_index_serving_and_is_cleaned_by_the_next(
    engine: ElasticsearchEngine, cluster: ClusterSettings, names: Names, make_document: Any
) -> None:
    def rebuild(halt: Any) -> None:
        def documents() -> Iterator[SearchDocument]:
            for number in range(2, 400):  # more than go into one request
                yield make_document(number, title="Kello")
            halt()

        ElasticsearchEngine(cluster).rebuild(documents())

    engine.put([make_document(1, title="Kello")])
    kill_at_halt(rebuild)
    assert len(names()) == 2
    assert ids(find(engine, "kello")) == ["practice:1"]
    engine.put([make_document(2, title="Kello")])
    engine.remove(["practice:1"])
    assert ids(find(engine, "kello")) == ["practice:2"]
    assert engine.rebuild([make_document(3, title="Kello")]) == 1
    assert len(names()) == 1
    assert ids(find(engine, "kello")) == ["practice:3"]


def test_rebuild_killed_before_cleaning_is_cleaned_by_the_next(
    engine: ElasticsearchEngine,
    cluster: ClusterSettings,
    names: Names,
    make_document: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def rebuild(halt: Any) -> None:
        other = ElasticsearchEngine(cluster)
        monkeypatch.setattr(other._indices, "_clean", halt)
        other.rebuild([make_document(2, title="Kello")])

    kill_at_halt(rebuild)
    assert ids(find(engine, "kello")) == ["practice:2"]
    assert len(names()) == 2
    engine.rebuild([make_document(3, title="Kello")])
    assert len(names()) == 1
    assert ids(find(engine, "kello")) == ["practice:3"]


def test_a_newer_rebuild_replaces_one_under_way(
    engine: ElasticsearchEngine, cluster: ClusterSettings, names: Names, make_document: Any
) -> None:
    engine.put([make_document(1)])

    def documents() -> Iterator[SearchDocument]:
        yield make_document(2)
        ElasticsearchEngine(cluster).rebuild([make_document(3), make_document(4)])
        yield make_document(5)

    with pytest.raises(SearchUnavailable, match="Another rebuild"):
        engine.rebuild(documents())
    assert set(ids(find(engine, ""))) == {"practice:3", "practice:4"}
    assert len(names()) == 1


def test_two_rebuilds_at_once_end_with_one_whole_index(
    engine: ElasticsearchEngine, cluster: ClusterSettings, names: Names, make_document: Any
) -> None:
    given_up = FORKED.SimpleQueue()

    def rebuild(start: int) -> None:
        try:
            ElasticsearchEngine(cluster).rebuild(
                make_document(number, title="Kello") for number in range(start, start + 300)
            )
        except SearchUnavailable as error:
            given_up.put(str(error))

    assert statuses(*(in_another_process(rebuild, start) for start in (0, 1000))) == [0, 0]
    told = [] if given_up.empty() else [given_up.get()]
    assert all("Another rebuild" in each for each in told)
    assert given_up.empty(), "neither made an index"
    assert engine.count() == 300
    assert len(names()) == 1


def test_a_crowd_of_rebuilds_leaves_no_reader_without_an_index(
    engine: ElasticsearchEngine, cluster: ClusterSettings, make_document: Any
) -> None:
    def rebuild_often() -> None:
        other = ElasticsearchEngine(cluster)
        for _ in range(6):
            other.rebuild([make_document(1, title="Kello")])

    other = in_another_process(rebuild_often)
    counts = set()
    while other.is_alive():
        counts.add(engine.count())
    assert statuses(other) == [0]
    assert counts <= {0, 1}
    assert engine.count() == 1


def test_indices_of_older_formats_go_and_those_of_others_stay(
    engine: ElasticsearchEngine, cluster: ClusterSettings, server: Elasticsearch, names: Names
) -> None:
    stamp = "20260101000000-0123abcd"
    older, newer = (f"{cluster.index}-v{number}-{stamp}" for number in (FORMAT - 1, FORMAT + 1))
    others = [
        f"{cluster.index}-verkko",
        f"{cluster.index}-v{FORMAT}-x-v{FORMAT}-{stamp}",
        f"{cluster.index}2",
    ]
    for name in (older, newer, *others):
        server.indices.create(index=name, settings={"number_of_replicas": 0})
    engine.rebuild([])
    assert older not in names()
    assert set(names()) >= {newer, *others}
    assert len(names()) == 5


def test_a_full_disk_is_told_and_searching_goes_on(
    engine: ElasticsearchEngine, server: Elasticsearch, names: Names, make_document: Any
) -> None:
    engine.put([make_document(1, title="Kello")])
    (name,) = names()
    block = {"index.blocks.read_only_allow_delete": True}  # what Elasticsearch sets when the disk is full
    server.indices.put_settings(index=name, settings=block)
    with pytest.raises(SearchUnavailable, match=r"disk .*full.*Free space"):
        engine.put([make_document(2, title="Kello")])
    assert ids(find(engine, "kello")) == ["practice:1"]
    server.indices.put_settings(index=name, settings=dict.fromkeys(block))
    engine.put([make_document(2, title="Kello")])
    assert find(engine, "kello").total == 2


def test_an_index_closed_to_writing_is_told(
    engine: ElasticsearchEngine, server: Elasticsearch, names: Names, make_document: Any
) -> None:
    (name,) = names()
    for number, block in enumerate(("read_only", "write"), 1):
        server.indices.put_settings(index=name, settings={f"index.blocks.{block}": True})
        with pytest.raises(SearchUnavailable, match="closed to writing"):
            engine.put([make_document(number)])
        server.indices.put_settings(index=name, settings={f"index.blocks.{block}": None})
        engine.put([make_document(number)])
        assert engine.count() == number, block


@pytest.mark.parametrize(
    "properties", [{"id": {"type": "keyword"}}, {"timestamp": {"type": "boolean"}, "facet": {"type": "long"}}]
)
def test_an_index_of_other_fields_is_told_and_rebuilt(
    cluster: ClusterSettings, server: Elasticsearch, make_document: Any, properties: dict[str, Any]
) -> None:
    server.indices.create(
        index=f"{cluster.alias}-20260101000000-0123abcd",
        aliases={cluster.alias: {}},
        mappings={"dynamic": "strict", "properties": properties},
        settings={"number_of_replicas": 0},
    )
    engine = ElasticsearchEngine(cluster)
    with pytest.raises(SearchUnavailable, match=r"does not fit this version.*search_rebuild"):
        engine.put([make_document(1, title="Kello", facets={"theme": ("a",)})])
    engine.rebuild([make_document(1, title="Kello")])
    assert ids(find(engine, "kello")) == ["practice:1"]


def test_an_index_that_has_the_aliass_name_is_told(
    cluster: ClusterSettings, server: Elasticsearch, names: Names, make_document: Any
) -> None:
    server.indices.create(index=cluster.alias, settings={"number_of_replicas": 0})
    with pytest.raises(SearchUnavailable, match=f"{cluster.alias}.*Delete the index"):
        ElasticsearchEngine(cluster).rebuild([make_document(1)])
    assert names() == [cluster.alias]


def test_a_closed_index_is_told(
    engine: ElasticsearchEngine, server: Elasticsearch, names: Names, make_document: Any
) -> None:
    server.indices.close(index=names()[0])
    with pytest.raises(SearchUnavailable, match="search_rebuild"):
        find(engine, "kello")
    engine.rebuild([make_document(1, title="Kello")])
    assert find(engine, "kello").total == 1


def test_hits_are_shown_from_what_is_kept_and_nothing_else_is(
    engine: ElasticsearchEngine, server: Elasticsearch, cluster: ClusterSettings, make_document: Any
) -> None:
    engine.put([make_document(1, title="Kello", body=("Aika kuluu.",))])
    (hit,) = server.search(index=cluster.alias)["hits"]["hits"]
    assert set(hit["_source"]) == {"stored"}
