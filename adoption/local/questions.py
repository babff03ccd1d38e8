"""The pages of questions: asking an institution, confirming what one asked, turning questions off."""

import logging
from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from adoption.links import address
from adoption.local.asking import Kind, ask, is_open, relay, turn_off
from adoption.local.forms import ActionForm
from adoption.local.links import UNCONFIRMED_LASTS, question_of, to_stop
from adoption.local.opening import by_link, lead_to, page
from adoption.local.question_form import QuestionForm
from adoption.models import Adoption, Question
from adoption.practice_pages import page_of
from practices import limits
from practices.link_views import public
from practices.public_forms import refusal_of

logger = logging.getLogger(__name__)
MOST_ASKED, MOST_CONFIRMED = 10, 60  # an hour and address
LARGEST_BODY = 64 * 1024


@public
def ask_adopter(request: HttpRequest, pk: UUID, kind: str = Kind.QUESTION) -> HttpResponseBase:
    """Show the form with which one asks an institution, or take the question and mail its sender to confirm it."""
    adoption = Adoption.objects.select_related("organisation").filter(pk=pk).first()
    practice = page_of(adoption.practice) if adoption else None
    if adoption is None or practice is None or not is_open(adoption, kind):
        return page(request, "no_questions", {"practice": practice}, status=404)
    context: dict[str, Any] = {
        "adoption": adoption,
        "practice": practice,
        "together": kind == Kind.TOGETHER,
        "days": UNCONFIRMED_LASTS.days,
    }
    if request.method != "POST":
        return page(request, "ask", {**context, "form": QuestionForm()})
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return page(request, "ask", {**context, "form": QuestionForm()}, said=refusal[0], status=refusal[1])
    form = QuestionForm.sent(request.POST)
    if not form.is_valid():
        return page(request, "ask", {**context, "form": form}, status=422)
    if not limits.may(request, "question asked", most=MOST_ASKED):
        return page(request, "ask", {**context, "form": form}, said="often", status=429)
    try:
        said = ask(adoption, form.asked(kind))
    except (DatabaseError, Adoption.DoesNotExist):
        logger.exception(
            "A question to an institution could not be kept; its sender was told and keeps the text"
        )
        return page(request, "ask", {**context, "form": form}, said="later", status=503)
    if said == "often":
        return page(request, "ask", {**context, "form": form}, said="often", status=429)
    name = "ask_together" if kind == Kind.TOGETHER else "ask_adopter"
    return lead_to(address(name, str(pk)), said=said)


@by_link(question_of)
def ask_confirm(request: HttpRequest, question: Question, token: str) -> HttpResponse:
    """Ask whether to send the question on, since programs that look through mails open links too; or send it on."""
    here = address("ask_confirm", token)
    context: dict[str, Any] = {
        "question": question,
        "institution": question.adoption.institution_name,
        "practice": page_of(question.adoption.practice),
        "form": ActionForm(),
        "is_open": is_open(question.adoption, question.kind),
    }
    if request.method != "POST":
        return page(request, "ask_confirm", context)
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return page(request, "ask_confirm", context, said=refusal[0], status=refusal[1])
    form = ActionForm(request.POST)
    if not form.is_valid():
        return page(request, "ask_confirm", {**context, "form": form}, status=422)
    if not limits.may(request, "question confirmed", most=MOST_CONFIRMED):
        return page(request, "ask_confirm", context, said="often", status=429)
    try:
        said = relay(question)
    except (DatabaseError, Question.DoesNotExist, Adoption.DoesNotExist):
        logger.exception(
            "A question to an institution could not be sent on; its sender was told to try again"
        )
        return page(request, "ask_confirm", context, said="later", status=503)
    return lead_to(here, said=said)


@by_link(to_stop)
def ask_stop(request: HttpRequest, found: tuple[Adoption, str], token: str) -> HttpResponse:
    """Ask whether to turn questions off, or turn them off; mail programs' own buttons post here too (RFC 8058)."""
    adoption, kind = found
    together = kind == Kind.TOGETHER
    context: dict[str, Any] = {"practice": page_of(adoption.practice), "together": together}
    is_on = adoption.wants_company if together else adoption.is_contact_open
    if request.method != "POST":
        return page(request, "ask_stop", {**context, "is_on": is_on})
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return page(request, "ask_stop", {**context, "is_on": is_on}, said=refusal[0], status=refusal[1])
    try:
        turn_off(adoption, kind)
    except (DatabaseError, Adoption.DoesNotExist):
        logger.exception("Questions to an institution could not be turned off; it was told to try again")
        return page(request, "ask_stop", {**context, "is_on": is_on}, said="later", status=503)
    return page(request, "ask_stop", {**context, "is_on": False})
