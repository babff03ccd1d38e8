"""What packages above this one show on a practice's page, without this one knowing them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Where a part may stand: under the first screen; at the end of a section; beside the print button.
PLACES = ("notice", "evidence", "start", "background", "actions")


@dataclass(frozen=True)
class Part:
    """A template with its context; the page's own context (page, lang) is there too."""

    template: str
    context: dict[str, Any]


# Given a practice's page, returns what to show of it, or nothing.
Maker = Callable[[Any], Part | None]
_makers: dict[str, list[tuple[int, Maker]]] = {place: [] for place in PLACES}


def register(place: str, maker: Maker, *, order: int = 100) -> None:
    """Show on every practice's page what `maker` returns; the least `order` first. Raises KeyError for no place."""
    entry = (order, maker)
    if maker not in [known for _order, known in _makers[place]]:
        _makers[place] = sorted([*_makers[place], entry], key=lambda each: each[0])


def parts_of(page: Any) -> dict[str, list[Part]]:
    """Return the parts of a page by place."""
    return {
        place: [part for _order, maker in makers if (part := maker(page)) is not None]
        for place, makers in _makers.items()
    }
