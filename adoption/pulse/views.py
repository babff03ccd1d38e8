"""The pages of a follow-up: the question with its answer, what may be told beyond it, and no more mails."""

import logging
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from adoption.links import token_of
from adoption.models import FollowUp
from adoption.practice_pages import page_of
from adoption.pulse import photos
from adoption.pulse.answering import (
    TooLate,
    call_embedded,
    first_stop,
    give_answer,
    may_be_embedded,
    tell_more,
)
from adoption.pulse.forms import ActionForm, AnswerForm, DetailsForm, told_before
from adoption.pulse.mails import tell_of_story
from adoption.pulse.opening import (
    LARGEST_BODY,
    LARGEST_WITH_PHOTO,
    MOST_ANSWERED,
    by_link,
    dead_end,
    lead_to,
    page,
)
from adoption.pulse.stopping import resume_mails, stop_mails
from practices import limits
from practices.models import PortalImage
from practices.public_forms import refusal_of

logger = logging.getLogger(__name__)
Answer = FollowUp.Answer


@by_link()
def follow_up(request: HttpRequest, follow_up: FollowUp, token: str) -> HttpResponse:
    """Ask how it is now, with the answer of the mail's link chosen; or what came of it. Only a form answers."""
    if request.method == "POST":
        return _answered(request, follow_up, token)
    chosen = request.GET.get("answer", "")
    chosen = chosen if chosen in Answer.values else ""
    asks = not follow_up.answered_at or "change" in request.GET or chosen not in ("", follow_up.answer)
    if not asks or "said" in request.GET:
        return _thanks(request, follow_up, token, ActionForm())
    begins: dict[str, Any] = {"answer": chosen or follow_up.answer}
    if follow_up.answer == Answer.STOPPED and follow_up.adoption.state == "stopped":
        adoption = follow_up.adoption
        begins |= {
            "stopped_on": adoption.state_on,
            "reason": adoption.reason,
            "reason_words": adoption.reason_words,
        }
    return _asked(request, follow_up, token, _answer_form(follow_up, initial=begins))


def _answered(request: HttpRequest, follow_up: FollowUp, token: str) -> HttpResponse:
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        blank = _answer_form(follow_up)
        return _asked(request, follow_up, token, blank, said=refusal[0], status=refusal[1])
    if request.POST.get("do") == "embedded":
        return _embedded(request, follow_up, token)
    form = _answer_form(follow_up, request.POST)
    if not form.is_valid():
        return _asked(request, follow_up, token, form, status=422)
    if not limits.may(request, "follow-up answered", most=MOST_ANSWERED):
        return _asked(request, follow_up, token, form, said="often", status=429)
    try:
        give_answer(follow_up, form.cleaned_data["answer"], today=timezone.localdate(), stop=form.stop)
    except (TooLate, ObjectDoesNotExist):
        return dead_end(request, expired=True)
    except DatabaseError:
        logger.exception("A follow-up's answer could not be saved; the adopter was told to try again")
        return _asked(request, follow_up, token, form, said="later", status=503)
    return lead_to("follow_up", token, said="answered")


def _embedded(request: HttpRequest, follow_up: FollowUp, token: str) -> HttpResponse:
    form = ActionForm(request.POST)
    if not form.is_valid():
        return _thanks(request, follow_up, token, form, status=422)
    try:
        said = "embedded" if call_embedded(follow_up, today=timezone.localdate()) else ""
    except (TooLate, ObjectDoesNotExist):
        return dead_end(request, expired=True)
    except DatabaseError:
        logger.exception("An adoption could not be called embedded; the adopter was told to try again")
        return _thanks(request, follow_up, token, form, said="later", status=503)
    return lead_to("follow_up", token, said=said)


def _answer_form(follow_up: FollowUp, data: Any = None, *, initial: Any = None) -> AnswerForm:
    return AnswerForm(
        data, initial=initial, today=timezone.localdate(), earliest=first_stop(follow_up.adoption)
    )


