"""The measuring itself: every contender takes in the same documents and answers the same questions, in turns."""

from __future__ import annotations

import gc
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from random import Random

import psycopg

from search.bench.contenders import Contender, Unreachable
from search.bench.corpus import SEED, Question, Words, documents
from search.bench.report import Missing, Row, Run
from search.documents import SearchDocument
from search.engines import SearchUnavailable

_SECONDS_BETWEEN_NEWS = 10.0
# What goes wrong with a server or a disk; anything else is an error of the benchmark's.
_FAILURES = (SearchUnavailable, psycopg.Error, sqlite3.Error, OSError)

# How each contender is opened, by name, with an empty folder for its files. May raise Unreachable.
Openers = Mapping[str, Callable[[Path], Contender]]


class Bench:
    """Measures contenders at one size after the other; whatever they make is deleted before the next."""

    def __init__(self, text: Words, contenders: Openers, *, asked: Sequence[Question], rounds: int) -> None:
        """Ask these questions so many times over, after a round that does not count."""
        self._text = text
        self._contenders = contenders
        self._asked = asked
        self._rounds = rounds
        self._rows: list[Row] = []
        self._missing: list[Missing] = []
        self._versions: dict[str, str] = {}

    def measure(self, size: int) -> None:
        """Measure every contender with so many documents; one that fails is left out and noted."""
        with ExitStack() as stack:
            rates: dict[str, float] = {}
            ready: list[Contender] = []
            for contender in self._opened(size, stack):
                try:
                    rates[contender.name] = indexing_rate(contender, self._text, size)
                except _FAILURES as error:
                    self._leave_out(contender.name, size, why="failed while indexing", error=error)
                else:
                    ready.append(contender)
            hits = self._round(ready, size, "warming up")
            times: dict[str, list[float]] = {contender.name: [] for contender in ready}
            totals = {
                name: statistics.median(total for _seconds, total in each) for name, each in hits.items()
            }
            for number in range(1, self._rounds + 1):
                for name, each in self._round(ready, size, f"round {number} of {self._rounds}").items():
                    times[name] += [seconds for seconds, _total in each]
            for contender in ready:
                name = contender.name
                p50, p95 = percentiles(times[name])
                self._rows.append(
                    Row(contender=name, size=size, p50=p50, p95=p95, rate=rates[name], hits=totals[name])
                )
                say(f"{size:,} {name}: p50 {p50:.2f} ms, p95 {p95:.2f} ms")

    def result(self) -> Run:
        """Return all that has been found so far."""
        return Run(
            rows=tuple(self._rows),
            missing=tuple(self._missing),
            versions=dict(self._versions),
            questions=len(self._asked),
            rounds=self._rounds,
            day=date.today(),
        )

    def _opened(self, size: int, stack: ExitStack) -> Iterator[Contender]:
        """Yield the contenders that can be reached; the stack closes them and deletes their files."""
        for name, opened in self._contenders.items():
            folder = Path(tempfile.mkdtemp(prefix="bench-"))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            try:
                contender = opened(folder)
            except Unreachable as error:
                self._leave_out(name, size, why="cannot be reached", error=error)
                continue
            stack.callback(_close, contender)
            self._versions[name] = contender.version
            yield contender

    def _round(
        self, contenders: list[Contender], size: int, about: str
    ) -> dict[str, list[tuple[float, int]]]:
        """Ask everything once; return the seconds and the hits of every question by contender.

        The order of turns is drawn anew for each question, so that whatever else the machine does falls on all alike,
        and no one always comes after the same. One that fails is taken off the list.
        """
        say(f"{size:,}: {about}")
        dice = Random(SEED)  # noqa: S311 the same order every time, no secret
        found: dict[str, list[tuple[float, int]]] = {contender.name: [] for contender in contenders}
        gc.collect()
        for question in self._asked:
            for contender in dice.sample(contenders, len(contenders)):
                started = time.perf_counter()
                try:
                    answer = contender.search(question)
                except _FAILURES as error:
                    self._leave_out(contender.name, size, why="failed while searching", error=error)
                    contenders.remove(contender)
                    del found[contender.name]
                else:
                    found[contender.name].append((time.perf_counter() - started, answer.total))
        return found

    def _leave_out(self, name: str, size: int, *, why: str, error: Exception) -> None:
        say(f"{size:,} {name}: {why}. {error}")
        self._missing.append(Missing(contender=name, size=size, why=why))


def indexing_rate(contender: Contender, text: Words, size: int) -> float:
    """Return how many documents a second a contender takes in, without the time it takes to invent them."""
    inventing = _Timed(documents(text, size))
    news = _News(f"{size:,} {contender.name}: indexed")
    started = time.perf_counter()
    contender.index(inventing, progress=news)
    rate = size / (time.perf_counter() - started - inventing.seconds)
    say(f"{size:,} {contender.name}: indexed at {rate:,.0f} documents/s")
    return rate


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """Return the 50th and the 95th percentile, in milliseconds."""
    cuts = statistics.quantiles([each * 1000 for each in seconds], n=100, method="inclusive")
    return cuts[49], cuts[94]


def say(text: str) -> None:
    """Tell how it goes, on standard error."""
    print(text, file=sys.stderr, flush=True)


def _close(contender: Contender) -> None:
    try:
        contender.close()
    except _FAILURES as error:
        say(f"{contender.name}: what it made could not be deleted. {error}")


class _Timed:
    """Passes documents on and adds up the seconds that making them took."""

    def __init__(self, made: Iterable[SearchDocument]) -> None:
        self._made = iter(made)
        self.seconds = 0.0

    def __iter__(self) -> Iterator[SearchDocument]:
        return self

    def __next__(self) -> SearchDocument:
        started = time.perf_counter()
        try:
            return next(self._made)
        finally:
            self.seconds += time.perf_counter() - started


class _News:
    """Tells every few seconds how many documents are done."""

    def __init__(self, about: str) -> None:
        self._about = about
        self._next = time.monotonic() + _SECONDS_BETWEEN_NEWS

    def __call__(self, number: int) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _SECONDS_BETWEEN_NEWS
            say(f"{self._about} {number:,}")
