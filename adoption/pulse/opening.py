"""What the pages of a follow-up share: the link that opens them, dead ends, messages. No script, session or cookie."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from adoption.links import address
from adoption.pulse.links import follow_up_of
from adoption.pulse.photos import LARGEST
from practices.links import BadLink, ExpiredLink
from practices.public_forms import SAID as REFUSED

View = Callable[..., HttpResponseBase]
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
    read = partial(follow_up_of, closed_too=closed_too)

    def decorate(view: View) -> View:
        @csrf_exempt
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                follow_up = read(token)
            except ExpiredLink:
                response: HttpResponseBase = dead_end(request, expired=True)
            except BadLink:
                response = dead_end(request)
            else:
                response = view(request, follow_up, token, *args, **kwargs)
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
            # Django logs the address of what it answers with 4xx, and this one is the key to somebody's data.
            setattr(response, "_has_been_logged", True)  # noqa: B010 no field of the type
            return response

        return opened

    return decorate


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
