"""What the editor of a page is told of its translations, above the form: of this one, or of those still to make."""

from dataclasses import dataclass
from typing import Any

from django.forms import Media
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from practices.models import PracticePage, ProjectPage
from practices.translating.access import may_edit, may_publish, may_translate
from practices.translating.texts import State, state_of
from practices.translations import other_locales

# Whose editor has a button that begins a translation.
TRANSLATED = (PracticePage, ProjectPage)


@dataclass(frozen=True)
class Into:
    """A language that a page may be translated into; `page` is the translation, None before it is begun."""

    code: str
    name: str
    page: Page | None
    may_begin: bool


class Panel:
    """Nothing is queried before it is asked."""

    template = "publishing/admin/translation/panel.html"
    media = Media(css={"all": ["publishing/admin/translating.css"]})

    def __init__(self, page: Page, user: Any, *, state: State | None = None) -> None:
        self.page, self.user = page, user
        if state is not None:
            self.state = state  # known already

    @cached_property
    def translation(self) -> Translation | None:
        return translation_into(self.page)

    @cached_property
    def state(self) -> State | None:
        return state_of(self.translation) if self.translation else None

    @property
    def source_language(self) -> str:
        """The name of the source's language in the editor's language."""
        return language_name(self.translation.source.locale.language_code) if self.translation else ""

    @cached_property
    def source_page(self) -> Page | None:
        return source_of(self.translation) if self.translation else None

    @cached_property
    def may_edit(self) -> bool:
        return may_edit(self.user, self.page)

    @cached_property
    def may_publish(self) -> bool:
        return may_publish(self.user, self.page)

    @cached_property
    def into(self) -> list[Into]:
        """The languages that this page, a source, is or may be translated into."""
        if self.translation is not None or not can_be_source(self.page):
            return []
        pages = {
            page.locale_id: page
            for page in self.page.get_translations().filter(alias_of__isnull=True).select_related("locale")
        }
        return [self._into(locale, pages.get(locale.pk)) for locale in other_locales(self.page.locale)]

    def _into(self, locale: Locale, page: Page | None) -> Into:
        may_begin = page is None and may_translate(self.user, self.page, [locale])
        return Into(locale.language_code, language_name(locale.language_code), page, may_begin)


def can_be_source(page: Page) -> bool:
    """Return whether a page is of a kind that one button translates, and no mirror of another."""
    return page.alias_of_id is None and issubclass(page.specific_class or Page, TRANSLATED)


def language_name(code: str) -> str:
    """Return a language's name in the active language."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def translation_into(page: Page) -> Translation | None:
    """Return the record of which a page, not an alias, is the translation, while its source is there."""
    if page.alias_of_id is not None:
        return None
    translation = (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id)
        .exclude(source__locale=page.locale_id)
        .select_related("source__locale", "target_locale")
        .first()
    )
    return translation if translation is not None and source_of(translation) is not None else None


def source_of(translation: Translation) -> Page | None:
    """Return the page that a translation is made from, None where it was deleted."""
    return translation.source.object.get_instance_or_none(translation.source.locale)
