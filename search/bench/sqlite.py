"""SQLite's FTS5 as a contender, with facets in a table beside it, as one would build it with nothing else."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from search.bench.contenders import LIMIT, Answer, Unreachable
from search.bench.corpus import Question
from search.bench.terms import Terms, counts_by_facet
from search.documents import SearchDocument
from search.engines.base import Progress

_PRAGMAS = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA cache_size = -262144;
    PRAGMA mmap_size = 2147483648;
    PRAGMA temp_store = MEMORY;
"""
# Umlauts are letters of their own in Finnish: by default FTS5 takes ä for a.
_TABLES = """
    CREATE TABLE document (id INTEGER PRIMARY KEY, key TEXT, title TEXT, summary TEXT, body TEXT);
    CREATE VIRTUAL TABLE text USING fts5 (
        title, summary, body, content = 'document', content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 0'
    );
    CREATE TABLE facet (document INTEGER, value INTEGER, PRIMARY KEY (document, value)) WITHOUT ROWID;
"""
_PASSES = "EXISTS (SELECT 1 FROM facet WHERE document = text.rowid AND value = ?)"
_PAGE = """
    SELECT key, title, summary, body
    FROM (
        SELECT rowid AS id, bm25(text, 10, 3, 1) AS score
        FROM text WHERE text MATCH ? {passing} ORDER BY score, rowid LIMIT ?
    ) JOIN document USING (id)
    ORDER BY score, id
"""
_TOTAL = "SELECT count(*) FROM text WHERE text MATCH ? {passing}"
_VALUES = """
    WITH matches AS MATERIALIZED (SELECT rowid AS document {passed} FROM text WHERE text MATCH ?)
    SELECT value {names} FROM matches JOIN facet USING (document)
"""


class Sqlite:
    """A database file in a folder. FTS5 knows no Finnish: words are found as they are written."""

    name = "SQLite FTS5"
    version = sqlite3.sqlite_version

    def __init__(self, folder: Path) -> None:
        """Make the database. Raises sqlite3.Error where SQLite was built without FTS5."""
        self._database = sqlite3.connect(folder / "bench.sqlite3")
        self._terms = Terms()
        self._database.executescript(_PRAGMAS + _TABLES)

    def index(self, documents: Iterable[SearchDocument], *, progress: Progress) -> None:
        """Take all documents in, in one transaction."""
        execute, many = self._database.execute, self._database.executemany
        for number, document in enumerate(documents, 1):
            texts = (document.title, document.summary, "\n".join(document.body))
            execute("INSERT INTO document VALUES (?, ?, ?, ?, ?)", (number, document.id, *texts))
            execute("INSERT INTO text (rowid, title, summary, body) VALUES (?, ?, ?, ?)", (number, *texts))
            many("INSERT INTO facet VALUES (?, ?)", [(number, value) for value in self._terms.of(document)])
            progress(number)
        execute("INSERT INTO text (text) VALUES ('optimize')")
        execute("ANALYZE")
        self._database.commit()

    def search(self, question: Question) -> Answer:
        """Return the first page by BM25, the title counting ten times, the summary three times."""
        words = " ".join(f'"{word}"' for word in question.text.split())
        values = self._terms.asked(question.filters)
        page, total, counting = _statements(len(values))
        execute = self._database.execute
        rows = execute(page, (words, *values, LIMIT)).fetchall()
        (found,) = execute(total, (words, *values)).fetchone()
        # Counting here is faster than GROUP BY, which sorts.
        counted = Counter(execute(counting, (*values, words)))
        return Answer(tuple(row[0] for row in rows), found, self._facets(counted, question.filters))

    def close(self) -> None:
        """Close the database; its folder is the caller's to delete."""
        self._database.close()

    def _facets(
        self, counted: Mapping[tuple[int, ...], int], filters: Mapping[str, str]
    ) -> dict[str, list[tuple[str, int]]]:
        """Return the counts of the values of documents that pass the filters of all other facets."""
        counts: Counter[tuple[str, str]] = Counter()
        for (number, *passed), count in counted.items():
            name, value = self._terms.pair(number)
            if all(passes or name == narrowed for passes, narrowed in zip(passed, filters, strict=True)):
                counts[name, value] += count
        return counts_by_facet((name, value, count) for (name, value), count in counts.items())


@cache
def _statements(filters: int) -> tuple[str, str, str]:
    """Return the statements for page, total and facet values with so many filters."""
    passing = f"AND {_PASSES} " * filters
    passed = "".join(f", {_PASSES} AS passed{number}" for number in range(filters))
    names = "".join(f", passed{number}" for number in range(filters))
    return (
        _PAGE.replace("{passing}", passing),
        _TOTAL.replace("{passing}", passing),
        _VALUES.replace("{passed}", passed).replace("{names}", names),
    )


def open_sqlite(folder: Path) -> Sqlite:
    """Return FTS5 with its file in a folder, which is not deleted. Raises Unreachable."""
    try:
        return Sqlite(folder)
    except sqlite3.Error as error:
        raise Unreachable(f"SQLite {sqlite3.sqlite_version} cannot be used: {error}") from error
