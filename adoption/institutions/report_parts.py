"""The report's figures in words and widths, as its pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adoption.institutions.yearly import Flow, Year
from adoption.models import Adoption, FollowUp
from adoption.rooting.figures import FEWEST, Figures, Group, Told
from adoption.rooting.survival import Curve, Share
from practices.models import Organisation

YEAR_MONTHS = (12, 24)
MONTH_DAYS = 365.25 / 12


@dataclass(frozen=True)
class Bar:
    """A row of a table that is a bar chart too: `width` is of a hundred, None where nothing may be told."""

    label: str
    text: str
    width: int | None


@dataclass(frozen=True)
class CurveRow:
    """A row of the table of a survival curve."""

    month: str
    at_risk: str
    stopped: str
    share: str
    interval: str


@dataclass(frozen=True)
class GroupRow:
    """A theme, project or maturity: how many were followed, and what lives on after one and two years."""

    label: str
    number: str
    shares: Sequence[str]


def number(value: int | float) -> str:
    """Return a number as the active language writes it."""
    return str(formats.number_format(value, use_l10n=True, force_grouping=True))


def percent(share: float) -> str:
    """Return a share of 0–1 in percent."""
    return f"{round(share * 100)} %"


def too_few() -> str:
    """Return what stands in the place of a figure that few stand behind."""
    return _("under %d institutions") % FEWEST


def flow(told: Flow) -> str:
    """Return the number of a year's flow, or why it is not told."""
    return too_few() if told.number is None else number(told.number)


def key_figures(year: Year) -> list[tuple[str, str]]:
    """Return (name, figure) of what matters most, for the first page."""
    figures = year.figures
    rate = ""
    if year.asked and year.answered.number is not None:
        rate = percent(year.answered.number / year.asked)
    return [
        (_("Adoptions in all"), number(figures.adoptions)),
        (_("Institutions"), number(figures.institutions)),
        (_("Practices taken into use"), number(figures.practices)),
        (_("Taken into use in the year"), flow(year.begun)),
        (_("Embedded in the year"), flow(year.embedded)),
        (_("Stopped in the year"), flow(year.stopped)),
        (_("Students reached in a year"), _told_or_few(figures.reach.students)),
        (_("Follow-ups answered"), rate or "–"),
    ]


def _told_or_few(value: int | None) -> str:
    return too_few() if value is None else number(value)


def funnel(figures: Figures) -> list[Bar]:
    """Return how many ever came as far as each state, and how many stopped."""
    most = max((step.came for step in figures.steps), default=0)
    labels = dict(Adoption.State.choices)
    bars = [
        Bar(
            str(labels[step.state]),
            _("%(came)s came this far, %(now)s are here now")
            % {"came": number(step.came), "now": number(step.now)},
            _width(step.came, most),
        )
        for step in figures.steps
    ]
    stopped = ngettext("%s has stopped", "%s have stopped", figures.stopped) % number(figures.stopped)
    return [*bars, Bar(str(labels[Adoption.State.STOPPED]), stopped, _width(figures.stopped, most))]


def embedding(figures: Figures) -> list[Bar]:
    """Return how many of those that told have embedded their practice in what."""
    return [_told(str(_field(told.name)), told) for told in figures.embedding]


def _field(name: str) -> str:
    return str(getattr(FollowUp._meta.get_field(name), "verbose_name", name))


def answers(figures: Figures) -> list[Bar]:
    """Return how many follow-ups of each month were answered."""
    return [
        _told(ngettext("After %s month", "After %s months", int(told.name)) % told.name, told)
        for told in figures.answers
    ]


def _told(label: str, told: Told) -> Bar:
    if not told.told:
        return Bar(label, _("nobody yet"), None)
    if told.yes is None:
        return Bar(label, too_few(), None)
    values = {"yes": number(told.yes), "told": number(told.told), "share": percent(told.yes / told.told)}
    return Bar(label, _("%(share)s (%(yes)s of %(told)s)") % values, _width(told.yes, told.told))


def reach(figures: Figures) -> list[Bar]:
    """Return the students reached by kind of institution."""
    labels = dict(Organisation.Kind.choices)
    most = max((each.students or 0 for each in figures.reach_by_kind), default=0)
    return [
        Bar(
            str(labels[each.name]),
            too_few()
            if each.students is None
            else _("%(students)s students; %(told)s of %(running)s told")
            % {
                "students": number(each.students),
                "told": number(each.told),
                "running": number(each.running),
            },
            None if each.students is None else _width(each.students, most),
        )
        for each in figures.reach_by_kind
    ]


def reasons(figures: Figures) -> list[Bar]:
    """Return why practices were stopped, the most usual first; empty where that may not be told."""
    by_reason = figures.reasons.by_reason or {}
    most = max(by_reason.values(), default=0)
    labels = {**dict(Adoption.Reason.choices), "": _("not told")}
    return [Bar(str(labels[reason]), number(n), _width(n, most)) for reason, n in by_reason.items()]


def curve_rows(curve: Curve) -> list[CurveRow]:
    """Return what is known every third month."""
    return [
        CurveRow(
            number(row.month),
            number(row.at_risk),
            number(row.stopped),
            percent(row.share.value),
            interval(row.share),
        )
        for row in curve.months()
    ]


def interval(share: Share) -> str:
    """Return the 95 % interval, or a dash where it is not defined."""
    if share.low is None or share.high is None:
        return "–"
    return f"{round(share.low * 100)}–{round(share.high * 100)} %"


def group_rows(groups: Sequence[Group]) -> list[GroupRow]:
    """Return groups with what lives on after 12 and 24 months."""
    return [
        GroupRow(group.label, number(group.number), [_share(group.curve, month) for month in YEAR_MONTHS])
        for group in groups
    ]


def _share(curve: Curve | None, month: int) -> str:
    if curve is None:
        return _("too few")
    if not curve.at_risk_at(month * MONTH_DAYS):
        return _("not known yet")
    share = curve.share_at(month * MONTH_DAYS)
    told = interval(share)
    return percent(share.value) if told == "–" else f"{percent(share.value)} ({told})"


def _width(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
