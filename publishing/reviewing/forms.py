"""What is asked for when a step is decided, and the form of a due date."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.models import NetworkReview, Review

LONGEST_COMMENT = 5000


class DecisionForm(forms.Form):
    """A decision with a comment, about the version that was seen."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment (not required)"),
        help_text=_("Goes by e-mail to whoever handed the page in, and into the page's history."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RejectionForm(DecisionForm):
    """What has to change, for whoever handed the page in."""

    comment = forms.CharField(
        label=_("What has to change?"),
        help_text=_("Goes by e-mail to whoever handed the page in, and into the page's history."),
        error_messages={"required": _("Write what has to change, so that the writer knows what to do.")},
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ChecklistForm(DecisionForm):
    """The network's approval: every check is ticked, or changes are asked for instead."""

    field_order = (*Review.CHECKS, "comment", "revision")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in Review.check_labels():
            self.fields[name] = forms.BooleanField(
                label=label[:1].upper() + label[1:], error_messages={"required": _("Not ticked yet.")}
            )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Say what to do when a check does not hold."""
        cleaned = super().clean() or {}
        if any(name in self.errors for name in Review.CHECKS):
            self.add_error(
                None,
                _("Tick all five before you approve. If one does not hold, ask for changes and say which."),
            )
        return cleaned


def form_for(task: Any, action: str) -> type[DecisionForm]:
    """Return the form in which an action on a step is confirmed."""
    if action == "reject":
        return RejectionForm
    return ChecklistForm if isinstance(task, NetworkReview) else DecisionForm


class DueForm(forms.Form):
    """Until when a step is to be decided."""

    due = forms.DateField(
        label=_("To be decided by"),
        error_messages={"required": _("Choose a date."), "invalid": _("Write the date as 31.12.2026.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean_due(self) -> Any:
        """Refuse a day that is over already."""
        due = self.cleaned_data["due"]
        if due < timezone.localdate():
            raise forms.ValidationError(_("That day is over. Choose today or a later day."))
        return due
