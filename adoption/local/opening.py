"""What the pages of local versions and of questions share: links that open them, dead ends, messages.

They work without scripts, without a session and without a cookie: the link is the key. Therefore no token ties a form
to a visitor; what stands in its place is in `practices.public_forms`.
"""

from django.utils.translation import gettext_lazy as _

from practices.link_views import LinkPages, lead_on
from practices.public_forms import SAID as REFUSED

# Thirty parts with two texts each and ten materials, in the widest encoding.
LARGEST_BODY = 512 * 1024

# What came of a form, by the word that the address of the page then carries.
SAID = {
    "draft": _("Saved as a draft. Only you see it, through your link."),
    "shown": _("Saved. Readers see it under the practice."),
    "unnamed": _("Saved. Readers see it once you let your institution be named, on your own page."),
    "hidden": _("Saved. The practice's makers have hidden it for now, so readers do not see it."),
    "preview": _("This is what readers see. Nothing is saved yet: the form is below."),
    "sent": _(
        "Almost done! Open the mail that you get now, and confirm the question through the link in it."
    ),
    "relayed": _("Thank you! The question is on its way. The answer comes straight to your e-mail."),
    "again": _("This question has been sent on already. The answer comes straight to your e-mail."),
    "closed": _("The institution does not take questions through the portal any more. Nothing was sent."),
    "many": _(
        "The institution has got many questions today. Open this link again tomorrow and confirm then."
    ),
    **REFUSED,
}
GOOD = {"draft", "shown", "unnamed", "hidden", "preview", "sent", "relayed", "again"}
PAGES = LinkPages("adoption/local", SAID, GOOD)
page, by_link, lead_to = PAGES.page, PAGES.by_link, lead_on
