"""What was measured as a section of a document: tables, ratios, the plot's place, and the conditions."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from search.analysis.voikko import library_lookup

PLOT = "search-latency.svg"
# The contenders that others are compared with begin so.
OURS = "ours, "
_HEADINGS = (
    "practices",
    "contender",
    "p50, ms",
    "p95, ms",
    "indexing, practices/s",
    "hits, median",
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One contender at one size: latencies in milliseconds, `rate` in documents a second, the median of hits."""

    contender: str
    size: int
    p50: float
    p95: float
    rate: float
    hits: float


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A contender that was not measured at a size, and why in a few words."""

    contender: str
    size: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Run:
    """All that one run found: `versions` by contender, and how many searches each latency stands on."""

    rows: tuple[Row, ...]
    missing: tuple[Missing, ...]
    versions: dict[str, str]
    questions: int
    rounds: int
    day: date

    @property
    def sizes(self) -> list[int]:
        """The sizes, smallest first."""
        return sorted({row.size for row in self.rows} | {each.size for each in self.missing})

    @property
    def contenders(self) -> list[str]:
        """The names of those that were measured, in the order of the run."""
        return list(dict.fromkeys(row.contender for row in self.rows))

    def row(self, contender: str, size: int) -> Row | None:
        """Return what was measured of a contender at a size, if it was."""
        return next((row for row in self.rows if (row.contender, row.size) == (contender, size)), None)


def section(run: Run) -> str:
    """Return the whole section as Markdown; the plot is expected beside the document as `PLOT`."""
    parts = [
        markdown_table(_HEADINGS, _cells(run), numbers_from=2),
        f"![{alt_text(run)}]({PLOT})",
        "How many times our time the others take (p95 divided by our p95; more than 1 means that ours is faster):",
        _ratios(run),
        _conditions(run),
    ]
    return "\n\n".join(part for part in parts if part)


def markdown_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, numbers_from: int) -> str:
    """Return a Markdown table whose columns from `numbers_from` on are aligned to the right."""
    rule = ["---" if column < numbers_from else "---:" for column in range(len(headings))]
    return "\n".join(f"| {' | '.join(line)} |" for line in (headings, rule, *rows))


def alt_text(run: Run) -> str:
    """Return in words what the plot shows: the latencies at the largest size."""
    size = run.sizes[-1]
    told = "; ".join(
        f"{row.contender} {two_digits(row.p50)} and {two_digits(row.p95)} ms"
        for row in run.rows
        if row.size == size
    )
    return (
        "Two plots with logarithmic axes: latency p50 and p95 of every contender over the number of practices. "
        f"At {size:,} practices, p50 and p95 are: {told}."
    )


def two_digits(value: float) -> str:
    """Return a number with two significant digits, or none after the point from 10 on."""
    if value >= 9.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 0.995 else f"{value:.2f}"


def write_section(path: Path, name: str, markdown: str) -> None:
    """Replace what stands between `<!-- name:begin -->` and `<!-- name:end -->` in a file; the rest stays.

    Raises OSError where the file cannot be used, ValueError where it has not one such place.
    """
    before, after = around_section(path, name)
    path.write_text(f"{before}\n\n{markdown.strip()}\n\n{after}", encoding="utf-8")


def around_section(path: Path, name: str) -> tuple[str, str]:
    """Return a file's text up to a section's first mark and from its last mark on, both marks included.

    Raises OSError where the file cannot be read, ValueError where it has not one such place.
    """
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    text = path.read_text(encoding="utf-8")
    before, found_begin, rest = text.partition(begin)
    _old, found_end, after = rest.partition(end)
    if not found_begin or not found_end or text.count(begin) + text.count(end) != 2:
        raise ValueError(f"{path.name} must have {begin} and after it {end}, once each.")
    return before + begin, end + after


def _cells(run: Run) -> Iterator[tuple[str, ...]]:
    for size in run.sizes:
        for row in (row for row in run.rows if row.size == size):
            yield (
                f"{size:,}",
                row.contender,
                two_digits(row.p50),
                two_digits(row.p95),
                f"{row.rate:,.0f}",
                f"{row.hits:,.0f}",
            )
        for each in (each for each in run.missing if each.size == size):
            yield (f"{size:,}", f"{each.contender}: not measured ({each.why})", *[""] * 4)


def _ratios(run: Run) -> str:
    ours = [name for name in run.contenders if name.startswith(OURS)]
    peers = [name for name in run.contenders if not name.startswith(OURS)]
    lines = [
        (f"{peer} / {own}", *(_ratio(run.row(peer, size), run.row(own, size)) for size in run.sizes))
        for peer in peers
        for own in ours
    ]
    headings = ("p95 / our p95", *(f"{size:,}" for size in run.sizes))
    return markdown_table(headings, lines, numbers_from=1) if lines else "No contender was left to compare."


def _ratio(peer: Row | None, own: Row | None) -> str:
    return two_digits(peer.p95 / own.p95) if peer and own else "–"


def _conditions(run: Run) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = "; ".join(f"{name} {version}" for name, version in run.versions.items())
    dictionary = "libvoikko" if library_lookup() else "pyvoikko"
    return (
        f"Measured on {run.day:%d %B %Y} in one run: {run.questions} questions, each asked {run.rounds} times of every "
        f"contender. The machine has {os.cpu_count()} processor cores and {memory:.0f} GB of memory, all contenders "
        f"and the measuring on it. Python {platform.python_version()}; Finnish read with {dictionary}; {versions}."
    )
