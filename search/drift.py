"""Where the index and what it should hold differ, and how the difference is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from search import waiting
from search.documents import SearchDocument
from search.engines import Engine
from search.engines.base import Progress

_AT_ONCE = 50


@dataclass(frozen=True)
class Drift:
    """Ids of documents that the index lacks, has otherwise than they are, or has though they are gone."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def is_none(self) -> bool:
        """Whether the index is as it should be."""
        return not (self.missing or self.changed or self.gone)


def drift_of(
    engine: Engine, documents: Iterable[SearchDocument], *, progress: Progress | None = None
) -> Drift:
    """Return how the index differs from what there should be. Raises SearchUnavailable."""
    known = dict(engine.digests())
    missing, changed = [], []
    for number, document in enumerate(documents, 1):
        clean = document.cleaned()
        digest = known.pop(clean.id, None)
        if digest is None:
            missing.append(clean.id)
        elif digest != clean.digest():
            changed.append(clean.id)
        if progress:
            progress(number)
    return Drift(tuple(missing), tuple(changed), tuple(known))


def mend(engine: Engine, drift: Drift, documents: Iterable[SearchDocument]) -> None:
    """Bring the index in step; what waited for it no longer does. Raises SearchUnavailable."""
    wanted = {*drift.missing, *drift.changed}
    found = (document for document in documents if document.cleaned().id in wanted) if wanted else ()
    for some in _batches(iter(found)):
        engine.put(some)
    engine.remove(drift.gone)
    waiting.forget(waiting.documents())


def _batches(documents: Iterator[SearchDocument]) -> Iterator[list[SearchDocument]]:
    while some := list(islice(documents, _AT_ONCE)):
        yield some
