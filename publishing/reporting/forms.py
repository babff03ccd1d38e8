"""What is asked for when a report is made: the language, which practices, and in which form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from publishing.reporting.project_report import Told

WORD, TEXT = "docx", "text"


class ReportForm(forms.Form):
    """A report's passage: for whom it is written decides the language, and what it is about the practices."""

    language = forms.ChoiceField(label=_("Language of the report"), choices=settings.LANGUAGES)
    practices = forms.MultipleChoiceField(
        label=_("Practices"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one."),
            "invalid_choice": _("One of the practices is no longer published. Choose again."),
        },
    )

    def __init__(self, *args: Any, practices: Sequence[Told], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = {str(told.page.translation_key): told for told in practices}
        self.fields["practices"].choices = [  # type: ignore[attr-defined]
            (key, told.page.title) for key, told in self.told.items()
        ]
        self.initial.setdefault("practices", list(self.told))

    def chosen(self) -> list[Told]:
        """Return the practices that were chosen, in the order of the report."""
        wanted = set(self.cleaned_data["practices"])
        return [told for key, told in self.told.items() if key in wanted]
