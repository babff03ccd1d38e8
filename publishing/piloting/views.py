"""Where somebody who tried a practice answers: the code, who they are in a word, the questions, the thanks.

It works without scripts, without a session and without a cookie. Of who answers nothing is kept; what stands in the
place of a token is in `practices.public_forms`.
"""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from practices import limits
from practices.public_forms import SAID as REFUSED
from practices.public_forms import refusal_of
from publishing.models import PilotAnswer
from publishing.models.pilot import CODE_LENGTH
from publishing.piloting.codes import LONGEST_TYPED, TooManyWrong, Trial, find, is_code, tidy
from publishing.piloting.forms import AnswerForm
from publishing.piloting.questions import SCALED

logger = logging.getLogger(__name__)

MOST_ANSWERS = 60  # an hour, address and pilot: two classes may share the address of their school
LARGEST_BODY = 64 * 1024  # the longest texts in the widest encoding, several times over
SAID = {
    "no_code": _(
        "That cannot be a code. A code has six letters and digits; O, I, L, 0 and 1 are never among them."
    ),
    "unknown": _("No pilot has this code. Look at it once more, or ask whoever gave it to you."),
    "wrong": _("Many wrong codes were tried from your network. Try again in an hour."),
    **REFUSED,
}


@csrf_exempt  # nothing is written: so that other methods are refused as such, not for a missing token
@never_cache
@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and lead to its pilot."""
    typed = request.GET.get("code", "")[:LONGEST_TYPED]
    if not typed.strip():
        return _enter(request)
    code = tidy(typed)
    return _lead_to(code) if is_code(code) else _enter(request, typed=typed, said="no_code", status=422)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Ask who answers, then the questions of that role; save what the form sent."""
    if request.method != "POST" and code != tidy(code) and is_code(tidy(code)):
        return _lead_to(tidy(code))
    try:
        trial = find(request, tidy(code))
    except TooManyWrong:
        return _enter(request, said="wrong", status=429)
    if trial is None:
        return _enter(request, typed=code[:LONGEST_TYPED], said="unknown", status=404)
    if request.GET.get("said") == "thanks":
        return _page(request, "thanks", trial)
    if not trial.is_open:
        return _page(request, "closed", trial, status=410)
    if request.method == "POST":
        return _take(request, trial)
    role = request.GET.get("role", "")
    return _ask(request, trial, AnswerForm(role)) if role in SCALED else _page(request, "role", trial)


def _take(request: HttpRequest, trial: Trial) -> HttpResponse:
    """Save the answer that a form sent, once."""
    role = request.GET.get("role", "")
    blank = AnswerForm(role if role in SCALED else PilotAnswer.Role.STUDENT)
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return _ask(request, trial, blank, said=refusal[0], status=refusal[1])
    if role not in SCALED:
        return _page(request, "role", trial, status=422)
    form = AnswerForm.sent(role, request.POST)
    if not form.is_valid():
        return _ask(request, trial, form, status=422)
    ticket = form.cleaned_data["ticket"]
    sent = f"pilot answer {ticket}"
    if ticket and not limits.is_first(request, sent):
        return _lead_to(trial.pilot.code, thanks=True)  # sent again: it is there already
    if not limits.may(request, f"pilot {trial.pilot.pk}", most=MOST_ANSWERS):
        limits.take_back(request, sent)
        return _ask(request, trial, form, said="often", status=429)
    try:
        PilotAnswer.objects.create(
            pilot=trial.pilot, role=role, language=get_language() or "", ratings=form.ratings, **form.texts
        )
    except DatabaseError:
        limits.take_back(request, sent)
        logger.exception("An answer from a pilot could not be saved; its sender was told and keeps the text")
        return _ask(request, trial, form, said="later", status=503)
    return _lead_to(trial.pilot.code, thanks=True)


def _enter(request: HttpRequest, *, typed: str = "", said: str = "", status: int = 200) -> HttpResponse:
    context = {"typed": typed, "said": SAID.get(said), "length": CODE_LENGTH}
    return TemplateResponse(request, "publishing/pilots/enter.html", context, status=status)


def _ask(
    request: HttpRequest, trial: Trial, form: AnswerForm, *, said: str = "", status: int = 200
) -> HttpResponse:
    return _page(request, "answer", trial, status=status, form=form, said=SAID.get(said))


def _page(request: HttpRequest, name: str, trial: Trial, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"trial": trial, "practice": trial.page, **more}
    return TemplateResponse(request, f"publishing/pilots/{name}.html", context, status=status)


def _lead_to(code: str, *, thanks: bool = False) -> HttpResponse:
    """Lead to a pilot's page, under GET, so that reloading sends nothing again."""
    return HttpResponseRedirect(reverse("pilot_answer", args=(code,)) + ("?said=thanks" if thanks else ""))
