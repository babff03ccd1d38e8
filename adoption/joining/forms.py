"""The forms of taking into use: how it is, whose institution, and the small ones of the adopter's own pages."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from adoption.joining.answers import Answers
from adoption.joining.days import DayField, written
from adoption.joining.institutions import Named, same_as
from adoption.joining.spelling import key_of
from adoption.models import Adoption
from adoption.places import region_choices
from adoption.terms import next_terms, term_label
from practices.models import Organisation, Setting
from practices.public_forms import PublicForm
from search.text import clean

State = Adoption.State
MOST_STUDENTS = 100_000
ANOTHER = "another"
# What is agreed to, each on its own. The words are kept with the consent, in the language in which they were read.
KEPT = _(
    "The portal may keep what I have told here and my e-mail address, for the purposes and the time that are "
    "told beside the address."
)
PUBLIC = _(
    "Our institution may be named on the page of the practice and in the portal's lists of who uses it."
)
ASKED = _(
    "Readers may ask us about it. The portal passes their questions on to my e-mail, and nobody sees my address."
)
COMPANY = _(
    "We would like to start together with others. Our institution and the term may be shown on the page of the "
    "practice, and others may write to us through the portal."
)
WORDS = {"is_public": PUBLIC, "is_contact_open": ASKED, "wants_company": COMPANY, "consent": KEPT}


def _choice(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        error_messages={
            "required": _("Choose from the list."),
            "invalid_choice": _("Choose from the list."),
        },
        **options,
    )


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "field__input"})


def _tick(label: Any, **options: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **options)


def email_field(label: Any = None, help_text: Any = "") -> forms.EmailField:
    """Return the field of an e-mail address."""
    return forms.EmailField(
        label=label or _("Your e-mail at work"),
        help_text=help_text,
        max_length=254,
        error_messages={
            "required": _("Write your e-mail address: what you told is confirmed through it."),
            "invalid": _("Write the whole address, such as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"class": "field__input", "autocomplete": "email"}),
    )


class TellingForm(PublicForm):
    """How it is with a practice at an institution."""

    fastest_seconds = 2
    state = _choice(_("How far are you?"), State.choices, widget=forms.RadioSelect)
    since = DayField(
        label=_("Since when"),
        help_text=_(
            "When you began to try it or took it into use: a month such as 9/2026, or a day such as 15.9.2026. "
            "Leave it empty while you only consider it."
        ),
        required=False,
    )
    on = DayField(label=_("When did you stop?"), help_text=_("A month or a day."), required=False)
    reason = _choice(
        _("Why did you stop?"),
        [("", _("Choose")), *Adoption.Reason.choices],
        required=False,
        widget=_select(),
    )
    reason_words = forms.CharField(
        label=_("In your own words (not required)"),
        help_text=_("What would have helped? Do not write names."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "field__input", "rows": 3}),
    )
    setting = _choice(
        _("Where do you do it? (not required)"),
        lambda: [("", _("Choose")), *((each.slug, str(each)) for each in Setting.objects.all())],
        required=False,
        widget=_select(),
    )
    students = forms.IntegerField(
        label=_("How many students does it reach in a year, roughly? (not required)"),
        required=False,
        min_value=0,
        max_value=MOST_STUDENTS,
        error_messages={
            "invalid": _("Write a whole number, such as 120."),
            "min_value": _("Write a whole number, such as 120."),
            "max_value": _("That is more students than an institution has. Check the number."),
        },
        widget=forms.TextInput(
            attrs={
                "class": "field__input field__input--short",
                "inputmode": "numeric",
                "autocomplete": "off",
            }
        ),
    )
    is_public = _tick(PUBLIC)
    is_contact_open = _tick(ASKED)
    wants_company = _tick(COMPANY)
    start_term = _choice(
        _("The term in which you start"),
        lambda: [("", _("Choose")), *((each, term_label(each)) for each in next_terms(timezone.localdate()))],
        required=False,
        widget=_select(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "a-%s", **kwargs})

    def clean_since(self) -> date | None:
        return self._not_coming(
            "since", _("The day is still to come. While you only plan, choose “considering”.")
        )

    def clean_on(self) -> date | None:
        return self._not_coming("on", _("The day is still to come. Write the day since which it is so."))

    def _not_coming(self, name: str, said: Any) -> date | None:
        day: date | None = self.cleaned_data[name]
        state = self.cleaned_data.get("state", "")
        if day and day > timezone.localdate() and state != State.CONSIDERING:
            raise ValidationError(said)
        return day

    def clean_reason_words(self) -> str:
        return "\n".join(clean(line) for line in self.cleaned_data["reason_words"].splitlines()).strip()

    def clean(self) -> dict[str, Any]:
        """See that what belongs together is there."""
        cleaned = super().clean()
        state = cleaned.get("state", "")
        stopped = state == State.STOPPED
        if state in (*Adoption.RUNNING, State.STOPPED) and "since" in cleaned and not cleaned["since"]:
            self.add_error("since", _("Write the month or the day on which you began."))
        if stopped and "on" in cleaned and not cleaned["on"]:
            self.add_error("on", _("Write the month or the day on which you stopped."))
        if stopped and "reason" in cleaned and not cleaned["reason"]:
            self.add_error("reason", _("Choose why you stopped; others learn from it."))
        if stopped and cleaned.get("since") and cleaned.get("on") and cleaned["on"] < cleaned["since"]:
            self.add_error("on", _("You stopped before you began. Check the two days."))
        if cleaned.get("wants_company") and "start_term" in cleaned and not cleaned["start_term"]:
            self.add_error("start_term", _("Choose the term in which you would like to start."))
        return cleaned

    def answers(self, *, consent: str) -> Answers:
        """Return what was told; call it on a valid form."""
        told = self.cleaned_data
        state, today = told["state"], timezone.localdate()
        since = None if state == State.CONSIDERING else told["since"]
        stopped = state == State.STOPPED
        return Answers(
            state=state,
            since=since,
            on=self._since_when(state, since, today),
            setting=told["setting"],
            students=told["students"],
            reason=told["reason"] if stopped else "",
            reason_words=told["reason_words"] if stopped else "",
            is_public=told["is_public"],
            is_contact_open=told["is_contact_open"],
            wants_company=told["wants_company"],
            start_term=told["start_term"] if told["wants_company"] else "",
            consent=consent,
        )

    def _since_when(self, state: str, since: date | None, today: date) -> date:
        if state == State.STOPPED:
            return self.cleaned_data["on"] or today
        return since or today

    def agreed(self) -> str:
        """Return the words that were agreed to, one consent a line."""
        told = self.cleaned_data
        return "\n".join(str(words) for name, words in WORDS.items() if told.get(name, name == "consent"))


class AdoptForm(TellingForm):
    """A new adoption, by an institution of the register or one that waits to come there."""

    email = email_field()
    consent = forms.BooleanField(
        label=KEPT,
        error_messages={"required": _("Tick this if you agree; without it nothing can be kept.")},
    )


class NewInstitutionForm(AdoptForm):
    """A new adoption, by an institution that the register lacks."""

    name = forms.CharField(
        label=_("Name of the institution"),
        max_length=200,
        error_messages={"required": _("Write the name of your institution.")},
        widget=forms.TextInput(attrs={"class": "field__input", "autocomplete": "organization"}),
    )
    kind = _choice(
        _("What kind of institution is it?"),
        [("", _("Choose")), *Organisation.Kind.choices],
        widget=_select(),
    )
    municipality = forms.CharField(
        label=_("Municipality"),
        max_length=100,
        error_messages={"required": _("Write the municipality where the institution is.")},
        widget=forms.TextInput(attrs={"class": "field__input", "autocomplete": "address-level2"}),
    )
    region = _choice(_("Region"), lambda: [("", _("Choose")), *region_choices()], widget=_select())
    same_as = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    # The key of the name for which "it is another" was said before.
    asked = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = clean(str(self.data.get("name", "") if self.is_bound else self.initial.get("name", "")))[:200]
        self.alike = same_as(name) if name else []
        field: Any = self.fields["same_as"]
        field.label = _("Did you mean one of these?")
        places = [(each.value, _labelled(each.name, each.municipality)) for each in self.alike]
        field.choices = [*places, (ANOTHER, _("None of these: ours is another institution"))]

    def clean_name(self) -> str:
        name = clean(self.cleaned_data["name"])
        if not key_of(name):
            raise ValidationError(_("Write the name of your institution."))
        return name

    def clean_municipality(self) -> str:
        return clean(self.cleaned_data["municipality"])

    def clean(self) -> dict[str, Any]:
        """Ask once more where the name is nearly one that is known."""
        cleaned = super().clean()
        known = self.alike and key_of(cleaned.get("name", "")) != cleaned.get("asked")
        if known and "same_as" in cleaned and not cleaned["same_as"]:
            self.add_error(
                "same_as", _("There is an institution of nearly the same name. Say whether it is yours.")
            )
        return cleaned

    @property
    def chosen(self) -> str:
        """The value of a known institution that the name was after all, or nothing."""
        return "" if (same := self.cleaned_data.get("same_as", "")) == ANOTHER else same

    @property
    def named(self) -> Named:
        """The new institution."""
        told = self.cleaned_data
        return Named(told["name"], told["kind"], told["municipality"], told["region"])


class EditForm(TellingForm):
    """What is kept of an adoption, to be put right."""

    email = email_field(help_text=_("A new address is confirmed through a mail that goes to it."))

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adoption = adoption
        self.fields["on"].label = _("Since when is it so?")
        self.fields["on"].help_text = _(
            "The month or day on which the state above began. Empty means today, if you change the state."
        )
        self.fields["email"].required = bool(adoption.email)

    @staticmethod
    def initial_of(adoption: Adoption) -> dict[str, Any]:
        """Return what the form shows at first."""
        same = ("state", "students", "reason", "reason_words", "start_term", "email")
        ticks = ("is_public", "is_contact_open", "wants_company")
        return {
            **{name: getattr(adoption, name) for name in (*same, *ticks)},
            "since": written(adoption.since),
            "on": written(adoption.state_on),
            "setting": adoption.setting.slug if adoption.setting else "",
        }

    def clean(self) -> dict[str, Any]:
        """The new state cannot have begun before the practice was taken into use."""
        cleaned = super().clean()
        since, on = cleaned.get("since"), cleaned.get("on")
        running = cleaned.get("state") in Adoption.RUNNING
        same_state = cleaned.get("state") == self.adoption.state
        kept = same_state and on == self.adoption.state_on == self.adoption.since
        if running and since and on and on < since and not kept:
            self.add_error("on", _("This is before you took it into use. Check the two days."))
        return cleaned

    def _since_when(self, state: str, since: date | None, today: date) -> date:
        told: date | None = self.cleaned_data["on"]
        before = self.adoption
        if state != before.state:
            return told if told and told != before.state_on else today
        if before.state_on == before.since and told == before.state_on and since:
            return since  # the first day was put right
        return told or before.state_on


class DeedForm(PublicForm):
    """A button of the adopter's pages."""

    fastest_seconds = 0


class MailForm(PublicForm):
    """An address to which a mail is to go."""

    fastest_seconds = 1
    email = email_field()

    def __init__(self, *args: Any, label: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "m-%s", **kwargs})
        if label:
            self.fields["email"].label = label


class AcceptForm(PublicForm):
    """A new contact person agrees to what is kept."""

    fastest_seconds = 0
    consent = forms.BooleanField(
        label=KEPT,
        error_messages={"required": _("Tick this if you agree; without it nothing can be kept.")},
    )


def _labelled(name: str, place: str) -> str:
    return f"{name} ({place})" if place else name
