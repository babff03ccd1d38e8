"""What the adopter's pages share: the link that opens them, dead ends, messages, and what every answer carries.

They work without scripts, without a session and without a cookie: the link is the key. Therefore no token ties a form
to a visitor; what stands in its place is in `practices.public_forms`.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from adoption.joining.forms import DeedForm
from adoption.links import address, adoption_of
from practices import limits
from practices.link_views import LinkPages, View, lead_on
from practices.public_forms import SAID as REFUSED
from practices.public_forms import refusal_of

LARGEST_BODY = 64 * 1024
MOST_SAVED = 200  # deeds an hour and network address
MOST_SENT = 20  # forms that bring a mail about

# What came of a form, by the word that the address of the page then carries.
SAID = {
    "sent": _("Almost done! Open the mail that you get now, and confirm through the link in it."),
    "joined": _("Thank you! It is confirmed, and the makers of the practice have been told."),
    "saved": _("Your changes are saved."),
    "new_address": _("Your changes are saved. Confirm the new address through the mail that goes to it now."),
    "handing": _("A mail is on its way to the new contact person. The change is made when it is confirmed."),
    "handed": _("You are the contact person now. This page is yours; the link to it came by mail."),
    "address": _("The new address is confirmed. The link to this page came to it by mail."),
    "deleted": _("Everything that you had given has been deleted."),
    "links": _("If the address is known here, the links are on their way to it. Look in the spam too."),
    "mailed": _("The link is on its way to the contact person whose address is kept."),
    "no_contact": _("No address is kept of this any more. Ask to take it over."),
    "asked": _("The practice's makers have been asked. You get a mail when they have decided."),
    "often_mail": _("There were many mails to this address within an hour. Wait an hour and try again."),
    "gone": _("The institution was not found any more. Look for it again."),
    "private": _("What you look for is longer than a name can be. Write the name of the institution."),
    **REFUSED,
}
GOOD = {
    "sent",
    "joined",
    "saved",
    "new_address",
    "handing",
    "handed",
    "address",
    "deleted",
    "links",
    "mailed",
    "asked",
}
PAGES = LinkPages("adoption/joining", SAID, GOOD)
page, dead_end = PAGES.page, PAGES.dead_end


def by_link(read: Callable[[str], Any] = adoption_of) -> Callable[[View], View]:
    """Return a decorator that gives a view what the link in its address leads to, or answers with a dead end."""
    return PAGES.by_link(read)


def lead_to(name: str, *args: str | int, said: str = "") -> HttpResponseRedirect:
    """Lead on to a page of an adoption; see `lead_on`."""
    return lead_on(address(name, *args), said=said)


def deed_of(request: HttpRequest, form_class: Any = DeedForm) -> tuple[Any, tuple[str, int] | None]:
    """Return the form that a POST carried, and (word of SAID, status) where nothing may come of it."""
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return form_class(), refusal
    form = form_class(request.POST)
    if not form.is_valid():
        return form, ("", 422)
    if not limits.may(request, "adoption saved", most=MOST_SAVED):
        return form, ("often", 429)
    return form, None
