"""The adopter's own pages: what is kept, putting it right, taking it home, deleting it, passing it on."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.translation import get_language

from adoption.joining.answers import answers_of
from adoption.joining.asking import Kind, Wish
from adoption.joining.confirming import correct, delete
from adoption.joining.forms import DeedForm, EditForm, MailForm
from adoption.joining.mails import mail_links, may_write_to
from adoption.joining.opening import MOST_SENT, by_link, deed_of, lead_to, page
from adoption.joining.summary import everything, summary_of
from adoption.joining.writing import asked_for
from adoption.links import UNCONFIRMED_LASTS, address
from adoption.models import Adoption, FollowUp
from adoption.practice_pages import page_of
from practices import limits
from practices.link_views import public

logger = logging.getLogger(__name__)


@by_link()
def own(request: HttpRequest, adoption: Adoption, token: str) -> HttpResponse:
    """Show all that is kept, what is due, and what can be done."""
    return page(request, "own", _about(adoption, token))


def _about(adoption: Adoption, token: str) -> dict[str, Any]:
    """Return what the adopter's page shows."""
    follow_ups = list(adoption.follow_ups.order_by("due_on"))
    today = timezone.localdate()
    due = [each for each in follow_ups if each.due_on <= today and each.answered_at is None]
    return {
        "adoption": adoption,
        "token": token,
        "practice": page_of(adoption.practice),
        "told": summary_of(answers_of(adoption)),
        "changes": list(adoption.changes.all()),
        "follow_ups": follow_ups,
        "due": due[-1] if due else None,
        "due_url": _follow_up_url(due[-1]) if due else "",
        "local_url": _url("local_version", token),
        "today": today,
    }


def _follow_up_url(follow_up: FollowUp) -> str:
    from adoption.pulse.links import follow_up_token

    return _url("follow_up", follow_up_token(follow_up))


def _url(name: str, token: str) -> str:
    """Return the address of a page of another concept, or nothing where it has none."""
    try:
        return address(name, token)
    except NoReverseMatch:
        return ""


@by_link()
def edit(request: HttpRequest, adoption: Adoption, token: str) -> HttpResponse:
    """Put right what is kept. A new address takes effect once it is confirmed."""
    context = {"adoption": adoption, "token": token, "practice": page_of(adoption.practice)}
    initial = EditForm.initial_of(adoption)
    blank = EditForm(adoption=adoption, initial=initial)
    if request.method != "POST":
        return page(request, "edit", {**context, "form": blank})
    form, refused = deed_of(request, lambda data=None: EditForm(data, adoption=adoption, initial=initial))
    if refused:
        return page(request, "edit", {**context, "form": form}, said=refused[0], status=refused[1])
    email = form.cleaned_data["email"]
    is_new = bool(email) and email.casefold() != adoption.email.casefold()
    if is_new and not limits.may(request, "adoption sent", most=MOST_SENT):
        return page(request, "edit", {**context, "form": form}, said="often", status=429)
    try:
        correct(adoption, form.answers(consent=form.agreed()))
    except (DatabaseError, Adoption.DoesNotExist):
        logger.exception("An adoption could not be changed; its adopter was told")
        return page(request, "edit", {**context, "form": form}, said="later", status=503)
    said = _new_address(adoption, email) if is_new else "saved"
    return lead_to("adoption", token, said=said)


def _new_address(adoption: Adoption, email: str) -> str:
    said = _ask_contact(adoption, email, Kind.ADDRESS)
    return "new_address" if said == "sent" else said


def _ask_contact(adoption: Adoption, email: str, kind: str) -> str:
    language = get_language() or adoption.language
    wish = Wish(kind=kind, practice=adoption.practice, email=email, language=language, adoption=adoption)
    return asked_for(wish)


@by_link()
def download(request: HttpRequest, adoption: Adoption, token: str) -> HttpResponse:
    """Answer with everything that is kept of an adoption, as JSON."""
    response = JsonResponse(everything(adoption), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="adoption.json"'
    return response


@by_link()
def deleting(request: HttpRequest, adoption: Adoption, token: str) -> HttpResponse:
    """Ask whether to delete everything, or delete it."""
    context = {"adoption": adoption, "token": token, "practice": page_of(adoption.practice)}
    if request.method != "POST":
        return page(request, "delete", context | {"form": DeedForm()})
    form, refused = deed_of(request)
    if refused:
        return page(request, "delete", context | {"form": form}, said=refused[0], status=refused[1])
    try:
        delete(adoption)
    except (DatabaseError, Adoption.DoesNotExist):
        logger.exception("An adoption could not be deleted; its adopter was told to try again")
        return page(request, "delete", context | {"form": form}, said="later", status=503)
    return HttpResponseRedirect(f"{address('adoption_links')}?said=deleted#said")


@by_link()
def hand_over(request: HttpRequest, adoption: Adoption, token: str) -> HttpResponse:
    """Ask for the address of a new contact person, to whom a mail goes that asks for consent."""
    context = {"adoption": adoption, "token": token, "practice": page_of(adoption.practice)}
    context["days"] = UNCONFIRMED_LASTS.days
    if request.method != "POST":
        return page(request, "hand_over", {**context, "form": MailForm()})
    form, refused = deed_of(request, MailForm)
    if refused:
        return page(request, "hand_over", {**context, "form": form}, said=refused[0], status=refused[1])
    if not limits.may(request, "adoption sent", most=MOST_SENT):
        return page(request, "hand_over", {**context, "form": form}, said="often", status=429)
    said = _ask_contact(adoption, form.cleaned_data["email"], Kind.HAND_OVER)
    if said != "sent":
        status = 429 if said == "often_mail" else 503
        return page(request, "hand_over", {**context, "form": form}, said=said, status=status)
    return lead_to("adoption", token, said="handing")


@public
def links(request: HttpRequest) -> HttpResponse:
    """Send an address its links again; the answer is the same whether the address is known or not."""
    if request.method != "POST":
        return page(request, "links", {"form": MailForm()})
    form, refused = deed_of(request, MailForm)
    if refused:
        return page(request, "links", {"form": form}, said=refused[0], status=refused[1])
    if not limits.may(request, "adoption sent", most=MOST_SENT):
        return page(request, "links", {"form": form}, said="often", status=429)
    email = form.cleaned_data["email"]
    if may_write_to(email):
        mail_links(email, language=get_language() or "")
    return lead_to("adoption_links", said="links")


@public
def register(request: HttpRequest) -> HttpResponse:
    """Show the register description."""
    return page(request, "register", {"days": UNCONFIRMED_LASTS.days})
