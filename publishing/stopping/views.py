"""The page behind the link in every mail to staff that turns such mails off, and on again; nobody logs in for it.

Opening it changes nothing, since mail scanners open links too. Mail programs with a button of their own send a form
straight here (RFC 8058). The signed link says who and what; there is nothing to guess, so nothing is counted.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from practices.links import BadLink, read_token
from practices.public_forms import SAID, refusal_of
from publishing.stopping.kinds import is_kind, is_wanted, label_of, turn

TEMPLATE = "publishing/stop_mails.html"
LARGEST_BODY = 16 * 1024


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mails(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link turns off, or turn it off; `turn=on` turns it on again."""
    user, kind = read(token)
    if user is None:
        return TemplateResponse(request, TEMPLATE, {"is_dead_end": True}, status=404)
    said, status = "", 200
    if request.method == "POST":
        if refusal := refusal_of(request, largest=LARGEST_BODY):
            said, status = str(SAID[refusal[0]]), refusal[1]
        else:
            turn(user, kind, on=request.POST.get("turn") == "on")
    context: dict[str, Any] = {
        "about": label_of(kind),
        "is_on": is_wanted(user, kind),
        "is_done": request.method == "POST" and not said,
        "said": said,
    }
    return TemplateResponse(request, TEMPLATE, context, status=status)


def read(token: str) -> tuple[Any, str]:
    """Return whose mails of which kind a link is for; (None, "") for a link that leads nowhere."""
    try:
        number, _colon, kind = read_token("stop", token).partition(":")
    except BadLink:
        return None, ""
    if not (number.isdecimal() and is_kind(kind)):
        return None, ""
    user = get_user_model().objects.filter(pk=number, is_active=True).first()
    return (user, kind) if user is not None else (None, "")
