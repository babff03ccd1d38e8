"""The signed links of questions: the one that confirms an asker's address, and the one that turns questions off."""

from datetime import timedelta
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from adoption.links import there
from adoption.models import Adoption, Question
from practices.links import BadLink, ExpiredLink, make_token, read_token

CONFIRMING, STOPPING = "question to an adopter", "questions to an adopter stopped"
UNCONFIRMED_LASTS = timedelta(days=14)


def confirming_token(question: Question) -> str:
    """Return the key that proves the asker's address."""
    return make_token(CONFIRMING, str(question.pk))


def question_of(token: str) -> Question:
    """Return the question whose asker a link proves. Raises BadLink; ExpiredLink if it is not there any more."""
    pk = read_token(CONFIRMING, token, max_age=UNCONFIRMED_LASTS)
    try:
        return Question.objects.select_related("adoption__organisation", "adoption__suggested").get(
            pk=UUID(pk)
        )
    except (Question.DoesNotExist, ValueError) as gone:
        raise ExpiredLink from gone


def stopping_token(adoption: Adoption, kind: str) -> str:
    """Return the key that turns questions of a kind off; good for as long as the contact is the same."""
    return make_token(STOPPING, f"{adoption.pk} {kind} {_contact(adoption)}")


def to_stop(token: str) -> tuple[Adoption, str]:
    """Return the adoption and the kind of a stop link. Raises BadLink; ExpiredLink for a former contact."""
    pk, _space, rest = read_token(STOPPING, token).partition(" ")
    kind, _space, contact = rest.partition(" ")
    if kind not in Question.Kind.values:
        raise BadLink
    adoption = there(pk)
    if not constant_time_compare(contact, _contact(adoption)):
        raise ExpiredLink
    return adoption, kind


def _contact(adoption: Adoption) -> str:
    """Return a word that stands for the contact's address and does not tell it."""
    return salted_hmac("adoption.local", adoption.email.casefold(), algorithm="sha256").hexdigest()[:16]
