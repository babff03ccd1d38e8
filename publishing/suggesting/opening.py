"""What the pages of a suggestion share: the link that opens them, dead ends, messages, and what every answer carries.

They work without scripts, without a session and without a cookie: the link is the key. Therefore no token ties a form
to a visitor; what stands in its place is in `practices.public_forms`.
"""

from collections.abc import Callable

from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from practices.link_views import LinkPages, View, lead_on
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
PAGES = LinkPages("publishing/suggesting", SAID, GOOD)
page, dead_end = PAGES.page, PAGES.dead_end


def by_link(read: Callable[[str], Suggestion] = suggestion_of) -> Callable[[View], View]:
    """Return a decorator that gives a view the suggestion of the link in its address, or answers with a dead end."""
    return PAGES.by_link(read)


def lead_to(name: str, token: str, *args: int, said: str = "") -> HttpResponseRedirect:
    """Lead on to a page of a suggestion; see `lead_on`."""
    return lead_on(address(name, token, *args), said=said)
