"""What lists of practices are told of taking into use: a facet, two orders, and a line on cards."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from adoption.models import AdoptionQuerySet
from adoption.reading.rooted import rooted, used
from practices import facets, standing
from practices.standing import CardNote, FurtherFacet, FurtherOrder

IN_USE, ROOTED = "in-use", "rooted"
KINDS = {IN_USE: used, ROOTED: rooted}


def register() -> None:
    """Hand them to the catalogue and to search."""
    facets.register(FurtherFacet("use", pgettext_lazy("facet of practices", "Use"), labels, practices_of))
    standing.register_order(FurtherOrder("use", gettext_lazy("Most in use"), lambda: _number(used())))
    standing.register_order(FurtherOrder("rooted", gettext_lazy("Took root"), lambda: _number(rooted())))
    standing.register_note(NOTE)


def labels() -> dict[str, str]:
    """Return {value: label} of the facet."""
    return {
        IN_USE: pgettext("practices that are", "In use at an institution"),
        ROOTED: pgettext("practices that have", "Took root at an institution"),
    }


def practices_of(value: str) -> Any:
    """Return the query of the practices that are in use, or took root, at one institution at least."""
    return KINDS[value]().order_by().values("practice")


def _number(adoptions: AdoptionQuerySet) -> Any:
    """Return the expression for how many of the adoptions are of a practice."""
    of_practice = adoptions.filter(practice=OuterRef("translation_key")).order_by().values("practice")
    counted = Subquery(of_practice.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Coalesce(counted, 0)


def _numbers() -> dict[str, Any]:
    return {"in_use": _number(used()), "in_use_demo": _number(used().filter(is_demo=True))}


def _words(numbers: Mapping[str, int]) -> str:
    if not (n := numbers["in_use"]):
        return ""
    words = ngettext("In use at %(n)d institution", "In use at %(n)d institutions", n) % {"n": n}
    if not numbers["in_use_demo"]:
        return words
    return _("%(words)s (example material)") % {"words": words}


NOTE = CardNote(_numbers, _words)
