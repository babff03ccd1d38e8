"""What the pages of a follow-up share: the link that opens them, dead ends, messages. No script, session or cookie."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from adoption.links import address
from adoption.pulse.links import follow_up_of
from adoption.pulse.photos import LARGEST
from practices.link_views import View, opened_by
from practices.public_forms import SAID as REFUSED

LARGEST_BODY = 256 * 1024
LARGEST_WITH_PHOTO = LARGEST + LARGEST_BODY
MOST_ANSWERED = 120  # an hour and address; a municipality may have one address

# What came of a form, by the word that the address of the page then carries.
SAID = {
    "answered": _("Thank you! Your answer has been saved."),
    "told": _("Thank you! What you told has been saved."),
    "embedded": _("Well done! The practice is now marked as part of your everyday life."),
    "stopped": _("You get no more of these mails."),
    "resumed": _("You get the follow-up's mails again."),
    "large": _("The photo is too large: at most 10 MB can be sent. Nothing was saved."),
    **REFUSED,
}
GOOD = {"answered", "told", "embedded", "stopped", "resumed"}


def by_link(*, closed_too: bool = False) -> Callable[[View], View]:
    """Return a decorator that gives a view the follow-up of the link in its address, or answers with a dead end.

    With `closed_too` also one whose answer cannot be mended any more. No cache keeps the page, no search engine lists
    it, and it needs no cookie.
    """
    return opened_by(partial(follow_up_of, closed_too=closed_too), dead_end)


def dead_end(request: HttpRequest, *, expired: bool = False) -> TemplateResponse:
    """Return the page of a link that leads nowhere, or that was good once. No Http404, whose address Django logs."""
    return page(request, "gone", {"expired": expired}, status=410 if expired else 404)


def page(
    request: HttpRequest, name: str, context: dict[str, Any], *, said: str = "", status: int = 200
) -> TemplateResponse:
    """Return a page of `adoption/pulse/`, with the message of a word (by default the address's)."""
    word = said or request.GET.get("said", "")
    told = {"said": SAID.get(word), "good": word in GOOD}
    return TemplateResponse(request, f"adoption/pulse/{name}.html", {**told, **context}, status=status)


def lead_to(name: str, token: str, *, said: str = "") -> HttpResponseRedirect:
    """Lead on under GET, so that reloading sends nothing again."""
    query = f"?said={said}#said" if said else ""
    return HttpResponseRedirect(address(name, token) + query)
