"""Practices side by side: a row a thing to compare, a cell a practice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from adoption.fit.conditions import sentences
from adoption.fit.fitting import Fit
from adoption.reading.lasting import Lasting

MOST_LINES = 6  # of a long list in one cell; the practice's page has them all
NAMED = "named"  # told in words that the portal shares: such rows can differ or be alike
WORDS = "words"  # told in the practice's own words, which are never alike


@dataclass(frozen=True)
class Item:
    """A line of a cell; `apart` where not every practice of the row has it."""

    text: str
    apart: bool = False


@dataclass(frozen=True)
class Cell:
    """What one practice tells; empty where it does not. `verdict` and `url` belong to the answer on a profile."""

    items: tuple[Item, ...] = ()
    more: int = 0
    verdict: str = ""
    url: str = ""
    demo: bool = False
    language: str = ""  # of the practice's own words


@dataclass(frozen=True)
class Row:
    """What is compared. `differs` is None where it is not told or cannot be said."""

    label: str
    cells: tuple[Cell, ...]
    in_content: bool = False  # the words are the page's own, in the page's language
    differs: bool | None = None


Teller = Callable[[Fit], Sequence[str]]


def _lines(value: str) -> list[str]:
    return [value] if value else []


def _musts(fit: Fit) -> Sequence[str]:
    return fit.conditions.musts


def _risks(fit: Fit) -> list[str]:
    return [block["value"]["risk"] for block in fit.page.risks.raw_data if block["value"].get("risk")]


def _steps(fit: Fit) -> list[str]:
    n = len(fit.page.steps.raw_data)
    return [ngettext("%(n)d step", "%(n)d steps", n) % {"n": n}] if n else []


def _results(fit: Fit) -> list[str]:
    page = fit.page
    kinds = {block["type"] for block in page.results.raw_data}
    told = (
        ("paragraph" in kinds, _("in words")),
        ("chart" in kinds, _("in figures")),
        (bool(sentences(page.evaluations)), _("evaluated")),
        (bool(page.student_quotes.raw_data), _("in students' words")),
        (bool(sentences(page.what_did_not_work)), _("what did not work")),
    )
    return [words for there, words in told if there]


def _profile(fit: Fit) -> list[str]:
    return [f"{capfirst(label)}: {grade}" for label, grade in fit.page.profile()]


def _in_use(fit: Fit) -> list[str]:
    n = fit.conditions.experience.in_use
    return [ngettext("at %(n)d institution", "at %(n)d institutions", n) % {"n": n}]


def _themes(fit: Fit) -> list[str]:
    return [str(link.tag) for link in fit.page.theme_links.all()]


# (label, what tells it, NAMED or WORDS), in the order of reading.
TOLD: tuple[tuple[Any, Teller, str], ...] = (
    (gettext_lazy("Promise"), lambda fit: _lines(fit.page.promise), WORDS),
    (gettext_lazy("Themes"), _themes, NAMED),
    (gettext_lazy("For whom"), lambda fit: tuple(fit.conditions.groups.values()), NAMED),
    (gettext_lazy("Setting"), lambda fit: tuple(fit.conditions.settings.values()), NAMED),
    (gettext_lazy("Time needed"), lambda fit: _lines(fit.page.time_needed), WORDS),
    (gettext_lazy("Group size"), lambda fit: _lines(fit.page.group_size), WORDS),
    (gettext_lazy("Staff hours"), lambda fit: _lines(fit.page.staff_hours), WORDS),
    (gettext_lazy("Cost"), lambda fit: _lines(capfirst(fit.page.get_cost_display())), NAMED),
    (gettext_lazy("Maturity"), lambda fit: _lines(capfirst(fit.page.get_maturity_display())), NAMED),
    (gettext_lazy("Number of steps"), _steps, NAMED),
    (gettext_lazy("What must be in place"), _musts, WORDS),
    (gettext_lazy("Conditions"), lambda fit: sentences(fit.page.conditions), WORDS),
    (gettext_lazy("What may go wrong"), _risks, WORDS),
    (gettext_lazy("Results that are told"), _results, NAMED),
    (gettext_lazy("Self-rated profile"), _profile, NAMED),
)


def rows_of(fits: Sequence[Fit], lasting: Mapping[UUID, Lasting]) -> list[Row]:
    """Return the rows of practices side by side; the answer on a profile comes first where there is a profile."""
    rows = [_row(str(label), fits, teller, kind) for label, teller, kind in TOLD]
    rows.append(_with_demo(_row(_("In use"), fits, _in_use, NAMED), fits))
    rows.append(
        _with_demo(_row(_("In use after a year"), fits, lambda fit: _lasts(fit, lasting), NAMED), fits)
    )
    if fits and not fits[0].profile.is_empty:
        cells = tuple(Cell((Item(fit.words),), verdict=fit.whole.value, url=fit.url) for fit in fits)
        rows.insert(0, Row(_("Does it fit us?"), cells, differs=_differs([[fit.words] for fit in fits])))
    return rows


def _with_demo(row: Row, fits: Sequence[Fit]) -> Row:
    """Return a row whose figures are marked where made-up institutions are among them."""
    pairs = zip(row.cells, fits, strict=True)
    marked = (replace(cell, demo=bool(cell.items) and fit.conditions.experience.demo) for cell, fit in pairs)
    return replace(row, cells=tuple(marked))


def _lasts(fit: Fit, lasting: Mapping[UUID, Lasting]) -> list[str]:
    told = lasting.get(fit.page.translation_key)
    if told is None:
        return []
    figures = {"still": told.still, "counted": told.counted, "n": told.unknown}
    lines = [_("at %(still)d of %(counted)d institutions") % figures]
    return [*lines, _("not answered: %(n)d") % figures] if told.unknown else lines


def _row(label: str, fits: Sequence[Fit], teller: Teller, kind: str) -> Row:
    told = [list(teller(fit)) for fit in fits]
    if kind == WORDS:
        pairs = zip(told, fits, strict=True)
        cells = tuple(replace(_cell(lines), language=_language(fit)) for lines, fit in pairs)
        return Row(label, cells, in_content=True)
    everywhere = set.intersection(*map(set, told)) if told else set()
    # Where nothing is common to all, all of it would be marked; then the row's own mark says it.
    cells = tuple(_cell(lines, apart=set(lines) - everywhere if everywhere else set()) for lines in told)
    return Row(label, cells, differs=_differs(told))


def _language(fit: Fit) -> str:
    page = fit.page.alias_of if fit.page.alias_of_id else fit.page
    return str(page.locale.language_code)


def _cell(lines: list[str], apart: set[str] | frozenset[str] = frozenset()) -> Cell:
    shown = lines if len(lines) <= MOST_LINES else lines[: MOST_LINES - 1]
    return Cell(tuple(Item(line, line in apart) for line in shown), more=len(lines) - len(shown))


def _differs(told: list[list[str]]) -> bool | None:
    """Return whether practices tell different things; None where one of them tells nothing, or there is but one."""
    if len(told) < 2 or not all(told):
        return None
    return any(set(lines) != set(told[0]) for lines in told)
