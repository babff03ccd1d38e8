"""Institutions that start a practice in the same term and would like company."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from adoption.models import Adoption, AdoptionQuerySet
from adoption.terms import SPRING, next_terms


@dataclass(frozen=True)
class Term:
    """A term with the institutions that start in it, or how many they are."""

    code: str
    number: int
    adoptions: tuple[Adoption, ...] = ()

    @property
    def when(self) -> str:
        """When it is, as part of a sentence: "in the autumn of 2027"."""
        year, _dash, half = self.code.partition("-")
        words = _("in the spring of %(year)s") if half == SPRING else _("in the autumn of %(year)s")
        return words % {"year": year}


def looking_for_company(practice: UUID) -> AdoptionQuerySet:
    """Return the adoptions of a practice whose institutions agreed to be found, of this term and those to come."""
    terms = next_terms(timezone.localdate())
    open_to_it = Adoption.objects.public().filter(practice=practice, wants_company=True, start_term__in=terms)
    return open_to_it.exclude(state=Adoption.State.STOPPED)


def terms_of(practice: UUID) -> list[Term]:
    """Return the terms in which some institution starts, the nearest first, each with the institutions by name."""
    by_term: dict[str, list[Adoption]] = {}
    for adoption in looking_for_company(practice).select_related("organisation"):
        by_term.setdefault(adoption.start_term, []).append(adoption)
    return [
        Term(code, len(found), tuple(sorted(found, key=lambda each: each.institution_name.casefold())))
        for code, found in sorted(by_term.items(), key=lambda pair: _place(pair[0]))
    ]


def counts_of(practice: UUID) -> list[Term]:
    """Return the terms in which some institution starts with how many; one query."""
    counted = looking_for_company(practice).order_by().values_list("start_term").annotate(Count("pk"))
    return [Term(code, number) for code, number in sorted(counted, key=lambda pair: _place(pair[0]))]


def _place(code: str) -> tuple[str, bool]:
    year, _dash, half = code.partition("-")
    return year, half != SPRING
