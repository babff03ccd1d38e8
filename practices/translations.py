"""Pages in further languages, through wagtail-localize's own records: sources, strings, translations.

A page's translation is kept as strings beside the source's strings, so that an edit to the source shows what to
translate again. The library reads them from its editor and from PO files; here they are also taken from a page in the
target language whose blocks have the same ids.
"""

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from practices.translating.mending import mend


def other_locales(locale: Locale) -> list[Locale]:
    """Return the locales that pages of `locale` are translated into."""
    return list(Locale.objects.exclude(pk=locale.pk).order_by("pk"))


@transaction.atomic
def translation_of(page: Page, locale: Locale) -> Translation:
    """Return the translation record of a page in its source language, its strings as the page is now."""
    mend(page)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation, _created = Translation.objects.get_or_create(
        source=source, target_locale=locale, defaults={"enabled": False}
    )
    return translation


@transaction.atomic
def take_strings(translation: Translation, translated: Page, *, user: Any = None) -> int:
    """Record the texts of `translated` as translations of the source's strings; return how many changed.

    `translated` is a page, saved or not, in the target language. A text belongs to the source's text at the same path
    and place. Where a rich text has other paragraphs than the source, none of its strings is taken.
    """
    ours = strings_by_path(translated)
    changed = 0
    for path, segments in _segments_by_path(translation.source).items():
        texts = ours.get(path, [])
        if len(texts) != len(segments):
            continue
        for segment, text in zip(segments, texts, strict=True):
            changed += record_text(translation, segment, text, user=user)
    return changed


def write_translation(translation: Translation, *, publish: bool, user: Any = None) -> Page:
    """Return the translated page, made or brought in step with the source and its translated strings."""
    before = translation.source.object.get_instance_or_none(translation.target_locale)
    # Not published by the library: it does so after commit, from an object that knows nothing of pages added below
    # meanwhile, and would write the number of children back to what it was.
    translation.save_target(user=user, publish=False)
    page = translation.source.get_translated_instance(translation.target_locale).specific
    if publish:
        page.get_latest_revision().publish(user=user)
        page.refresh_from_db()
    elif before is None or before.alias_of_id:
        settle_new_draft(page, user=user)
    if before is None:
        transaction.on_commit(lambda: _forget_first_address(page))
    return page


def settle_new_draft(page: Page, *, user: Any = None) -> None:
    """See to what a page that has just begun as a copy of its source must not keep.

    Where a live alias stood, its text in the source's language would now be live as the translation; readers get the
    source instead (`stand_ins`). Keywords are each language's own.
    """
    if page.live:  # not a matter of permission: nobody published this text as a translation
        UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
    draft = page.get_latest_revision_as_object()
    if hasattr(draft, "keywords"):
        draft.keywords.clear()
        draft.save_revision(user=user, clean=False)


def _forget_first_address(page: Page) -> None:
    """A new translation is copied under its source's slug, then renamed: no one ever saw that address."""
    Redirect.objects.filter(redirect_page_id=page.pk, automatically_created=True).delete()


def strings_by_path(page: Page) -> dict[str, list[str]]:
    """Return a page's translatable texts, as HTML fragments, by the path of the field or block that holds them."""
    strings: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            strings[segment.path].append(segment.string.data)
    return strings


def _segments_by_path(source: TranslationSource) -> dict[str, list[StringSegment]]:
    by_path: dict[str, list[StringSegment]] = defaultdict(list)
    segments = (
        StringSegment.objects.filter(source=source).select_related("context", "string").order_by("order")
    )
    for segment in segments:
        by_path[segment.context.path].append(segment)
    return by_path


def record_text(
    translation: Translation, segment: StringSegment, text: str, *, user: Any = None, tool: str = ""
) -> bool:
    """Record `text` as the translation of a string; return whether that changed anything.

    With `tool`, the name of a machine, the text counts as unchecked until somebody approves or changes it.
    """
    made = {"data": text, "last_translated_by": user, "updated_at": timezone.now(), **_made_by(tool)}
    known, created = StringTranslation.objects.get_or_create(
        translation_of=segment.string,
        locale=translation.target_locale,
        context=segment.context,
        defaults=made,
    )
    if created or known.data == text:
        return created
    for name, value in made.items():
        setattr(known, name, value)
    known.has_error = False
    known.save()
    return True


def _made_by(tool: str) -> dict[str, str]:
    kind = StringTranslation.TRANSLATION_TYPE_MACHINE if tool else StringTranslation.TRANSLATION_TYPE_MANUAL
    return {"translation_type": kind, "tool_name": tool}
