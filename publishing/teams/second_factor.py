"""A second factor for everybody who may enter the editor, and what is done when somebody has lost theirs."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from practices.mailing import send_mail
from publishing.notices import language_of
from publishing.roles import is_network

ENTER = "wagtailadmin.access_admin"
# What stands under the editor's address and is open to everybody: ways in and out, and what any page may load.
OPEN = ("login/", "logout/", "password_reset/", "jsi18n/", "sprite/")


def is_enrolled(user: Any) -> bool:
    """Return whether a user has an authenticator app; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def has_used_second_factor(request: HttpRequest) -> bool:
    """Return whether this session's user has given a code in it."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


class SecondFactorMiddleware:
    """Lets nobody with a password alone into any address of the editor, while `SECOND_FACTOR` is on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_guarded(request) and request.user.is_authenticated and (refusal := _refusal(request)):
            return refusal
        return self.get_response(request)


def _is_guarded(request: HttpRequest) -> bool:
    editor = reverse("wagtailadmin_home")
    return (request.path + "/").startswith(editor) and not request.path.startswith(
        tuple(editor + name for name in OPEN)
    )


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """Return where somebody is led instead of the editor; nothing where they may enter."""
    if not request.user.has_perm(ENTER):
        return _lead(request, "mfa_index", come_back=False)
    if not settings.SECOND_FACTOR:
        return None
    if not is_enrolled(request.user):
        return _lead(request, "mfa_activate_totp")
    return None if has_used_second_factor(request) else _lead(request, "account_login", log_out=True)


def _lead(request: HttpRequest, name: str, *, come_back: bool = True, log_out: bool = False) -> HttpResponse:
    """Lead to a page of the account, in the user's language. Scripts cannot follow there: they are refused."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest" or not request.accepts("text/html"):
        return HttpResponse(_("Log in to go on."), status=403, content_type="text/plain; charset=utf-8")
    with override(language_of(request.user)):
        address = reverse(name)
    if come_back and request.method == "GET":
        address += "?" + urlencode({"next": request.get_full_path()})
    if log_out:
        logout(request)
        messages.info(request, _("Log in again, this time with a code from your authenticator app."))
    return HttpResponseRedirect(address)


def may_reset(user: Any, of: Any) -> bool:
    """Return whether a user may take away a colleague's second factor: the network may."""
    return is_network(user) and reaches(user, of)


def reaches(user: Any, of: Any) -> bool:
    """Return whether the network's `user` may help `of`: not themselves, and a superuser only if they are one."""
    return bool(user.pk != of.pk and (user.is_superuser or not of.is_superuser))


def reset(of: Any, *, by: Any = None) -> bool:
    """Take away somebody's second factor, tell them by mail, and return whether there was one. It is logged.

    With it goes the way in: the next time they come they are asked to enrol a device, after their password.
    Raises PermissionDenied where `by` may not; without `by` it is done from the shell.
    """
    if by is not None and not may_reset(by, of):
        raise PermissionDenied
    with transaction.atomic():
        taken, _rows = Authenticator.objects.filter(user_id=of.pk).delete()
        if taken:
            log(instance=of, action="publishing.second_factor.reset", user=by)
            send_mail(
                "publishing/mail/second_factor_reset.txt",
                of.email,
                language=language_of(of),
                context={"user": of, "by": by},
            )
    return bool(taken)
