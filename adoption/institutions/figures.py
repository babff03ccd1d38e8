"""What adoptions tell of practices in figures, for whoever reports on them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adoption.models import Adoption
from adoption.rooting.figures import FEWEST
from practices.models import PracticePage

# (name of the figure, in words, as a number)
Told = tuple[str, str, int]


def adoption_figures(practices: Sequence[PracticePage]) -> Mapping[UUID, Sequence[Told]]:
    """Return what is known of practices by translation key, in the active language; one query.

    What is made up does not count. Students are told when enough institutions stand behind the number.
    """
    keys = {page.translation_key for page in practices}
    real = Adoption.objects.confirmed().in_use().filter(practice__in=keys, is_demo=False)
    rows: dict[UUID, list[tuple[str, int | None]]] = defaultdict(list)
    for key, state, students in real.order_by().values_list("practice", "state", "students"):
        rows[key].append((state, students))
    return {key: _figures(of_practice) for key, of_practice in rows.items()}


def _figures(rows: Sequence[tuple[str, int | None]]) -> list[Told]:
    n = len(rows)
    found = [
        (
            _("Institutions that use it"),
            ngettext("in use at %d institution", "in use at %d institutions", n) % n,
            n,
        )
    ]
    if rooted := sum(state == Adoption.State.EMBEDDED for state, _students in rows):
        words = ngettext("took root at %d institution", "took root at %d institutions", rooted) % rooted
        found.append((_("Institutions where it took root"), words, rooted))
    told = [students for _state, students in rows if students]
    if len(told) >= FEWEST:
        many = sum(told)
        words = ngettext("reaches about %d student in a year", "reaches about %d students in a year", many)
        found.append((_("Students that it reaches in a year"), words % many, many))
    return found
