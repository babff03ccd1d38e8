"""What a confirmed request does: an adoption comes to be, or its contact changes. Once, however often it is pressed."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from adoption.joining.answers import Answers, answers_from
from adoption.joining.institutions import Chosen, Named
from adoption.joining.mails import tell_adopter, tell_former_contact, tell_team, tell_team_of_take_over
from adoption.joining.spelling import key_of
from adoption.models import Adoption, AdoptionRequest, StateChange, SuggestedInstitution
from adoption.states import change_state, locked
from practices.models import Setting

Kind = AdoptionRequest.Kind
State = Adoption.State


class Taken(Exception):
    """The institution has an adoption of the practice already; `adoption` is that one."""

    def __init__(self, adoption: Adoption) -> None:
        super().__init__(str(adoption.pk))
        self.adoption = adoption


@transaction.atomic
def confirm(asked: AdoptionRequest) -> Adoption:
    """Make an adoption of a request, and return it; of a request that was confirmed before, what came of it.

    Raises Taken, and AdoptionRequest.DoesNotExist where the request is gone.
    """
    row = AdoptionRequest.objects.select_for_update().get(pk=asked.pk, kind=Kind.JOIN)
    if row.confirmed_at is not None and row.adoption is not None:
        return row.adoption
    by = _institution_of(row)
    if existing := adoption_by(by, row.practice):
        raise Taken(existing)
    try:
        with transaction.atomic():
            adoption = _made(row, by)
    except IntegrityError as late:  # another request for the same was confirmed in between
        if existing := adoption_by(by, row.practice):
            raise Taken(existing) from late
        raise
    _close(row, adoption)
    tell_adopter(adoption, "joined")
    tell_team(adoption)
    return adoption


def adoption_by(by: Chosen, practice: Any) -> Adoption | None:
    """Return an institution's adoption of a practice, or nothing."""
    if by.organisation is None and by.suggested is None:
        return None
    mine = {"organisation": by.organisation} if by.organisation else {"suggested": by.suggested}
    return Adoption.objects.filter(practice=practice, **mine).first()


def _institution_of(row: AdoptionRequest) -> Chosen:
    """Return the institution of a request, as it stands now: of the register where it has come there meanwhile."""
    if row.organisation:
        return Chosen(organisation=row.organisation)
    if row.suggested and row.suggested.organisation:
        return Chosen(organisation=row.suggested.organisation)
    waiting = SuggestedInstitution.State.WAITING
    if row.suggested and row.suggested.state == waiting:
        return Chosen(suggested=row.suggested)
    if row.suggested:  # it was not taken in; the adopter says again that there is one
        declined = row.suggested
        named = Named(declined.name, declined.kind, declined.municipality, declined.region)
    else:
        named = Named(**row.named)
    found, _new = SuggestedInstitution.objects.get_or_create(
        key=key_of(named.name),
        municipality=named.municipality,
        state=waiting,
        defaults={"name": named.name, "kind": named.kind, "region": named.region},
    )
    return Chosen(suggested=found)


def _made(row: AdoptionRequest, by: Chosen) -> Adoption:
    told, now = answers_from(row.answers), timezone.now()
    adoption = Adoption(
        practice=row.practice,
        organisation=by.organisation,
        suggested=by.suggested,
        state=told.state,
        state_on=told.on,
        since=told.since,
        email=row.email,
        language=row.language,
        consented_at=row.asked_at,
        confirmed_at=now,
    )
    _fill(adoption, told)
    adoption.save(force_insert=True)
    source = StateChange.Source.FORM
    if told.state == State.STOPPED and told.since:
        change_state(adoption, State.IN_USE, told.since, source=source)
    change_state(
        adoption, told.state, told.on, source=source, reason=told.reason, reason_words=told.reason_words
    )
    return adoption


def _fill(adoption: Adoption, told: Answers) -> None:
    adoption.setting = Setting.objects.filter(slug=told.setting).first() if told.setting else None
    for name in ("students", "is_public", "is_contact_open", "wants_company", "start_term", "consent"):
        setattr(adoption, name, getattr(told, name))


def _close(row: AdoptionRequest, adoption: Adoption) -> None:
    """Mark a request as done. What it held of a person is the adoption's from now on."""
    row.adoption, row.link_number, row.confirmed_at = adoption, adoption.link_number, timezone.now()
    row.answers, row.email = {}, ""
    row.save()


