"""Days as people write them: a day, or a month."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

EARLIEST = date(1950, 1, 1)
_WRITTEN = (
    re.compile(r"(?P<day>\d{1,2})\s*[./]\s*(?P<month>\d{1,2})\s*[./]\s*(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?"),
    re.compile(r"(?P<month>\d{1,2})\s*[./]\s*(?P<year>\d{4})"),
)


def read_day(text: str) -> date:
    """Return the day that was written; of a month the first. Raises ValueError for what is none."""
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(text.strip()):
            return date(int(found["year"]), int(found["month"]), int(found.groupdict().get("day") or 1))
    raise ValueError(text)


def written(day: date | None) -> str:
    """Return a day as one may write it in a form: a month where it is the first, else a day."""
    if day is None:
        return ""
    return f"{day.month}/{day.year}" if day.day == 1 else f"{day.day}.{day.month}.{day.year}"


class DayField(forms.CharField):
    """A day or a month, as text: browsers' own fields know no "September" for all."""

    default_error_messages = {
        "unread": _("Write a month such as 9/2026, or a day such as 15.9.2026."),
        "early": _("The year is too far back. Write it with four digits, such as 9/2026."),
    }

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "field__input field__input--short", "autocomplete": "off", "inputmode": "text"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        """Return a date, or nothing."""
        text = super().clean(value)
        if not text:
            return None
        try:
            day = read_day(text)
        except ValueError as bad:
            raise ValidationError(self.error_messages["unread"]) from bad
        if day < EARLIEST:
            raise ValidationError(self.error_messages["early"])
        return day