def _about(follow_up: FollowUp, token: str) -> dict[str, Any]:
    """Return what every page of a follow-up tells of it."""
    adoption = follow_up.adoption
    key = adoption.practice
    return {
        "follow_up": follow_up,
        "adoption": adoption,
        "practice": page_of(key) or page_of(key, language=settings.LANGUAGE_CODE),
        "token": token,
        "owner": token_of(adoption),
    }


def _asked(
    request: HttpRequest,
    follow_up: FollowUp,
    token: str,
    form: AnswerForm,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {**_about(follow_up, token), "form": form}
    return page(request, "question", context, said=said, status=status)


def _thanks(
    request: HttpRequest,
    follow_up: FollowUp,
    token: str,
    form: ActionForm,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **_about(follow_up, token),
        "form": form,
        "may_be_embedded": may_be_embedded(follow_up, follow_up.adoption),
    }
    return page(request, "thanks", context, said=said, status=status)


@by_link()
def details(request: HttpRequest, follow_up: FollowUp, token: str) -> HttpResponse:
    """Ask what may be told beyond the answer, or keep it. Before there is an answer, lead to the question."""
    if not follow_up.answered_at:
        return lead_to("follow_up", token)
    has_photo = follow_up.photo is not None
    saved = DetailsForm(initial=told_before(follow_up), has_photo=has_photo)
    if request.method != "POST":
        return _details_page(request, follow_up, token, saved)
    if refusal := refusal_of(request, largest=LARGEST_WITH_PHOTO):
        said = "large" if refusal[1] == 413 else refusal[0]
        return _details_page(request, follow_up, token, saved, said=said, status=refusal[1])
    if not limits.may(request, "follow-up told", most=MOST_ANSWERED):
        form = DetailsForm(request.POST, has_photo=has_photo)
        return _details_page(request, follow_up, token, form, said="often", status=429)
    form = DetailsForm(request.POST, request.FILES, has_photo=has_photo)
    if not form.is_valid():
        return _details_page(request, follow_up, token, form, status=422)
    return _told(request, follow_up, token, form)


def _told(request: HttpRequest, follow_up: FollowUp, token: str, form: DetailsForm) -> HttpResponse:
    adoption = follow_up.adoption
    photo: PortalImage | None = None
    try:
        if form.cleaned_data["photo"]:
            credit = adoption.institution_name if adoption.is_public else ""
            title = form.cleaned_data["photo_alt"]
            photo = photos.keep(form.cleaned_data["photo"], title=title, credit=credit)
        waits = tell_more(follow_up, replace(form.details, photo=photo))
    except (TooLate, ObjectDoesNotExist, DatabaseError, OSError) as problem:
        if photo is not None:
            photo.delete()
        if isinstance(problem, (TooLate, ObjectDoesNotExist)):
            return dead_end(request, expired=True)
        logger.exception("A follow-up's details could not be saved; the adopter was told to try again")
        return _details_page(request, follow_up, token, form, said="later", status=503)
    if waits:
        tell_of_story(follow_up)
    return lead_to("follow_up", token, said="told")


def _details_page(
    request: HttpRequest,
    follow_up: FollowUp,
    token: str,
    form: DetailsForm,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **_about(follow_up, token),
        "form": form,
        "embedding": [form[name] for name in FollowUp.EMBEDDING],
    }
    return page(request, "details", context, said=said, status=status)


@by_link(closed_too=True)
def stop(request: HttpRequest, follow_up: FollowUp, token: str) -> HttpResponse:
    """Ask whether to send no more of these mails, or do so; also for mail programs' own button (RFC 8058)."""
    context = {**_about(follow_up, token), "form": ActionForm()}
    if request.method != "POST":
        return page(request, "stop", context)
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return page(request, "stop", context, said=refusal[0], status=refusal[1])
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    form = ActionForm(request.POST)
    if not one_click and not form.is_valid():
        return page(request, "stop", {**context, "form": form}, status=422)
    resumes = not one_click and request.POST.get("do") == "resume"
    try:
        (resume_mails if resumes else stop_mails)(follow_up.adoption)
    except DatabaseError:
        logger.exception("Follow-ups' mails could not be turned off or on; the adopter was told to try again")
        return page(request, "stop", context, said="later", status=503)
    return lead_to("follow_up_stop", token, said="resumed" if resumes else "stopped")
