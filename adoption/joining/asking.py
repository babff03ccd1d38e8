"""Asking for something by a form: one row and one mail, however often and however parallel the form is sent."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from adoption.joining.answers import Answers
from adoption.joining.institutions import Chosen
from adoption.joining.mails import mail_confirmation, may_write_to
from adoption.models import Adoption, AdoptionRequest

Kind = AdoptionRequest.Kind
# The same form sent again within this time was a second press, later a wish to have the mail once more.
SECOND_PRESS = timedelta(minutes=10)


class TooOften(Exception):
    """So many mails went to an address within an hour that it has to wait for the next."""


@dataclass(frozen=True)
class Wish:
    """What is asked for: its kind, the practice, who asks, and either an institution with answers or an adoption."""

    kind: str
    practice: UUID
    email: str
    language: str
    by: Chosen = field(default_factory=Chosen)
    answers: Answers | None = None
    adoption: Adoption | None = None

    @property
    def fingerprint(self) -> str:
        """The same for the same wish, and telling nothing of the address."""
        what = self.adoption.pk if self.adoption else self.by.identity
        told = f"{self.kind} {self.practice} {what} {self.email.casefold()}"
        return salted_hmac("adoption.joining", told, algorithm="sha256").hexdigest()

    def values(self) -> dict[str, Any]:
        """Return what a row keeps of it."""
        named = self.by.named.as_dict() if self.by.named.name else {}
        return {
            "kind": self.kind,
            "practice": self.practice,
            "email": self.email,
            "language": self.language,
            "organisation": self.by.organisation,
            "suggested": self.by.suggested,
            "named": named,
            "answers": self.answers.as_dict() if self.answers else {},
            "adoption": self.adoption,
        }


@transaction.atomic
def ask(wish: Wish) -> bool:
    """Keep a wish until its address confirms it, with a mail that asks for that; return whether a mail went now.

    Raises TooOften, and then keeps nothing.
    """
    values = wish.values()
    asked, made = AdoptionRequest.objects.get_or_create(fingerprint=wish.fingerprint, defaults=values)
    if not made:
        asked = AdoptionRequest.objects.select_for_update().get(pk=asked.pk)
        just_now = asked.mailed_at is not None and asked.mailed_at > timezone.now() - SECOND_PRESS
        if just_now and asked.confirmed_at is None and asked.answers == values["answers"]:
            return False
        for name, value in values.items():
            setattr(asked, name, value)
        asked.confirmed_at = asked.link_number = None
    if not may_write_to(wish.email):
        raise TooOften
    asked.mailed_at = timezone.now()
    asked.save()
    mail_confirmation(asked)
    return True
