"""How accounts behave here, where allauth asks: no sign-up, the portal's mails, when to ask for a code again."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.limits import address_of
from practices.mailing import send_mail
from publishing.teams.second_factor import has_used_second_factor, is_enrolled

# What allauth tells of by mail, by the last part of its template's name. Told without address and browser: a mail
# is no place for them, and the superuser has the log.
CHANGES = {
    "password_changed": lambda: _("Your password was changed."),
    "password_reset": lambda: _("Your password was changed with a link that was sent by e-mail."),
    "totp_activated": lambda: _("An authenticator app was taken into use for your account."),
    "totp_deactivated": lambda: _("The authenticator app of your account was removed."),
    "recovery_codes_generated": lambda: _("New recovery codes were made for your account."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts: made by invitation, told of in the portal's own mails."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that limits go by, as for every form of the portal."""
        return address_of(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the editor, or to the account's own page those who may not enter it."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return super().get_login_redirect_url(request)
        return reverse("mfa_index")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's mails as the portal sends its own, in the language of the page."""
        name = template_prefix.rpartition("/")[2]
        if name in CHANGES:
            name, context = "account_changed", {**context, "change": CHANGES[name]()}
        told = {key: value for key, value in context.items() if key != "request"}
        language = get_language() or settings.LANGUAGE_CODE
        send_mail(f"publishing/mail/{name}.txt", email, language=language, context=told)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody of a change to their account, at the address that their user has."""
        if to := email or user.email:
            self.send_mail(template_prefix, to, context or {})

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask again before a change to the account, unless this very session was logged in to a moment ago."""
        return super().is_reauthentication_required(app=app) and not _has_just_logged_in(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ask those who have a second factor for a code: a password alone must not take the factor away."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        by_code = [method for method in methods if method["id"] == "mfa_reauthenticate"]
        return by_code or methods


def _has_just_logged_in(request: HttpRequest) -> bool:
    user = request.user
    if is_enrolled(user) and not has_used_second_factor(request):
        return False
    records = get_authentication_records(request, user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor, as an authenticator app shows it."""

    def get_totp_issuer(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)
