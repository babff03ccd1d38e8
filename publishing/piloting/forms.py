"""What somebody who tried a practice fills in: a few questions on a scale, and two in their own words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from practices.public_forms import PublicForm, tells_of_a_person
from publishing.models import PilotAnswer
from publishing.piloting.questions import OPEN, SCALED
from search.text import clean

LONGEST_TEXT = PilotAnswer._meta.get_field("worked").max_length or 0
# What is re-rendered for mending is kept to what a person would mend.
_LONGEST_KEPT = 5000
_TICKET_LENGTH = 16


class AnswerForm(PublicForm):
    """The questions of a role. None of them has to be answered, but one at least."""

    # Tells one form from another, so that a form that is sent twice counts once. It is kept in no database.
    ticket = forms.CharField(required=False, max_length=_TICKET_LENGTH, widget=forms.HiddenInput)

    def __init__(self, role: str, data: dict[str, str] | None = None) -> None:
        super().__init__(data, auto_id="answer-%s")
        self.role = role
        for question in SCALED[role]:
            self.fields[question.key] = forms.ChoiceField(
                label=question.text,
                choices=question.choices,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose one of the five, or none.")},
            )
        for name, label in OPEN[role].items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(attrs={"class": "field__input", "rows": 4}),
            )

    @classmethod
    def sent(cls, role: str, post: QueryDict) -> "AnswerForm":
        """Return the form as it was sent, with text that can be shown again and saved, whatever the bytes were."""
        names = [*cls(role).fields]
        texts = {name: post.get(name, "")[:_LONGEST_KEPT].splitlines() for name in names}
        return cls(role, {name: "\n".join(map(clean, lines)).strip() for name, lines in texts.items()})

    @property
    def ticket_to_send(self) -> str:
        """What tells this form from others; a form to mend keeps its own."""
        sent = self.data.get("ticket", "") if self.is_bound else ""
        return sent[:_TICKET_LENGTH] or get_random_string(_TICKET_LENGTH)

    def clean(self) -> dict[str, Any]:
        """Refuse an empty form, and texts that tell of a person."""
        cleaned = super().clean()
        for name in OPEN[self.role]:
            if tells_of_a_person(cleaned.get(name, "")):
                self.add_error(
                    name,
                    _(
                        "Leave out e-mail addresses, telephone numbers and identity codes: answers are anonymous."
                    ),
                )
        if not self.errors and not any(cleaned.get(name) for name in self.asked):
            raise ValidationError(_("Answer at least one question."))
        return cleaned

    @property
    def asked(self) -> list[str]:
        """The names of the questions."""
        return [*(question.key for question in SCALED[self.role]), *OPEN[self.role]]

    @property
    def ratings(self) -> dict[str, int]:
        """The answers on scales, by question, of a form that is in order."""
        given = ((question.key, self.cleaned_data[question.key]) for question in SCALED[self.role])
        return {key: int(value) for key, value in given if value}

    @property
    def texts(self) -> dict[str, str]:
        """The answers in words, by field, of a form that is in order."""
        return {name: self.cleaned_data[name] for name in OPEN[self.role]}
