"""What the editor is given for this. Imported by `publishing.wagtail_hooks`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets import SwitchInput
from wagtail.models import Page
from wagtail.permissions import policy_registry

from publishing.models import MailChoices
from publishing.stopping.kinds import OF_WAGTAIL, is_wanted, turn


class MailChoicesForm(forms.ModelForm):
    """The portal's own mails, and those about pages to decide on for whom Wagtail's panel has no switch for them."""

    submitted = forms.BooleanField(label=OF_WAGTAIL["submitted"], required=False, widget=SwitchInput)
    field_order = ("submitted", *MailChoices.KINDS)

    class Meta:
        model = MailChoices
        fields = MailChoices.KINDS
        widgets = dict.fromkeys(MailChoices.KINDS, SwitchInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail offers this switch to those alone who may publish; teams' coordinators decide and may not.
        if policy_registry.get_by_type(Page).user_has_permission(self.instance.user, "publish"):
            del self.fields["submitted"]
        else:
            self.fields["submitted"].initial = is_wanted(self.instance.user, "submitted")

    def save(self, commit: bool = True) -> MailChoices:
        """Save the switches, each where it is kept."""
        if "submitted" in self.cleaned_data:
            turn(self.instance.user, "submitted", on=self.cleaned_data["submitted"])
        return super().save(commit)


@hooks.register("register_account_settings_panel")
class MailChoicesPanel(BaseSettingsPanel):
    """Which of the portal's mails one wants, beside Wagtail's own switches."""

    name = "mails"
    title = _("Mails from the portal")
    tab = notifications_tab
    order = 110

    def get_form(self) -> MailChoicesForm:
        """Return the form of the user's choices; all are on until they are saved."""
        choices = MailChoices.objects.filter(user=self.user).first() or MailChoices(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return MailChoicesForm(data, instance=choices, prefix=self.name)
