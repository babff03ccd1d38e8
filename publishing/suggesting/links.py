"""The signed links of a suggestion: the sender's to all of it, and the one in a mail that confirms the address."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from practices.links import ExpiredLink, make_token, read_token
from publishing.models import Suggestion

UNFINISHED_LASTS, UNCONFIRMED_LASTS = timedelta(days=60), timedelta(days=14)
SENDERS, CONFIRMING = "suggestion", "suggestion confirmed"


def token_of(suggestion: Suggestion) -> str:
    """Return a key of the sender's to a suggestion; it opens it for as long as it is there."""
    return make_token(SENDERS, str(suggestion.pk))


def suggestion_of(token: str) -> Suggestion:
    """Return the suggestion that a link leads to. Raises BadLink, ExpiredLink where it is not there any more."""
    return _there(read_token(SENDERS, token))


def confirming_token(suggestion: Suggestion) -> str:
    """Return the key that proves the address: it holds for what was sent at this time to this address."""
    return make_token(CONFIRMING, f"{suggestion.pk} {_sending(suggestion)}")


def suggestion_to_confirm(token: str) -> Suggestion:
    """Return the suggestion whose address a link proves. Raises BadLink; ExpiredLink if it was sent anew since."""
    pk, _space, sending = read_token(CONFIRMING, token, max_age=UNCONFIRMED_LASTS).partition(" ")
    suggestion = _there(pk)
    if sending != _sending(suggestion):
        raise ExpiredLink
    return suggestion


def address(name: str, token: str, *args: int, language: str = "") -> str:
    """Return the path of a page of a suggestion, in a language or in the active one."""
    if not language:
        return reverse(name, args=[token, *args])
    with override(language):
        return reverse(name, args=[token, *args])


def whole_address(name: str, token: str, *, language: str) -> str:
    """Return an address for a mail."""
    return settings.SITE_URL + address(name, token, language=language)


def _sending(suggestion: Suggestion) -> str:
    return f"{suggestion.sent_at.timestamp():.6f}" if suggestion.sent_at else ""


def _there(pk: str) -> Suggestion:
    try:
        suggestion = Suggestion.objects.select_related("project", "page").get(pk=UUID(pk))
    except (Suggestion.DoesNotExist, ValueError, ValidationError) as gone:
        raise ExpiredLink from gone
    if is_forgotten(suggestion):
        raise ExpiredLink
    return suggestion


def is_forgotten(suggestion: Suggestion) -> bool:
    """Return whether a suggestion is past its time, though nothing has deleted it yet today."""
    if suggestion.state == Suggestion.State.OPEN:
        return suggestion.changed_at + UNFINISHED_LASTS < timezone.now()
    sent_at = suggestion.sent_at
    waits = suggestion.state == Suggestion.State.SENT
    return bool(waits and sent_at and sent_at + UNCONFIRMED_LASTS < timezone.now())
