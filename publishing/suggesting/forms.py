"""The forms of a suggestion, one a step, and those around them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from practices.models import PracticePage, Project, Setting, TargetGroup, Theme
from practices.public_forms import PublicForm
from publishing.suggesting.words import sent

LONGEST_TEXT, LONGEST_STEP, MOST_STEPS, MOST_LINKS = 3000, 500, 12, 5
LONGEST_ADDRESS = 500
# Codes of licences are the same in every language; "" is for those who do not know.
LICENCES = [
    ("CC BY 4.0", _("CC BY 4.0: others may use and change it when they name the maker")),
    ("CC BY-SA 4.0", _("CC BY-SA 4.0: as above, and what they make of it is under the same licence")),
    ("CC0 1.0", _("CC0 1.0: anybody may use it freely")),
    ("", _("I do not know; the editors may ask me")),
]
CONSENT = _(
    "The portal may publish what I have written under the licence CC BY 4.0, edited and translated. I have the right "
    "to share it, nobody can be recognised from it, and the portal may keep my e-mail address as told on the first "
    "page."
)


class StepForm(PublicForm):
    """One step. It is saved as it was sent, also with errors in it, so that no text is ever lost."""

    fastest_seconds = 0  # whoever goes back and forth reads nothing anew

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), auto_id="s-%s")

    @classmethod
    def sent(cls, post: QueryDict) -> "StepForm":
        """Return the form as it was sent, with text that can be shown again and saved, whatever the bytes were."""
        fields = {
            name: field for name, field in cls.base_fields.items() if not isinstance(field, forms.FileField)
        }
        lists = {name for name, field in fields.items() if isinstance(field, forms.MultipleChoiceField)}
        areas = {name for name, field in fields.items() if isinstance(field.widget, forms.Textarea)}
        return cls(sent(post, as_line=fields.keys() - lists - areas, as_lines=areas, as_list=lists))

    @classmethod
    def of(cls, answers: Mapping[str, Any]) -> "StepForm":
        """Return the form as if saved answers were sent now, to see what they lack."""
        return cls({**answers, "stamp": cls().stamp_to_send})

    @property
    def answers(self) -> dict[str, Any]:
        """What was sent, by field: text and lists of text."""
        return {name: self.data.get(name, "") for name in self.fields if name not in ("website", "stamp")}


def _text(label: Any, help_text: Any, required: Any, *, most: int = 255) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        error_messages={"required": required},
        widget=forms.TextInput(attrs={"class": "field__input", "autocomplete": "off"}),
    )


def _area(
    label: Any, help_text: Any, required: Any, *, rows: int = 5, most: int = LONGEST_TEXT
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        error_messages={"required": required},
        widget=forms.Textarea(attrs={"class": "field__input", "rows": rows}),
    )


def _terms(model: Any, label: Any, help_text: Any, required: Any) -> forms.MultipleChoiceField:
    def choices() -> list[tuple[str, str]]:
        return [(term.slug, str(term)) for term in model.objects.all()]

    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": required, "invalid_choice": _("Tick from the list.")},
    )


class WhatForm(StepForm):
    """What it is, and for whom."""

    title = _text(
        _("Name of the practice"),
        _("Short and telling: “Coffee with a friend”."),
        _("Write a name."),
        most=120,
    )
    promise = _text(
        _("Promise"),
        _("What gets better, and for whom, in one line of at most 90 characters."),
        _("Write in one line what gets better."),
        most=90,
    )
    target_groups = _terms(
        TargetGroup,
        _("For whom"),
        _("Who takes part or benefits. Tick all that fit."),
        _("Tick for whom it is."),
    )
    settings = _terms(
        Setting, _("Setting"), _("Where it happens. Tick all that fit."), _("Tick where it happens.")
    )
    themes = _terms(
        Theme,
        _("Themes"),
        _("What it is about. One or two are usually enough."),
        _("Tick at least one theme."),
    )
    maturity = forms.ChoiceField(
        label=_("Maturity"),
        help_text=_(
            "Idea: planned. Piloted: tried at least once. Refined: improved after feedback. Established: everyday."
        ),
        choices=PracticePage.Maturity.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how far it has come."),
            "invalid_choice": _("Choose from the list."),
        },
    )


class WhyForm(StepForm):
    """Why it is done."""

    situation = _area(
        _("The situation"),
        _("The situation it helps with, as a colleague would recognise it."),
        _("Write about the situation that it helps with."),
    )
    idea = _area(_("The idea in brief"), _("How it works, in a few sentences."), _("Write how it works."))
    intended_change = _area(
        _("What should change"),
        _("What should change, and how you notice that it did."),
        _("Write what should change."),
    )


class HowForm(StepForm):
    """How it is done."""

    steps = _area(
        _("Steps"),
        _("One step a line, the first one for tomorrow. Three to seven are usually enough."),
        _("Write at least one step."),
        rows=8,
        most=MOST_STEPS * LONGEST_STEP,
    )
    student_notices = _area(
        _("What a student notices"),
        _("In plain language, to the student: “You are asked… You may…”. Short sentences."),
        _("Write what a student notices."),
    )

    def clean_steps(self) -> str:
        """Refuse more steps than a reader follows, and one that is a page of its own."""
        steps: str = self.cleaned_data["steps"]
        if len(lines_of(steps)) > MOST_STEPS:
            raise ValidationError(_("Write at most %d steps; put small ones together.") % MOST_STEPS)
        if any(len(step) > LONGEST_STEP for step in lines_of(steps)):
            raise ValidationError(_("A step has at most %d characters. Divide the long one.") % LONGEST_STEP)
        return steps


class FilesForm(StepForm):
    """Links, and files, which are taken one by one."""

    file = forms.FileField(
        label=_("A file (not required)"),
        required=False,
        widget=forms.FileInput(attrs={"class": "field__input"}),
        error_messages={"empty": _("The file is empty. Save it again and choose it anew.")},
    )
    licence = forms.ChoiceField(
        label=_("Licence of the file"),
        choices=LICENCES,
        required=False,
        widget=forms.Select(attrs={"class": "field__input"}),
    )
    links = forms.CharField(
        label=_("Links (not required)"),
        help_text=_("Web addresses of materials, one a line, at most five: https://…"),
        required=False,
        max_length=MOST_LINKS * LONGEST_ADDRESS,
        widget=forms.Textarea(attrs={"class": "field__input", "rows": 4}),
    )
    links_licence = forms.ChoiceField(
        label=_("Licence of what is behind the links"),
        choices=LICENCES,
        required=False,
        widget=forms.Select(attrs={"class": "field__input"}),
    )

    def clean_links(self) -> str:
        """Refuse what is no address of the web."""
        links: str = self.cleaned_data["links"]
        valid = URLValidator(schemes=["http", "https"])
        for link in lines_of(links):
            try:
                valid(link)
            except ValidationError as wrong:
                said = _("“%s” is not a web address. Write it whole: https://…") % link[:80]
                raise ValidationError(said) from wrong
        if len(lines_of(links)) > MOST_LINKS:
            raise ValidationError(_("Give at most %d links.") % MOST_LINKS)
        return links

    @property
    def answers(self) -> dict[str, Any]:
        """The links alone: a file has been kept by itself, with its licence."""
        return {name: self.data.get(name, "") for name in ("links", "links_licence")}


class WhoForm(StepForm):
    """Who suggests it."""

    organisation = _text(
        _("Organisation"),
        _("The institution or association where it is done. Readers see it."),
        _("Write the organisation."),
        most=200,
    )
    project = forms.ChoiceField(
        label=_("Project"),
        help_text=_(
            "If it was developed in one of these projects. The project's team then reads the suggestion."
        ),
        choices=lambda: [("", _("Another project, or none")), *((p.slug, str(p)) for p in projects())],
        required=False,
        widget=forms.Select(attrs={"class": "field__input"}),
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Only the editors see it. You get a mail in which you confirm the suggestion."),
        error_messages={
            "required": _("Write your e-mail address: the suggestion is confirmed through it."),
            "invalid": _("Write the whole address, such as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"class": "field__input", "autocomplete": "email"}),
    )
    consent = forms.BooleanField(
        label=CONSENT,
        error_messages={"required": _("Tick this if you agree; without it nothing can be published.")},
    )


class BeginForm(PublicForm):
    """Begins a suggestion."""

    fastest_seconds = 2


class SendForm(PublicForm):
    """Sends a suggestion that has been looked through."""

    fastest_seconds = 2


class ActionForm(PublicForm):
    """A button of the sender's page."""

    fastest_seconds = 0


class LaterForm(PublicForm):
    """Asks for a mail with the link to go on."""

    fastest_seconds = 1
    email = forms.EmailField(
        label=_("E-mail"),
        error_messages={
            "required": _("Write the address to which the link is sent."),
            "invalid": _("Write the whole address, such as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"class": "field__input", "autocomplete": "email"}),
    )


def projects() -> QuerySet[Project]:
    """Return the projects whose pages readers can see: a suggestion may go to any of them."""
    shown = {"pages__live": True, "pages__locale__language_code": settings.LANGUAGE_CODE}
    return Project.objects.filter(**shown).distinct()


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that have something on them."""
    return [line for line in text.splitlines() if line.strip()]
