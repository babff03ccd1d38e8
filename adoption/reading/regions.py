"""Where in Finland a practice is in use.

The rule of small numbers: an institution that does not want to be named is counted into its region only where at least
three such institutions of the region use the practice. The others stand together in one row without a region, so that
nobody can tell from the map which the one in a small region is.
"""

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from adoption.models import Adoption
from adoption.places import Region, finland, region_of

FEWEST_UNNAMED = 3
# The least number of each shade of the map, from the lightest to the darkest.
SHADES = (1, 2, 4, 8)


@dataclass(frozen=True)
class RegionCount:
    """A region with the number of institutions that use the practice, as far as it may be told."""

    region: Region
    number: int

    @property
    def shade(self) -> int:
        """The shade on the map, 0 for none to 4."""
        return sum(self.number >= least for least in SHADES)


@dataclass(frozen=True)
class Spread:
    """Every region, and how many institutions are not told of by region."""

    regions: list[RegionCount]
    elsewhere: int

    @property
    def told(self) -> list[RegionCount]:
        """The regions that have any, most first."""
        having = [each for each in self.regions if each.number]
        return sorted(having, key=lambda each: (-each.number, str(each.region).casefold()))

    @property
    def shades(self) -> list[tuple[int, str]]:
        """Return (shade, numbers that it stands for) of the shades on the map."""
        used = {each.shade for each in self.told}
        return [(n, text) for n, text in enumerate(_shade_texts(), 1) if n in used]


def spread_of(adoptions: Iterable[Adoption], named: Set[object]) -> Spread:
    """Return where the adoptions are; `named` has the keys of those whose institution may be named."""
    open_counts: Counter[str] = Counter()
    hidden_counts: Counter[str] = Counter()
    total = 0
    for adoption in adoptions:
        total += 1
        institution: Any = adoption.organisation or adoption.suggested
        region = region_of(institution.region)
        if region is not None:
            (open_counts if adoption.pk in named else hidden_counts)[region.code] += 1
    counts = {
        region.code: open_counts[region.code]
        + (hidden_counts[region.code] if hidden_counts[region.code] >= FEWEST_UNNAMED else 0)
        for region in finland().regions
    }
    regions = [RegionCount(region, counts[region.code]) for region in finland().regions]
    return Spread(regions, total - sum(counts.values()))


def _shade_texts() -> list[str]:
    texts = []
    for least, following in zip(SHADES, [*SHADES[1:], 0], strict=True):
        most = following - 1
        texts.append(f"{least}+" if not following else str(least) if most == least else f"{least}–{most}")
    return texts
