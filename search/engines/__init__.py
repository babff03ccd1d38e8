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
    with _lock:
        return _make(str(setting.get("ENGINE", "tantivy")), str(setting.get("PATH", "")))


@lru_cache(maxsize=4)
def _make(name: str, path: str) -> Engine:
    if name == "tantivy":
        from search.engines.tantivy import TantivyEngine  # loads a compiled library: only where it is used

        return TantivyEngine(Path(path))
    raise SearchUnavailable(f'SEARCH["ENGINE"] is "{name}"; the engines are: tantivy.')
