"""The sender's own pages: the state of a suggestion, confirming, withdrawing, and taking one's data home."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from practices import limits
from practices.public_forms import refusal_of
from publishing.models import SuggestedFile, Suggestion
from publishing.suggesting import steps
from publishing.suggesting.forms import ActionForm
from publishing.suggesting.links import UNCONFIRMED_LASTS, address, suggestion_to_confirm, token_of
from publishing.suggesting.mails import mail_confirmation, may_write_to
from publishing.suggesting.making import NoPlace
from publishing.suggesting.opening import LARGEST_BODY, by_link, dead_end, lead_to, page
from publishing.suggesting.sending import confirm, remove_file, take_back, withdraw
from publishing.suggesting.writing import MOST_MAILED, MOST_SAVED

logger = logging.getLogger(__name__)
State = Suggestion.State


@by_link()
def own(request: HttpRequest, suggestion: Suggestion, token: str) -> HttpResponse:
    """Show what has become of a suggestion, and what its sender can do; a form sends it again or takes it back."""
    if request.method != "POST":
        return _own_page(request, suggestion, token, ActionForm())
    form, refused = _action(request)
    if refused:
        return _own_page(request, suggestion, token, form, said=refused[0], status=refused[1])
    if request.POST.get("do") == "change":
        said = "reopened" if take_back(suggestion) else ""
        return lead_to("suggestion_check" if said else "suggestion", token, said=said)
    if request.POST.get("do") == "again" and suggestion.state == State.SENT:
        within = limits.may(request, "suggestion mailed", most=MOST_MAILED) and may_write_to(suggestion.email)
        if not within:
            return _own_page(request, suggestion, token, form, said="often", status=429)
        mail_confirmation(suggestion)
        return lead_to("suggestion", token, said="again")
    return lead_to("suggestion", token)


def _own_page(
    request: HttpRequest,
    suggestion: Suggestion,
    token: str,
    form: ActionForm,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    unfinished = steps.next_step(suggestion)
    where = ("suggestion_step", token, unfinished.number) if unfinished else ("suggestion_check", token)
    page_there = suggestion.page.specific if suggestion.page and suggestion.page.live else None
    context: dict[str, Any] = {
        "suggestion": suggestion,
        "token": token,
        "form": form,
        "go_on": address(*where),
        "practice": page_there,
        "confirm_days": UNCONFIRMED_LASTS.days,
        "answered": steps.shown(suggestion),
        "files": suggestion.files.all(),
    }
    return page(request, "own", context, said=said, status=status)


def _action(request: HttpRequest) -> tuple[ActionForm, tuple[str, int] | None]:
    """Return the form of a button that was pressed, and (word of SAID, status) where nothing may come of it."""
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return ActionForm(), refusal
    form = ActionForm(request.POST)
    if not form.is_valid():
        return form, ("", 422)
    if not limits.may(request, "suggestion saved", most=MOST_SAVED):
        return form, ("often", 429)
    return form, None


@by_link(suggestion_to_confirm)
def confirming(request: HttpRequest, suggestion: Suggestion, token: str) -> HttpResponse:
    """Ask whether to confirm, since programs that look through mails open links too; or confirm."""
    own_token = token_of(suggestion)
    if suggestion.state != State.SENT:
        return lead_to("suggestion", own_token)
    context = {"suggestion": suggestion, "form": ActionForm()}
    if request.method != "POST":
        return page(request, "confirm", context)
    form, refused = _action(request)
    if refused:
        return page(request, "confirm", {**context, "form": form}, said=refused[0], status=refused[1])
    try:
        said = "confirmed" if confirm(suggestion) else ""
    except (DatabaseError, NoPlace, ValidationError):
        logger.exception("A suggestion could not be made into a draft; its sender was told to try again")
        return page(request, "confirm", {**context, "form": form}, said="later", status=503)
    return lead_to("suggestion", own_token, said=said)


@by_link()
def withdrawing(request: HttpRequest, suggestion: Suggestion, token: str) -> HttpResponse:
    """Ask whether to delete everything, or delete it."""
    context = {"suggestion": suggestion, "token": token, "form": ActionForm()}
    if request.method != "POST":
        return page(request, "withdraw", context)
    form, refused = _action(request)
    if refused:
        return page(request, "withdraw", {**context, "form": form}, said=refused[0], status=refused[1])
    try:
        withdraw(suggestion)
    except (DatabaseError, Suggestion.DoesNotExist):
        logger.exception("A suggestion could not be deleted; its sender was told to try again")
        return page(request, "withdraw", {**context, "form": form}, said="later", status=503)
    return HttpResponseRedirect(f"{reverse('propose')}?said=withdrawn#said")


@by_link()
def data(request: HttpRequest, suggestion: Suggestion, token: str) -> HttpResponse:
    """Answer with everything that is kept of a suggestion, as JSON."""
    dates = ("begun_at", "changed_at", "sent_at", "confirmed_at", "decided_at")
    texts = ("state", "language", "title", "email", "organisation", "answers", "consent", "reply")
    kept = {name: getattr(suggestion, name) for name in (*texts, *dates)}
    kept["project"] = suggestion.project.slug if suggestion.project else None
    kept["files"] = [
        {"name": each.name, "size": each.size, "licence": each.licence, "sent_at": each.sent_at}
        for each in suggestion.files.all()
    ]
    response = JsonResponse(kept, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="suggestion.json"'
    return response


@by_link()
def file(request: HttpRequest, suggestion: Suggestion, token: str, pk: int) -> HttpResponseBase:
    """Give back a file, or remove it (by POST) from a suggestion that is being written."""
    found = suggestion.files.filter(pk=pk).first()
    if request.method != "POST":
        try:
            return as_attachment(found) if found is not None else dead_end(request)
        except Http404:
            return dead_end(request)
    _form, refused = _action(request)
    said = refused[0] if refused else "removed" if remove_file(suggestion, pk) else ""
    return lead_to("suggestion_step", token, steps.FILES.number, said=said)


def as_attachment(kept: SuggestedFile) -> FileResponse:
    """Return a file to be saved and never shown by the browser. Raises Http404 where the disk has lost it."""
    try:
        content = kept.file.open("rb")
    except OSError as lost:
        raise Http404 from lost
    response = FileResponse(content, as_attachment=True, filename=kept.name)
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
