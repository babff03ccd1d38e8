"""A practice set against a profile as a whole, practices that would be easier, and those that fit best."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Locale

from adoption.fit.conditions import FIELDS, Conditions, conditions_of, facts_in_words, to_check, with_terms
from adoption.fit.experience import NOTHING_TOLD, experience_of
from adoption.fit.profile import Profile
from adoption.fit.rules import COSTS, Criterion, Verdict, judge
from practices.models import PracticePage
from practices.models.terms import PracticeTheme

ENOUGH_KNOWN = 2  # so many answers must there be before anything is said of the whole
ALTERNATIVES, RANKED = 3, 12


@dataclass(frozen=True)
class Fit:
    """A practice set against a profile."""

    page: Any
    profile: Profile
    conditions: Conditions
    criteria: tuple[Criterion, ...]

    @cached_property
    def counts(self) -> Counter[Verdict]:
        """How many criteria have each verdict."""
        return Counter(criterion.verdict for criterion in self.criteria)

    @property
    def known(self) -> int:
        """How many criteria could be compared at all."""
        return sum(self.counts[verdict] for verdict in (Verdict.FITS, Verdict.ATTENTION, Verdict.MISSING))

    @property
    def order(self) -> tuple[int, int, int]:
        """What practices are ordered by, the best first: least missing, least to attend to, most that fits."""
        return self.counts[Verdict.MISSING], self.counts[Verdict.ATTENTION], -self.counts[Verdict.FITS]

    @property
    def whole(self) -> Verdict:
        """The verdict on the whole: the worst there is, once enough is known."""
        if self.known < ENOUGH_KNOWN:
            return Verdict.UNTOLD
        worst = (Verdict.MISSING, Verdict.ATTENTION)
        return next((verdict for verdict in worst if self.counts[verdict]), Verdict.FITS)

    @property
    def words(self) -> str:
        """The verdict on the whole in words."""
        return {
            Verdict.MISSING: _("Something that it needs is missing from you now"),
            Verdict.ATTENTION: _("Can fit you when some things are attended to"),
            Verdict.FITS: _("Seems to fit you, as far as is known"),
        }.get(self.whole, _("Too little is known to say"))

    @property
    def numbers(self) -> list[tuple[str, str, int]]:
        """(verdict, its label, how many criteria), of those that there are."""
        return [
            (verdict.value, verdict.label, self.counts[verdict])
            for verdict in Verdict
            if self.counts[verdict]
        ]

    @property
    def to_check(self) -> list[str]:
        """What the institution has to judge itself."""
        return to_check(self.page, self.conditions)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(name, words) of what the practice tells in words alone."""
        told = facts_in_words(self.page, self.conditions)
        return [(str(PracticePage._meta.get_field(name).verbose_name), words) for name, words in told]

    @property
    def url(self) -> str:
        """The address of this very answer."""
        return fit_url(self.page.key, self.profile)


@dataclass(frozen=True)
class Easier:
    """A practice that asks for less, with what makes it easier."""

    fit: Fit
    why: tuple[str, ...]


def fit_url(key: str, profile: Profile) -> str:
    """Return the address of a practice set against a profile."""
    return f"{reverse('fit')}?" + "&".join(filter(None, (urlencode({"practice": key}), profile.query())))


def compare_url(keys: Sequence[str], profile: Profile) -> str:
    """Return the address of practices side by side."""
    return f"{reverse('compare')}?" + "&".join(
        filter(None, (urlencode([("p", key) for key in keys]), profile.query()))
    )


def fits_of(pages: Any, profile: Profile) -> list[Fit]:
    """Return practices set against a profile, in their own order; two queries beside those of the pages."""
    found = list(pages)
    told = experience_of((page.translation_key for page in found), profile.kind)
    return [
        Fit(
            page,
            profile,
            conditions := conditions_of(page, told.get(page.translation_key, NOTHING_TOLD)),
            judge(profile, conditions),
        )
        for page in found
    ]


def candidates(locale: Locale, theme_slugs: Sequence[str] = ()) -> Any:
    """Return the practices that readers may be led to in a language, of any of the themes."""
    pages = PracticePage.objects.readable(locale).matching("theme", theme_slugs)
    return with_terms(pages).only(*FIELDS)


def best(profile: Profile, locale: Locale, theme_slugs: Sequence[str]) -> list[Fit]:
    """Return up to twelve practices that fit a profile best; only such as something is known to fit."""
    fits = [fit for fit in fits_of(candidates(locale, theme_slugs), profile) if fit.counts[Verdict.FITS]]
    return sorted(fits, key=lambda fit: (*fit.order, fit.page.title.casefold()))[:RANKED]


def set_against(pk: int, profile: Profile, locale: Locale) -> tuple[Fit, list[Easier]]:
    """Return a practice set against a profile, and up to three easier ones. Raises StopIteration for no practice.

    It and those of its themes are fetched together.
    """
    themes = PracticeTheme.objects.filter(content_object_id=pk).values("tag")
    near = PracticeTheme.objects.filter(tag__in=themes).values("content_object_id")
    fits = fits_of(candidates(locale).filter(Q(pk=pk) | Q(pk__in=near)), profile)
    own = next(fit for fit in fits if fit.page.pk == pk)
    return own, easier_than(own, [fit for fit in fits if fit is not own])


def easier_than(fit: Fit, others: Sequence[Fit]) -> list[Easier]:
    """Return up to three of `others` that ask for less, and fit where this one does not."""
    troubles = {c.name for c in fit.criteria if c.verdict in (Verdict.MISSING, Verdict.ATTENTION)}
    found = [
        Easier(other, why)
        for other in others
        if other.order[:2] < fit.order[:2]
        and troubles & {c.name for c in other.criteria if c.verdict == Verdict.FITS}
        and (why := _why_easier(other.conditions, fit.conditions))
    ]
    return sorted(found, key=lambda each: (*each.fit.order, each.fit.page.title.casefold()))[:ALTERNATIVES]


def _why_easier(other: Conditions, than: Conditions) -> tuple[str, ...]:
    """Return in what a practice asks for less, in words; nothing where it does not."""
    why = []
    if other.cost in COSTS and than.cost in COSTS and COSTS.index(other.cost) < COSTS.index(than.cost):
        why.append(_("costs less"))
    if other.hours is not None and than.hours is not None and other.hours < than.hours:
        why.append(_("takes fewer hours"))
    if other.musts and len(other.musts) < len(than.musts):
        numbers = {"n": len(other.musts), "than": len(than.musts)}
        why.append(_("fewer things must be in place (%(n)d, not %(than)d)") % numbers)
    return tuple(why)
