"""How practices fare, as packages above this one know it: facets and orders of lists, and a line on cards.

Such a package registers what it knows when the site starts, so that this one need not know it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

# Begin the names under which a query carries what is registered here.
NUMBER, NOTE, VALUE = "number_", "note_", "value_"


@dataclass(frozen=True)
class FurtherFacet:
    """A facet whose values practices have for what happens to them, in every language alike."""

    name: str
    label: Any
    # Returns {value: label in the active language} in the order in which they are offered.
    labels: Callable[[], dict[str, str]]
    # Given a value, returns a query of one column: the translation keys of the practices that have it.
    practices_of: Callable[[str], Any]


@dataclass(frozen=True)
class FurtherOrder:
    """An order of lists: the practices with the greatest number first. Its name is one of search.documents.NUMBERS."""

    name: str
    label: Any
    # Returns an expression over practices, for which OuterRef("translation_key") is the practice.
    number: Callable[[], Any]


@dataclass(frozen=True)
class CardNote:
    """A line on a practice's card and hit, in the active language; nothing where `words` returns ""."""

    # By name an expression over practices, as in FurtherOrder.
    numbers: Callable[[], Mapping[str, Any]]
    words: Callable[[Mapping[str, int]], str]


facets: dict[str, FurtherFacet] = {}
orders: dict[str, FurtherOrder] = {}
notes: list[CardNote] = []


def register_order(order: FurtherOrder) -> None:
    """Offer an order in the catalogue and on the search page."""
    orders[order.name] = order


def register_note(note: CardNote) -> None:
    """Show a line on cards and hits of practices."""
    if note not in notes:
        notes.append(note)


def note_columns() -> dict[str, Any]:
    """Return what a query of practices is annotated with for their lines, by name."""
    return {f"{NOTE}{name}": number for note in notes for name, number in note.numbers().items()}


def number_columns() -> dict[str, Any]:
    """Return what a query of practices is annotated with for every order, by name."""
    return {f"{NUMBER}{name}": order.number() for name, order in orders.items()}


def notes_of(numbers: Mapping[str, Any]) -> list[str]:
    """Return the lines of a practice, given what its query was annotated with; none where it was not."""
    found = {name.removeprefix(NOTE): n for name, n in numbers.items() if name.startswith(NOTE)}
    return [words for note in notes if found and (words := note.words(found))]
