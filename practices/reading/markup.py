"""The paragraphs of an XML part, in the words of its format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from defusedxml.ElementTree import XMLParser

CHUNK = 64 * 1024


@dataclass(frozen=True)
class Dialect:
    """What the elements of a format mean, by their names without namespace (of which some formats have two).

    `texts` are the elements whose characters count, all within a paragraph when there are none named; `signs` are
    elements that stand for a character; what is `skipped` is nothing that a reader of the file reads.
    """

    paragraphs: frozenset[str]
    signs: Mapping[str, str]
    skipped: frozenset[str]
    texts: frozenset[str] = frozenset()


def paragraphs_in(xml: bytes, dialect: Dialect) -> Iterator[str]:
    """Yield the paragraphs of a part while it is parsed. Raises ValueError or SyntaxError for broken or unsafe XML.

    Documents that declare entities or refer to others are refused: no office program writes them.
    """
    collector = _Collector(dialect)
    parser = XMLParser(target=collector, forbid_dtd=True)
    for start in range(0, len(xml), CHUNK):
        parser.feed(xml[start : start + CHUNK])
        yield from collector.taken()
    parser.close()
    yield from collector.taken()


class _Collector:
    """Receives what the parser meets, and holds the paragraphs that are complete."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._open: list[list[str]] = []  # a paragraph may hold a text box with paragraphs of its own
        self._done: list[str] = []
        self._skipping = 0
        self._counts = not dialect.texts

    def taken(self) -> list[str]:
        """Return the paragraphs that have become complete since the last time."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if self._skipping or name in self._dialect.skipped:
            self._skipping += 1
        elif name in self._dialect.paragraphs:
            self._open.append([])
        elif self._open and name in self._dialect.signs:
            self._open[-1].append(self._dialect.signs[name])
        elif name in self._dialect.texts:
            self._counts = True

    def data(self, text: str) -> None:
        if self._counts and self._open and not self._skipping:
            self._open[-1].append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if self._skipping:
            self._skipping -= 1
        elif name in self._dialect.paragraphs:
            self._done.append("".join(self._open.pop()))
        elif name in self._dialect.texts:
            self._counts = False

    def close(self) -> Any:
        return None
