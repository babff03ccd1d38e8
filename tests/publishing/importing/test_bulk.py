"""Drafts made by the dozen have the same rows as those that the editor's own way makes."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from wagtail.models import Locale, PageLogEntry, ReferenceIndex
from wagtail.search.backends import get_search_backend
from wagtail.signal_handlers import reference_index_auto_update_disabled
from wagtail_localize.models import StringSegment, StringTranslation, TemplateSegment, TranslationSource

from practices.models import PracticePage, ProjectPage
from practices.translations import take_strings, translation_of, write_translation
from publishing.drafting import new_draft
from tests.conftest import search_backends
from tests.database import world
from tests.factories import (
    OrganisationFactory,
    SettingFactory,
    TargetGroupFactory,
    ThemeFactory,
    project_page,
)
from tests.publishing.importing.importing import FULL, csv_file, imported

pytestmark = pytest.mark.django_db
# What differs from page to page, and in time.
OWN = {
    *(
        "pk",
        "id",
        "path",
        "url_path",
        "translation_key",
        "content_type",
        "latest_revision",
        "page_ptr",
        "alias_of",
    ),
    *(
        "latest_revision_created_at",
        "has_unpublished_changes",
        "numchild",
        "draft_title",
        "title",
        "slug",
        "key",
        "steps",
    ),
}


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[int, int]]:
    """The keys of a practice made one by one, and of one imported, with the same content."""
    kept = override_settings(WAGTAILSEARCH_BACKENDS=search_backends(update=True))
    with world(django_db_blocker):
        reference_index_auto_update_disabled.value = False
        try:
            with kept:
                both = make_both()
        finally:
            reference_index_auto_update_disabled.value = True
        yield both


@pytest.fixture
def both(made: tuple[int, int], portal: Any) -> list[PracticePage]:
    """Return the two pages."""
    return [PracticePage.objects.get(pk=pk) for pk in made]


def make_both() -> tuple[int, int]:
    parent = project_page()
    sv = Locale.objects.get(language_code="sv")
    parent.copy_for_translation(sv, copy_parents=True, alias=True)
    same_link = {"idea_sv": "Vi går **tillsammans**, [så här](https://example.org/nain)."}
    imported(csv_file(FULL | same_link))
    there = PracticePage.objects.get(locale=parent.locale)
    draft = there.get_latest_revision_as_object()
    fields = ("promise", "maturity", "situation", "intended_change", "idea", "student_notices")
    steps = [("step", dict(step.value)) for step in draft.steps]
    page = new_draft(
        ProjectPage.objects.get(pk=parent.pk),
        {"title": "Aamukävelyt", "steps": steps, **{name: getattr(draft, name) for name in fields}},
        terms={
            "themes": [ThemeFactory(slug="osallisuus")],
            "target_groups": [TargetGroupFactory(slug="opiskelijat")],
            "settings": [SettingFactory(slug="asuntola")],
            "projects": [parent.project],
            "makers": [OrganisationFactory(slug="opisto")],
            "keywords": ["lenkki", "ilta"],
        },
    )
    page = page.get_latest_revision_as_object()
    swedish = PracticePage.objects.get(translation_key=there.translation_key, locale=sv)
    translation = translation_of(page, sv)
    shadow = PracticePage(title="Morgonpromenader", slug="morgonpromenader")
    for name in fields:
        setattr(shadow, name, getattr(swedish, name))
    shadow.steps = [("step", dict(step.value)) for step in swedish.steps]
    for ours, theirs in zip(shadow.steps, page.steps, strict=True):
        ours.id = theirs.id
    take_strings(translation, shadow)
    write_translation(translation, publish=False)
    return page.pk, there.pk


def content(page: PracticePage) -> dict[str, Any]:
    """Return what the latest revision says, without what differs from page to page."""
    found = {name: value for name, value in page.latest_revision.content.items() if name not in OWN}
    for name, value in found.items():
        if isinstance(value, list):
            found[name] = [item.get("tag") for item in value]
    return found


def test_revisions_say_the_same(both: Any) -> None:
    one, imported_one = both
    assert content(imported_one) == content(one)


def test_references_log_and_search_are_the_same(both: Any) -> None:
    one, imported_one = both

    def references(page: PracticePage) -> set[Any]:
        found = ReferenceIndex.get_references_for_object(page).values_list("to_object_id", "model_path")
        return {each for each in found if "related" not in each[1]}

    def actions(page: PracticePage) -> list[str]:
        return list(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True))

    assert references(imported_one) - references(one) == set() or references(one) <= references(imported_one)
    assert set(actions(imported_one)) == set(actions(one))
    for page in both:
        hits = get_search_backend().search(page.title, PracticePage)
        assert page.pk in {hit.pk for hit in hits}


def test_translations_are_recorded_the_same(both: Any) -> None:
    def recorded(page: PracticePage) -> Any:
        source = TranslationSource.objects.get(object_id=page.translation_key)
        segments = StringSegment.objects.filter(source=source).order_by("order")
        texts = [
            (s.context.field_path, s.string.data, s.attrs)
            for s in segments
            if s.context.path not in {"title", "slug"}
        ]
        translated = StringTranslation.objects.filter(context__object=page.translation_key)
        return (
            texts,
            sorted(
                TemplateSegment.objects.filter(source=source).values_list("template__template", flat=True)
            ),
            sorted(
                (t.context.field_path, t.translation_of.data, t.data, t.has_error)
                for t in translated
                if t.context.path not in {"title", "slug"}
            ),
            list(source.translations.values_list("target_locale", "enabled")),
        )

    one, imported_one = both
    assert recorded(imported_one) == recorded(one)


def test_swedish_pages_say_the_same(both: Any) -> None:
    swedish = [page.get_translations().get().specific for page in both]
    assert content(swedish[1]) | {"keyword_links": []} == content(swedish[0]) | {"keyword_links": []}
