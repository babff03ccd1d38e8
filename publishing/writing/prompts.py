"""Prompts that a beginning leaves to be written over: words in square brackets, which readers must never meet."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from practices.forms import PracticeForm
from publishing.writing.fields import places

LONGEST = 300
_BRACKETED = re.compile(rf"\[([^\[\]]{{3,{LONGEST}}})\]")
_TWO_WORDS = re.compile(r"[^\W\d_]\s+[^\W\d_]")
# In what somebody else said or wrote, square brackets mark what was added to it.
QUOTED = {"student_quotes", "source_says", "sources"}


class FilledInForm(PracticeForm):
    """A practice's form that lets nobody publish, or hand in, a text with prompts in it; a draft may have them."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for name in names_with_prompts(cleaned):
                self.add_error(name, ValidationError(refusal(name), code="prompt"))
        return cleaned


def refusal(name: str) -> str:
    """Return why a field with a prompt cannot be published, and what to do."""
    return _(
        "“%(field)s” still has a prompt in square brackets. Write your own text over it, or delete it. "
        "If the text is yours, use round brackets."
    ) % {"field": places()[name].label}


def names_with_prompts(values: dict[str, Any]) -> list[str]:
    """Return the fields, in the editor's order, whose value has a prompt in it."""
    return [name for name in places() if name in values and prompt_in(name, values[name])]


def prompt_in(name: str, value: Any) -> str:
    """Return the first prompt in a field's value, or "" where it has none."""
    if name in QUOTED:
        return ""
    for text in texts_of(value):
        for found in _BRACKETED.finditer(unescape(strip_tags(text)) if "<" in text else text):
            if _TWO_WORDS.search(found[1]):
                return found[0]
    return ""


def texts_of(value: Any) -> Iterator[str]:
    """Yield every text in a field's value: a text, a StreamField's value, or none."""
    if isinstance(value, StreamValue):
        value = value.get_prep_value()
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_of(each)
