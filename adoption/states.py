"""Changing an adoption's state: the row, its history and its follow-ups change together or not at all."""

from datetime import date

from django.db import transaction

from adoption.models import Adoption, StateChange
from adoption.pulse.planning import plan

State = Adoption.State


@transaction.atomic
def change_state(
    adoption: Adoption, state: str, on: date, *, source: str, reason: str = "", reason_words: str = ""
) -> bool:
    """Bring an adoption into a state since a day, and return whether that changed anything.

    The first running state sets `since`. A state other than "stopped" forgets why it was stopped before. Saves the
    adoption whole; call it with a row that was locked.
    """
    stopped = state == State.STOPPED
    same = (adoption.state, adoption.state_on) == (state, on) and adoption.changes.filter(
        state=state
    ).exists()
    adoption.reason, adoption.reason_words = (reason, reason_words) if stopped else ("", "")
    if not same:
        adoption.state, adoption.state_on = state, on
    if state in Adoption.RUNNING and adoption.since is None:
        adoption.since = on
    adoption.save()
    if not same:
        StateChange.objects.create(adoption=adoption, state=state, on=on, source=source)
    plan(adoption)
    return not same


def locked(adoption: Adoption) -> Adoption:
    """Return the row as it is now, kept from others until the transaction ends. Raises DoesNotExist."""
    return Adoption.objects.select_for_update().get(pk=adoption.pk)
