"""Tags that base templates and components use."""

from typing import Any

from django import template
from django.conf import settings
from wagtail.models import Page

from home.frame import LanguageLink, language_links

register = template.Library()


@register.simple_tag(takes_context=True)
def languages_of(context: dict[str, Any]) -> list[LanguageLink]:
    """Return the language switch's links for the page at hand."""
    return language_links(context["request"], context.get("page"))


@register.filter
def content_language(page: Page) -> str:
    """Return the language that a page's own texts are in: an alias shows its source's texts."""
    if page.alias_of_id:
        return page.alias_of.locale.language_code
    return page.locale.language_code


@register.filter
def language_name(code: str) -> str:
    """Return a language's own name for itself."""
    return dict(settings.LANGUAGES).get(code, code)
