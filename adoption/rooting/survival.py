"""How long practices live once they are taken into use: the Kaplan–Meier estimate with its interval.

An adoption's time runs from the day since when the practice was in use until the day on which it was stopped. One
that was not stopped is censored: it is followed to the last day on which anybody said how it is (see `rows.Row`), and
nothing is assumed of it after that, neither that it lives on nor that it died.
"""

import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any, NamedTuple

DAYS_A_MONTH = 365.25 / 12
LEVEL = 0.95


class Time(NamedTuple):
    """How many days an adoption was followed, and whether it was stopped then."""

    days: int
    stopped: bool


@dataclass(frozen=True)
class Share:
    """The share of adoptions that are estimated to live at a time, with its 95 % interval.

    The interval is None where it is not defined: nothing stopped yet, or everything did.
    """

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Month:
    """A row of the curve's table: what is known `month` months after the start.

    `at_risk` adoptions are still followed then; `stopped` of them stopped since the row before.
    """

    month: int
    at_risk: int
    stopped: int
    share: Share


@dataclass(frozen=True)
class Curve:
    """A survival curve. `days` are the different times in order; the i-th of all else holds from the i-th time on."""

    days: tuple[float, ...]
    values: tuple[float, ...]
    lows: tuple[float | None, ...]
    highs: tuple[float | None, ...]
    events: tuple[int, ...]  # stopped at the time
    leaving: tuple[int, ...]  # stopped or censored at the time
    at_risk: tuple[int, ...]  # followed until just before the time

    @property
    def number(self) -> int:
        """How many adoptions the curve stands on."""
        return sum(self.leaving)

    @property
    def stopped(self) -> int:
        """How many of them were stopped."""
        return sum(self.events)

    @property
    def censored_days(self) -> tuple[float, ...]:
        """The times at which somebody was last heard of without having stopped."""
        return tuple(
            day for day, out, events in zip(self.days, self.leaving, self.events, strict=True) if out > events
        )

    def share_at(self, days: float) -> Share:
        """Return the share that lives on after so many days."""
        place = bisect_right(self.days, days)
        if not place:
            return Share(1.0, None, None)
        return Share(self.values[place - 1], self.lows[place - 1], self.highs[place - 1])

    def at_risk_at(self, days: float) -> int:
        """Return how many are followed at least so many days."""
        place = bisect_left(self.days, days)
        return self.at_risk[place] if place < len(self.days) else 0

    def months(self, *, step: int = 3) -> list[Month]:
        """Return what is known at 0, `step`, 2 × `step`… months, as far as anybody is still followed."""
        sums = (0, *accumulate(self.events))
        rows, before = [], 0
        month = 0
        while at_risk := self.at_risk_at(month * DAYS_A_MONTH):
            until = sums[bisect_right(self.days, month * DAYS_A_MONTH)]
            rows.append(Month(month, at_risk, until - before, self.share_at(month * DAYS_A_MONTH)))
            before, month = until, month + step
        return rows


def kaplan_meier(times: Iterable[Time]) -> Curve:
    """Return the product-limit estimate with the log-log 95 % interval (Kalbfleisch and Prentice 1980).

    Reckoned by `scipy.stats.ecdf`. Checked in the tests against the remission times of 6-mercaptopurine (Freireich
    1963, Gehan 1965), the worked example of Collett's and of Cox and Oakes' textbooks.
    """
    # Imported where it is used: it takes seconds and a hundred megabytes that only the web server needs.
    import numpy as np
    from scipy import stats

    # Numbers one by one: of a list of tuples numpy makes an array ten times slower.
    known = np.fromiter(chain.from_iterable(times), dtype=float).reshape(-1, 2)
    if not known.size:
        return Curve((), (), (), (), (), (), ())
    days, stopped = known[:, 0], known[:, 1] == 1
    survival = stats.ecdf(stats.CensoredData.right_censored(days, ~stopped)).sf
    different = survival.quantiles
    with warnings.catch_warnings():
        # The library warns of times before the first event and after the last life, where there is no interval.
        warnings.simplefilter("ignore", RuntimeWarning)
        interval = survival.confidence_interval(LEVEL, method="log-log")
    leaving = np.searchsorted(np.sort(days), different, "right")
    events = np.searchsorted(np.sort(days[stopped]), different, "right")
    out = np.diff(leaving, prepend=0)
    return Curve(
        days=tuple(different.tolist()),
        values=tuple(survival.probabilities.tolist()),
        lows=_numbers(interval.low.probabilities),
        highs=_numbers(interval.high.probabilities),
        events=tuple(np.diff(events, prepend=0).tolist()),
        leaving=tuple(out.tolist()),
        at_risk=tuple((len(known) - leaving + out).tolist()),
    )


def warm_up() -> None:
    """Load the library, so that no visitor waits for it: it takes a second or two."""
    kaplan_meier([Time(1, stopped=True)])


def _numbers(values: Any) -> tuple[float | None, ...]:
    return tuple(value if value == value else None for value in values.tolist())
