"""The forms of accounts: allauth's, with the portal's words and face."""

from typing import Any

from allauth.account import forms as account
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WRITE_PASSWORD = _("Write your password.")
CHOOSE_PASSWORD = {"password1": _("Choose a password."), "password2": _("Write the password once more.")}
PASSWORD_HELP = _("At least eight characters. A few words in a row are easy to remember and hard to guess.")


class PortalLook:
    """Gives a form's fields the portal's style, and the words that it has for them; placeholders go."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}
    missing: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]  # the form's
        for name, field in fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            if name in self.missing:
                field.error_messages["required"] = self.missing[name]
            field.widget.attrs.pop("placeholder", None)
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = "field__input"


class LogInForm(PortalLook, account.LoginForm):
    """User name or address, and password."""

    labels = {
        "login": _("E-mail address or user name"),
        "password": _("Password"),
        "remember": _("Keep me logged in on this computer"),
    }
    missing = {"login": _("Write your e-mail address or user name."), "password": WRITE_PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ForgottenPasswordForm(PortalLook, account.ResetPasswordForm):
    """The address that a link is sent to."""

    labels = {"email": _("E-mail address")}
    missing = {"email": _("Write the e-mail address of your account.")}


class NewPasswordForm(PortalLook, account.ResetPasswordKeyForm):
    """A new password, after the link in a mail."""

    labels = {"password1": _("New password"), "password2": _("New password again")}
    helps = {"password1": PASSWORD_HELP}
    missing = CHOOSE_PASSWORD


class ChangePasswordForm(PortalLook, account.ChangePasswordForm):
    """A new password, by somebody who has one."""

    labels = {
        "oldpassword": _("Your password now"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    helps = {"password1": PASSWORD_HELP}
    missing = {"oldpassword": WRITE_PASSWORD, **CHOOSE_PASSWORD}


class ConfirmByPasswordForm(PortalLook, account.ReauthenticateForm):
    """The password once more, before a change to the account."""

    labels = {"password": _("Password")}
    missing = {"password": WRITE_PASSWORD}


class OneTimeCode(PortalLook):
    """A form with a code from an authenticator app."""

    labels = {"code": _("Code")}
    missing = {"code": _("Write the code.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"  # type: ignore[attr-defined]  # the form's


class _UsedOnce:
    """Takes no code a second time, for as long as its time lasts; the library forgets it before that."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # the form's
        lasts = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        key = f"used-code:{self.user.pk}:{normalize_user_code(code)}"  # type: ignore[attr-defined]  # the form's
        if not cache.add(key, True, lasts):
            raise ValidationError(_("This code was used already. Wait for the next one."))
        return code


class CodeForm(OneTimeCode, _UsedOnce, mfa.AuthenticateForm):
    """The second step of logging in."""

    helps = {"code": _("Six digits, from the app on your phone. Without it: one of your recovery codes.")}


class ConfirmByCodeForm(OneTimeCode, _UsedOnce, mfa.ReauthenticateForm):
    """A code once more, before a change to the account."""

    helps = CodeForm.helps


class EnrolForm(OneTimeCode, totp.ActivateTOTPForm):
    """The first code of an app that was just set up."""

    helps = {"code": _("Six digits. They change every half a minute.")}
