"""What every engine must keep: documents that come, change and go, and that several use at once."""

import threading
from itertools import pairwise
from typing import Any

import pytest

from search.engines.base import Engine
from tests.search.engines.contract_finding import find, ids


class KeepingContract:
    """Putting, removing, rebuilding, several at once, and similar documents."""

    # Keeping

    def test_put_replaces_by_id(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Kello")])
        engine.put([make_document(1, title="Ovi"), make_document(1, title="Ikkuna")])
        assert find(engine, "kello").total == 0
        assert find(engine, "ovi").total == 0
        assert ids(find(engine, "ikkuna")) == ["practice:1"]
        assert engine.count() == 1

    def test_remove_ignores_unknown_ids(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1), make_document(2)])
        engine.remove(["practice:1", "practice:99"])
        engine.remove([])
        assert engine.count() == 1

    def test_put_keeps_all_or_nothing(self, engine: Engine, make_document: Any) -> None:
        broken = make_document(2, payload={"made": object()})
        with pytest.raises(TypeError):
            engine.put([make_document(1), broken])
        assert engine.count() == 0

    def test_rebuild_replaces_everything_and_counts(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Kello")])
        done: list[int] = []
        made = engine.rebuild((make_document(n, title="Ovi") for n in (2, 3)), progress=done.append)
        assert (made, done, engine.count()) == (2, [1, 2], 2)
        assert find(engine, "kello").total == 0
        assert find(engine, "ovi").total == 2

    def test_failed_rebuild_leaves_the_old_index(self, engine: Engine, make_document: Any) -> None:
        def documents(error: type[Exception]) -> Any:
            yield make_document(2)
            raise error("the database went away")

        engine.put([make_document(1)])
        # Of kinds that the engines themselves raise and handle.
        for error in (LookupError, KeyError, OSError, ValueError):
            with pytest.raises(error, match="the database went away"):
                engine.rebuild(documents(error))
            assert ids(find(engine, "")) == ["practice:1"], error
        assert engine.rebuild([make_document(3)]) == 1

    def test_hit_returns_what_was_put(self, engine: Engine, make_document: Any) -> None:
        payload = {"url": "/fi/kello/", "labels": ["<a>", "ä"], "nested": {"n": [1, None, True]}}
        engine.put([make_document(1, title="Kello ❤ <b>", summary="s", body=("a", "b"), payload=payload)])
        ((score, document),) = find(engine, "kello").documents
        assert score > 0
        assert (document.title, document.summary, document.body) == ("Kello ❤ <b>", "s", ("a", "b"))
        assert document.payload == payload

    def test_awkward_characters_are_kept_or_dropped(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Kel\u00adlo\x00 \ud800", body=("\x1f|;,", ""), keywords=("",))])
        assert ids(find(engine, "kello")) == ["practice:1"]

    def test_words_of_any_length_are_found(self, engine: Engine, make_document: Any) -> None:
        longest = "kello" * 70
        engine.put([make_document(1, title=longest), make_document(2, title=f"{longest}t")])
        assert ids(find(engine, longest)) == ["practice:1"]
        assert engine.count() == 2
        engine.put([make_document(3, title="a" * 40_000, keywords=("ovi",))])
        assert ids(find(engine, "ovi")) == ["practice:3"]

    def test_ids_of_any_length_are_kept_apart(self, engine: Engine, make_document: Any) -> None:
        first, second = make_document("ä" * 600 + "1"), make_document("ä" * 600 + "2", title="Kello")
        engine.put([first, second])
        engine.remove([first.id])
        assert ids(find(engine, "")) == [second.id]

    def test_text_is_never_the_engines_syntax(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Kello"), make_document(2, title="Ovi")])
        for text in (
            "title_exact:kello",
            "kello^99",
            "[a TO z]",
            "kello AND NOT x",
            "/k.*/",
            "id:*",
            '{"match_all": {}}',
        ):
            assert set(ids(find(engine, text))) <= {"practice:1"}, text
        assert find(engine, "kell*").total == 0

    def test_the_longest_queries_are_answered(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1, title="Kuusi voi palaa alusta")])
        for kind, text in {
            "words": "kuusi voi palaa alusta " * 40,
            "phrase": '"' + "kuusi voi palaa alusta " * 40,
            "phrases": '"kuusi voi palaa" ' * 40,
            "exclusions": "-" + "kuusi -voi -palaa " * 40,
            "numbers": " ".join(f'"{a} {b}"' for a, b in pairwise(map(str, range(80)))),
            "unknown": " ".join(f"sana{n}kello" for n in range(60)),
        }.items():
            assert find(engine, text).total in (0, 1), kind

    # Several at once

    def test_readers_see_whole_states_while_one_writes(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(n, title="Kello") for n in range(3)])
        seen: list[int | Exception] = []
        done = threading.Event()

        def read() -> None:
            try:
                while not done.is_set():
                    seen.append(find(engine, "kello").total)
            except Exception as error:
                seen.append(error)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for _ in range(3):
            engine.put([make_document(n, title="Kello", body=("uusi",)) for n in range(3)])
            engine.rebuild([make_document(n, title="Kello") for n in range(3)])
        done.set()
        for reader in readers:
            reader.join()
        assert set(seen) == {3}

    def test_rebuild_loses_no_change_made_meanwhile(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(n, title="Kello") for n in (1, 2, 3, 5)])
        seen: list[int] = []

        def documents() -> Any:
            # Read from the database before the changes that follow.
            for number in (1, 2, 3, 5):
                yield make_document(number, title="Kello")
            engine.put([make_document(1, title="Ikkuna"), make_document(4, title="Kello")])
            engine.remove(["practice:2", "practice:5", "practice:4"])
            engine.put([make_document(4, title="Kello")])
            seen.append(find(engine, "kello").total)

        made = engine.rebuild(documents())
        assert seen == [2]  # 3 and 4, in the old index, while the new one was built
        assert sorted(ids(find(engine, "kello"))) == ["practice:3", "practice:4"]
        assert ids(find(engine, "ikkuna")) == ["practice:1"]
        assert made == engine.count() == 3

    def test_a_change_before_the_rebuild_reads_its_document_stays(
        self, engine: Engine, make_document: Any
    ) -> None:
        def documents() -> Any:
            engine.put([make_document(1, title="Ikkuna")])
            engine.remove(["practice:2"])
            yield make_document(1, title="Kello")
            yield make_document(2, title="Kello")

        engine.rebuild(documents())
        assert ids(find(engine, "")) == ["practice:1"]
        assert ids(find(engine, "ikkuna")) == ["practice:1"]

    # Similar documents

    def test_similar_to_an_unknown_document_is_nothing(self, engine: Engine, make_document: Any) -> None:
        engine.put([make_document(1)])
        assert engine.similar("practice:9", language="fi", kinds=(), limit=3) == ()
        assert engine.similar("practice:1", language="fi", kinds=(), limit=0) == ()

    # What the index knows of itself

    def test_state_changes_with_every_change_and_only_then(self, engine: Engine, make_document: Any) -> None:
        states = [engine.state()]
        for change in (
            lambda: engine.put([make_document(1)]),
            lambda: engine.remove(["practice:1"]),
            lambda: engine.rebuild([make_document(2)]),
        ):
            change()
            assert engine.state() == engine.state()
            states.append(engine.state())
        find(engine, "kello")
        assert engine.state() == states[-1]
        assert len(set(states)) == len(states)

    def test_place_is_told(self, engine: Engine) -> None:
        assert engine.place()
