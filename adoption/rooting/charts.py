"""The charts: a survival curve with its interval, small curves side by side, columns by month, bars."""

from collections.abc import Sequence
from textwrap import wrap

from django.utils.translation import gettext as _

from adoption.rooting import drawing
from adoption.rooting.drawing import line, moved, number, path, rect, text
from adoption.rooting.figures import Figures, Group, MonthEnd
from adoption.rooting.survival import DAYS_A_MONTH, Curve
from adoption.rooting.tables import Bar, percent, state_labels

WIDE, NARROW = 720, 350  # units are pixels at the usual size
PANEL = 330
BARS = 640
_LEFT, _RIGHT, _FOOT = 48, 14, 64
# From the bottom up: what took root best stands on the ground.
_STACKED = ("embedded", "in-use", "trying", "considering", "stopped")

Drawn = tuple[list[str], float]


def survival(curve: Curve, width: float, *, height: float = 330, every: int = 0) -> Drawn:
    """Return the shapes of a curve and their height: axes, 95 % band, steps, marks of censoring, numbers at risk."""
    months = max(6, int(curve.days[-1] / DAYS_A_MONTH) + 1)
    every = every or next(step for step in (3, 6, 12, 24, 48, 96, 960) if months / step <= width / 60)
    right, bottom = width - _RIGHT, height - _FOOT

    def x(days: float) -> float:
        return _LEFT + (right - _LEFT) * days / (months * DAYS_A_MONTH)

    def y(share: float) -> float:
        return bottom - (bottom - 10) * share

    parts = []
    for quarter in (0, 0.25, 0.5, 0.75, 1):
        parts.append(line(_LEFT, y(quarter), right, y(quarter), "rc-grid" if quarter else "rc-axis"))
        parts.append(text(_LEFT - 6, y(quarter) + 4, percent(quarter), anchor="end", kind="rc-soft"))
    lows = [value if low is None else low for value, low in zip(curve.values, curve.lows, strict=True)]
    highs = [value if high is None else high for value, high in zip(curve.values, curve.highs, strict=True)]
    xs = [x(day) for day in curve.days]
    there = _steps(xs, [y(high) for high in highs], x(0), y(1))
    back = _steps(xs, [y(low) for low in lows], x(0), y(1))
    parts.append(path(f"M{' L'.join([*there, *reversed(back)])}Z", "rc-band"))
    parts.append(
        path(f"M{' L'.join(_steps(xs, [y(value) for value in curve.values], x(0), y(1)))}", "rc-line")
    )
    marks = {round(x(day)): y(curve.share_at(day).value) for day in curve.censored_days}
    if len(marks) > width / 8:  # so many that they would only hide the line; the numbers at risk tell of them
        marks = {}
    ticks = "".join(f"M{at} {number(height - 4)}v8" for at, height in marks.items())
    parts.append(path(ticks, "rc-censor") if ticks else "")
    parts.append(text(_LEFT, bottom + 38, _("Still followed"), kind="rc-soft"))
    for month in range(0, months + 1, every):
        at = x(month * DAYS_A_MONTH)
        parts.append(line(at, bottom, at, bottom + 4, "rc-axis"))
        parts.append(text(at, bottom + 18, str(month), anchor="middle"))
        followed = curve.at_risk_at(month * DAYS_A_MONTH)
        parts.append(text(at, bottom + 56, str(followed), anchor="middle", kind="rc-soft"))
    parts.append(text(right, bottom + 38, _("months after the start"), anchor="end", kind="rc-soft"))
    return parts, height


def _steps(xs: Sequence[float], ys: Sequence[float], x: float, y: float) -> list[str]:
    """Return the corners of a falling stair from (x, y); falls of less than a pixel wait for the next."""
    corners = [f"{number(x)} {number(y)}"]
    for at, height in zip(xs, ys, strict=True):
        if abs(height - y) >= 0.8:
            corners += [f"{number(at)} {number(y)}", f"{number(at)} {number(height)}"]
            y = height
    return [*corners, f"{number(xs[-1])} {number(y)}"]


def panel(group: Group) -> Drawn:
    """Return the small curve of a group."""
    return survival(group.curve, PANEL, height=230) if group.curve else ([], 0)


