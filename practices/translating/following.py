"""What follows when a page is published: its translations' records and shared facts are brought in step."""

from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail.signals import page_published
from wagtail_localize.models import LocaleSynchronization, Translation, TranslationLog, TranslationSource

from practices.translating.carrying import carry
from practices.translating.mending import mend
from practices.translating.merging import save_version
from practices.translating.texts import take_published


def connect() -> None:
    """Listen to publishing."""
    page_published.connect(_published, dispatch_uid="translations published")


def _published(*, instance: Page, revision: Any = None, **_: Any) -> None:
    if instance.alias_of_id is None:
        pk, revision_id = instance.pk, getattr(revision, "pk", None)
        # After commit, and robust: a publication stands even if following it fails, and the log tells of that.
        transaction.on_commit(lambda: follow(pk, revision_id), robust=True)


@transaction.atomic
def follow(pk: int, revision_id: int | None = None) -> None:
    """Bring the records of translations in step with a page that was published, whichever its language."""
    page = Page.objects.filter(pk=pk, live=True, alias_of__isnull=True).first()
    if page is None:
        return  # taken down or deleted in the meantime
    page = page.specific
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale
    ).first()
    if translation is not None:
        _follow_translation(translation, page, revision_id)
        return
    give_aliases(page)
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is not None and source.last_updated_at < page.last_published_at:
        _follow_source(source, page)


def give_aliases(page: Page) -> None:
    """Let a page be read, with a notice, in the languages that it is not translated into.

    The editor does so for pages made there; pages made in code had none.
    """
    there = set(page.get_translations().values_list("locale_id", flat=True))
    wanted = set(
        LocaleSynchronization.objects.filter(sync_from=page.locale).values_list("locale_id", flat=True)
    )
    if wanted - there:
        for locale in Locale.objects.filter(pk__in=wanted - there):
            page.copy_for_translation(locale, copy_parents=True, alias=True)


def _follow_source(source: TranslationSource, page: Page) -> None:
    mend(page)
    before = source.as_instance()
    source, _changed = TranslationSource.update_or_create_from_instance(page)
    for translation in source.translations.select_related("source", "target_locale"):
        target = source.object.get_instance_or_none(translation.target_locale)
        if target is not None and target.alias_of_id is None:
            carry_into(translation, target.specific, page, before=before)


def _follow_translation(translation: Translation, page: Page, revision_id: int | None) -> None:
    made_here = revision_id and TranslationLog.objects.filter(revision_id=revision_id).exists()
    if not made_here:
        revision = page.live_revision
        take_published(translation, page, user=revision.user if revision else None)
    source = translation.source.object.get_instance_or_none(translation.source.locale)
    if source is not None and source.live:
        carry_into(translation, page, source.specific)


def carry_into(translation: Translation, target: Page, source: Page, *, before: Page | None = None) -> None:
    """Save what is shared into a translated page: into what is live, and into a newer draft beside it."""
    draft = (
        target.get_latest_revision_as_object() if target.has_unpublished_changes or not target.live else None
    )
    user = source.live_revision.user if source.live_revision else None
    if target.live and carry(source, target, before=before):
        save_version(translation, target, publish=True, user=user)
        if draft is not None:
            carry(source, draft, before=before)
            save_version(translation, draft, publish=False, user=user)
    elif draft is not None and carry(source, draft, before=before):
        save_version(translation, draft, publish=False, user=user)
