"""Machine-made texts that nobody has checked: whom they are told to, and until when."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail.signals import page_published
from wagtail_localize.models import StringTranslation

from practices.translating.texts import Strings
from practices.translations import strings_by_path
from publishing.models import UncheckedTranslation
from publishing.translation.panel import translation_into

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE


def connect() -> None:
    """Listen to publishing, and to texts being approved."""
    page_published.connect(_published, dispatch_uid="unchecked translations published")
    post_save.connect(_approved, sender=StringTranslation, dispatch_uid="translation approved")


def is_unchecked(page: Page) -> bool:
    """Return whether readers of a page are to be told; one query."""
    return UncheckedTranslation.objects.filter(page=page.pk).exists()


def unchecked_texts(page: Page) -> int:
    """Return how many of a translated page's texts, in its latest version, a machine made and nobody has approved."""
    translation = translation_into(page)
    if translation is None or not _of(page).exists():
        return 0
    strings = Strings(translation)
    return sum(strings.is_unchecked(segment) for segment in strings.segments)


def _of(page: Page) -> Any:
    return StringTranslation.objects.filter(
        context__object_id=page.translation_key,
        locale=page.locale_id,
        translation_type=MACHINE,
        has_error=False,
    )


def _published(*, instance: Page, **_: Any) -> None:
    pk = instance.pk
    # After commit, and robust: a publication stands even if this fails.
    transaction.on_commit(lambda: note(pk), robust=True)


@transaction.atomic
def note(pk: int) -> None:
    """Note the unchecked texts that stand on a page as it is published now."""
    page = Page.objects.filter(pk=pk, live=True, alias_of__isnull=True).first()
    if page is None:
        return
    made = list(_of(page).values_list("context__path", "data"))
    texts: list[list[str]] = []
    if made:
        here = strings_by_path(page.specific)
        texts = [[path, data] for path, data in made if data in here.get(path, [])]
    if texts:
        UncheckedTranslation.objects.update_or_create(page=page, defaults={"texts": texts})
    else:
        for known in UncheckedTranslation.objects.filter(page=page):
            known.delete()


def _approved(*, instance: StringTranslation, created: bool, **_: Any) -> None:
    if created or instance.translation_type == MACHINE or instance.context_id is None:
        return
    context = instance.context
    found = UncheckedTranslation.objects.filter(
        page__translation_key=context.object_id, page__locale=instance.locale_id
    )
    for known in found:
        texts = [each for each in known.texts if each != [context.path, instance.data]]
        if texts:
            known.texts = texts
            known.save()
        else:
            known.delete()
