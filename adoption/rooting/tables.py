"""The figures as tables: what stands beside each chart, and in the files that one can take along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adoption.models import Adoption, FollowUp
from adoption.rooting.figures import FEWEST, FEWEST_IN_CURVE, Figures, Reach, Told
from adoption.rooting.survival import Share
from practices.models import Organisation

Cell = str | int | float | None


@dataclass(frozen=True)
class Bar:
    """A bar of a chart: its length as a share of the whole, and the figure in words."""

    label: str
    share: float
    text: str

    @property
    def percent(self) -> float:
        """Its length in percent of the whole."""
        return round(self.share * 100, 1)


@dataclass(frozen=True)
class Table:
    """A table with its title and what is to be known of it. `missing` says why there is nothing to show."""

    name: str
    title: str
    note: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    bars: Sequence[Bar] = ()
    missing: str = ""


def state_labels() -> dict[str, str]:
    """Return {state: its name in the active language}, in the order in which a practice takes root."""
    state = Adoption.State  # whose own labels are the adopter's words of itself
    return {
        str(state.CONSIDERING): _("being considered"),
        str(state.TRYING): _("being tried out"),
        str(state.IN_USE): _("in use"),
        str(state.EMBEDDED): _("part of everyday life"),
        str(state.STOPPED): _("stopped"),
    }


def too_few_institutions() -> str:
    """Return what is said in place of a figure that would tell of too few."""
    return _("Fewer than %(n)d institutions stand behind this, so it is not shown.") % {"n": FEWEST}


def percent(share: float | None) -> str:
    """Return a share as whole percents in the active language's way; "–" for none."""
    return "–" if share is None else _("%(n)s %%") % {"n": localize(round(share * 100))}


def interval(share: Share) -> str:
    """Return a 95 % interval as "70–90 %", or "–" where there is none."""
    if share.low is None or share.high is None:
        return "–"
    return f"{round(share.low * 100)}–{percent(share.high)}"


def over_time(figures: Figures) -> Table:
    """Return the states at each month's end, the newest last."""
    labels = state_labels()
    return Table(
        "over-time",
        _("Adoptions over time"),
        _("How many adoptions were in each state at the end of the month; of this month, today."),
        [_("Month"), *labels.values()],
        [[end.month, *(end.states[state] for state in labels)] for end in figures.months],
        missing="" if figures.months else _("There is nothing to show yet."),
    )


def states(figures: Figures) -> Table:
    """Return where adoptions stand now, and how many ever came that far."""
    labels = state_labels()
    rows: list[list[Cell]] = [[labels[step.state], step.now, step.came] for step in figures.steps]
    rows.append([labels[Adoption.State.STOPPED], figures.stopped, figures.stopped])
    most = max((step.came for step in figures.steps), default=0) or 1
    bars = [Bar(labels[step.state], step.came / most, f"{step.came}") for step in figures.steps]
    return Table(
        "states",
        _("How far practices have come"),
        _(
            "The bar shows how many ever came at least this far. One that was taken straight into use has passed "
            "the steps before it."
        ),
        [_("State"), _("Now"), _("Ever came this far")],
        rows,
        bars,
        missing="" if figures.adoptions else _("There is nothing to show yet."),
    )


def survival(figures: Figures) -> Table:
    """Return the survival curve by month, with numbers at risk and interval."""
    curve = figures.curve
    rows: list[list[Cell]] = [
        [month.month, month.at_risk, month.stopped, percent(month.share.value), interval(month.share)]
        for month in (curve.months() if curve else [])
    ]
    note = _(
        "The Kaplan–Meier estimate of the share of practices still in use, counted from the day they were taken into "
        "use, with its 95 % interval. An adoption counts as stopped from the day it was told to be. One that nobody "
        "has told of lately is followed only to the last day on which somebody did: silence counts neither as use "
        "nor as stopping."
    )
    return Table(
        "survival",
        _("How long practices stay in use"),
        note,
        [
            _("Months after the start"),
            _("Still followed"),
            _("Stopped since the row above"),
            _("Still in use"),
            _("95 % interval"),
        ],
        rows,
        missing="" if curve else too_few_in_curve(figures.followed),
    )


def too_few_in_curve(followed: int) -> str:
    """Return what is said in place of a curve of so many adoptions."""
    return _(
        "The curve is not shown: it needs at least %(least)d adoptions that were begun, from at least %(fewest)d "
        "institutions. Now there are %(n)d."
    ) % {"least": FEWEST_IN_CURVE, "fewest": FEWEST, "n": followed}


def by_group(figures: Figures, by: str) -> Table:
    """Return the survival by theme, maturity or project; each group's months one after the other."""
    heads = {"theme": _("Theme"), "maturity": _("Maturity"), "project": _("Project")}
    titles = {
        "theme": _("Still in use, by theme"),
        "maturity": _("Still in use, by maturity"),
        "project": _("Still in use, by project"),
    }
    rows: list[list[Cell]] = [
        [
            group.label,
            month.month,
            month.at_risk,
            month.stopped,
            percent(month.share.value),
            interval(month.share),
        ]
        for group in figures.groups[by]
        if group.curve
        for month in group.curve.months(step=6)
    ]
    left_out = [f"{group.label} ({group.number})" for group in figures.groups[by] if not group.curve]
    note = _("The same curve for each group. A practice with several themes or projects is in each of them.")
    if left_out:
        note += " " + _("Too few to say: %s.") % ", ".join(left_out)
    return Table(
        f"by-{by}",
        titles[by],
        note,
        [
            heads[by],
            _("Months after the start"),
            _("Still followed"),
            _("Stopped since the row above"),
            _("Still in use"),
            _("95 % interval"),
        ],
        rows,
        missing="" if rows else _("There are too few adoptions in any group to say."),
    )


