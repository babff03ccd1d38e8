"""Keeps what figures are reckoned from in the memory of a process, until something that readers see changes.

Every choice of filters and every file of a chart is reckoned from the same rows; to read them takes as long as all the
rest. Whoever knows when something changed says so here (`keep_while`); until then everything is read each time.
"""

from collections.abc import Callable
from uuid import uuid4

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from adoption.rooting.figures import Data, read

SECONDS = 3600
MOST = 4  # each language, before and after a change
_version: Callable[[], object] | None = None
_kept: dict[str, Data] = {}


def keep_while(version: Callable[[], object]) -> None:
    """Let `version` tell by another value that something changed that readers see."""
    global _version  # set once, when the site starts
    _version = version


def data_of_today() -> Data:
    """Return everything that counts today, in the active language; not to be changed."""
    if _version is None:
        return read()
    name = f"rooting:{_version()}:{timezone.localdate()}:{get_language()}"
    # The name in the cache, so that emptying the cache empties the memory of every process too.
    token = str(cache.get_or_set(name, lambda: uuid4().hex, SECONDS))
    if token not in _kept:
        data = read()
        while len(_kept) >= MOST:
            _kept.pop(next(iter(_kept)), None)
        _kept[token] = data
    return _kept[token]
