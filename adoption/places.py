"""Finland's regions: codes, names in each language, and outlines for a map drawn without outside tiles."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from practices.localised import in_language

FILE = Path(__file__).with_name("regions.json")


@dataclass(frozen=True)
class Region:
    """A region. `path` is SVG path data in the map's units, (x, y) a point within for a number."""

    code: str
    names: dict[str, str]
    path: str
    x: int
    y: int

    def __str__(self) -> str:
        return in_language(self.names)


@dataclass(frozen=True)
class Map:
    """All regions and the size of the map that they make up, in its own units."""

    width: int
    height: int
    regions: tuple[Region, ...]


@cache
def finland() -> Map:
    """Return the map of Finland by region; the file says where the outlines come from."""
    told = json.loads(FILE.read_text())
    return Map(told["width"], told["height"], tuple(Region(**region) for region in told["regions"]))


@cache
def _by_word() -> dict[str, Region]:
    found: dict[str, Region] = {}
    for region in finland().regions:
        for word in (region.code, *region.names.values()):
            found[word.casefold()] = region
    return found


def region_of(word: str) -> Region | None:
    """Return the region of a code or of a name in any language (as Organisation.region has it), or nothing."""
    return _by_word().get(word.strip().casefold())


def region_choices() -> list[tuple[str, str]]:
    """Return (code, name in the active language), by name."""
    return sorted(((each.code, str(each)) for each in finland().regions), key=lambda each: each[1].casefold())
