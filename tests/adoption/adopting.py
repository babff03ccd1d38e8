"""Institutions that took practices into use, for tests."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from adoption.models import Adoption, StateChange
from adoption.pulse.planning import plan
from practices.models import Organisation, PracticePage

CONTACT = "yhteys@example.org"
_number = count(1)


def institution(name: str = "", **fields: Any) -> Organisation:
    """Return a folk high school of the register; each has a name of its own unless one is given."""
    number = next(_number)
    name = name or f"Koeopisto {number}"
    values = {"kind": "folk-high-school", "region": "Pirkanmaa", "municipality": "Tampere", **fields}
    return Organisation.objects.create(
        slug=f"koeopisto-{number}", names={"fi": name, "sv": f"{name} sv"}, **values
    )


def adopt(
    page: PracticePage,
    *states: tuple[str, date],
    by: Organisation | None = None,
    confirmed: datetime | None = None,
    **fields: Any,
) -> Adoption:
    """Return an adoption of a practice that came into `states` one after the other (in use since 1.9.2026 by default).

    It is confirmed on the day of the first state, public, and has a contact, unless `fields` say otherwise.
    """
    states = states or (("in-use", date(2026, 9, 1)),)
    running = [day for state, day in states if state in Adoption.RUNNING]
    first = states[0][1]
    noon = datetime(first.year, first.month, first.day, 12, tzinfo=UTC)
    values = {
        "organisation": by or institution(),
        "email": CONTACT,
        "language": "fi",
        "is_public": True,
        "consent": "Saa näyttää.",
        "consented_at": noon,
        "confirmed_at": confirmed or noon,
        **fields,
    }
    adoption = Adoption.objects.create(
        practice=page.translation_key,
        state=states[-1][0],
        state_on=states[-1][1],
        since=running[0] if running else None,
        **values,
    )
    for state, day in states:
        StateChange.objects.create(adoption=adoption, state=state, on=day, source="form")
    plan(adoption)
    return adoption
