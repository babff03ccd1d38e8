"""The rules: each sets one thing that a practice tells against one thing that an institution tells of itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from adoption.fit.conditions import Conditions
from adoption.fit.profile import Profile
from adoption.fit.roles import names_of
from practices.models import PracticePage

DORMITORY = "dormitory"  # the setting's slug
STUDENTS = "students"  # the target group that the others of students belong to
ARE_STUDENTS = frozenset(
    {STUDENTS, "new-students", "special-support", "dormitory-residents", "student-unions"}
)
STRETCH = 1.5  # so many times the hours at hand can perhaps be found; more cannot
MANY_STUDENTS = 500  # a whole institution of this size does not begin all at once
COSTS = [str(value) for value in PracticePage.Cost.values]


class Verdict(StrEnum):
    """What a rule says."""

    FITS = "fits"
    ATTENTION = "attention"
    MISSING = "missing"
    WORDS = "words"  # told in words that only people can judge
    UNTOLD = "untold"  # by the practice
    UNASKED = "unasked"  # the institution has not told it

    @property
    def label(self) -> str:
        """The verdict in the active language."""
        return str(LABELS[self])


LABELS: dict[Verdict, Any] = {
    Verdict.FITS: gettext_lazy("Fits you"),
    Verdict.ATTENTION: gettext_lazy("Needs attention"),
    Verdict.MISSING: gettext_lazy("Is missing"),
    Verdict.WORDS: gettext_lazy("Judge it yourselves"),
    Verdict.UNTOLD: gettext_lazy("Not known"),
    Verdict.UNASKED: gettext_lazy("You have not told"),
}


@dataclass(frozen=True)
class Criterion:
    """One rule's answer: why, and what to do about it where there is something to do."""

    name: str
    label: str
    verdict: Verdict
    reason: str = ""
    advice: str = ""


Answer = tuple[Verdict, str, str]
Rule = Callable[[Profile, Conditions], Answer]
UNTOLD: Answer = (Verdict.UNTOLD, "", "")
UNASKED: Answer = (Verdict.UNASKED, "", "")


def _names(terms: Iterable[str]) -> str:
    return ", ".join(terms)


def place(profile: Profile, practice: Conditions) -> Answer:
    """Where it is done, against where the institution could do it and whether it has a dormitory."""
    wanted = practice.settings
    if not wanted:
        return UNTOLD
    if profile.dormitory is False and set(wanted) == {DORMITORY}:
        advice = _("Look for a practice with the same aim that is done elsewhere than in a dormitory.")
        return Verdict.MISSING, _("It is done in a dormitory, and you have none."), advice
    there = set(profile.settings)
    if profile.dormitory is not None:
        there = there | {DORMITORY} if profile.dormitory else there - {DORMITORY}
    both = [name for slug, name in wanted.items() if slug in there]
    if both:
        return Verdict.FITS, _("You can do it here: %(places)s.") % {"places": _names(both)}, ""
    if not profile.settings:
        return UNASKED
    reason = _("It is done here: %(places)s. You could do it elsewhere.") % {
        "places": _names(wanted.values())
    }
    return (
        Verdict.ATTENTION,
        reason,
        _("See what may be adapted, or ask the makers whether it works in your place."),
    )


def people(profile: Profile, practice: Conditions) -> Answer:
    """Whom it must have, against the roles that there are."""
    if not practice.needs:
        return UNTOLD
    if not profile.roles:
        return UNASKED
    lacking = [(need, roles) for need in practice.needs if (roles := need.lacking(profile.roles))]
    if not lacking:
        found = frozenset().union(*(need.roles & profile.roles for need in practice.needs))
        return (
            Verdict.FITS,
            _("You have the roles that it needs: %(roles)s.") % {"roles": names_of(found)},
            "",
        )
    names = names_of(frozenset().union(*(roles for _need, roles in lacking)))
    if all(need.or_other for need, _roles in lacking):
        reason = _("It speaks of a role that you did not tick (%(roles)s), but somebody else can do it too.")
        return (
            Verdict.ATTENTION,
            reason % {"roles": names},
            _("Agree on who does it, and give them the time."),
        )
    reason = _("It needs a role that you did not tick: %(roles)s.") % {"roles": names}
    advice = _(
        "Ask whether another institution, the wellbeing services county or an association could share the role."
    )
    return Verdict.MISSING, reason, advice


def hours(profile: Profile, practice: Conditions) -> Answer:
    """The hours that it takes a month, as the makers or else at least three adopters tell, against those at hand."""
    told, by = practice.hours, practice.experience.hours_by
    needed = practice.experience.hours if told is None else told
    if needed is None:
        return UNTOLD
    if profile.hours is None:
        return UNASKED
    figures = {"needed": _rounded(needed), "given": profile.hours, "n": by}
    if told is not None:
        reason = _("It takes about %(needed)s hours a month, and you can give %(given)s.") % figures
    else:
        reason = _(
            "%(n)s institutions that use it tell of about %(needed)s hours a month, and you can give %(given)s."
        )
        reason = reason % figures
    if needed <= profile.hours:
        return Verdict.FITS, reason, ""
    if needed <= profile.hours * STRETCH:
        return (
            Verdict.ATTENTION,
            reason,
            _("Begin smaller, with one group, or agree on what is left undone instead."),
        )
    return (
        Verdict.MISSING,
        reason,
        _("Do not start on top of other work. Agree on working time first, or share it with others."),
    )


