"""Which institution uses which practice: the institutions that may be named, and the practices that are published."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adoption.rooting.rows import Catalogue, Practice, Row


@dataclass(frozen=True)
class MatrixRow:
    """An institution and the state of each practice, "" where it has not taken it into use."""

    name: str
    slug: str
    states: Sequence[str]


@dataclass(frozen=True)
class Matrix:
    """Practices in the order of columns, the most adopted first, and institutions by name.

    `unnamed` institutions have adoptions and are not among the rows.
    """

    practices: Sequence[Practice]
    rows: Sequence[MatrixRow]
    unnamed: int


def matrix_of(
    rows: Sequence[Row], catalogue: Catalogue, names: Mapping[int, tuple[str, str]], *, everything: bool
) -> Matrix:
    """Return the matrix of adoptions: those that may be named to readers, or all of the register's (`everything`)."""
    shown = [
        row
        for row in rows
        if row.organisation in names and row.practice in catalogue.practices and (row.is_public or everything)
    ]
    most = Counter(row.practice for row in shown)
    columns = sorted(most, key=lambda key: (-most[key], catalogue.practices[key].title.casefold()))
    states: dict[int, dict[str, str]] = {}
    for row in shown:
        if row.organisation is not None:
            states.setdefault(row.organisation, {})[row.practice] = row.state
    found = [
        MatrixRow(*names[organisation], [mine.get(key, "") for key in columns])
        for organisation, mine in states.items()
    ]
    everybody = {row.institution for row in rows}
    return Matrix(
        [catalogue.practices[key] for key in columns],
        sorted(found, key=lambda each: each.name.casefold()),
        len(everybody) - len(states),
    )
