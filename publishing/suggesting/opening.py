"""What the pages of a suggestion share: the link that opens them, dead ends, messages, and what every answer carries.

They work without scripts, without a session and without a cookie: the link is the key. Therefore no token ties a form
to a visitor; what stands in its place is in `practices.public_forms`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from practices.links import BadLink, ExpiredLink
from practices.public_forms import SAID as REFUSED
from publishing.models import Suggestion
from publishing.suggesting.links import address, suggestion_of

View = Callable[..., HttpResponseBase]
LARGEST_BODY = 512 * 1024  # three long texts in the widest encoding

# What came of a form, by the word that the address of the page then carries.
SAID = {
    "added": _("The file was added."),
    "removed": _("The file was removed."),
    "sent": _(
        "Almost done! Open the mail that you get now, and confirm the suggestion through the link in it."
    ),
    "again": _("The mail was sent again. It may take a few minutes, and may have gone to the spam."),
    "reopened": _("You can change your answers now. Send the suggestion again when you are ready."),
    "confirmed": _("Thank you! The suggestion is confirmed, and the editors have been told."),
    "withdrawn": _("Everything that you had given has been deleted."),
    "mailed": _("The link is on its way to your e-mail. You can close this page."),
    "lacks": _("Something is still missing. See below."),
    "full": _("There are five files already. Remove one before you add another."),
    "busy": _("The file could not be checked just now. Try again in a moment; your texts are saved."),
    "large": _("The file is too large: at most 20 MB can be sent. Make its pictures smaller, or divide it."),
    **REFUSED,
}
GOOD = {"added", "removed", "sent", "again", "reopened", "confirmed", "withdrawn", "mailed"}


def public(view: View) -> View:
    """Make a view one that no cache keeps, no search engine lists, and that needs no cookie."""

    @csrf_exempt
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return answered


def by_link(read: Callable[[str], Suggestion] = suggestion_of) -> Callable[[View], View]:
    """Return a decorator that gives a view the suggestion of the link in its address, or answers with a dead end."""

    def decorate(view: View) -> View:
        @public
        @wraps(view)
        def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                suggestion = read(token)
            except ExpiredLink:
                response: HttpResponseBase = dead_end(request, expired=True)
            except BadLink:
                response = dead_end(request)
            else:
                response = view(request, suggestion, token, *args, **kwargs)
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
    """Return a page of `publishing/suggesting/`, with the message of a word (by default the address's)."""
    word = said or request.GET.get("said", "")
    told = {"said": SAID.get(word), "good": word in GOOD}
    return TemplateResponse(request, f"publishing/suggesting/{name}.html", {**told, **context}, status=status)


def lead_to(name: str, token: str, *args: int, said: str = "") -> HttpResponseRedirect:
    """Lead on under GET, so that reloading sends nothing again."""
    query = f"?said={said}#said" if said else ""
    return HttpResponseRedirect(address(name, token, *args) + query)
