"""The engine on Elasticsearch: asks the index behind the alias, and writes to the one in the making as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.dsl import Search
from elasticsearch.helpers import scan, streaming_bulk

from search.documents import SearchDocument
from search.engines.base import Found, Progress
from search.engines.elasticsearch.cluster import PAUSE_SECONDS, Cluster, ClusterSettings
from search.engines.elasticsearch.documents import SEPARATOR, key_of, record_of
from search.engines.elasticsearch.indices import Indices
from search.engines.elasticsearch.problems import Problem, Refused
from search.engines.elasticsearch.queries import (
    frequency_search,
    likeness_search,
    page_search,
    vocabulary_search,
)
from search.indexing import StoredDocument, analyse
from search.plan import RARITY_FIELD, Rarity, plans, rarity, tokens_of
from search.query import Query
from search.similarity import likeness

_DOCUMENTS_IN_ONE_REQUEST = 200
_BYTES_IN_ONE_REQUEST = 10 * 1024 * 1024
_TOKENS_IN_ONE_REQUEST = 1000
# Scores are worked out over all shards, so that they do not depend on the number of shards.
_OVER_ALL_SHARDS = "dfs_query_then_fetch"

Action = dict[str, Any]


class ElasticsearchEngine:
    """An index in a cluster. Every method raises SearchUnavailable when the index cannot be used."""

    def __init__(self, settings: ClusterSettings, *, pause_seconds: float = PAUSE_SECONDS) -> None:
        """Use the cluster of the settings; one that has failed is left alone for a while."""
        self._cluster = Cluster(settings, pause_seconds=pause_seconds)
        self._indices = Indices(settings)

    def search(self, query: Query) -> Found:
        """Return the page of documents that the query asks for."""
        some_have_all = False
        with self._cluster.reading() as client:
            for plan in plans(query, self._rarities(client, query)):
                answer = self._ask(client, page_search(query, plan))
                total = int(answer["hits"]["total"]["value"])
                # Facets may still have hits when only the filters leave nothing.
                if total >= plan.enough or (not total and answer["aggregations"]["unfiltered"]["doc_count"]):
                    break
                some_have_all = some_have_all or (total > 0 and plan.matched == "all")
            else:
                return Found(facets={name: [] for name in query.facets}, matched="none")
            return Found(
                documents=tuple(_documents(answer, scored=query.is_scored)),
                total=total,
                facets={
                    name: _counts(answer["aggregations"][f"facet{number}"], name)
                    for number, name in enumerate(query.facets)
                },
                matched="some" if some_have_all else plan.matched,
            )

    def similar(
        self, document_id: str, *, language: str, kinds: Sequence[str], limit: int
    ) -> tuple[tuple[float, StoredDocument], ...]:
        """Return documents with the most telling words in common, nearest first; none for an unknown id."""
        with self._cluster.reading() as client:
            itself = Search[Any]().filter("term", id=document_id).exclude("term", gone=True).extra(size=1)
            found = list(_documents(self._ask(client, itself), scored=False))
            if not found or limit < 1:
                return ()
            document = found[0][1]
            lemmas = dict.fromkeys(lemma for _form, lemmas, _parts in document.words() for lemma in lemmas)
            frequencies = self._frequencies(client, [("body_lemma", lemma) for lemma in lemmas])
            condition = likeness(
                document,
                total=self._count(client, language),
                frequency=lambda field, token: frequencies[field, token],
            )
            if condition is None:
                return ()
            search = likeness_search(
                condition, itself=document_id, language=language, kinds=kinds, limit=limit
            )
            return tuple(_documents(self._ask(client, search)))

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Add documents or replace those of the same id.

        All or none where the documents are at fault; a cluster that fails between two of them keeps the first.
        """
        last = {document.source.id: document for document in map(analyse, documents)}
        self._change([_put(key_of(each), record_of(document).to_dict()) for each, document in last.items()])

    def remove(self, ids: Iterable[str]) -> None:
        """Take documents away; unknown ids are ignored."""
        self._change([{"_op_type": "delete", "_id": key_of(each)} for each in dict.fromkeys(ids)])

    def rebuild(self, documents: Iterable[SearchDocument], *, progress: Progress | None = None) -> int:
        """Replace everything; readers keep the old index till the new one is whole. Return the count.

        Raises SearchUnavailable too when another rebuild begins meanwhile, which then replaces this one.
        """
        indices = self._indices
        try:
            with self._cluster.rebuilding() as client:
                with indices.making(client) as name:
                    # What writers have put meanwhile is newer and stays.
                    actions = _creating(documents)
                    taken = _send(client, actions, index=indices.own_alias(name), passing={409})
                    for number, _ in enumerate(taken, 1):
                        if progress:
                            progress(number)
                self._forget_the_gone(client)
                return self._count(client)
        except _FromOutsideError as wrapped:
            raise wrapped.error from None

    def vocabulary(self, language: str) -> Mapping[str, int]:
        """Return the word forms of a language's documents, each with the number of documents that have it."""
        with self._cluster.reading() as client:
            buckets = self._ask(client, vocabulary_search(language))["aggregations"]["words"]["buckets"]
            return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}

    def state(self) -> str:
        """Return a text that is another after every change of the index."""
        with self._cluster.reading() as client:
            stats = client.indices.stats(
                index=self._indices.alias, metric="indexing", filter_path="indices.*.primaries.indexing"
            )
            return "|".join(
                f"{name}:{each['primaries']['indexing']['index_total']}"
                f":{each['primaries']['indexing']['delete_total']}"
                for name, each in sorted(stats.get("indices", {}).items())
            )

    def digests(self) -> Mapping[str, str]:
        """Return the digest of every document by its id."""
        with self._cluster.reading() as client:
            hits = scan(
                client,
                index=self._indices.alias,
                query={
                    "query": {"exists": {"field": "id"}},
                    "docvalue_fields": ["id", "digest"],
                    "_source": False,
                },
            )
            return {hit["fields"]["id"][0]: hit["fields"]["digest"][0] for hit in hits}

    def place(self) -> str:
        """Return the addresses of the cluster, without passwords, and the index's name."""
        return f"{self._cluster.settings.place}, index {self._indices.alias}"

    def count(self, language: str | None = None) -> int:
        """Return how many documents there are, in one language or in all."""
        with self._cluster.reading() as client:
            return self._count(client, language)

    def _change(self, actions: list[Action]) -> None:
        """Write to the index in the making first: were it swapped in between, nothing would be lost."""
        if not actions:
            return
        with self._cluster.writing() as client:
            if self._indices.is_building(client):
                noted = [_gone(each) if each["_op_type"] == "delete" else each for each in actions]
                for _ in _send(client, noted, index=self._indices.building, passing={404}):
                    pass
            for _ in _send(client, actions, index=self._indices.alias, refresh=True):
                pass

    def _rarities(self, client: Elasticsearch, query: Query) -> Rarity:
        """Return what the words of a query tell."""
        tokens = [(RARITY_FIELD, token) for token in tokens_of(query)]
        if not tokens:
            return lambda lemma: 1.0
        found = self._frequencies(client, tokens)
        documents = self._count(client)
        return lambda lemma: rarity(documents, found[RARITY_FIELD, lemma])

    def _forget_the_gone(self, client: Elasticsearch) -> None:
        """Delete the notes of what was removed while the index was in the making."""
        while True:
            search = Search[Any]().filter("term", gone=True).extra(size=1000, seq_no_primary_term=True)
            hits = self._ask(client, search)["hits"]["hits"]
            if not hits:
                return
            # A document that has been put again since is left alone.
            actions = [
                {
                    "_op_type": "delete",
                    "_id": hit["_id"],
                    "if_seq_no": hit["_seq_no"],
                    "if_primary_term": hit["_primary_term"],
                }
                for hit in hits
            ]
            for _ in _send(client, actions, index=self._indices.alias, passing={409}, refresh=True):
                pass

    def _ask(self, client: Elasticsearch, search: Search[Any]) -> Mapping[str, Any]:
        body = search.to_dict()
        for last in (False, True):
            try:
                answer: Mapping[str, Any] = client.search(
                    index=self._indices.alias,
                    body=body,
                    search_type=_OVER_ALL_SHARDS,
                    # Half of the shards would count wrong and not say so.
                    allow_partial_search_results=False,
                ).body
                return answer
            except NotFoundError:
                # The index was replaced and deleted while it was asked; the alias leads to the new one.
                if last:
                    raise
        raise AssertionError("unreachable")

    def _count(self, client: Elasticsearch, language: str | None = None) -> int:
        search: Search[Any] = Search[Any]().exclude("term", gone=True)
        if language is not None:
            search = search.filter("term", language=language)
        answer = self._ask(client, search.extra(size=0, track_total_hits=True))
        return int(answer["hits"]["total"]["value"])

    def _frequencies(
        self, client: Elasticsearch, tokens: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], int]:
        """Return how many documents have each token in its field."""
        found: dict[tuple[str, str], int] = {}
        for start in range(0, len(tokens), _TOKENS_IN_ONE_REQUEST):
            some = tokens[start : start + _TOKENS_IN_ONE_REQUEST]
            buckets = self._ask(client, frequency_search(some))["aggregations"]["counts"]["buckets"]
            found |= {token: buckets[str(number)]["doc_count"] for number, token in enumerate(some)}
        return found


