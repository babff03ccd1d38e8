"""The plot of latency over size as an SVG: two panels with logarithmic axes, for light and dark pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape

from search.bench.report import Row, Run, alt_text, two_digits

WIDTH, HEIGHT = 960, 400
_TOP, _BOTTOM = 64, 340
_INK, _FAINT, _GRID, _PANEL = "#1f2933", "#52606d", "#d9dee3", "#fbfaf7"
# Okabe and Ito's colours, which eyes of every kind tell apart; the markers do without colour too.
_COLOURS = ("#0072b2", "#d55e00", "#007f5f", "#a2478a")
_MARKERS = ("circle", "square", "triangle", "diamond")
_LABEL_HEIGHT = 17


@dataclass(frozen=True)
class _Axis:
    """A logarithmic scale from numbers to pixels."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the pixel of a number; the middle where there is but one number."""
        if self.low == self.high:
            return (self.start + self.end) / 2
        share = (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return self.start + share * (self.end - self.start)


def svg(run: Run) -> str:
    """Return the plot of a run, p50 to the left and p95 to the right. Raises ValueError without any row."""
    if not run.rows:
        raise ValueError("Nothing was measured, so there is nothing to plot.")
    values = [value for row in run.rows for value in (row.p50, row.p95)]
    low, high = 10.0 ** floor(log10(min(values))), 10.0 ** ceil(log10(max(values)))
    y = _Axis(low, high if high > low else low * 10, _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-labelledby="title description" font-family="sans-serif" font-size="13">',
        '<title id="title">Latency of search over the number of practices</title>',
        f'<desc id="description">{escape(alt_text(run))}</desc>',
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="8" fill="{_PANEL}" stroke="{_GRID}"/>',
        *_panel(run, y, left=60, heading="p50: half of the searches are faster", value=lambda row: row.p50),
        *_panel(run, y, left=528, heading="p95: 95 % of the searches are faster", value=lambda row: row.p95),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _panel(run: Run, y: _Axis, *, left: float, heading: str, value: Callable[[Row], float]) -> Iterator[str]:
    right = left + 196
    x = _Axis(run.sizes[0], run.sizes[-1], left + 12, right - 12)
    yield _text(left - 40, 30, heading, weight="bold", size=15)
    yield _text(left - 40, 50, "ms", colour=_FAINT)
    yield from _grid(run.sizes, x, y, left=left, right=right)
    ends: list[tuple[float, int, str]] = []
    for number, name in enumerate(run.contenders):
        rows = sorted((row for row in run.rows if row.contender == name), key=lambda row: row.size)
        points = [(x.at(row.size), y.at(value(row))) for row in rows]
        path = " ".join(f"{across:.1f},{down:.1f}" for across, down in points)
        yield f'<polyline points="{path}" fill="none" stroke="{_colour(number)}" stroke-width="2.5"/>'
        yield from (_marker(number, across, down) for across, down in points)
        ends.append((points[-1][1], number, f"{name}: {two_digits(value(rows[-1]))} ms"))
    for down, (wished, number, label) in _apart(ends):
        yield (
            f'<path d="M{right - 4:.1f} {wished:.1f} L{right + 8:.1f} {down:.1f}" stroke="{_colour(number)}" '
            'fill="none"/>'
        )
        yield _marker(number, right + 16, down)
        yield _text(right + 27, down + 4.5, label)


def _grid(sizes: Sequence[int], x: _Axis, y: _Axis, *, left: float, right: float) -> Iterator[str]:
    decade = y.low
    while decade <= y.high * 1.001:
        down = y.at(decade)
        yield f'<path d="M{left} {down:.1f} H{right}" stroke="{_GRID}"/>'
        yield _text(left - 8, down + 4.5, f"{decade:,g}", colour=_FAINT, anchor="end")
        for step in (2, 5):
            if decade * step < y.high:
                yield f'<path d="M{left} {y.at(decade * step):.1f} H{right}" stroke="{_GRID}" stroke-dasharray="2 4"/>'
        decade *= 10
    for size in sizes:
        yield f'<path d="M{x.at(size):.1f} {_TOP} V{_BOTTOM}" stroke="{_GRID}"/>'
        yield _text(x.at(size), _BOTTOM + 22, f"{size:,}", colour=_FAINT, anchor="middle")
    yield _text((left + right) / 2, _BOTTOM + 44, "practices", colour=_FAINT, anchor="middle")


def _apart(ends: list[tuple[float, int, str]]) -> Iterator[tuple[float, tuple[float, int, str]]]:
    """Yield the labels with heights at which they do not overlap, near to where they wish to be."""
    wished = sorted(ends)
    heights: list[float] = []
    for down, *_rest in wished:
        heights.append(max(down, heights[-1] + _LABEL_HEIGHT if heights else down))
    # Pushed down only, the lowest may leave the panel: then all that press on it move up.
    limit = float(_BOTTOM)
    for number in reversed(range(len(heights))):
        heights[number] = min(heights[number], limit)
        limit = heights[number] - _LABEL_HEIGHT
    return zip(heights, wished, strict=True)


def _colour(number: int) -> str:
    return _COLOURS[number % len(_COLOURS)]


def _marker(number: int, x: float, y: float) -> str:
    colour = f'fill="{_colour(number)}"'
    match _MARKERS[number % len(_MARKERS)]:
        case "circle":
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" {colour}/>'
        case "square":
            return f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" {colour}/>'
        case "triangle":
            return f'<path d="M{x:.1f} {y - 6:.1f} l6 10.5 h-12 z" {colour}/>'
        case _:
            return f'<path d="M{x:.1f} {y - 6.5:.1f} l6.5 6.5 l-6.5 6.5 l-6.5 -6.5 z" {colour}/>'


def _text(
    x: float,
    y: float,
    text: str,
    *,
    colour: str = _INK,
    anchor: str = "start",
    weight: str = "normal",
    size: int = 13,
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}" font-weight="{weight}" '
        f'font-size="{size}">{escape(text)}</text>'
    )