def panels(groups: Sequence[Group]) -> Drawn:
    """Return the curves of groups two in a row, each under its name."""
    parts, across = [], 2
    shown = [group for group in groups if group.curve]
    for n, group in enumerate(shown):
        right, down = (n % across) * (PANEL + 30), (n // across) * 290
        names = wrap(f"{group.label} (n = {group.number})", 44)[:2]
        heading = [text(0, 16 + 18 * row, name) for row, name in enumerate(names)]
        parts.append(moved([*heading, moved(panel(group)[0], down=44)], right=right, down=down))
    return parts, 290 * -(-len(shown) // across)


def over_time(months: Sequence[MonthEnd], width: float) -> Drawn:
    """Return columns of the states by month, one upon another, and what each colour means."""
    labels = state_labels()
    height, bottom, right = 300.0, 270.0, width - _RIGHT
    most = _round_up(max((sum(end.states.values()) for end in months), default=1))
    step = (right - _LEFT) / max(1, len(months))
    parts = []
    for quarter in (0, 1, 2, 3, 4):
        level = bottom - (bottom - 10) * quarter / 4
        parts.append(line(_LEFT, level, right, level, "rc-grid" if quarter else "rc-axis"))
        if most * quarter % 4 == 0:
            parts.append(text(_LEFT - 6, level + 4, str(most * quarter // 4), anchor="end", kind="rc-soft"))
    for state in _STACKED:
        below = _STACKED[: _STACKED.index(state)]
        boxes = []
        for n, end in enumerate(months):
            base = sum(end.states[each] for each in below)
            tall = (bottom - 10) * end.states[state] / most
            top = bottom - (bottom - 10) * base / most - tall
            if tall > 0:
                wide = max(step - 1, step * 0.7)
                boxes.append(
                    f"M{number(_LEFT + n * step)} {number(top)}h{number(wide)}v{number(tall)}h-{number(wide)}z"
                )
        parts.append(path("".join(boxes), f"rc-{state}") if boxes else "")
    every = next(n for n in (1, 3, 6, 12, 24, 60, 120, 1200) if len(months) / n <= width / 85)
    for n in range(0, len(months), every):
        if n and _LEFT + n * step > width - 50:  # no room for the words
            break
        year, month = months[n].month.split("-")
        parts.append(text(_LEFT + n * step, bottom + 20, f"{int(month)}/{year}", kind="rc-soft"))
    for n, state in enumerate(reversed(_STACKED)):
        down = height + 12 + 22 * n
        parts += [rect(_LEFT, down, 14, 14, f"rc-{state}"), text(_LEFT + 22, down + 12, labels[state])]
    return parts, height + 12 + 22 * len(_STACKED)


def _round_up(value: int) -> int:
    """Return the next number that has four round quarters."""
    size = 1
    while True:
        for first in (4, 8, 12, 20, 40):
            if first * size >= value:
                return first * size
        size *= 10


def bars(rows: Sequence[Bar], width: float = BARS) -> Drawn:
    """Return a bar a row, its label above it and its figure behind it."""
    parts: list[str] = []
    room = width - 130
    for n, bar in enumerate(rows):
        down = 46 * n
        parts += [
            text(0, down + 16, bar.label),
            rect(0, down + 22, room, 16, "rc-track"),
            rect(0, down + 22, room * bar.share, 16, "rc-fill"),
            text(room + 10, down + 35, bar.text),
        ]
    return parts, 46 * len(rows)


def drawn(name: str, figures: Figures, rows: Sequence[Bar]) -> tuple[list[str], float, float] | None:
    """Return the shapes, width and height of a chart for a file; None where it has nothing to draw."""
    found: Drawn | None = None
    width: float = WIDE
    if name == "survival" and figures.curve:
        found = survival(figures.curve, WIDE)
    elif name == "over-time" and figures.months:
        found = over_time(figures.months, WIDE)
    elif name.startswith("by-"):
        found, width = panels(figures.groups[name.removeprefix("by-")]), 2 * PANEL + 30
    elif rows:
        found, width = bars(rows), BARS
    return (found[0], width, found[1]) if found and found[1] else None


def both_widths(name: str, figures: Figures) -> str:
    """Return a chart of the page twice, for wide and for narrow screens; "" where it is not one that is drawn."""
    found = []
    for width, kind in ((WIDE, "rooting-chart--wide"), (NARROW, "rooting-chart--narrow")):
        if name == "survival" and figures.curve:
            parts, height = survival(figures.curve, width)
        elif name == "over-time" and figures.months:
            parts, height = over_time(figures.months, width)
        else:
            return ""
        found.append(drawing.inline(parts, width, height, kind))
    return "".join(found)
