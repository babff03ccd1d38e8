"""The pages on which a suggestion is written: the first one, the steps, looking through, going on later."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from practices import limits
from practices.link_views import public
from practices.public_forms import refusal_of
from practices.reading.sandbox import ReaderFailed
from publishing.models import Suggestion
from publishing.suggesting import steps
from publishing.suggesting.forms import LICENCES, BeginForm, LaterForm, SendForm, StepForm
from publishing.suggesting.links import UNCONFIRMED_LASTS, UNFINISHED_LASTS, address, token_of, whole_address
from publishing.suggesting.mails import mail_link, may_write_to
from publishing.suggesting.opening import LARGEST_BODY, by_link, dead_end, lead_to, page
from publishing.suggesting.sending import MOST_FILES, TooManyFiles, add_file, save_answers, send
from publishing.uploads import LARGEST, BadUpload, check_upload

logger = logging.getLogger(__name__)
State = Suggestion.State

# An hour and address; a school may have one address.
MOST_BEGUN, MOST_SAVED, MOST_UPLOADED, MOST_SENT, MOST_MAILED = 20, 400, 60, 15, 15
KINDS = ("pdf", "docx", "odt", "pptx", "odp", "xlsx", "ods", "txt", "png", "jpeg", "webp")


@public
def propose(request: HttpRequest) -> HttpResponse:
    """Tell what a suggestion is and what becomes of it, or begin one."""
    context: dict[str, Any] = {"days": UNFINISHED_LASTS.days, "confirm_days": UNCONFIRMED_LASTS.days}
    if request.method != "POST":
        return page(request, "opening", {**context, "form": BeginForm()})
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return page(request, "opening", {**context, "form": BeginForm()}, said=refusal[0], status=refusal[1])
    form = BeginForm(request.POST)
    if not form.is_valid():
        return page(request, "opening", {**context, "form": form}, status=422)
    if not limits.may(request, "suggestion begun", most=MOST_BEGUN):
        return page(request, "opening", {**context, "form": form}, said="often", status=429)
    try:
        begun = Suggestion.objects.create(language=get_language() or "")
    except DatabaseError:
        logger.exception("A suggestion could not be begun; its writer was told")
        return page(request, "opening", {**context, "form": form}, said="later", status=503)
    return lead_to("suggestion_step", token_of(begun), 1)


@by_link()
def step(request: HttpRequest, suggestion: Suggestion, token: str, number: int) -> HttpResponse:
    """Show a step with what was saved of it, or save it and lead on."""
    if not 0 < number <= len(steps.STEPS):
        return dead_end(request)
    if suggestion.state != State.OPEN:
        return lead_to("suggestion", token)
    here = steps.STEPS[number - 1]
    saved = here.form(initial=suggestion.answers.get(here.key, {}))
    if request.method != "POST":
        return _step_page(request, suggestion, token, here, saved)
    largest = LARGEST + LARGEST_BODY if here is steps.FILES else LARGEST_BODY
    if refusal := refusal_of(request, largest=largest):
        said = "large" if here is steps.FILES and refusal[1] == 413 else refusal[0]
        return _step_page(request, suggestion, token, here, saved, said=said, status=refusal[1])
    form = here.form.sent(request.POST)
    valid = form.is_valid()
    if form.non_field_errors():  # a program, or a form of yesterday
        return _step_page(request, suggestion, token, here, form, status=422)
    if not limits.may(request, "suggestion saved", most=MOST_SAVED):
        return _step_page(request, suggestion, token, here, form, said="often", status=429)
    try:
        if not save_answers(suggestion, here, form.answers, language=get_language() or ""):
            return lead_to("suggestion", token)
        said, status = _take_file(request, suggestion, form)
    except DatabaseError:
        logger.exception("A step of a suggestion could not be saved; its writer was told and keeps the text")
        said, status = "later", 503
    # The text is safe by now. Going back or leaving needs no complete step; going on does.
    do = request.POST.get("do", "next")
    stays = do not in ("back", "later") and not valid
    if status >= 400 or stays:
        return _step_page(request, suggestion, token, here, form, said=said, status=max(status, 422))
    return _lead_on(request, token, here, do, said)


def _take_file(request: HttpRequest, suggestion: Suggestion, form: StepForm) -> tuple[str, int]:
    """Keep the file that came with a step; return (word of SAID, status). A fault is also said at the field."""
    file = request.FILES.get("file") if "file" in form.fields else None
    if file is None:
        return "", 200
    if not limits.may(request, "suggestion uploaded", most=MOST_UPLOADED):
        return "often", 429
    licence = str(form.data.get("licence", ""))
    try:
        checked = check_upload(file, kinds=KINDS, largest=LARGEST)
        add_file(suggestion, checked, licence=licence if licence in dict(LICENCES) else "")
    except BadUpload as bad:
        form.add_error("file", str(bad))
        return "", 422
    except TooManyFiles:
        return "full", 422
    except ReaderFailed:
        logger.exception("A file of a suggestion could not be checked; its sender was told")
        return "busy", 503
    return "added", 200


def _lead_on(request: HttpRequest, token: str, here: steps.Step, do: str, said: str) -> HttpResponse:
    if do == "later":
        return lead_to("suggestion_later", token)
    if do == "add":
        return lead_to("suggestion_step", token, here.number, said=said)
    if request.GET.get("to") == "check":
        return lead_to("suggestion_check", token)
    number = here.number + (-1 if do == "back" else 1)
    if number > len(steps.STEPS):
        return lead_to("suggestion_check", token)
    return lead_to("suggestion_step", token, max(number, 1))


def _step_page(
    request: HttpRequest,
    suggestion: Suggestion,
    token: str,
    here: steps.Step,
    form: StepForm,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "suggestion": suggestion,
        "token": token,
        "step": here,
        "steps": steps.STEPS,
        "form": form,
        "files": suggestion.files.all() if here is steps.FILES else (),
        "most_files": MOST_FILES,
        "kinds": ", ".join(KINDS),
        "accept": ",".join(f".{kind}" for kind in (*KINDS, "jpg")),
    }
    return page(request, "step", context, said=said, status=status)


@by_link()
def check(request: HttpRequest, suggestion: Suggestion, token: str) -> HttpResponse:
    """Show all that was answered, with what is missing, or send it."""
    if suggestion.state != State.OPEN:
        return lead_to("suggestion", token)
    if request.method != "POST":
        return _check_page(request, suggestion, token, SendForm())
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return _check_page(request, suggestion, token, SendForm(), said=refusal[0], status=refusal[1])
    form = SendForm(request.POST)
    if not form.is_valid():
        return _check_page(request, suggestion, token, form, status=422)
    if steps.lacks_of(suggestion):
        return _check_page(request, suggestion, token, form, said="lacks", status=422)
    within = limits.may(request, "suggestion sent", most=MOST_SENT) and may_write_to(suggestion.email)
    if not within:
        return _check_page(request, suggestion, token, form, said="often", status=429)
    try:
        said = "sent" if send(suggestion) else ""
    except DatabaseError:
        logger.exception("A suggestion could not be sent; its sender was told")
        return _check_page(request, suggestion, token, form, said="later", status=503)
    return lead_to("suggestion", token, said=said)


def _check_page(
    request: HttpRequest,
    suggestion: Suggestion,
    token: str,
    form: SendForm,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "suggestion": suggestion,
        "token": token,
        "steps": steps.STEPS,
        "answered": steps.shown(suggestion),
        "lacks": steps.lacks_of(suggestion),
        "files": suggestion.files.all(),
        "form": form,
    }
    return page(request, "check", context, said=said, status=status)


@by_link()
def later(request: HttpRequest, suggestion: Suggestion, token: str) -> HttpResponse:
    """Tell how to go on another day, or send the link to an address, which is not kept."""
    if suggestion.state != State.OPEN:
        return lead_to("suggestion", token)
    language = get_language() or ""
    context: dict[str, Any] = {
        "suggestion": suggestion,
        "token": token,
        "days": UNFINISHED_LASTS.days,
        "whole_address": whole_address("suggestion", token, language=language),
        "back": address("suggestion", token),
    }
    if request.method != "POST":
        return page(request, "later", {**context, "form": LaterForm(auto_id="s-%s")})
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        blank = {**context, "form": LaterForm(auto_id="s-%s")}
        return page(request, "later", blank, said=refusal[0], status=refusal[1])
    form = LaterForm(request.POST, auto_id="s-%s")
    if not form.is_valid():
        return page(request, "later", {**context, "form": form}, status=422)
    email = form.cleaned_data["email"]
    if not (limits.may(request, "suggestion mailed", most=MOST_MAILED) and may_write_to(email)):
        return page(request, "later", {**context, "form": form}, said="often", status=429)
    mail_link(suggestion, email, language=language)
    return lead_to("suggestion_later", token, said="mailed")
