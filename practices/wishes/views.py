"""The page of wishes: the list, leaving one, seconding one.

It works without scripts, without a session and without a cookie. The forms write nothing in anybody's name, so there
is no token that ties them to a visitor; what stands in its place is in `practices.public_forms`.
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
from django.views.decorators.http import require_http_methods

from practices import limits
from practices.models import Wish
from practices.public_forms import SAID as REFUSED
from practices.public_forms import refusal_of
from practices.wishes.forms import WishForm, blank_form
from practices.wishes.leaving import leave_wish, second
from practices.wishes.listing import wish_list

logger = logging.getLogger(__name__)

MOST_WISHES, MOST_SECONDS = 5, 30  # an hour and address
LARGEST_BODY = 64 * 1024  # a thousand characters in the widest encoding, many times over

# What came of a form, by the word that the address of the page then carries.
SAID = {
    "left": _("Thank you! An editor reads the wish first, and then it is shown here."),
    "known": _("Thank you! Somebody has wished for the same, so you were counted as one who needs it too."),
    "seconded": _("Thank you! You were counted as one who needs the same."),
    "again": _("You have been counted already."),
    "gone": _("The wish is no longer open. It may have been answered."),
    **REFUSED,
}
GOOD = {"left", "known", "seconded", "again"}


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """Show the wishes and the form, or save what the form sent."""
    if request.method != "POST":
        return _page(request, blank_form(request.GET.get("need", "")), said=request.GET.get("said", ""))
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return _page(request, blank_form(), said=refusal[0], status=refusal[1])
    form = WishForm.sent(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    if not limits.may(request, "wish", most=MOST_WISHES):
        return _page(request, form, said="often", status=429)
    texts = {name: form.cleaned_data[name] for name in ("need", "situation")}
    try:
        is_new = leave_wish(request, language=get_language() or "", **texts)
    except DatabaseError:
        logger.exception("A wish could not be saved; its writer was told and keeps the text")
        return _page(request, form, said="later", status=503)
    return _lead_to("left" if is_new else "known")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_wish(request: HttpRequest, number: int) -> HttpResponse:
    """Count one more who needs the same, and lead back to the wishes; asked for as a page, only lead there."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("wishes"))
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return _page(request, blank_form(), said=refusal[0], status=refusal[1])
    if not limits.may(request, "second", most=MOST_SECONDS):
        return _page(request, blank_form(), said="often", status=429)
    try:
        return _lead_to("seconded" if second(request, Wish.objects.public(), number) else "again")
    except Wish.DoesNotExist:
        return _lead_to("gone")
    except DatabaseError:
        logger.exception("A seconding could not be saved; its sender was told")
        return _page(request, blank_form(), said="later", status=503)


def _page(request: HttpRequest, form: WishForm, *, said: str = "", status: int = 0) -> HttpResponse:
    listing = wish_list(get_language() or "", request.GET.get("page"))
    context: dict[str, Any] = {"listing": listing, "form": form, "said": SAID.get(said), "good": said in GOOD}
    status = status or listing.status
    return TemplateResponse(request, "practices/wishes.html", context, status=status)


def _lead_to(said: str) -> HttpResponse:
    """Lead to the page with a message, under GET, so that reloading sends nothing again."""
    return HttpResponseRedirect(f"{reverse('wishes')}?said={said}#said")
