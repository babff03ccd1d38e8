"""Figures of practices for reports: what is known, and nothing where nothing is.

Other packages add theirs (`register`); a practice of which a package knows nothing has no figure of it, not a zero.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.models import PracticePage
from publishing.desk.visits import visits_of


@dataclass(frozen=True)
class Figure:
    """A figure in words, such as “12 visits”, under a name that a column of a table may have."""

    name: str
    text: str
    number: int | None = None


# Given pages of practices, one each, returns what is known of them by translation key, in the active language.
Maker = Callable[[Sequence[PracticePage]], Mapping[UUID, Sequence[Figure]]]
_makers: list[tuple[int, Maker]] = []


def register(maker: Maker, *, order: int = 100) -> None:
    """Let a package add figures to reports; the least `order` first."""
    if maker not in [known for _order, known in _makers]:
        _makers.append((order, maker))
        _makers.sort(key=lambda each: each[0])


def figures_of(practices: Sequence[PracticePage]) -> dict[UUID, list[Figure]]:
    """Return what is known of practices, by translation key; those that nothing is known of are left out."""
    found: dict[UUID, list[Figure]] = {}
    for _order, maker in _makers:
        for key, figures in maker(practices).items():
            found.setdefault(key, []).extend(figures)
    return {key: figures for key, figures in found.items() if figures}


def visit_figures(practices: Sequence[PracticePage]) -> dict[UUID, list[Figure]]:
    """Return how often practices were visited, as far back as that is known."""
    counted = visits_of(page.translation_key for page in practices)
    return {
        key: [Figure(_("Visits"), ngettext("%d visit", "%d visits", n) % n, n)] for key, n in counted.items()
    }


register(visit_figures, order=10)
