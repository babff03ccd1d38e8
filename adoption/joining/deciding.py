"""What a practice's team and the network decide: greeting, disputing, who takes over, and which institution it is."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from adoption.joining.confirming import erase, give_to
from adoption.joining.mails import tell_adopter
from adoption.models import Adoption, AdoptionRequest, SuggestedInstitution
from adoption.places import region_of
from adoption.states import locked
from practices.models import Organisation

Kind = AdoptionRequest.Kind
Waiting = SuggestedInstitution.State


@transaction.atomic
def greet(adoption: Adoption, words: str, *, reply_to: str) -> None:
    """Send the adopter the team's greeting; it stands on the adopter's page too."""
    row = locked(adoption)
    row.greeting, row.greeted_at = words, timezone.now()
    row.save()
    tell_adopter(row, "greeting", reply_to=reply_to, words=words, answerable=bool(reply_to))


@transaction.atomic
def dispute(adoption: Adoption, why: str, *, reply_to: str = "") -> bool:
    """Take an adoption out of everybody's sight, and tell its adopter why; return whether that was done now."""
    row = locked(adoption)
    if row.disputed_at is not None:
        return False
    row.dispute, row.disputed_at = why, timezone.now()
    row.save()
    tell_adopter(row, "dispute", reply_to=reply_to, words=why, answerable=bool(reply_to))
    return True


@transaction.atomic
def undo_dispute(adoption: Adoption) -> bool:
    """Let an adoption count again, and tell its adopter; return whether that was done now."""
    row = locked(adoption)
    if row.disputed_at is None:
        return False
    row.dispute, row.disputed_at = "", None
    row.save()
    tell_adopter(row, "undisputed")
    return True


@transaction.atomic
def decide_take_over(asked: AdoptionRequest, *, lets: bool) -> bool:
    """Give an adoption to who asked to take it over, or not; return whether that was decided now."""
    row = AdoptionRequest.objects.select_for_update().filter(pk=asked.pk, kind=Kind.TAKE_OVER).first()
    if row is None or row.adoption is None or row.confirmed_at is None or row.link_number is not None:
        return False
    adoption = row.adoption
    if lets:
        give_to(row, adoption)
        return True
    # The mail goes to who asked, not to the contact: that is why the address is put on a copy that is never saved.
    told = Adoption.objects.select_related("organisation", "suggested").get(pk=adoption.pk)
    told.email, told.language = row.email, row.language
    tell_adopter(told, "take_over_declined", url="")
    row.delete()
    return True


@dataclass(frozen=True)
class Moved:
    """What became of the adoptions of a suggested institution: how many moved, how many were there already."""

    moved: int
    doubled: int


@transaction.atomic
def accept(
    suggested: SuggestedInstitution,
    *,
    names: dict[str, str],
    kind: str,
    municipality: str,
    region: str,
) -> Organisation | None:
    """Make a suggested institution one of the register; None where it was decided about already."""
    row = _waiting(suggested)
    if row is None:
        return None
    place = region_of(region)
    made = Organisation.objects.create(
        slug=_free_slug(next(iter(names.values()))),
        names=names,
        kind=kind,
        municipality=municipality,
        region=place.names["fi"] if place else region,
    )
    _move(row, made)
    return made


@transaction.atomic
def merge(suggested: SuggestedInstitution, organisation: Organisation) -> Moved | None:
    """Say that a suggested institution is one of the register; None where it was decided about already.

    Of two adoptions of one practice the one that was confirmed first stays; who is behind the other is told.
    """
    row = _waiting(suggested)
    return _move(row, organisation) if row else None


@transaction.atomic
def decline(suggested: SuggestedInstitution, why: str, *, reply_to: str) -> bool:
    """Take a suggested institution out of the queue: its adoptions do not count. Return whether that was done now."""
    row = _waiting(suggested)
    if row is None:
        return False
    row.state, row.decided_at = Waiting.DECLINED, timezone.now()
    row.save()
    for adoption in row.adoptions.filter(disputed_at=None):
        dispute(adoption, why, reply_to=reply_to)
    return True


def _waiting(suggested: SuggestedInstitution) -> SuggestedInstitution | None:
    rows = SuggestedInstitution.objects.select_for_update()
    return rows.filter(pk=suggested.pk, state=Waiting.WAITING).first()


def _move(row: SuggestedInstitution, organisation: Organisation) -> Moved:
    moved = doubled = 0
    for adoption in Adoption.objects.select_for_update().filter(suggested=row):
        rival = Adoption.objects.select_for_update().filter(
            practice=adoption.practice, organisation=organisation
        )
        if (other := rival.first()) is not None:
            later = max(adoption, other, key=_confirmed)
            tell_adopter(later, "doubled", url="")
            erase(later)
            doubled += 1
            if later is adoption:
                continue
        adoption.organisation, adoption.suggested = organisation, None
        adoption.save()
        moved += 1
    row.state, row.organisation, row.decided_at = Waiting.ACCEPTED, organisation, timezone.now()
    row.save()
    AdoptionRequest.objects.filter(suggested=row).update(suggested=None, organisation=organisation)
    return Moved(moved, doubled)


def _confirmed(adoption: Adoption) -> Any:
    return adoption.confirmed_at or adoption.created_at


def _free_slug(name: str) -> str:
    base = slugify(name)[:80] or "oppilaitos"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken
    )