def _rounded(number: float) -> str:
    return f"{number:.0f}" if number >= 2 else f"{number:.1f}".replace(".", ",").removesuffix(",0")


def size(profile: Profile, practice: Conditions) -> Answer:
    """The fewest students that it works with, against how many there are."""
    if practice.least_students is None and not practice.for_everyone:
        return UNTOLD
    if profile.students is None:
        return UNASKED
    given = {"n": practice.least_students, "students": profile.students}
    if practice.for_everyone:
        if profile.students >= MANY_STUDENTS:
            reason = _("The whole institution takes part, and you have many students: %(students)s.") % given
            return (
                Verdict.ATTENTION,
                reason,
                _("Begin with one unit or field of study, and go on from there."),
            )
        return (
            Verdict.FITS,
            _("The whole institution takes part. With %(students)s students that can be done.") % given,
            "",
        )
    if profile.students >= (practice.least_students or 0):
        return (
            Verdict.FITS,
            _("It takes at least %(n)s participants, and you have %(students)s students.") % given,
            "",
        )
    reason = _("It is meant for at least %(n)s participants, and you have %(students)s students.") % given
    return Verdict.ATTENTION, reason, _("Do it together with another institution.")


def groups(profile: Profile, practice: Conditions) -> Answer:
    """Whom it is for, against whom the institution wants it for."""
    if not practice.groups:
        return UNTOLD
    if not profile.groups:
        return UNASKED
    wanted = {slug for slug in practice.groups if slug in profile.groups}
    if STUDENTS in practice.groups and profile.groups & ARE_STUDENTS:
        wanted.add(STUDENTS)
    if wanted:
        names = _names(name for slug, name in practice.groups.items() if slug in wanted)
        return (
            Verdict.FITS,
            _("It is meant for those whom you want it for: %(groups)s.") % {"groups": names},
            "",
        )
    reason = _("It is meant for others: %(groups)s.") % {"groups": _names(practice.groups.values())}
    return Verdict.ATTENTION, reason, _("See what may be adapted, and ask those whom you want it for.")


def cost(profile: Profile, practice: Conditions) -> Answer:
    """Its cost level, against what it may cost: one level more needs attention, two are too much."""
    if practice.cost not in COSTS:
        return UNTOLD
    if profile.cost not in COSTS:
        return UNASKED
    level = str(PracticePage.Cost(practice.cost).label)
    above = COSTS.index(practice.cost) - COSTS.index(profile.cost)
    if above <= 0:
        return Verdict.FITS, _("Its cost level is within what you can use: %(level)s.") % {"level": level}, ""
    reason = _("It costs more than you can use now: %(level)s.") % {"level": level}
    if above == 1:
        return (
            Verdict.ATTENTION,
            reason,
            _("See which parts can be done with what you have, and which must be paid."),
        )
    return Verdict.MISSING, reason, _("Look for a funder or partner first, or choose a lighter practice.")


def experience(profile: Profile, practice: Conditions) -> Answer:
    """What others have tried: an idea that nobody has tried needs attention."""
    alike = practice.experience.alike
    if profile.kind and alike:
        reason = ngettext(
            "It is in use at an institution of the same kind as yours: %(n)d.",
            "It is in use at institutions of the same kind as yours: %(n)d.",
            alike,
        )
        return Verdict.FITS, reason % {"n": alike}, ""
    if practice.maturity == PracticePage.Maturity.IDEA:
        reason = _("It is an idea so far: it is not known that anybody has tried it.")
        return Verdict.ATTENTION, reason, _("Try it with a small group, and write down what you learn.")
    if not profile.kind:
        return UNASKED
    return Verdict.UNTOLD, _("No institution of your kind has told here that it uses it."), ""


RULES: dict[str, tuple[Any, Rule]] = {
    "groups": (gettext_lazy("For whom"), groups),
    "place": (gettext_lazy("Place"), place),
    "people": (gettext_lazy("Staff roles"), people),
    "hours": (gettext_lazy("Staff hours"), hours),
    "cost": (gettext_lazy("Cost"), cost),
    "size": (gettext_lazy("Size"), size),
    "experience": (gettext_lazy("Tried by others"), experience),
}


def judge(profile: Profile, practice: Conditions) -> tuple[Criterion, ...]:
    """Return every rule's answer, in the order in which they are read."""
    return tuple(_answer(name, profile, practice) for name in RULES)


def _answer(name: str, profile: Profile, practice: Conditions) -> Criterion:
    label, rule = RULES[name]
    verdict, reason, advice = rule(profile, practice)
    if verdict == Verdict.UNTOLD and name in practice.in_words:
        verdict, reason = Verdict.WORDS, _("The practice tells this in words. See the list below.")
    return Criterion(name, str(label), verdict, reason, advice)
