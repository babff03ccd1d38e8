"""The connection to a cluster: its settings, its time-outs, and no waiting for one that has just failed."""

from __future__ import annotations

import os
import re
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from search.engines.base import FORMAT, SearchUnavailable
from search.engines.elasticsearch.problems import (
    Problem,
    Refused,
    nonsense,
    not_elasticsearch,
    refused,
    unreachable,
)

# After a failure nobody waits for the cluster for so long; then one request tries again.
PAUSE_SECONDS = 10.0
_WRITING_TAKES_TIMES = 5
_REBUILDING_SECONDS = 120.0
_INDEX_NAME = re.compile(r"[a-z][a-z0-9_-]{0,99}")


@dataclass(frozen=True, kw_only=True)
class ClusterSettings:
    """Where the cluster is and how its indices are made; each field is the setting ELASTICSEARCH_<NAME>."""

    url: tuple[str, ...] = ("http://localhost:9200",)
    api_key: str = field(default="", repr=False)
    ca: str = ""
    index: str = "practices"
    shards: int = 1
    replicas: int = 1
    timeout: float = 3.0

    @property
    def alias(self) -> str:
        """The name that readers and writers use: of this version's format, so that no other's is misread."""
        return f"{self.index}-v{FORMAT}"

    @property
    def place(self) -> str:
        """The addresses as they may be logged, without passwords."""
        return ", ".join(_without_password(url) for url in self.url)


class Cluster:
    """Gives out the client, and turns whatever goes wrong with it into SearchUnavailable."""

    def __init__(self, settings: ClusterSettings, *, pause_seconds: float = PAUSE_SECONDS) -> None:
        """Use the cluster of the settings; nothing is asked of it yet."""
        self.settings = settings
        self._circuit = _Circuit(pause_seconds)
        self._lock = threading.Lock()
        self._made: tuple[int, Elasticsearch] | None = None

    @contextmanager
    def reading(self) -> Iterator[Elasticsearch]:
        """Yield a client for what a visitor waits for. Raises SearchUnavailable."""
        with self._asking(self.settings.timeout) as client:
            yield client

    @contextmanager
    def writing(self) -> Iterator[Elasticsearch]:
        """Yield a client for changes, which take longer. Raises SearchUnavailable."""
        with self._asking(self.settings.timeout * _WRITING_TAKES_TIMES) as client:
            yield client

    @contextmanager
    def rebuilding(self) -> Iterator[Elasticsearch]:
        """Yield a client for the making of indices, which nobody waits for. Raises SearchUnavailable."""
        with self._asking(max(_REBUILDING_SECONDS, self.settings.timeout)) as client:
            yield client

    @contextmanager
    def _asking(self, seconds: float) -> Iterator[Elasticsearch]:
        place, index = self.settings.place, self.settings.index
        self._circuit.check()
        try:
            yield self._client().options(request_timeout=seconds)
        except TransportError as error:
            message = unreachable(error, place=place, seconds=seconds)
            self._circuit.failed(message)
            raise SearchUnavailable(message) from error
        except UnsupportedProductError as error:
            raise SearchUnavailable(not_elasticsearch(error, place=place)) from error
        except ApiError as error:
            raise SearchUnavailable(refused(Problem.of_answer(error), place=place, index=index)) from error
        except Refused as error:
            raise SearchUnavailable(refused(error.problem, place=place, index=index)) from error
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise SearchUnavailable(nonsense(error, place=place)) from error
        self._circuit.succeeded()

    def _client(self) -> Elasticsearch:
        """Return this process's client: connections are not shared with a process that was forked off."""
        with self._lock:
            if self._made is None or self._made[0] != os.getpid():
                self._made = (os.getpid(), self._connect())
            return self._made[1]

    def _connect(self) -> Elasticsearch:
        settings = self.settings
        if not _INDEX_NAME.fullmatch(settings.index):
            raise SearchUnavailable(
                f'ELASTICSEARCH_INDEX is "{settings.index}"; use small letters, digits, - and _, a letter first.'
            )
        if settings.shards < 1 or settings.replicas < 0 or settings.timeout <= 0:
            raise SearchUnavailable(
                "ELASTICSEARCH_SHARDS is at least 1, ELASTICSEARCH_REPLICAS at least 0, and "
                "ELASTICSEARCH_TIMEOUT more than 0 seconds."
            )
        secured: dict[str, Any] = {"api_key": settings.api_key} if settings.api_key else {}
        if settings.ca:
            secured["ca_certs"] = settings.ca
        try:
            if settings.ca:
                ssl.create_default_context(cafile=settings.ca)  # fails here with a reason, later without
            return Elasticsearch(
                list(settings.url),
                max_retries=2,
                retry_on_status=(502, 503, 504),
                # Who has waited for one time-out is not made to wait for another.
                retry_on_timeout=False,
                **secured,
            )
        except (ValueError, TypeError, OSError) as error:
            raise SearchUnavailable(
                f"Elasticsearch cannot be used with ELASTICSEARCH_URL={settings.place} and "
                f"ELASTICSEARCH_CA={settings.ca}: {error}"
            ) from error


class _Circuit:
    """Remembers a failure for a while, so that the next visitors need not wait for it again."""

    def __init__(self, pause_seconds: float) -> None:
        self._pause_seconds = pause_seconds
        self._lock = threading.Lock()
        self._failure: tuple[str, float] | None = None

    def check(self) -> None:
        """Raise SearchUnavailable within the pause; after it, let one through and have the others wait for it."""
        now = time.monotonic()
        with self._lock:
            if self._failure is None:
                return
            message, failed_at = self._failure
            left = failed_at + self._pause_seconds - now
            if left <= 0:
                self._failure = (message, now)
                return
        raise SearchUnavailable(f"{message} It is asked again in {left:.0f} seconds.")

    def failed(self, message: str) -> None:
        with self._lock:
            self._failure = (message, time.monotonic())

    def succeeded(self) -> None:
        with self._lock:
            self._failure = None


def _without_password(url: str) -> str:
    try:
        parts = urlsplit(url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    except ValueError:
        return "(no valid address)"
