"""The steps of a suggestion, in order."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from publishing.models import Suggestion
from publishing.suggesting.forms import FilesForm, HowForm, StepForm, WhatForm, WhoForm, WhyForm


@dataclass(frozen=True)
class Step:
    """A page of the form. `key` is where its answers are kept in the row."""

    number: int
    key: str
    title: Any
    lead: Any
    form: type[StepForm]


STEPS = (
    Step(1, "what", _("What it is"), _("The name and the promise are what readers see first."), WhatForm),
    Step(
        2,
        "why",
        _("Why it is done"),
        _("Write as you would tell a colleague. A few sentences are enough; the editors help to polish."),
        WhyForm,
    ),
    Step(3, "how", _("How it is done"), _("What somebody else needs to try it out."), HowForm),
    Step(
        4,
        "files",
        _("Files and links"),
        _("Forms, slides and guides that others may use. You can also go on without any."),
        FilesForm,
    ),
    Step(
        5,
        "who",
        _("Who suggests it"),
        _("So that the editors can ask, and you hear what came of it."),
        WhoForm,
    ),
)
FILES = STEPS[3]


@dataclass(frozen=True)
class Lack:
    """A fault in a step's answers, as the check page tells it."""

    step: Step
    text: str


def lacks_of(suggestion: Suggestion) -> list[Lack]:
    """Return what has to be mended before a suggestion can be sent."""
    return [
        Lack(step, str(error))
        for step in STEPS
        for errors in step.form.of(suggestion.answers.get(step.key, {})).errors.values()
        for error in errors
    ]


def next_step(suggestion: Suggestion) -> Step | None:
    """Return the first step that has not been filled in, None where all have."""
    return next((step for step in STEPS if step.key not in suggestion.answers), None)


def shown(suggestion: Suggestion) -> list[tuple[Step, list[tuple[Any, str]]]]:
    """Return what was answered, by step, as (label, text in words); what was left empty is left out."""
    return [(step, _told(step, suggestion.answers.get(step.key, {}))) for step in STEPS]


def _told(step: Step, answers: dict[str, Any]) -> list[tuple[Any, str]]:
    form = step.form(initial=answers)
    told = []
    for name, value in answers.items():
        if name in form.fields and value:
            field: Any = form.fields[name]
            labels = dict(getattr(field, "choices", ()))
            words = value if isinstance(value, list) else [value]
            text = str(_("Yes")) if name == "consent" else ", ".join(str(labels.get(w, w)) for w in words)
            told.append((field.label, text))
    return told
