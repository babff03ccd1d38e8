"""The links that confirm what was asked for by a form."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from adoption.links import CONFIRMING, OWNERS, UNCONFIRMED_LASTS
from adoption.models import AdoptionRequest
from practices.links import BadLink, ExpiredLink, make_token, read_token


def confirming_token(asked: AdoptionRequest) -> str:
    """Return the key that proves the address of a request."""
    return make_token(CONFIRMING, str(asked.pk))


def request_to_confirm(token: str) -> AdoptionRequest:
    """Return the request whose address a link proves. Raises BadLink; ExpiredLink if its time is over or it is gone."""
    told = read_token(CONFIRMING, token, max_age=UNCONFIRMED_LASTS)
    try:
        key = UUID(told)
    except ValueError as bad:
        raise BadLink from bad
    related = ("organisation", "suggested", "adoption__organisation", "adoption__suggested")
    try:
        asked = AdoptionRequest.objects.select_related(*related).get(pk=key)
    except (AdoptionRequest.DoesNotExist, ValidationError) as gone:
        raise ExpiredLink from gone
    if asked.mailed_at is None or asked.mailed_at + UNCONFIRMED_LASTS < timezone.now():
        raise ExpiredLink
    return asked


def opened_token(asked: AdoptionRequest) -> str:
    """Return the adopter's key to what came of a confirmed request; one of another number has been closed since."""
    return make_token(OWNERS, f"{asked.adoption_id} {asked.link_number}")
