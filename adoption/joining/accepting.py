"""The page behind the link in a mail: it asks once more, since programs that look through mails open links too."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from adoption.joining.answers import answers_from
from adoption.joining.confirming import Kind, Taken, ask_to_take_over, change_contact, confirm
from adoption.joining.forms import KEPT, AcceptForm, DeedForm
from adoption.joining.links import confirming_token, opened_token, request_to_confirm
from adoption.joining.opening import by_link, dead_end, deed_of, lead_to, page
from adoption.joining.summary import summary_of
from adoption.joining.writing import remind
from adoption.links import address, token_of
from adoption.models import Adoption, AdoptionRequest
from adoption.practice_pages import page_of

logger = logging.getLogger(__name__)


@by_link(request_to_confirm)
def confirming(request: HttpRequest, asked: AdoptionRequest, token: str) -> HttpResponse:
    """Ask whether to confirm a request, or confirm it; one that was confirmed leads to what came of it."""
    if asked.confirmed_at is not None:
        if asked.kind == Kind.TAKE_OVER:
            return _page(request, asked, DeedForm(), said="asked")
        return lead_to("adoption", opened_token(asked))
    form_class: Any = AcceptForm if asked.kind == Kind.HAND_OVER else DeedForm
    if request.method != "POST":
        return _page(request, asked, form_class())
    form, refused = deed_of(request, form_class)
    if refused:
        return _page(request, asked, form, said=refused[0], status=refused[1])
    try:
        return _done(request, asked, form)
    except AdoptionRequest.DoesNotExist:
        return dead_end(request, expired=True)
    except (DatabaseError, Adoption.DoesNotExist):
        logger.exception("A request of an adopter could not be confirmed; its sender was told to try again")
        return _page(request, asked, form, said="later", status=503)


def _done(request: HttpRequest, asked: AdoptionRequest, form: Any) -> HttpResponse:
    """Confirm. Raises AdoptionRequest.DoesNotExist where the request is gone."""
    if asked.kind == Kind.TAKE_OVER:
        ask_to_take_over(asked)
        return lead_to("adoption_confirm", confirming_token(asked), said="asked")
    if asked.kind in (Kind.ADDRESS, Kind.HAND_OVER):
        adoption = change_contact(asked, consent=str(KEPT) if asked.kind == Kind.HAND_OVER else "")
        said = "handed" if asked.kind == Kind.HAND_OVER else "address"
        return lead_to("adoption", token_of(adoption), said=said)
    try:
        adoption = confirm(asked)
    except Taken as taken:
        return _taken(request, asked, taken.adoption)
    asked.refresh_from_db()
    return lead_to("adoption", opened_token(asked), said="joined")


def _taken(request: HttpRequest, asked: AdoptionRequest, existing: Adoption) -> HttpResponse:
    """The institution has an adoption already: tell so, send its contact the link, or ask to take it over."""
    do = request.POST.get("do", "")
    if existing.email and existing.email.casefold() == asked.email.casefold():
        # It is this very person's: the link that proves the address may as well open it.
        return lead_to("adoption", token_of(existing))
    if do == "remind":
        said, status = remind(existing)
        return _taken_page(request, asked, existing, said=said, status=status)
    if do == "take-over":
        ask_to_take_over(asked, existing)
        return lead_to("adoption_confirm", confirming_token(asked), said="asked")
    return _taken_page(request, asked, existing, status=409)


def _taken_page(
    request: HttpRequest, asked: AdoptionRequest, existing: Adoption, *, said: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "practice": page_of(asked.practice),
        "existing": existing,
        "chosen": existing.institution_name,
        "form": DeedForm(),
        "confirmed": True,
    }
    return page(request, "taken", context, said=said, status=status)


def _page(
    request: HttpRequest, asked: AdoptionRequest, form: Any, *, said: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "asked": asked,
        "form": form,
        "practice": page_of(asked.practice),
        "told": summary_of(answers_from(asked.answers)) if asked.answers else [],
        "register": address("adoption_register"),
    }
    return page(request, "confirm", context, said=said, status=status)
