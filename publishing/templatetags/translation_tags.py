"""What templates ask of translations."""

from typing import Any

from django import template

from publishing.translation.changes import Change, change
from publishing.translation.panel import language_name
from publishing.translation.unchecked import is_unchecked

register = template.Library()


@register.simple_tag
def changed(old: str, new: str) -> Change:
    """Return two texts marked against each other."""
    return change(old, new)


@register.simple_tag
def language_name_of(code: str) -> str:
    """Return a language's name in the active language."""
    return language_name(code)


@register.simple_tag
def has_unchecked_texts(page: Any) -> bool:
    """Return whether readers of a page are told that a machine made some of it; no query for a page that is none."""
    return bool(getattr(page, "pk", None)) and not page.alias_of_id and is_unchecked(page)
