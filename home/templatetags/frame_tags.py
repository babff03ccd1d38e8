"""Tags that base templates and components use."""

from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext
from wagtail.models import Page

from home.frame import LanguageLink, language_links
from home.frame import lineage as lineage_of
from practices.stand_ins import address_here

register = template.Library()
register.filter("address", address_here)

# Themes that have a colour in tokens.css and an icon in the sprite; any other looks neutral.
DRAWN_THEMES = frozenset(
    (
        *(
            "participation",
            "community-wellbeing",
            "everyday-life-skills",
            "wellbeing-leadership",
            "physical-activity",
        ),
        *("community-culture", "safety-culture", "student-welfare", "online-support"),
    )
)
MOST_SUGGESTIONS = 8
MATURITY_ICONS = {"idea": "leaf", "piloted": "sprout", "refined": "plant", "established": "tree"}


@register.simple_tag(takes_context=True)
def languages_of(context: dict[str, Any]) -> list[LanguageLink]:
    """Return the language switch's links for the page at hand."""
    return language_links(context["request"], context.get("page"))


@register.filter
def lineage(page: Page) -> list[Page]:
    """Return the front page, the pages below it, and the page itself."""
    return lineage_of(page)


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


@register.simple_tag
def lang_of(page: Page) -> SafeString:
    """Return ` lang="…"` for a page's texts that are in another language than the interface, else nothing.

    Of pages in lists the language is at hand; a page without it is the one that is served, in its own language.
    """
    if isinstance(page, Page) and (page.alias_of_id or Page._meta.get_field("locale").is_cached(page)):
        return lang_mark(content_language(page))
    return mark_safe("")


@register.simple_tag
def lang_mark(code: str) -> SafeString:
    """Return ` lang="…"` where `code` is not the language of the interface, else nothing."""
    return mark_safe("") if code == get_language() else format_html(' lang="{}"', code)


@register.simple_tag
def brand_names() -> list[tuple[str, str]]:
    """Return (language, name) of the portal in every language, the reader's own first."""
    names = settings.WAGTAIL_SITE_NAME.split(" · ")
    pairs = [(code, name) for (code, _language), name in zip(settings.LANGUAGES, names, strict=False)]
    return sorted(pairs, key=lambda pair: pair[0] != get_language())


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a line icon of the sprite, hidden from screen readers: the text beside it says what it means."""
    address = static("home/icons/sprite.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', address, name)


@register.filter
def theme_icon(slug: str) -> str:
    """Return the icon of a theme, a plain tag for a theme that has none of its own."""
    return slug if slug in DRAWN_THEMES else "tag"


@register.filter
def maturity_icon(maturity: str) -> str:
    """Return the icon of a maturity: the further, the bigger the plant."""
    return MATURITY_ICONS.get(maturity, "leaf")


@register.filter
def maturity_step(maturity: str) -> int:
    """Return which of the four steps a maturity is, 1–4."""
    return [*MATURITY_ICONS].index(maturity) + 1 if maturity in MATURITY_ICONS else 1


@register.filter
def within(page: Any, section: Page) -> bool:
    """Whether `page` is `section` or stands below it."""
    return isinstance(page, Page) and bool(page.path) and page.path.startswith(section.path)


@register.simple_tag(takes_context=True)
def section_url(context: dict[str, Any], model: str) -> str:
    """Return the address of the index page of a type (`cataloguepage`) among the frame's pages, or nothing."""
    frame = context["frame"]
    pages = (page for page in (*frame.menu, *frame.footer) if page.content_type.model == model)
    return next((page.url for page in pages), "")


@register.simple_tag
def search_address() -> str:
    """Return the address of the search page in the active language."""
    return reverse("search")


@register.simple_tag
def suggest_address() -> str:
    """Return the address that the search box asks for suggestions, in the active language."""
    return reverse("suggest")


@register.simple_tag
def suggestion_counts() -> str:
    """Return what is said of none, one, two … suggestions, with bars between: languages count in different ways."""
    counts = (
        ngettext("%(n)d suggestion", "%(n)d suggestions", n) % {"n": n}
        for n in range(1, MOST_SUGGESTIONS + 1)
    )
    return "|".join((gettext("No suggestions"), *counts))
