"""How far pages are in every further language, asked of the database in one go."""

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

COMPLETE, MACHINE, UPDATE, NONE = "complete", "machine", "update", "none"
STATUSES = [
    (COMPLETE, gettext_lazy("Complete")),
    (MACHINE, gettext_lazy("Machine-made, not checked")),
    (UPDATE, gettext_lazy("To update")),
    (NONE, gettext_lazy("Not started")),
]


def translated_pages(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return those of `pages` that are translations, or stand for one.

    Each has `total`, `done` and `unchecked` texts, and `progress`, one of STATUSES.
    """
    translation = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale")
    )
    of_page = StringSegment.objects.filter(source_id=OuterRef("source_record"))
    made = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=OuterRef(OuterRef("locale_id")),
        has_error=False,
    )
    by_machine = made.filter(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    return (
        pages.filter(depth__gte=2)
        .annotate(source_record=Subquery(translation.values("source_id")[:1]))
        .filter(Q(alias_of__isnull=False) | Q(source_record__isnull=False))
        .annotate(
            total=_counted(of_page),
            done=_counted(of_page.filter(Exists(made))),
            unchecked=_counted(of_page.filter(Exists(by_machine))),
        )
        .annotate(
            progress=Case(
                When(Q(alias_of__isnull=False) | Q(done=0), then=Value(NONE)),
                When(done__lt=F("total"), then=Value(UPDATE)),
                When(unchecked__gt=0, then=Value(MACHINE)),
                default=Value(COMPLETE),
                output_field=CharField(),
            )
        )
    )


def status_text(progress: str, waiting: int, unchecked: int = 0) -> str:
    """Return a status in words."""
    if progress == UPDATE:
        return ngettext("%d text to update", "%d texts to update", waiting) % waiting
    if progress == MACHINE:
        return ngettext("%d text to check", "%d texts to check", unchecked) % unchecked
    return _("Complete") if progress == COMPLETE else _("Not started")


def _counted(segments: QuerySet[StringSegment]) -> Coalesce:
    counts = segments.order_by().values("source_id").annotate(n=Count("pk")).values("n")[:1]
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)
