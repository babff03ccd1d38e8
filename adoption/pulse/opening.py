"""What the pages of a follow-up share: the link that opens them, dead ends, messages. No script, session or cookie."""

from collections.abc import Callable
from functools import partial

from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from adoption.links import address
from adoption.pulse.links import follow_up_of
from adoption.pulse.photos import LARGEST
from practices.link_views import LinkPages, View, lead_on
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
PAGES = LinkPages("adoption/pulse", SAID, GOOD)
page, dead_end = PAGES.page, PAGES.dead_end


def by_link(*, closed_too: bool = False) -> Callable[[View], View]:
    """Return a decorator that gives a view the follow-up of the link in its address, or answers with a dead end.

    With `closed_too` also one whose answer cannot be mended any more.
    """
    return PAGES.by_link(partial(follow_up_of, closed_too=closed_too))


def lead_to(name: str, token: str, *, said: str = "") -> HttpResponseRedirect:
    """Lead on to a page of a follow-up; see `lead_on`."""
    return lead_on(address(name, token), said=said)