@transaction.atomic
def correct(adoption: Adoption, told: Answers) -> None:
    """Put right what is kept of an adoption. Raises Adoption.DoesNotExist where it was deleted meanwhile."""
    row = locked(adoption)
    if (row.consent, row.is_public) != (told.consent, told.is_public):
        row.consented_at = timezone.now()
    _fill(row, told)
    if told.since != row.since:
        _correct_since(row, told)
    row.since = told.since
    change_state(
        row,
        told.state,
        told.on,
        source=StateChange.Source.FORM,
        reason=told.reason,
        reason_words=told.reason_words,
    )


def _correct_since(row: Adoption, told: Answers) -> None:
    """Move the day on which it was taken into use in the history too: a mistaken one is a person's to put right."""
    first = row.changes.filter(state__in=Adoption.RUNNING).first()
    if first is None or told.since is None:
        return
    row.changes.filter(pk=first.pk).update(on=told.since)
    if row.state == first.state and row.state_on == first.on:
        row.state_on = told.since


@transaction.atomic
def change_contact(asked: AdoptionRequest, *, consent: str = "") -> Adoption:
    """Give an adoption the confirmed address of a request; links that the old one got lead nowhere from now on.

    A request that was confirmed before changes nothing. Raises AdoptionRequest.DoesNotExist where it is gone.
    """
    kinds = (Kind.ADDRESS, Kind.HAND_OVER)
    row = AdoptionRequest.objects.select_for_update().get(pk=asked.pk, kind__in=kinds)
    if row.adoption is None:
        raise AdoptionRequest.DoesNotExist
    if row.confirmed_at is not None:
        return row.adoption
    return give_to(row, row.adoption, consent=consent)


def give_to(row: AdoptionRequest, adoption: Adoption, *, consent: str = "") -> Adoption:
    """Give an adoption to the address of a locked request, and tell both sides."""
    adoption = locked(adoption)
    former, language = adoption.email, adoption.language
    adoption.email, adoption.language = row.email, row.language
    adoption.link_number += 1
    adoption.bounced_at = adoption.stopped_mails_at = None
    if consent:
        adoption.consent, adoption.consented_at = consent, timezone.now()
    adoption.save()
    # What else was asked for by the links that are closed now is closed with them.
    others = AdoptionRequest.objects.filter(adoption=adoption, confirmed_at=None).exclude(pk=row.pk)
    others.exclude(kind=Kind.TAKE_OVER).delete()
    _close(row, adoption)
    tell_adopter(adoption, "contact")
    if former and former.casefold() != adoption.email.casefold() and row.kind != Kind.ADDRESS:
        tell_former_contact(adoption, former, language=language)
    return adoption


@transaction.atomic
def ask_to_take_over(asked: AdoptionRequest, adoption: Adoption | None = None) -> bool:
    """Let the practice's team decide whether a confirmed address becomes an adoption's; return whether it is new.

    A request to take into use whose institution had an adoption (`adoption`) becomes one to take that over.
    """
    row = AdoptionRequest.objects.select_for_update().get(pk=asked.pk)
    if row.confirmed_at is not None:
        return False
    if adoption is not None:
        row.kind, row.adoption, row.answers = Kind.TAKE_OVER, adoption, {}
    if row.kind != Kind.TAKE_OVER or row.adoption is None:
        return False
    row.confirmed_at = timezone.now()
    row.save()
    if row.adoption.email:
        tell_adopter(row.adoption, "take_over_asked")
    tell_team_of_take_over(row.adoption)
    return True


@transaction.atomic
def delete(adoption: Adoption) -> None:
    """Delete all that was given, and the suggestion of an institution that nobody else gave.

    Raises Adoption.DoesNotExist where it was deleted meanwhile.
    """
    row = locked(adoption)
    suggested = row.suggested
    erase(row)
    if (
        suggested
        and suggested.state != SuggestedInstitution.State.ACCEPTED
        and not suggested.adoptions.exists()
    ):
        suggested.delete()


def erase(row: Adoption) -> None:
    """Delete a locked adoption: its history, follow-ups with their photos, local version and questions too."""
    photos = [each.photo for each in row.follow_ups.exclude(photo=None).select_related("photo")]
    row.delete()
    for photo in photos:
        if photo is not None:
            photo.delete()  # an image outlives the row that shows it, and the file goes with the image alone
