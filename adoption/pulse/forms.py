"""The forms of a follow-up: the answer, and what may be told beyond it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from adoption.models import Adoption, FollowUp
from adoption.pulse.answering import Details, Stop
from adoption.pulse.photos import KINDS, BadPhoto, redrawn
from practices.public_forms import PublicForm

Answer = FollowUp.Answer
INPUT = {"class": "field__input"}
MOST_STUDENTS, MOST_HOURS = 100_000, 5000
DATES = ["%Y-%m-%d", "%d.%m.%Y"]
YES, NO = "yes", "no"
CONSENT = _(
    "The portal may show the story and the photo to readers under the licence CC BY 4.0, edited and translated. I have "
    "the right to share them, and everybody who can be recognised in the photo has agreed to it."
)
EMBEDDING = {
    "in_strategy": _("In the strategy or a plan of the institution"),
    "in_annual_clock": _("In the annual clock"),
    "in_curriculum": _("In the curriculum"),
    "in_quality_system": _("In the quality system"),
    "in_job_descriptions": _("In somebody's job description"),
}


class AnswerForm(PublicForm):
    """How it is now. What belongs to "stopped" is read with that answer alone."""

    fastest_seconds = 1
    answer = forms.ChoiceField(
        label=_("How is it now?"),
        choices=[
            (Answer.IN_USE, _("In use")),
            (Answer.CHANGED, _("In use, but we have changed it")),
            (Answer.STOPPED, _("Not in use any more")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how it is now."),
            "invalid_choice": _("Choose from the list."),
        },
    )
    stopped_on = forms.DateField(
        label=_("Since when (not required)"),
        help_text=_("An estimate is enough. If you leave it empty, we take today."),
        required=False,
        input_formats=DATES,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={**INPUT, "type": "date"}),
        error_messages={"invalid": _("Write the day like this: 1.9.2026.")},
    )
    reason = forms.ChoiceField(
        label=_("Why (not required)"),
        choices=[("", _("I would rather not say")), *Adoption.Reason.choices],
        required=False,
        widget=forms.Select(attrs=INPUT),
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    reason_words = forms.CharField(
        label=_("In your own words (not required)"),
        help_text=_("What would others be glad to know? Do not write names."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
    )

    def __init__(self, data: Any = None, *, initial: Any = None, today: date, earliest: date) -> None:
        super().__init__(data, initial=initial, auto_id="s-%s")
        self.today, self.earliest = today, earliest

    def clean(self) -> dict[str, Any]:
        """Forget what belongs to an answer that was not given, with its faults; check the day of stopping."""
        cleaned = super().clean()
        if cleaned.get("answer") != Answer.STOPPED:
            for name in ("stopped_on", "reason", "reason_words"):
                self.errors.pop(name, None)
                cleaned.pop(name, None)
            return cleaned
        day = cleaned.get("stopped_on")
        if day and day > self.today:
            self.add_error("stopped_on", _("The day is in the future. Choose today or an earlier day."))
        elif day and day < self.earliest:
            said = gettext("The practice was still in use on %(day)s. Choose that day or a later one.")
            self.add_error("stopped_on", said % {"day": date_format(self.earliest, "SHORT_DATE_FORMAT")})
        return cleaned

    @property
    def stop(self) -> Stop | None:
        """The end of the use, where that was the answer of a valid form."""
        told = self.cleaned_data
        if told["answer"] != Answer.STOPPED:
            return None
        return Stop(told["stopped_on"] or self.today, told["reason"], told["reason_words"])


class ActionForm(PublicForm):
    """A button."""

    fastest_seconds = 0


def _embedding(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(YES, _("Yes")), (NO, _("No")), ("", _("I do not know"))],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )


class DetailsForm(PublicForm):
    """What may be told beyond the answer; nothing of it is required."""

    fastest_seconds = 1
    in_strategy = _embedding(EMBEDDING["in_strategy"])
    in_annual_clock = _embedding(EMBEDDING["in_annual_clock"])
    in_curriculum = _embedding(EMBEDDING["in_curriculum"])
    in_quality_system = _embedding(EMBEDDING["in_quality_system"])
    in_job_descriptions = _embedding(EMBEDDING["in_job_descriptions"])
    students = forms.IntegerField(
        label=_("How many students it reaches in a year"),
        required=False,
        min_value=0,
        max_value=MOST_STUDENTS,
        widget=forms.TextInput(attrs={**INPUT, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Write the number in digits, such as 40.")},
    )
    hours = forms.DecimalField(
        label=_("How many hours of staff's work it takes in a month"),
        required=False,
        localize=True,
        min_value=0,
        max_value=MOST_HOURS,
        max_digits=6,
        decimal_places=1,
        widget=forms.TextInput(attrs={**INPUT, "inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": _("Write the hours in digits, such as 3 or 2.5.")},
    )
    changed = forms.CharField(
        label=_("What you have changed"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
    )
    story = forms.CharField(
        label=_("Your story"),
        help_text=_("What happened, and what came of it? Write no names, nor what a person can be known by."),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={**INPUT, "rows": 6}),
    )
    photo = forms.FileField(
        label=_("A photo"),
        help_text=_(
            "JPEG, PNG or WebP, at most 10 MB. Where and with what it was taken is removed from the file."
        ),
        required=False,
        widget=forms.FileInput(
            attrs={**INPUT, "accept": ",".join(f"image/{kind.lower()}" for kind in KINDS)}
        ),
        error_messages={"empty": _("The photo is empty. Save it again and choose it anew.")},
    )
    photo_alt = forms.CharField(
        label=_("What the photo shows"),
        help_text=_("In a sentence, for those who cannot see it: “Students around a table in the lobby”."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={**INPUT, "autocomplete": "off"}),
    )
    removes_photo = forms.BooleanField(label=_("Remove the photo that I sent before"), required=False)
    consent = forms.BooleanField(label=CONSENT, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, initial: Any = None, has_photo: bool) -> None:
        super().__init__(data, files, initial=initial, auto_id="s-%s")
        self.has_photo = has_photo
        if not has_photo:
            del self.fields["removes_photo"]

    def clean_photo(self) -> Any:
        """Return the photo drawn anew. Refuses what is no picture."""
        sent = self.cleaned_data["photo"]
        if sent is None:
            return None
        try:
            return redrawn(sent)
        except BadPhoto as bad:
            raise ValidationError(str(bad)) from bad

    def clean(self) -> dict[str, Any]:
        """A photo needs words, and what readers are to see needs consent."""
        cleaned = super().clean()
        keeps = self.has_photo and not cleaned.get("removes_photo")
        has_photo = bool(cleaned.get("photo") or keeps)
        if has_photo and not cleaned.get("photo_alt") and "photo_alt" not in self.errors:
            self.add_error("photo_alt", _("Tell in a sentence what the photo shows."))
        if (has_photo or cleaned.get("story")) and not cleaned.get("consent"):
            said = _("Tick this if you agree. Without it, leave the story and the photo out.")
            self.add_error("consent", said)
        return cleaned

    @property
    def details(self) -> Details:
        """What a valid form tells, but for the photo, which is saved first."""
        told = self.cleaned_data
        return Details(
            embedding={name: {YES: True, NO: False}.get(told[name]) for name in FollowUp.EMBEDDING},
            students=told["students"],
            hours=told["hours"],
            changed=told["changed"],
            story=told["story"],
            consent=str(CONSENT),
            photo_alt=told["photo_alt"],
            removes_photo=bool(told.get("removes_photo")),
        )


def told_before(follow_up: FollowUp) -> dict[str, Any]:
    """Return what a form of details begins with."""
    words = {True: YES, False: NO, None: ""}
    plain = ("students", "hours", "changed", "story", "photo_alt")
    return {
        **{name: words[getattr(follow_up, name)] for name in FollowUp.EMBEDDING},
        **{name: getattr(follow_up, name) for name in plain},
        "consent": bool(follow_up.story_consent),
    }
