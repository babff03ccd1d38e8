"""The form in which somebody asks an institution."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from adoption.local.asking import Asked
from adoption.local.words import has_link, line, lines
from adoption.models import Question
from practices.public_forms import PublicForm

CONSENT = _(
    "My question, my name and my e-mail address are given to the contact person of the institution, who answers me by "
    "e-mail. The portal keeps them for 90 days after that, against misuse, and then deletes them. They are not used "
    "for anything else."
)


class QuestionForm(PublicForm):
    """Who asks, and what."""

    asker = forms.CharField(
        label=_("Your name or role, and where you work"),
        help_text=_("For example: study counsellor, Example college."),
        max_length=Question._meta.get_field("asker").max_length,
        error_messages={"required": _("Write who you are: your name or your role.")},
        widget=forms.TextInput(attrs={"class": "field__input", "autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "First you get a mail in which you confirm the question. The answer comes to the same address."
        ),
        max_length=Question._meta.get_field("email").max_length,
        error_messages={
            "required": _("Write the e-mail address that the answer is to come to."),
            "invalid": _("Write the whole e-mail address, such as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"class": "field__input", "autocomplete": "email"}),
    )
    words = forms.CharField(
        label=_("What do you want to ask?"),
        help_text=_("Do not write anything that a student or colleague can be recognised by."),
        max_length=Question._meta.get_field("words").max_length,
        error_messages={"required": _("Write your question.")},
        widget=forms.Textarea(attrs={"class": "field__input", "rows": 6}),
    )
    language = forms.ChoiceField(
        label=_("The language in which you would like to be answered"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language."), "invalid_choice": _("Choose a language.")},
    )
    consent = forms.BooleanField(
        label=CONSENT,
        error_messages={"required": _("Tick that the question and your address may be sent on.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"language": get_language()}, auto_id="q-%s")

    @classmethod
    def sent(cls, post: QueryDict) -> "QuestionForm":
        """Return the form as it was sent, with text that can be shown again and saved, whatever the bytes were."""
        data = {name: line(post.get(name, "")) for name in cls.base_fields}
        return cls({**data, "words": lines(post.get("words", ""))})

    def clean_asker(self) -> str:
        """Refuse a name with a link in it."""
        return _without_link(self.cleaned_data["asker"])

    def clean_words(self) -> str:
        """Refuse a question with a link in it."""
        return _without_link(self.cleaned_data["words"])

    def asked(self, kind: str) -> Asked:
        """Return what is asked, of a form that is in order."""
        fields = {name: self.cleaned_data[name] for name in ("asker", "email", "words", "language")}
        return Asked(kind=kind, consent=str(CONSENT), **fields)


def _without_link(text: str) -> str:
    if has_link(text):
        raise ValidationError(
            _("Leave web addresses and HTML out. You can send links when the institution has answered you.")
        )
    return text
