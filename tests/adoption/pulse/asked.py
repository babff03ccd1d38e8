"""What tests of follow-ups share: a practice in both languages, mails by whom they go to, and answering."""

import re
from datetime import date
from typing import Any

from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from adoption.models import Adoption, FollowUp
from adoption.pulse.forms import ActionForm
from adoption.pulse.links import follow_up_token
from tests.adoption.adopting import adopt

MORNING = "10:00:00+02:00"
IN_USE_SINCE = date(2026, 9, 1)


def first_follow_up(adoption: Adoption) -> FollowUp:
    """Return the question after three months."""
    return adoption.follow_ups.get(month=3)


def address_of(follow_up: FollowUp, name: str = "follow_up", *, language: str = "fi") -> str:
    """Return the path of a page of a follow-up."""
    with override(language):
        return reverse(name, args=[follow_up_token(follow_up)])


def send(follow_up: FollowUp, fields: dict[str, Any], name: str = "follow_up", **more: Any) -> HttpResponse:
    """Send a form of a follow-up's page, as somebody who took their time; the clock must be held."""
    language = more.pop("language", "fi")
    client = more.pop("client", None) or Client()
    return client.post(address_of(follow_up, name, language=language), {**fields, "stamp": stamp()}, **more)


def stamp() -> str:
    """Return the time of a form that was given out a minute ago."""
    import time_machine
    from django.utils import timezone

    now = timezone.now()
    with time_machine.travel(now.timestamp() - 60, tick=False):
        return ActionForm().stamp_to_send


def links_in(text: str) -> list[str]:
    """Return the addresses in a mail's text, without the server."""
    return [re.sub(r"^https?://[^/]+", "", found) for found in re.findall(r"https?://\S+", text)]


def mails_to(email: str) -> list[Any]:
    """Return the mails to an address."""
    return [each for each in mail.outbox if each.to == [email]]


__all__ = ["adopt"]
