"""Rows about practices that are there already: only what differs is written, as a draft."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from wagtail.coreutils import find_available_slug
from wagtail.models import Locale
from wagtail_localize.models import TranslationSource

from practices.models import PracticePage
from practices.models.terms import Keyword
from practices.translations import take_strings, translation_of, write_translation
from publishing.drafting import change_draft
from publishing.importing.access import may_change
from publishing.importing.columns import ADDRESS, COLUMNS, KEY, PROJECT, TITLE
from publishing.importing.contents import Content, changed_values, stored_content
from publishing.importing.known import Known
from publishing.importing.made import MadePage
from publishing.importing.planning import raw_for, set_value


def source_of(family: UUID, pages: Iterable[PracticePage]) -> PracticePage | None:
    """Return the page, of a practice's in all languages, that the others translate."""
    originals = [page for page in pages if page.alias_of_id is None]
    recorded = TranslationSource.objects.filter(object_id=family).values_list("locale", flat=True).first()
    return next(
        (page for page in originals if page.locale_id == recorded), originals[0] if originals else None
    )


class Changer:
    """Writes rows into drafts of the practices that they are about."""

    def __init__(self, known: Known, user: Any) -> None:
        self.known, self.user = known, user
        self.keywords = dict(Keyword.objects.values_list("pk", "name"))

    def change(self, row: int, family: UUID, content: Content) -> list[MadePage]:
        """Return the pages that were changed: none where the row says what the practice says already."""
        found = PracticePage.objects.filter(translation_key=family).select_related(
            "locale", "latest_revision"
        )
        pages = {page.locale_id: page for page in found.order_by("pk")}
        source = source_of(family, pages.values())
        if source is None or not may_change(self.user, source):
            return []
        made = self._draft(row, source, content.values(source.locale.language_code))
        for language, locale in self.known.locales.items():
            page, texts = pages.get(locale.pk), content.texts.get(language, {})
            if locale.pk == source.locale_id or not any(texts.values()):
                continue
            if page is not None and page.alias_of_id is None:
                made += self._draft(row, page, texts)
            else:
                made.append(self._begin(row, source, page, texts, locale))
        return made

    def _draft(self, row: int, page: PracticePage, values: Mapping[str, Any]) -> list[MadePage]:
        changed = changed_values(values, stored_content(page), known=self.known, keywords=self.keywords)
        changed.pop(KEY, None)  # others have linked to it
        if not changed or not may_change(self.user, page):
            return []
        before = page.latest_revision_id
        fields, terms = self._fields(page, changed)
        revision = change_draft(page, fields, terms=terms, user=self.user)
        return [MadePage(row, page.pk, is_new=False, revision_before=before, revision_made=revision.pk)]

    def _fields(
        self, page: PracticePage, changed: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return values by attribute, and terms by field, as `change_draft` takes them."""
        draft = page.get_latest_revision_as_object()
        fields: dict[str, Any] = {}
        terms: dict[str, Any] = {}
        for code, value in changed.items():
            column = COLUMNS[code]
            if column.is_terms:
                rows = self.known.vocabulary(PracticePage._meta.get_field(column.field).related_model).rows
                terms[column.field] = [rows[pk] for pk in value]
            elif code == "keywords":
                terms[column.field] = list(value)
            elif code == ADDRESS:
                fields["slug"] = find_available_slug(
                    page.get_parent(), value or page.slug, ignore_page_id=page.pk
                )
            elif column.is_blocks:
                block = PracticePage._meta.get_field(column.field).stream_block
                fields[column.field] = block.to_python(raw_for(draft, column.field, value, None))
            elif code not in {PROJECT, KEY}:
                field = PracticePage._meta.get_field(column.field)
                fields[field.attname] = value if field.is_relation else field.to_python(value)
        return fields, terms

    def _begin(
        self,
        row: int,
        source: PracticePage,
        there: PracticePage | None,
        texts: Mapping[str, Any],
        locale: Locale,
    ) -> MadePage:
        """Begin the translation of a practice that had none, as the editor's own way does."""
        draft = source.get_latest_revision_as_object()
        translation = translation_of(draft, locale)
        shadow = PracticePage(
            title=str(texts.get(TITLE) or draft.title), slug=str(texts.get(ADDRESS) or draft.slug)
        )
        for code, value in texts.items():
            set_value(shadow, code, value, {"source": draft})
        take_strings(translation, shadow, user=self.user)
        page = write_translation(translation, publish=False, user=self.user)
        # What has other paragraphs or blocks than the source is not in the records, and is written into the draft.
        self._draft(row, page, texts)
        page.refresh_from_db()
        return MadePage(
            row,
            page.pk,
            is_new=there is None,
            revision_made=page.latest_revision_id,
            was_alias=there is not None,
        )
