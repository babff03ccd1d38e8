"""What the templates of reviews need: the name of a step in the language in force."""

from typing import Any

from django import template

from publishing.reviewing.mails import step_name as name_of_step

register = template.Library()


@register.filter
def step_name(task: Any) -> str:
    """Return what a step is called."""
    return name_of_step(task)
