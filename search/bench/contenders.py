"""Who is measured: what every contender promises, and our own two engines as contenders."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from django.conf import settings

from search.analysis import get_analyser
from search.bench.corpus import LANGUAGE, Question
from search.bench.terms import FACET_NAMES
from search.documents import SearchDocument
from search.engines import Engine, SearchUnavailable
from search.engines.base import Progress
from search.engines.elasticsearch import ClusterSettings, ElasticsearchEngine
from search.engines.elasticsearch.cluster import Cluster
from search.engines.tantivy import TantivyEngine
from search.query import parse

LIMIT = 12
# A busy server is measured, not given up.
_SECONDS = 60.0


class Unreachable(Exception):
    """A contender cannot be measured; the message says why, with the way to fix it."""


@dataclass(frozen=True)
class Answer:
    """What a contender finds: the page's ids, the total, and every facet's counts without its own selection."""

    ids: tuple[str, ...]
    total: int
    facets: Mapping[str, list[tuple[str, int]]]


class Contender(Protocol):
    """Keeps documents and answers questions; what it made is gone after `close`."""

    name: str
    version: str

    def index(self, documents: Iterable[SearchDocument], *, progress: Progress) -> None:
        """Take all documents in, ready to be searched; `progress` is called with the number done."""
        ...

    def search(self, question: Question) -> Answer:
        """Return the first page of documents that have all words and pass the filters, best first."""
        ...

    def close(self) -> None:
        """Delete everything that was made."""
        ...


class Ours:
    """One of our engines. Indexing begins without any word remembered, as in a process that has just started."""

    def __init__(self, name: str, version: str, engine: Engine, *, clean_up: Callable[[], None]) -> None:
        """Measure this engine; `clean_up` deletes what it made."""
        self.name = name
        self.version = version
        self._engine = engine
        self._clean_up = clean_up

    def index(self, documents: Iterable[SearchDocument], *, progress: Progress) -> None:
        """Analyse and take all documents in."""
        get_analyser(LANGUAGE).analyse.cache_clear()
        self._engine.rebuild(documents, progress=progress)

    def search(self, question: Question) -> Answer:
        """Return the first page, from the text as a reader types it."""
        query = parse(
            question.text,
            language=LANGUAGE,
            filters={name: (value,) for name, value in question.filters.items()},
            facets=FACET_NAMES,
            limit=LIMIT,
        )
        found = self._engine.search(query)
        return Answer(
            tuple(document.id for _score, document in found.documents), found.total, dict(found.facets)
        )

    def close(self) -> None:
        """Delete the index."""
        self._clean_up()


def open_tantivy(folder: Path) -> Contender:
    """Return our embedded engine with its files in a folder, which is not deleted."""
    return Ours("ours, tantivy", version("tantivy"), TantivyEngine(folder), clean_up=lambda: None)


def open_elasticsearch(url: str) -> Contender:
    """Return our engine on the Elasticsearch at a URL, with an index of its own. Raises Unreachable."""
    made = replace(
        ClusterSettings(**settings.SEARCH["ELASTICSEARCH"]),
        url=(url,),
        index=f"bench-{secrets.token_hex(6)}",
        replicas=0,
        timeout=_SECONDS,
    )
    cluster = Cluster(made)
    try:
        with cluster.reading() as client:
            (node, *_others) = client.nodes.info(metric="jvm").body["nodes"].values()
    except SearchUnavailable as error:
        raise Unreachable(str(error)) from error
    heap = node["jvm"]["mem"]["heap_max_in_bytes"] // 2**20
    return Ours(
        "ours, Elasticsearch",
        f"{node['version']} with a heap of {heap:,} MB",
        ElasticsearchEngine(made),
        clean_up=partial(_delete_indices, cluster, made.index),
    )


def _delete_indices(cluster: Cluster, index: str) -> None:
    with cluster.writing() as client:
        for name in client.indices.get(index=f"{index}-*", expand_wildcards="all"):
            client.indices.delete(index=name)