class _FromOutsideError(Exception):
    """Carries what a document's source raised past the handling of the cluster's own failures."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def _creating(documents: Iterable[SearchDocument]) -> Iterator[Action]:
    try:
        for document in map(analyse, documents):
            source = record_of(document).to_dict()
            yield {"_op_type": "create", "_id": key_of(document.source.id), "_source": source}
    except Exception as error:
        raise _FromOutsideError(error) from error


def _put(key: str, source: Mapping[str, Any]) -> Action:
    return {"_op_type": "index", "_id": key, "_source": source}


def _gone(action: Action) -> Action:
    return _put(action["_id"], {"gone": True})


def _send(
    client: Elasticsearch,
    actions: Iterable[Action],
    *,
    index: str,
    passing: Iterable[int] = (),
    refresh: bool = False,
) -> Iterator[None]:
    """Send actions in large requests; yield once for each that was taken, or refused with a passing status.

    Raises Refused for any other refusal. The index must be an alias: nothing is made by mistake.
    """
    expected = set(passing)
    taken = streaming_bulk(
        client,
        actions,
        index=index,
        chunk_size=_DOCUMENTS_IN_ONE_REQUEST,
        max_chunk_bytes=_BYTES_IN_ONE_REQUEST,
        max_retries=2,
        initial_backoff=0.5,
        raise_on_error=False,
        require_alias=True,
        refresh=refresh,
    )
    for ok, item in taken:
        ((operation, result),) = item.items()
        absent = operation == "delete" and result.get("result") == "not_found"
        if not ok and not absent and result["status"] not in expected:
            raise Refused(Problem.of(result["status"], result.get("error")))
        yield


def _documents(answer: Mapping[str, Any], *, scored: bool = True) -> Iterator[tuple[float, StoredDocument]]:
    for hit in answer["hits"]["hits"]:
        score = float(hit["_score"]) if scored else 0.0
        yield score, StoredDocument.from_json(hit["_source"]["stored"])


def _counts(aggregation: Mapping[str, Any], name: str) -> list[tuple[str, int]]:
    prefix = f"{name}{SEPARATOR}"
    counts = [
        (str(bucket["key"]).removeprefix(prefix), int(bucket["doc_count"]))
        for bucket in aggregation["values"]["buckets"]
    ]
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))
