"""The tantivy engine: the contract, and what an index in a directory must survive."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search.documents import SearchDocument
from search.engines.base import FORMAT, SearchUnavailable
from search.engines.tantivy import TantivyEngine
from search.engines.tantivy.directory import IndexDirectory
from search.query import parse
from tests.search.engines.contract import EngineContract, find, ids
from tests.search.engines.processes import in_another_process, kill_at_halt, statuses


@pytest.fixture
def engine(tmp_path: Path) -> TantivyEngine:
    made = TantivyEngine(tmp_path / "index", wait_seconds=5)
    made.rebuild([])
    return made


class TestTantivy(EngineContract):
    """The contract on tantivy."""


def engine_of_another_process(path: Path) -> TantivyEngine:
    return TantivyEngine(path, wait_seconds=20)


def test_absent_index_says_what_to_do(tmp_path: Path, make_document: Any) -> None:
    engine = TantivyEngine(tmp_path / "nothing")
    for use in (
        lambda: find(engine, "kello"),
        lambda: engine.put([make_document(1)]),
        lambda: engine.remove(["practice:1"]),
        engine.count,
        lambda: engine.similar("practice:1", language="fi", kinds=(), limit=3),
    ):
        with pytest.raises(SearchUnavailable, match=r"manage\.py search_rebuild"):
            use()


@pytest.mark.parametrize("damage", ["current", "meta", "segments", "format", "generation"])
def test_damaged_index_says_what_to_do_and_rebuilds(tmp_path: Path, make_document: Any, damage: str) -> None:
    path = tmp_path / "index"
    TantivyEngine(path).rebuild([make_document(1, title="Kello")])
    current = path / "current.json"
    generation = path / json.loads(current.read_text())["generation"]
    if damage == "current":
        current.write_text("{")
    elif damage == "meta":
        (generation / "meta.json").write_text("[]")
    elif damage == "segments":
        for file in generation.iterdir():
            if file.name not in ("meta.json", ".managed.json"):
                file.write_bytes(b"")
    elif damage == "format":
        current.write_text(json.dumps({"generation": generation.name, "format": FORMAT - 1}))
    else:
        current.write_text(json.dumps({"generation": "generation-99", "format": FORMAT}))
    engine = TantivyEngine(path)
    with pytest.raises(SearchUnavailable, match=r"manage\.py search_rebuild"):
        find(engine, "kello")
    assert engine.rebuild([make_document(2, title="Kello")]) == 1
    assert ids(find(engine, "kello")) == ["practice:2"]


def test_directory_that_cannot_be_written(tmp_path: Path, make_document: Any) -> None:
    (tmp_path / "file").write_text("")
    engine = TantivyEngine(tmp_path / "file" / "index")
    with pytest.raises(SearchUnavailable):
        engine.rebuild([make_document(1)])


def test_readers_see_what_another_process_puts(
    engine: TantivyEngine, tmp_path: Path, make_document: Any
) -> None:
    def put() -> None:
        engine_of_another_process(tmp_path / "index").put([make_document(1, title="Kello")])

    assert find(engine, "kello").total == 0
    assert statuses(in_another_process(put)) == [0]
    assert ids(find(engine, "kello")) == ["practice:1"]


def test_writers_in_several_processes_wait_for_each_other(
    engine: TantivyEngine, tmp_path: Path, make_document: Any
) -> None:
    def put(start: int) -> None:
        other = engine_of_another_process(tmp_path / "index")
        for number in range(start, start + 5):
            other.put([make_document(number, title="Kello")])

    assert statuses(*(in_another_process(put, start) for start in (0, 10))) == [0, 0]
    assert find(engine, "kello").total == 10


def test_killed_writer_leaves_a_usable_index(
    engine: TantivyEngine, tmp_path: Path, make_document: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put(halt: Any) -> None:
        monkeypatch.setattr("search.engines.tantivy.engine.tantivy_document", halt)
        engine_of_another_process(tmp_path / "index").put([make_document(2, title="Kello")])

    engine.put([make_document(1, title="Kello")])
    kill_at_halt(put)
    assert ids(find(engine, "kello")) == ["practice:1"]
    engine.put([make_document(3, title="Kello")])
    assert find(engine, "kello").total == 2


def test_writer_gives_up_when_the_lock_is_kept(tmp_path: Path, make_document: Any) -> None:
    engine = TantivyEngine(tmp_path, wait_seconds=0.1)
    engine.rebuild([])
    with (
        IndexDirectory(tmp_path).writing(),
        pytest.raises(SearchUnavailable, match="written to by another process"),
    ):
        engine.put([make_document(1)])
    engine.put([make_document(1)])
    assert engine.count() == 1


def test_rebuild_leaves_no_gap_and_loses_no_change(engine: TantivyEngine, make_document: Any) -> None:
    engine.put([make_document(n, title="Kello") for n in (1, 2, 3)])
    seen: list[int] = []

    def documents() -> Iterator[SearchDocument]:
        # Read from the database before the changes that follow.
        yield make_document(1, title="Kello")
        yield make_document(2, title="Kello")
        yield make_document(3, title="Kello")
        writer = threading.Thread(
            target=lambda: (
                engine.put([make_document(1, title="Ikkuna"), make_document(4, title="Kello")]),
                engine.remove(["practice:2"]),
            )
        )
        writer.start()
        writer.join()
        seen.append(find(engine, "kello").total)

    engine.rebuild(documents())
    assert seen == [2]  # 3 and 4, in the old index, while the new one was built
    assert sorted(ids(find(engine, "kello"))) == ["practice:3", "practice:4"]
    assert ids(find(engine, "ikkuna")) == ["practice:1"]


def test_old_generations_and_leftovers_are_deleted(tmp_path: Path, make_document: Any) -> None:
    engine = TantivyEngine(tmp_path)
    for _ in range(4):
        engine.rebuild([make_document(1)])
    (tmp_path / "generation-77").mkdir()
    (tmp_path / "generation-77" / "half").write_text("built")
    engine.rebuild([make_document(1)])
    assert len(list(tmp_path.glob("generation-*"))) <= 2
    assert not (tmp_path / "generation-77").exists()
    assert engine.count() == 1


def test_reader_survives_two_rebuilds_of_another_process(
    engine: TantivyEngine, tmp_path: Path, make_document: Any
) -> None:
    def rebuild_twice() -> None:
        other = engine_of_another_process(tmp_path / "index")
        other.rebuild([make_document(2, title="Kello")])
        other.rebuild([make_document(3, title="Kello")])

    engine.put([make_document(1, title="Kello")])
    assert find(engine, "kello").total == 1
    assert statuses(in_another_process(rebuild_twice)) == [0]
    assert ids(find(engine, "kello")) == ["practice:3"]


def test_query_text_is_never_tantivys_syntax(engine: TantivyEngine, make_document: Any) -> None:
    engine.put([make_document(1, title="Kello")])
    for text in ("title_exact:kello", "kello^99", "kell*", "[a TO z]", "kello AND NOT x", "/k.*/", "id:*"):
        assert engine.search(parse(text, language="fi")).total in (0, 1)
    assert find(engine, "kell*").total == 0
