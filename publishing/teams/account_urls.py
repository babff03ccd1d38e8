"""Addresses of accounts, below a translated one; allauth's names, by which it leads from page to page.

None of these pages is kept: they carry tokens of a visitor's own.
"""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.http import HttpResponse
from django.urls import URLPattern, include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from publishing.teams import account_views as ours


def _page(address: Any, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(address, never_cache(view), name=name)


_new_password = never_cache(account.password_reset_from_key)

urlpatterns = [
    _page("", mfa.index, "mfa_index"),
    _page(_("log-in/"), account.login, "account_login"),
    _page(_("log-in/code/"), mfa.authenticate, "mfa_authenticate"),
    _page(_("log-out/"), account.logout, "account_logout"),
    _page(_("sign-up/"), account.signup, "account_signup"),
    _page(_("closed/"), account.account_inactive, "account_inactive"),
    _page(_("password/"), account.password_change, "account_change_password"),
    _page(_("password/set/"), account.password_set, "account_set_password"),
    _page(_("forgotten-password/"), account.password_reset, "account_reset_password"),
    _page(_("forgotten-password/sent/"), account.password_reset_done, "account_reset_password_done"),
    path(
        _("new-password/"),
        include(
            [
                _page(
                    _("done/"), account.password_reset_from_key_done, "account_reset_password_from_key_done"
                ),
                re_path(
                    r"^(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
                    _new_password,
                    name="account_reset_password_from_key",
                ),
            ]
        ),
    ),
    _page(_("confirm/"), ours.ConfirmByPasswordView.as_view(), "account_reauthenticate"),
    _page(_("confirm/code/"), mfa.reauthenticate, "mfa_reauthenticate"),
    _page(_("authenticator-app/"), ours.EnrolView.as_view(), "mfa_activate_totp"),
    _page(_("authenticator-app/remove/"), totp.deactivate_totp, "mfa_deactivate_totp"),
    _page(_("recovery-codes/"), ours.RecoveryCodesView.as_view(), "mfa_view_recovery_codes"),
    _page(_("recovery-codes/new/"), codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _page(_("recovery-codes/file/"), codes.download_recovery_codes, "mfa_download_recovery_codes"),
]
