"""What every form for visitors shares: a field that only programs fill in, a signed time, and what is not even read.

The forms need no session and no cookie. They write nothing in anybody's name, so there is no token that ties them to a
visitor; what stands in its place is here.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _

from practices.limits import DAY

# Nobody reads and fills in a form in less; programs do.
FASTEST_SECONDS = 3
OLDEST_SECONDS = DAY
_SIGNER = TimestampSigner(salt="practices.public_forms")
# An e-mail address, a Finnish identity code, a telephone number: what an editor would only have to take out again.
_PERSONAL = (
    re.compile(r"\S@\S+\.\w"),
    re.compile(r"\b\d{6}[-+A-FU-Y]\d{3}[\dA-Y]\b", re.IGNORECASE),
    re.compile(r"(?:\+358|\b0)[ -]?\d{1,3}[ -]?\d{3}[ -]?\d{3,4}\b"),
)

# What is said of a form that was not read, by the words of `refusal_of`.
SAID = {
    "unread": _("What was sent could not be read, or it was too long. Nothing was saved."),
    "elsewhere": _("The form was sent from another site, so nothing was saved. Use the form on this page."),
    "often": _("There were many at once from your network. Try again in an hour."),
    "later": _("That could not be saved just now. Try again in a moment."),
}


class PublicForm(forms.Form):
    """A form for visitors. `website` is for programs: nobody sees it. `stamp` is when the form was given out."""

    website = forms.CharField(required=False, widget=forms.HiddenInput)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    fastest_seconds = FASTEST_SECONDS

    @property
    def stamp_to_send(self) -> str:
        """The signed time at which the visitor got the form; a form to mend keeps the one that it had."""
        sent = self.data.get("stamp", "") if self.is_bound else ""
        return sent if sent and not _problem_of(sent, fastest=0) else _SIGNER.sign("form")

    def clean(self) -> dict[str, Any]:
        """Refuse what a program would send, with a message for the person who it may have been after all."""
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            self.add_error(
                None, _("A field that has to stay empty was filled in. Send the form again, please.")
            )
        elif problem := _problem_of(cleaned.get("stamp", ""), fastest=self.fastest_seconds):
            self.add_error(None, problem)
        return cleaned


def tells_of_a_person(text: str) -> bool:
    """Return whether a text has an e-mail address, a telephone number or an identity code in it."""
    return any(pattern.search(text) for pattern in _PERSONAL)


def _problem_of(stamp: str, *, fastest: int) -> Any:
    """Return what is wrong with a signed time, or nothing."""
    try:
        _SIGNER.unsign(stamp, max_age=OLDEST_SECONDS)
    except BadSignature:  # also one that is too old
        return _("The form had been open for long. Your text is still here: send it again, please.")
    try:
        _SIGNER.unsign(stamp, max_age=fastest)
    except SignatureExpired:
        return None
    return _("That went very fast. Wait a few seconds and send the form again, please.") if fastest else None


def refusal_of(request: HttpRequest, *, largest: int) -> tuple[str, int] | None:
    """Return (word of SAID, status) for a form that is not even read: over `largest` bytes, broken, another site's."""
    if _length(request) > largest:
        return "unread", 413
    # Browsers of this decade say where a form was sent from; those that do not are believed.
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return "elsewhere", 403
    try:
        request.POST  # noqa: B018 it is read here
    except (SuspiciousOperation, MultiPartParserError, BadRequest):
        return "unread", 400
    return None


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # as Django takes it: nothing is read then
