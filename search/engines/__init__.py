"""The engine that settings name."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from search.engines.base import Engine, Found, SearchUnavailable

__all__ = ["Engine", "Found", "SearchUnavailable", "get_engine"]

_lock = threading.Lock()


def get_engine() -> Engine:
    """Return the engine of `settings.SEARCH`, the same object as long as the setting is the same.

    Raises SearchUnavailable for an engine that does not exist.
    """
    setting: dict[str, Any] = settings.SEARCH
    name = str(setting.get("ENGINE", "tantivy"))
    with _lock:
        if name == "tantivy":
            return _embedded(str(setting.get("PATH", "")))
        if name == "elasticsearch":
            return _of_cluster(tuple(sorted(setting.get("ELASTICSEARCH", {}).items())))
    raise SearchUnavailable(f'SEARCH["ENGINE"] is "{name}"; the engines are: tantivy, elasticsearch.')


# Each loads its library only where it is used.


@lru_cache(maxsize=4)
def _embedded(path: str) -> Engine:
    from search.engines.tantivy import TantivyEngine

    return TantivyEngine(Path(path))


@lru_cache(maxsize=4)
def _of_cluster(setting: tuple[tuple[str, Any], ...]) -> Engine:
    from search.engines.elasticsearch import ClusterSettings, ElasticsearchEngine

    return ElasticsearchEngine(ClusterSettings(**dict(setting)))
