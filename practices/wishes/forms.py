"""The form in which a visitor leaves a wish, and what it is refused for."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from practices.models.wish import need_key
from practices.public_forms import PublicForm, tells_of_a_person
from search.text import clean

LONGEST_NEED = 160
LONGEST_SITUATION = 1000
# What is re-rendered for mending is kept to what a person would mend.
_LONGEST_KEPT = 5000


class WishForm(PublicForm):
    """A need, and the situation that it comes from."""

    need = forms.CharField(
        max_length=LONGEST_NEED,
        label=_("What do you need?"),
        help_text=_("In a sentence. For example: how to get quiet students to come along."),
        error_messages={"required": _("Write what you need.")},
        widget=forms.TextInput(attrs={"class": "field__input", "autocomplete": "off"}),
    )
    situation = forms.CharField(
        max_length=LONGEST_SITUATION,
        required=False,
        label=_("In what situation? (not required)"),
        help_text=_("Who are the students, where, what have you tried?"),
        widget=forms.Textarea(attrs={"class": "field__input", "rows": 4}),
    )

    def __init__(self, data: dict[str, str] | None = None, *, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="wish-%s")

    @classmethod
    def sent(cls, post: QueryDict) -> "WishForm":
        """Return the form as it was sent, with text that can be shown again and saved, whatever the bytes were."""
        lines = post.get("situation", "")[:_LONGEST_KEPT].splitlines()
        data = {name: clean(post.get(name, "")[:_LONGEST_KEPT]) for name in cls.base_fields}
        return cls({**data, "situation": "\n".join(map(clean, lines)).strip()})

    def clean_need(self) -> str:
        """Refuse a need without a word, and one that tells of a person."""
        need: str = self.cleaned_data["need"]
        if not need_key(need, language=get_language() or ""):
            raise ValidationError(_("Write at least one word that tells of the matter."))
        return _impersonal(need)

    def clean_situation(self) -> str:
        """Refuse a situation that tells of a person."""
        return _impersonal(self.cleaned_data["situation"])


def blank_form(need: str = "") -> WishForm:
    """Return an empty form, with a need filled in as far as it fits."""
    return WishForm(initial={"need": clean(need[: LONGEST_NEED * 4])[:LONGEST_NEED]})


def _impersonal(text: str) -> str:
    if tells_of_a_person(text):
        raise ValidationError(
            _("Leave out e-mail addresses, telephone numbers and identity codes: the wish becomes public.")
        )
    return text
