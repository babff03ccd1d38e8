"""Documents whose change the engine has not taken yet, kept in the database until it has."""

from __future__ import annotations

from collections.abc import Iterable

from search.models import PendingChange


def documents() -> list[str]:
    """Return the ids of the documents that wait, longest first."""
    return list(PendingChange.objects.order_by("since", "pk").values_list("document", flat=True))


def note(ids: Iterable[str]) -> None:
    """Remember that these documents changed and the index does not know yet."""
    PendingChange.objects.bulk_create(
        [PendingChange(document=each) for each in sorted(ids)], ignore_conflicts=True
    )


def forget(ids: Iterable[str]) -> None:
    """Forget documents that the index now has as they are."""
    PendingChange.objects.filter(document__in=list(ids)).delete()