def embedding(figures: Figures) -> Table:
    """Return in what practices are embedded, as last told in follow-ups."""
    model: Any = FollowUp
    labels = {field: str(model._meta.get_field(field).verbose_name) for field in FollowUp.EMBEDDING}
    return _of_told(
        "embedding",
        _("What practices are written into"),
        _(
            "Of the adopters that told in a follow-up, as they last told. Those that did not answer are not counted."
        ),
        [_("Written into"), _("Said yes"), _("Told in all"), _("Share")],
        [(labels[told.name], told) for told in figures.embedding],
    )


def answers(figures: Figures) -> Table:
    """Return how many of the follow-ups that are due were answered."""
    return _of_told(
        "answers",
        _("How many answer the follow-ups"),
        _("Of the follow-ups whose day has come. One that could not be sent counts as not answered."),
        [_("Follow-up"), _("Answered"), _("Should have come"), _("Share")],
        [
            (ngettext("%d month after", "%d months after", int(told.name)) % int(told.name), told)
            for told in figures.answers
        ],
    )


def _of_told(name: str, title: str, note: str, head: list[str], told: list[tuple[str, Told]]) -> Table:
    shown = [(label, each.yes, each.told) for label, each in told if each.yes is not None and each.told]
    hidden = [label for label, each in told if each.told and each.yes is None]
    if hidden and shown:
        note += " " + _("Too few to say: %s.") % ", ".join(hidden)
    missing = too_few_institutions() if hidden else _("Nobody has told of this yet.")
    return Table(
        name,
        title,
        note,
        head,
        [[label, yes, of, percent(yes / of)] for label, yes, of in shown],
        [Bar(label, yes / of, f"{percent(yes / of)} ({yes}/{of})") for label, yes, of in shown],
        missing="" if shown else missing,
    )


def reach(figures: Figures) -> Table:
    """Return the students reached by practices that are done now, by kind of institution."""
    kinds = dict(Organisation.Kind.choices)
    shown = [
        (str(kinds[each.name]), each)
        for each in figures.reach_by_kind
        if each.students is not None and each.told
    ]
    most = max((each.students or 0 for _label, each in shown), default=0) or 1
    whole = figures.reach
    rows = [_reach_row(label, each) for label, each in shown]
    if whole.students is not None and whole.told:
        rows.append(_reach_row(_("All kinds together"), whole))
    return Table(
        "reach",
        _("Students reached"),
        _(
            "Students a year in adoptions that are running, as last told. A student who takes part in two practices "
            "is counted twice; those that told no number count as nothing."
        ),
        [_("Kind of institution"), _("Students"), _("Adoptions that told"), _("Adoptions that are running")],
        rows,
        [Bar(label, (each.students or 0) / most, str(localize(each.students))) for label, each in shown],
        missing="" if rows else _nothing(whole.told),
    )


def _reach_row(label: str, each: Reach) -> list[Cell]:
    return [label, each.students, each.told, each.running]


def reasons(figures: Figures) -> Table:
    """Return why practices were stopped."""
    labels = {value: str(label) for value, label in Adoption.Reason.choices} | {
        "": _("the reason was not told")
    }
    found = figures.reasons.by_reason or {}
    most = max(found.values(), default=0) or 1
    return Table(
        "reasons",
        _("Why practices were stopped"),
        _("As the adopters told when they stopped. n = %d.") % figures.reasons.stopped,
        [_("Reason"), _("How many")],
        [[labels[reason], number] for reason, number in found.items()],
        [Bar(labels[reason], number / most, str(number)) for reason, number in found.items()],
        missing="" if found else _nothing(figures.reasons.stopped),
    )


def _nothing(number: int) -> str:
    return too_few_institutions() if number else _("Nobody has told of this yet.")


def matrix(figures: Figures) -> Table:
    """Return which institution uses which practice."""
    labels = state_labels()
    found = figures.matrix
    note = _("Practices in the columns, the most adopted first.")
    if found.unnamed:
        note += (
            " "
            + ngettext(
                "Left out is %d institution that does not want to be named or is not yet in the register.",
                "Left out are %d institutions that do not want to be named or are not yet in the register.",
                found.unnamed,
            )
            % found.unnamed
        )
    return Table(
        "matrix",
        _("Which institution uses what"),
        note,
        [_("Institution"), *(practice.title for practice in found.practices)],
        [[row.name, *(labels.get(state, "") for state in row.states)] for row in found.rows],
        missing="" if found.rows else _("No institution may be named here yet."),
    )


TABLES: dict[str, Callable[[Figures], Table]] = {
    "over-time": over_time,
    "states": states,
    "survival": survival,
    "by-theme": lambda figures: by_group(figures, "theme"),
    "by-maturity": lambda figures: by_group(figures, "maturity"),
    "by-project": lambda figures: by_group(figures, "project"),
    "embedding": embedding,
    "reach": reach,
    "reasons": reasons,
    "answers": answers,
    "matrix": matrix,
}


def table_of(name: str, figures: Figures) -> Table:
    """Return a table by its name. Raises KeyError for a name that no table has."""
    return TABLES[name](figures)
