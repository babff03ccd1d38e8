"""What a practice really takes: the staff hours that institutions told, beside what its makers promise."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median, quantiles

from adoption.models import Adoption

# Fewer would be nobody's middle, and one institution's own figure could be read from them.
ENOUGH = 3


@dataclass(frozen=True)
class Effort:
    """Hours of staff a month: the middle of them, and between which the middle half of the institutions are."""

    institutions: int
    middle: Decimal
    low: Decimal
    high: Decimal


def effort_of(adoptions: Iterable[Adoption]) -> Effort | None:
    """Return what institutions told, each by its newest answer; nothing where less than three did.

    Asks for `follow_ups` of each adoption: prefetch them.
    """
    hours = [told for adoption in adoptions if (told := _newest(adoption)) is not None]
    if len(hours) < ENOUGH:
        return None
    low, _middle, high = quantiles(hours, n=4, method="inclusive")
    return Effort(len(hours), _short(median(hours)), _short(low), _short(high))


def _newest(adoption: Adoption) -> Decimal | None:
    told = [each for each in adoption.follow_ups.all() if each.hours is not None]
    return max(told, key=lambda each: each.month).hours if told else None


def _short(hours: Decimal) -> Decimal:
    """Return hours with at most one decimal, and none where it is nought."""
    rounded = Decimal(hours).quantize(Decimal("0.1"))
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
