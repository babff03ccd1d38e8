"""The forms of teams: inviting in the editor, and joining on the page that an invitation leads to."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.fields import PasswordField, SetPasswordField
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from publishing.models.team import Role
from publishing.teams.account_forms import CHOOSE_PASSWORD, PASSWORD_HELP, PortalLook


class InviteForm(forms.Form):
    """Whom to invite, as what, and in which language the mail is."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}), max_length=254
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        initial=Role.MEMBER,
        help_text=_("Members write. Coordinators also check pages before the network does, and invite."),
    )
    language = forms.ChoiceField(label=_("Language of the e-mail"), choices=settings.LANGUAGES)


class JoinForm(PortalLook, forms.Form):
    """Name and password of somebody who gets an account."""

    helps = {"password1": PASSWORD_HELP}
    missing = {
        "first_name": _("Write your first name."),
        "last_name": _("Write your last name."),
        **CHOOSE_PASSWORD,
    }

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    password1 = SetPasswordField(label=_("Password"))
    password2 = PasswordField(label=_("Password again"), autocomplete="new-password")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        password = cast(SetPasswordField, self.fields["password1"])
        password.user = get_user_model()(email=email)  # what the password is not to be like

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, again = cleaned.get("password1"), cleaned.get("password2")
        if first and again and first != again:
            self.add_error("password2", _("The two passwords differ. Write the same one twice."))
        return cleaned

    def new_user(self, language: str) -> Any:
        """Return the user that the form asks for, not saved yet."""
        names = {name: self.cleaned_data[name] for name in ("first_name", "last_name")}
        user = get_user_model()(email=self.email, **names)
        user.set_password(self.cleaned_data["password1"])
        user.username = get_adapter().generate_unique_username([".".join(names.values()), "user"])
        return user
