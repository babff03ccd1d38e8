"""The form in which practices are given into somebody's care: one practice's, and all of a project's at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.models import PracticePage
from publishing.freshness.caring import Arrangement, arrange, arrangement_of

_SIGNER = Signer(salt="publishing.freshness.care_forms")


@dataclass(frozen=True)
class Cared:
    """A practice with its pages, one a language, and who looks after it now."""

    pages: Sequence[PracticePage]
    now: Arrangement

    @property
    def page(self) -> PracticePage:
        return self.pages[0]


class CareForm(forms.Form):
    """Who looks after a practice."""

    is_seeking = forms.BooleanField(label=gettext_lazy("Looking for a caretaker"), required=False)
    user = forms.TypedChoiceField(
        label=gettext_lazy("Who is reminded"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("Gets the reminders by e-mail. Readers do not see who it is."),
    )
    # What the form was filled in upon: whoever was faster is not written over.
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, cared: Cared, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cared = cared
        several = len(cared.pages) > 1
        for page in cared.pages:
            code = page.locale.language_code
            label = _("Caretaker")
            if several:
                label = f"{label} ({dict(settings.LANGUAGES).get(code, code)})"
            self.fields[f"caretaker_{code}"] = forms.CharField(
                label=label,
                required=False,
                max_length=200,
                initial=page.caretaker,
                widget=forms.TextInput({"lang": code}),
                help_text=_("An organisation or a role, no person’s name: readers see it."),
            )
        choices = [("", _("The team, in turn")), *((str(pk), name) for pk, name in people.items())]
        self.fields["user"].choices = choices  # type: ignore[attr-defined]
        known = cared.now.user_id if cared.now.user_id in people else None
        self.initial["is_seeking"] = cared.now.is_seeking
        self.initial["user"] = "" if known is None else str(known)
        self.initial["seen"] = fingerprint(cared.now)
        self.order_fields(
            [*(f"caretaker_{p.locale.language_code}" for p in cared.pages), "is_seeking", "user"]
        )

    @property
    def after(self) -> Arrangement:
        """The arrangement that the form asks for."""
        codes = self.cared.now.caretakers
        texts = {code: self.cleaned_data.get(f"caretaker_{code}", "") for code in codes}
        return Arrangement(texts, self.cleaned_data["is_seeking"], self.cleaned_data.get("user"))

    def clean(self) -> dict[str, Any]:
        """Refuse what would tell readers two things at once, or what somebody else has changed meanwhile."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["seen"] != fingerprint(self.cared.now):
            raise ValidationError(
                _("Somebody else changed this while you were at it. Open the page anew and look again.")
            )
        texts = [text.strip() for text in self.after.caretakers.values()]
        if self.after.is_seeking and any(texts):
            self.add_error("is_seeking", _("Either a caretaker or looking for one: empty one of the two."))
        elif any(texts) and not all(texts):
            empty = next(code for code, text in self.after.caretakers.items() if not text.strip())
            self.add_error(f"caretaker_{empty}", _("Give the caretaker in every language of the practice."))
        return cleaned


class HandoverForm(CareForm):
    """Before a project ends each practice has somebody, or says that it looks for somebody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # said once above all of them
            field.help_text = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.after.is_settled:
            first = next(name for name in self.fields if name.startswith("caretaker_"))
            self.add_error(first, _("Give a caretaker, or tick that one is looked for."))
        return cleaned


def fingerprint(arrangement: Arrangement) -> str:
    """Return what an arrangement is recognised by, without telling it."""
    told = [sorted(arrangement.caretakers.items()), arrangement.is_seeking, arrangement.user_id]
    return _SIGNER.signature(repr(told))


def cared_for(pages: Sequence[PracticePage], users: Mapping[Any, int]) -> Cared:
    """Return a practice, given as its pages, with who looks after it; `users` are those reminded by practice."""
    return Cared(pages, arrangement_of(pages, users.get(pages[0].translation_key)))


@transaction.atomic
def save_all(form_list: Sequence[CareForm], *, user: Any, people: Mapping[int, str]) -> int:
    """Save valid forms, all or none; return how many practices changed."""
    changed = [
        arrange(form.cared.page, form.cared.now, form.after, user=user, people=people) for form in form_list
    ]
    return sum(changed)
