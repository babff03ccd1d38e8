"""What the pages of a suggestion share: the link that opens them, dead ends, messages, and what every answer carries.

They work without scripts, without a session and without a cookie: the link is the key. Therefore no token ties a form
to a visitor; what stands in its place is in `practices.public_forms`.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from practices.link_views import View, opened_by
from practices.public_forms import SAID as REFUSED
from publishing.models import Suggestion
from publishing.suggesting.links import address, suggestion_of

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


def by_link(read: Callable[[str], Suggestion] = suggestion_of) -> Callable[[View], View]:
    """Return a decorator that gives a view the suggestion of the link in its address, or answers with a dead end."""
    return opened_by(read, dead_end)


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
