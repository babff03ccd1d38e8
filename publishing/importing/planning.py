"""New practices planned: which pages a row needs, in which languages, under which addresses."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.text import slugify
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import LocaleSynchronization

from practices.models import PracticePage
from publishing.importing.columns import ADDRESS, COLUMNS, KEY, PROJECT, TITLE
from publishing.importing.contents import links_name
from publishing.importing.known import Known
from publishing.importing.made import NewPractice, Plan
from publishing.importing.raw import Raw, aligned, raw_blocks, with_ids

LONGEST_SLUG = 100


class Planner:
    """Plans pages of new practices; addresses that it gives out are taken."""

    def __init__(self, known: Known, user: Any) -> None:
        self.known, self.user = known, user
        self.keys = set(PracticePage.objects.values_list("key", flat=True))
        self._slugs: dict[int, set[str]] = {}
        self._follow: dict[int, list[int]] = {}
        for follower, followed in LocaleSynchronization.objects.values_list("locale", "sync_from"):
            self._follow.setdefault(followed, []).append(follower)

    def plans(self, practices: Iterable[NewPractice]) -> list[Plan]:
        """Return the pages to be, each practice's source first."""
        return [plan for practice in practices for plan in self._pages(practice)]

    def _pages(self, practice: NewPractice) -> list[Plan]:
        content = practice.content
        source = self._source(practice)
        plans = [source]
        for language, locale in self.known.locales.items():
            parent = self.known.project_pages.get((practice.project, language))
            if language == content.source or parent is None:
                continue
            texts = content.texts.get(language, {})
            if any(value for value in texts.values()):
                plans.append(self._translation(practice, source, language, parent))
            elif locale.pk in self._follow.get(source.page.locale_id, ()):
                plans.append(self._alias(source, locale, parent))
        return plans

    def _source(self, practice: NewPractice) -> Plan:
        content, language = practice.content, practice.content.source
        parent = self.known.project_pages[practice.project, language]
        values = content.values(language)
        page = self._page(parent, values)
        page.key = self._key(values.get(KEY) or "", page.slug)
        terms = {COLUMNS[code].field: list(value) for code, value in values.items() if COLUMNS[code].is_terms}
        terms.setdefault("projects", [practice.project])  # else its own project's page would not list it
        return Plan(
            practice.row, page, parent, values, terms=terms, keywords=list(values.get("keywords") or ())
        )

    def _page(self, parent: Page, values: dict[str, Any]) -> PracticePage:
        title = str(values[TITLE])
        page = PracticePage(
            title=title,
            draft_title=title,
            slug=self._slug(parent, values.get(ADDRESS) or title),
            locale_id=parent.locale_id,
            owner=self.user,
            live=False,
            has_unpublished_changes=True,
        )
        for code, value in values.items():
            set_value(page, code, value, {})
        return page

    def _translation(self, practice: NewPractice, source: Plan, language: str, parent: Page) -> Plan:
        given = practice.content.texts[language]
        page = copy_of(source.page, locale=self.known.locales[language], owner=self.user)
        for code, value in given.items():
            set_value(page, code, value, {"source": source.page})
        page.title = page.draft_title = str(given.get(TITLE) or source.page.title)
        page.slug = self._slug(parent, given.get(ADDRESS) or page.title)
        return Plan(
            practice.row,
            page,
            parent,
            given,
            source=source,
            terms=source.terms,
            keywords=list(given.get("keywords") or ()),
        )

    def _alias(self, source: Plan, locale: Any, parent: Page) -> Plan:
        page = copy_of(source.page, locale=locale, owner=None)
        page.slug = self._slug(parent, source.page.slug)
        return Plan(
            source.row,
            page,
            parent,
            {},
            source=source,
            is_alias=True,
            terms=source.terms,
            keywords=source.keywords,
        )

    def _slug(self, parent: Page, wish: str) -> str:
        if parent.pk not in self._slugs:
            self._slugs[parent.pk] = set(parent.get_children().values_list("slug", flat=True))
        return _free(slugify(wish)[:LONGEST_SLUG] or "praxis", self._slugs[parent.pk])

    def _key(self, wish: str, slug: str) -> str:
        return _free(wish or slug[:90], self.keys)


def _free(base: str, taken: set[str]) -> str:
    """Return an address that is not taken, and take it."""
    numbered = (f"{base}-{n}" for n in range(2, len(taken) + 3))
    found = next(each for each in (base, *numbered) if each not in taken)
    taken.add(found)
    return found


def set_value(page: PracticePage, code: str, value: Any, beside: dict[str, Any]) -> None:
    """Set a field, other than terms and keywords, from a value read from a cell.

    Blocks keep the ids of the page's own, or get those of the page `beside["source"]` that it translates.
    """
    column = COLUMNS[code]
    if code in {PROJECT, ADDRESS, KEY} or column.is_terms or code == "keywords":
        return
    if column.is_blocks:
        field = PracticePage._meta.get_field(column.field)
        value = field.stream_block.to_python(raw_for(page, column.field, value, beside.get("source")))
        setattr(page, column.field, value)
    else:
        attribute = PracticePage._meta.get_field(column.field).attname
        setattr(page, attribute, _typed(page, attribute, value))


def raw_for(page: PracticePage, name: str, values: Sequence[Any], source: PracticePage | None) -> list[Raw]:
    """Return raw blocks with ids: those of the source's blocks for a new translation, else the page's own."""
    if source is not None:
        return aligned(values, raw_of(source, name))
    return with_ids(values, raw_of(page, name))


def raw_of(page: PracticePage, name: str) -> list[Raw]:
    """Return a page's blocks as they are stored."""
    return raw_blocks(list(getattr(page, name).get_prep_value()))


def _typed(page: PracticePage, attribute: str, value: Any) -> Any:
    field = page._meta.get_field(attribute.removesuffix("_id"))
    return field.to_python(value) if not field.is_relation else value


def copy_of(page: PracticePage, *, locale: Any, owner: Any) -> PracticePage:
    """Return an unsaved page in another language with the same content, block ids included."""
    copied = PracticePage(translation_key=page.translation_key, live=False, has_unpublished_changes=True)
    left = {
        "id",
        "page_ptr",
        "path",
        "depth",
        "numchild",
        "url_path",
        "slug",
        "locale",
        "owner",
        "translation_key",
    }
    left |= {"alias_of", "latest_revision", "live_revision", "content_type"}
    for field in PracticePage._meta.concrete_fields:
        if field.name in left or isinstance(field, ParentalKey):
            continue
        if isinstance(field, StreamField):
            setattr(copied, field.name, field.stream_block.to_python(raw_of(page, field.name)))
        else:
            setattr(copied, field.attname, getattr(page, field.attname))
    copied.locale, copied.owner = locale, owner
    return copied


def links_of(plan: Plan) -> dict[str, tuple[Any, list[int]]]:
    """Return {relation: (model of the links, numbers of the terms)} of a plan's curated terms."""
    found = {}
    for column in COLUMNS.values():
        if column.is_terms:
            through = PracticePage._meta.get_field(column.field).through
            found[links_name(column)] = (through, plan.terms.get(column.field, []))
    return found
