"""The engine on tantivy: reads the current generation, writes under the directory's locks."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from search.documents import SearchDocument
from search.engines.base import Found, Progress, SearchUnavailable
from search.engines.tantivy.directory import REBUILD_HINT, WAIT_SECONDS, IndexDirectory
from search.engines.tantivy.reading import alike, count_of, digests_of, find, vocabulary_of
from search.engines.tantivy.schema import schema, tantivy_document
from search.indexing import IndexedDocument, StoredDocument, analyse
from search.query import Query

HEAP_BYTES = 32_000_000


class TantivyEngine:
    """An embedded index under `path`. Every method raises SearchUnavailable when the index cannot be used."""

    def __init__(self, path: Path, *, wait_seconds: float = WAIT_SECONDS) -> None:
        """Use the index under `path`; writers wait so many seconds for each other."""
        self._directory = IndexDirectory(path, wait_seconds=wait_seconds)
        self._schema = schema()
        self._lock = threading.Lock()
        self._opened: tuple[Path, tantivy.Index] | None = None
        self._seen: tuple[int, int] | None = None

    def search(self, query: Query) -> Found:
        """Return the page of documents that the query asks for."""
        with self._failing_clearly():
            return find(self._searcher(), self._schema, query)

    def similar(
        self, document_id: str, *, language: str, kinds: Sequence[str], limit: int
    ) -> tuple[tuple[float, StoredDocument], ...]:
        """Return documents with the most telling words in common, nearest first; none for an unknown id."""
        with self._failing_clearly():
            return alike(
                self._searcher(), self._schema, document_id, language=language, kinds=kinds, limit=limit
            )

    def vocabulary(self, language: str) -> Mapping[str, int]:
        """Return the word forms of a language's documents, each with the number of documents that have it."""
        with self._failing_clearly():
            return vocabulary_of(self._searcher(), self._schema, language)

    def state(self) -> str:
        """Return a text that is another after every change of the index."""
        with self._failing_clearly():
            current = self._directory.current().path
            state = (current / "meta.json").stat()
            return f"{current.name}:{state.st_ino}:{state.st_mtime_ns}"

    def digests(self) -> Mapping[str, str]:
        """Return the digest of every document by its id."""
        with self._failing_clearly():
            return digests_of(self._searcher())

    def place(self) -> str:
        """Return the folder of the index."""
        return str(self._directory.path)

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Add documents or replace those of the same id; all or none."""
        analysed = [analyse(document) for document in documents]
        self._change(analysed, [document.source.id for document in analysed])

    def remove(self, ids: Iterable[str]) -> None:
        """Take documents away; unknown ids are ignored."""
        self._change([], list(ids))

    def rebuild(self, documents: Iterable[SearchDocument], *, progress: Progress | None = None) -> int:
        """Replace everything; readers keep the old index till the new one is whole. Return the count."""
        try:
            with self._failing_clearly(), self._directory.rebuilding():
                path = self._directory.new_generation()
                index = tantivy.Index(self._schema, path=str(path))
                with _writer(index) as writer:
                    for number, document in enumerate(_analysed(documents), 1):
                        self._replace(writer, [document], [document.source.id])
                        if progress:
                            progress(number)
                with self._directory.writing():
                    self._replay(index)
                    index.reload()
                    made = int(index.searcher().num_docs)
                    self._directory.make_current(path)
                return made
        except _FromOutsideError as wrapped:
            raise wrapped.error from None

    def count(self, language: str | None = None) -> int:
        """Return how many documents there are, in one language or in all."""
        with self._failing_clearly():
            searcher = self._searcher()
            if language is None:
                return int(searcher.num_docs)
            return count_of(searcher, self._schema, language)

    def _change(self, documents: list[IndexedDocument], ids: list[str]) -> None:
        """Delete the ids and add the documents in one commit."""
        if not ids:
            return
        with self._failing_clearly(), self._directory.writing():
            index = self._open(self._directory.current().path)
            with _writer(index) as writer:
                self._replace(writer, documents, ids)
            if self._directory.is_rebuilding():
                put = [json.dumps({"put": document.source.to_json()}) for document in documents]
                gone = set(ids) - {document.source.id for document in documents}
                self._directory.note([*put, *(json.dumps({"remove": each}) for each in sorted(gone))])

    def _replay(self, index: tantivy.Index) -> None:
        """Repeat in a new generation what was changed while it was built."""
        changes = [json.loads(line) for line in self._directory.noted()]
        if not changes:
            return
        with _writer(index) as writer:
            for change in changes:
                if "put" in change:
                    document = analyse(SearchDocument.from_json(change["put"]))
                    self._replace(writer, [document], [document.source.id])
                else:
                    self._replace(writer, [], [change["remove"]])

    def _replace(self, writer: Any, documents: list[IndexedDocument], ids: list[str]) -> None:
        for each in ids:
            writer.delete_documents_by_term("id", each)
        for document in {document.source.id: document for document in documents}.values():
            writer.add_document(tantivy_document(document))

    def _searcher(self) -> Any:
        """Return a searcher on the current generation's last commit, whichever process made it."""
        current = self._directory.current().path
        if not (current / "meta.json").exists():
            # Rebuilt twice since its name was read? Then there is a new name, else what follows fails clearly.
            current = self._directory.current().path
        state = (current / "meta.json").stat()
        seen = (state.st_ino, state.st_mtime_ns)
        with self._lock:
            if self._opened is None or self._opened[0] != current:
                self._opened = (current, self._open(current))
                self._opened[1].reload()
            elif self._seen != seen:
                self._opened[1].reload()
            self._seen = seen
            return self._opened[1].searcher()

    def _open(self, path: Path) -> tantivy.Index:
        index = tantivy.Index.open(str(path))
        # Reloading is ours: exactly when a commit has been seen, without a watching thread.
        index.config_reader(reload_policy="manual")
        return index

    @contextmanager
    def _failing_clearly(self) -> Iterator[None]:
        """Turn whatever tantivy or the file system raises into SearchUnavailable."""
        try:
            yield
        except SearchUnavailable:
            raise
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            self._forget()
            raise SearchUnavailable(
                f"The search index in {self._directory.path} cannot be used ({error}). {REBUILD_HINT}"
            ) from error
        except BaseException as error:
            # The library's own panics derive from BaseException and belong to no importable class.
            if type(error).__name__ != "PanicException":
                raise
            self._forget()
            raise SearchUnavailable(
                f"The search index in {self._directory.path} is damaged ({error}). {REBUILD_HINT}"
            ) from error

    def _forget(self) -> None:
        with self._lock:
            self._opened = self._seen = None


class _FromOutsideError(Exception):
    """Carries what a document's source raised past the handling of the index's own failures."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def _analysed(documents: Iterable[SearchDocument]) -> Iterator[IndexedDocument]:
    try:
        for document in documents:
            yield analyse(document)
    except Exception as error:
        raise _FromOutsideError(error) from error


@contextmanager
def _writer(index: tantivy.Index) -> Iterator[Any]:
    """Yield a writer; commit when the block ends well, else leave the index as it was."""
    writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        # Lets merges finish and gives tantivy's own lock back.
        writer.wait_merging_threads()
