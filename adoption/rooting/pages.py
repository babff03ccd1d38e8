"""What the pages of rooting are made of: sections with a chart, its table and its files; the filters; key figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adoption.models import Adoption
from adoption.rooting import charts, drawing
from adoption.rooting.drawing import inline
from adoption.rooting.figures import Figures
from adoption.rooting.filters import NAMES, WITHOUT, Choices, Filters, headings
from adoption.rooting.rows import Practice
from adoption.rooting.survival import DAYS_A_MONTH, Share
from adoption.rooting.tables import TABLES, Table, interval, percent, state_labels, table_of

KINDS = ("svg", "png", "csv", "xlsx")
ONLY_TABLES = {"matrix": ("csv", "xlsx")}
CHARTS = tuple(name for name in TABLES if name != "matrix")


@dataclass(frozen=True)
class Small:
    """A small curve of a group, under its name."""

    label: str
    number: int
    drawing: SafeString


@dataclass(frozen=True)
class Section:
    """A chart of the page: its table, what is drawn, and the kinds of its files."""

    table: Table
    drawing: SafeString
    small: Sequence[Small]
    kinds: Sequence[str]


@dataclass(frozen=True)
class Option:
    """A choice of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """A filter of the form."""

    name: str
    label: str
    options: Sequence[Option]


@dataclass(frozen=True)
class KeyFigure:
    """A number that stands out, and what it counts."""

    number: str
    words: str


@dataclass(frozen=True)
class NamedRow:
    """An institution of the matrix: (state, its name) for each practice."""

    name: str
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class MatrixPart:
    """The part of the matrix that a page shows."""

    practices: Sequence[Practice]
    rows: Sequence[NamedRow]
    is_whole: bool
    kinds: Sequence[str] = ONLY_TABLES["matrix"]


def sections(figures: Figures) -> list[Section]:
    """Return every chart but the matrix, in the order of the page."""
    return [_section(name, figures) for name in CHARTS]


def _section(name: str, figures: Figures) -> Section:
    table = table_of(name, figures)
    groups = figures.groups.get(name.removeprefix("by-"), ()) if name.startswith("by-") else ()
    return Section(
        table,
        # Made by `drawing`, which escapes every word.
        mark_safe(charts.both_widths(name, figures)),  # noqa: S308
        [
            Small(group.label, group.number, mark_safe(inline(*_panel(group), "rooting-chart--small")))  # noqa: S308
            for group in groups
            if group.curve
        ],
        () if table.missing else kinds_of(name),
    )


def _panel(group: object) -> tuple[list[str], float, float]:
    parts, height = charts.panel(group)  # type: ignore[arg-type]
    return parts, charts.PANEL, height


def kinds_of(name: str) -> tuple[str, ...]:
    """Return the kinds of file that a chart comes in; none for a name that no chart has."""
    return ONLY_TABLES.get(name, KINDS) if name in TABLES else ()


def fields(choices: Choices, filters: Filters) -> list[Field]:
    """Return the filters of the form, those that have something to choose."""
    any_one = _("every one")
    labels = {WITHOUT: _("left out")}
    found = []
    for name in NAMES:
        known = choices.labels[name]
        chosen = getattr(filters, name)
        first = Option("", _("shown too") if name == "demo" else any_one, not chosen)
        options = [Option(value, label or labels[value], value == chosen) for value, label in known.items()]
        if known:
            found.append(Field(name, headings()[name], [first, *options]))
    return found


def chosen_words(choices: Choices, filters: Filters) -> str:
    """Return the filters in force in words: "Theme: …; Region: …"; "" for none."""
    names = headings()
    words = {WITHOUT: _("left out")}
    return "; ".join(
        f"{names[name]}: {choices.label(name, value) or words[value]}"
        for name in NAMES
        if (value := getattr(filters, name))
    )


def key_figures(figures: Figures) -> list[KeyFigure]:
    """Return the numbers that the page begins with."""
    in_use = sum(step.now for step in figures.steps if step.state in Adoption.IN_USE)
    found = [
        KeyFigure(
            str(figures.adoptions), ngettext("adoption counted", "adoptions counted", figures.adoptions)
        ),
        KeyFigure(
            str(figures.institutions),
            ngettext("institution with them", "institutions with them", figures.institutions),
        ),
        KeyFigure(
            str(figures.practices),
            ngettext("practice taken into use", "practices taken into use", figures.practices),
        ),
        KeyFigure(str(in_use), _("in use or embedded now")),
    ]
    for month in (12, 24):
        share = share_after(figures, month)
        if share:
            words = _("estimated to be still in use after %(n)d months (95 %% interval %(interval)s)")
            found.append(KeyFigure(percent(share.value), words % {"n": month, "interval": interval(share)}))
    return found


def share_after(figures: Figures, month: int) -> Share | None:
    """Return the share still in use after so many months; None where nobody is followed that long."""
    days = month * DAYS_A_MONTH
    return figures.curve.share_at(days) if figures.curve and figures.curve.at_risk_at(days) else None


def matrix_part(figures: Figures, *, rows: int, columns: int) -> MatrixPart:
    """Return so much of the matrix as a page bears."""
    whole, labels = figures.matrix, state_labels()
    shown = [
        NamedRow(row.name, [(state, labels.get(state, "")) for state in row.states[:columns]])
        for row in whole.rows[:rows]
    ]
    is_whole = len(whole.rows) <= rows and len(whole.practices) <= columns
    return MatrixPart(whole.practices[:columns], shown, is_whole)


def states_explained() -> dict[str, str]:
    """Return {state: its name}, for the key of the matrix."""
    return state_labels()


def notes(table: Table, figures: Figures, chosen: str) -> list[str]:
    """Return what must be known of a file that is read without its page."""
    found = [
        table.note,
        chosen,
        _("n = %(n)d adoptions, %(institutions)d institutions.")
        % {"n": figures.adoptions, "institutions": figures.institutions},
        f"{_('Example data')}. {demo_words(figures.demo)}" if figures.demo else "",
        f"Käytäntöpankki · Praxisbanken, {settings.SITE_URL}, {date_format(figures.today)}",
    ]
    return [note for note in found if note]


def demo_words(number: int) -> str:
    """Return the notice of demonstration data among the figures; "" where there is none."""
    if not number:
        return ""
    return (
        ngettext(
            "%d of these adoptions is made up, to show how the page works.",
            "%d of these adoptions are made up, to show how the page works.",
            number,
        )
        % number
    )


def svg_file(name: str, figures: Figures, chosen: str) -> str | None:
    """Return a chart as a file of its own; None where there is nothing to draw."""
    table = table_of(name, figures)
    shapes = charts.drawn(name, figures, table.bars)
    if shapes is None:
        return None
    parts, width, height = shapes
    return drawing.file(parts, width, height, title=table.title, below=notes(table, figures, chosen))
