"""PostgreSQL's full text search as a contender: weighted text vectors under a GIN index, facets as arrays."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.conninfo import make_conninfo

from search.bench.contenders import LIMIT, Answer, Unreachable
from search.bench.corpus import Question
from search.bench.terms import Terms, counts_by_facet
from search.documents import SearchDocument
from search.engines.base import Progress

_SECONDS = 10
# For short questions on disks without moving parts; a server's defaults are for neither.
_SESSION = """
    SET jit = off;
    SET random_page_cost = 1.1;
"""
_TABLES = """
    CREATE TABLE value (id integer PRIMARY KEY, facet text NOT NULL, value text NOT NULL);
    CREATE TABLE document (
        id integer PRIMARY KEY, key text NOT NULL, title text NOT NULL, summary text NOT NULL,
        body text NOT NULL, facets integer[] NOT NULL,
        text tsvector NOT NULL GENERATED ALWAYS AS (
            setweight(to_tsvector('finnish', title), 'A')
            || setweight(to_tsvector('finnish', summary), 'B')
            || setweight(to_tsvector('finnish', body), 'D')
        ) STORED
    )
"""
_INDEXED = """
    CREATE INDEX ON document USING gin (text) WITH (fastupdate = off);
    ANALYZE value
"""
# The matching documents are looked up once, for the page, the total and the counts; ranked are only the hits.
_SEARCH = """
    WITH matches AS MATERIALIZED (
        SELECT id, facets, CASE WHEN {all_pass} THEN ts_rank(text, asked) END AS score {passed}
        FROM document, plainto_tsquery('finnish', %(words)s) AS asked WHERE text @@ asked
    ), page AS (
        SELECT id, score FROM matches WHERE score IS NOT NULL ORDER BY score DESC, id LIMIT %(limit)s
    ), counted AS (
        SELECT each, count(*) AS number {names}
        FROM matches, unnest(facets) AS each GROUP BY each {names}
    )
    SELECT (SELECT count(score) FROM matches),
        (SELECT json_agg(json_build_array(key, title, summary, body) ORDER BY score DESC, id)
         FROM page JOIN document USING (id)),
        (SELECT json_agg(json_build_array(facet, value, number)) FROM (
            SELECT facet, value, sum(number) AS number
            FROM counted JOIN value ON value.id = each WHERE {counts} GROUP BY facet, value
        ) AS summed)
"""


class Postgres:
    """A schema of its own in a database, with the `finnish` configuration that PostgreSQL ships."""

    name = "PostgreSQL full text"

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Make the schema over this connection, which `close` closes."""
        self._connection = connection
        self._schema = sql.Identifier(f"bench_{secrets.token_hex(6)}")
        self._terms = Terms()
        server = str(connection.info.parameter_status("server_version")).split()[0]
        (buffers,) = connection.execute("SHOW shared_buffers").fetchone() or ("?",)
        self.version = f"{server} with shared buffers of {buffers}"
        connection.execute(_SESSION)
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(self._schema))
        connection.execute(sql.SQL("SET search_path = {}").format(self._schema))
        connection.execute(_TABLES)

    def index(self, documents: Iterable[SearchDocument], *, progress: Progress) -> None:
        """Copy all documents in, then make the index."""
        columns = "COPY document (id, key, title, summary, body, facets) FROM STDIN"
        with self._connection.cursor() as cursor:
            with cursor.copy(columns) as copy:
                for number, document in enumerate(documents, 1):
                    texts = (document.title, document.summary, "\n".join(document.body))
                    copy.write_row((number, document.id, *texts, self._terms.of(document)))
                    progress(number)
            with cursor.copy("COPY value FROM STDIN") as copy:
                for term in self._terms:
                    copy.write_row(term)
        self._connection.execute(_INDEXED)
        self._connection.execute("VACUUM (ANALYZE) document")

    def search(self, question: Question) -> Answer:
        """Return the first page by ts_rank."""
        given: dict[str, Any] = {"words": question.text, "limit": LIMIT}
        given |= {f"name{number}": name for number, name in enumerate(question.filters)}
        given |= {f"value{n}": [value] for n, value in enumerate(self._terms.asked(question.filters))}
        row = self._connection.execute(_statement(len(question.filters)), given).fetchone()
        total, page, counts = row or (0, None, None)
        return Answer(tuple(hit[0] for hit in page or ()), total, counts_by_facet(counts or ()))

    def close(self) -> None:
        """Drop the schema and close the connection."""
        self._connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(self._schema))
        self._connection.close()


@cache
def _statement(filters: int) -> sql.Composed:
    """Return the statement with so many filters; a facet counts what passes the filters of all others."""
    tests = [f"facets && %(value{number})s::integer[]" for number in range(filters)]
    flags = [f"passed{number}" for number in range(filters)]
    others = [f"({flag} OR facet = %(name{number})s)" for number, flag in enumerate(flags)]
    return sql.SQL(_SEARCH).format(
        all_pass=sql.SQL(" AND ".join(tests) or "true"),
        passed=sql.SQL("".join(f", {test} AS {flag}" for test, flag in zip(tests, flags, strict=True))),
        names=sql.SQL("".join(f", {flag}" for flag in flags)),
        counts=sql.SQL(" AND ".join(others) or "true"),
    )


def postgres_of_settings() -> str:
    """Return the connection string of the portal's own database, or "" where that is not PostgreSQL."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("postgresql"):
        return ""
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    return make_conninfo(**{name: str(database[key]) for key, name in names.items() if database.get(key)})


def open_postgres(url: str) -> Postgres:
    """Return PostgreSQL at a URL (postgres://user:password@host/name). Raises Unreachable."""
    if not url:
        raise Unreachable("No PostgreSQL is named; use --postgres postgres://user:password@host/name.")
    connection = None
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=_SECONDS)
        return Postgres(connection)
    except psycopg.Error as error:
        if connection:
            connection.close()
        raise Unreachable(f"PostgreSQL cannot be used: {error}") from error
