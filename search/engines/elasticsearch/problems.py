"""What a cluster answers when it cannot, told with the way to fix it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, UnsupportedProductError

from search.engines.base import FORMAT

REBUILD_HINT = "Run `manage.py search_rebuild`."
# What an index answers whose fields are not the ones that this version searches or writes.
_CONFLICTS = {
    "strict_dynamic_mapping_exception",
    "mapper_parsing_exception",
    "document_parsing_exception",
    "mapper_exception",
    "query_shard_exception",
    "illegal_argument_exception",
    "parsing_exception",
}
_WRONG_VERSION = {"media_type_header_exception", "content_type_header_exception"}


@dataclass(frozen=True)
class Problem:
    """An error as Elasticsearch names it: HTTP status, type of exception, and its own words."""

    status: int
    type: str
    reason: str

    @classmethod
    def of(cls, status: int, error: Any) -> Problem:
        """Return the problem that an answer's `error` describes, whatever its shape."""
        if not isinstance(error, Mapping):
            return cls(status, "", str(error or "no reason given"))
        causes = error.get("root_cause") or [error]
        cause = causes[0] if isinstance(causes[0], Mapping) else error
        return cls(status, str(cause.get("type", "")), str(cause.get("reason") or error.get("reason") or ""))

    @classmethod
    def of_answer(cls, error: ApiError) -> Problem:
        """Return the problem of a refused request."""
        body = error.body
        return cls.of(error.status_code, body.get("error") if isinstance(body, Mapping) else body)


class Refused(Exception):
    """One of many documents was not taken."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def unreachable(error: TransportError, *, place: str, seconds: float) -> str:
    """Return what to tell of a cluster that did not answer at all."""
    if isinstance(error, ConnectionTimeout):
        return (
            f"Elasticsearch at {place} did not answer within {seconds:g} seconds. See whether it is "
            "overloaded or cut off; ELASTICSEARCH_TIMEOUT sets how long is waited."
        )
    if isinstance(error, TlsError):
        return (
            f"The certificate of Elasticsearch at {place} is not trusted ({error.message}). "
            "Set ELASTICSEARCH_CA to the cluster's CA certificate."
        )
    return (
        f"Elasticsearch at {place} cannot be reached ({error.message}). Start it, or set ELASTICSEARCH_URL "
        "to where it is."
    )


def refused(problem: Problem, *, place: str, index: str) -> str:
    """Return what to tell of a request that the cluster refused, most telling cause first."""
    said = f"({problem.status} {problem.type}: {problem.reason})"
    if problem.status == 401:
        return f"Elasticsearch at {place} does not know us {said}. Set ELASTICSEARCH_API_KEY to a valid key."
    if problem.type == "cluster_block_exception":
        return (
            f'The search index "{index}" is closed to writing, mostly because a disk of Elasticsearch at {place} '
            f"is full {said}. Free space on it; if the block stays, set index.blocks.read_only_allow_delete "
            "to null, and then run `manage.py search_rebuild`."
        )
    if problem.status == 403:
        return (
            f"ELASTICSEARCH_API_KEY lacks privileges at {place} {said}. "
            f'It needs "all" on the indices "{index}*".'
        )
    if problem.status == 406 or problem.type in _WRONG_VERSION:
        return (
            f"The server at {place} is of another version {said}. Elasticsearch 8.13 or newer 8.x is needed."
        )
    if problem.type == "invalid_alias_name_exception":
        return (
            f"The alias of the search index cannot be made in Elasticsearch at {place} {said}. "
            "Delete the index of that name, or set ELASTICSEARCH_INDEX to another name."
        )
    if problem.status == 404:
        return (
            f'There is no search index "{index}" of format {FORMAT} in Elasticsearch at {place} {said}. '
            f"{REBUILD_HINT}"
        )
    if problem.type in _CONFLICTS or problem.status == 400:
        return (
            f'The search index "{index}" in Elasticsearch at {place} does not fit this version {said}. '
            f"{REBUILD_HINT}"
        )
    if problem.status in (429, 502, 503, 504):
        return f"Elasticsearch at {place} is overloaded or not ready {said}. Look at its /_cluster/health and logs."
    return f"Elasticsearch at {place} failed {said}. Look at its logs."


def not_elasticsearch(error: UnsupportedProductError, *, place: str) -> str:
    """Return what to tell of a server that is something else."""
    return f"The server at {place} is not Elasticsearch 8 ({error.message}). Set ELASTICSEARCH_URL."


def nonsense(error: Exception, *, place: str) -> str:
    """Return what to tell of an answer that lacks what it was asked for."""
    return (
        f"Elasticsearch at {place} gave an answer that cannot be read ({type(error).__name__}: {error}). "
        "See what stands at ELASTICSEARCH_URL, such as a proxy that changes answers."
    )
