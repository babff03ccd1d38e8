"""Keeps what figures are reckoned from in the memory of a process, until something that readers see changes.

Every choice of filters and every file of a chart is reckoned from the same rows; to read them takes as long as all the
rest. What institutions told changes less often than pages do, so it is kept by itself. Whoever knows when something
changed says so here (`keep_while`); until then everything is read each time.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from adoption.rooting.figures import Data, Use, named, read, read_use

SECONDS = 3600
MOST = 4  # each language, before and after a change
Version = Callable[[], object]
_versions: tuple[Version, Version] | None = None
_kept: dict[str, Any] = {}
_kept_use: dict[str, Use] = {}


def keep_while(*, content: Version, use: Version) -> None:
    """Let two functions tell by another value that something changed that readers see, and that its use did."""
    global _versions  # set once, when the site starts
    _versions = content, use


def data_of_today() -> Data:
    """Return everything that counts today, in the active language; not to be changed."""
    if _versions is None:
        return read()
    content, use = _versions
    today = timezone.localdate()

    def found() -> Data:
        return named(_remembered(_kept_use, f"rooting-use:{use()}:{today}", read_use))

    data: Data = _remembered(_kept, f"rooting:{content()}:{today}:{get_language()}", found)
    return data


def _remembered(kept: dict[str, Any], name: str, make: Callable[[], Any]) -> Any:
    """Return what is in memory by a name in the cache, so that emptying that empties the memory of every process."""
    token = str(cache.get_or_set(name, lambda: uuid4().hex, SECONDS))
    if token not in kept:
        made = make()
        while len(kept) >= MOST:
            kept.pop(next(iter(kept)), None)
        kept[token] = made
    return kept[token]
