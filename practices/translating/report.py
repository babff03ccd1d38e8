"""The report on translations: every page in every further language, with what waits."""

from typing import Any

import django_filters
from django.conf import settings
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
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, get_page_content_types
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import StringSegment, StringTranslation, Translation

COMPLETE, UPDATE, NONE = "complete", "update", "none"
STATUSES = [
    (COMPLETE, gettext_lazy("Complete")),
    (UPDATE, gettext_lazy("To update")),
    (NONE, gettext_lazy("Not started")),
]


def translated_pages(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return those of `pages` that are translations, or stand for one, each with `total`, `done` and `progress`."""
    translation = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale")
    )
    of_page = StringSegment.objects.filter(source_id=OuterRef("source_record"))
    is_translated = Exists(
        StringTranslation.objects.filter(
            translation_of_id=OuterRef("string_id"),
            context_id=OuterRef("context_id"),
            locale_id=OuterRef(OuterRef("locale_id")),
            has_error=False,
        )
    )
    return (
        pages.filter(depth__gte=2)
        .annotate(source_record=Subquery(translation.values("source_id")[:1]))
        .filter(Q(alias_of__isnull=False) | Q(source_record__isnull=False))
        .annotate(total=_counted(of_page), done=_counted(of_page.filter(is_translated)))
        .annotate(
            progress=Case(
                When(Q(alias_of__isnull=False) | Q(done=0), then=Value(NONE)),
                When(done__lt=F("total"), then=Value(UPDATE)),
                default=Value(COMPLETE),
                output_field=CharField(),
            )
        )
    )


def _counted(segments: QuerySet[StringSegment]) -> Coalesce:
    counts = segments.order_by().values("source_id").annotate(n=Count("pk")).values("n")[:1]
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


class TranslationsFilter(WagtailFilterSet):
    """By language, status, kind of page, and words of the title."""

    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"), field_name="locale__language_code", choices=lambda: settings.LANGUAGES
    )
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"), field_name="progress", choices=STATUSES
    )
    content_type = ContentTypeFilter(
        label=gettext_lazy("Type"),
        queryset=lambda request: get_page_content_types(include_base_page_type=False),
    )
    title = django_filters.CharFilter(label=gettext_lazy("Title"), lookup_expr="icontains")

    class Meta:
        model = Page
        fields = ["language", "status", "content_type", "title"]


class TranslationsReport(ReportView):
    """Every page that the user edits, in every language but its own."""

    results_template_name = "practices/admin/translations_report_results.html"
    page_title = gettext_lazy("Translations")
    header_icon = "wagtail-localize-language"
    index_url_name = "translations_report"
    index_results_url_name = "translations_report_results"
    filterset_class = TranslationsFilter
    is_searchable = False
    list_export = ["title", "type_name", "locale.language_code", "status_text", "waiting", "total", "live"]
    export_headings = {
        "title": gettext_lazy("Title"),
        "type_name": gettext_lazy("Type"),
        "locale.language_code": gettext_lazy("Language"),
        "status_text": gettext_lazy("Status"),
        "waiting": gettext_lazy("Texts to translate"),
        "total": gettext_lazy("Texts"),
        "live": gettext_lazy("Published"),
    }

    def get_queryset(self) -> QuerySet[Page]:
        pages = page_permission_policy.instances_user_has_permission_for(self.request.user, "change")
        return (
            translated_pages(pages)
            .select_related("locale", "content_type", "alias_of__locale")
            .order_by("locale__language_code", "path")
        )

    def decorate_paginated_queryset(self, object_list: Any) -> list[Page]:
        return [_told(page) for page in object_list]

    def get_filename(self) -> str:
        return f"translations-{timezone.localdate():%Y-%m-%d}"


def _told(page: Any) -> Any:
    """Return a row with what its columns say."""
    page.waiting = page.total - page.done
    page.type_name = capfirst(str(page.content_type.name))
    page.status_text = status_text(page.progress, page.waiting)
    return page


def status_text(progress: str, waiting: int) -> str:
    """Return a status in words."""
    if progress == UPDATE:
        return ngettext("%d text to update", "%d texts to update", waiting) % waiting
    return _("Complete") if progress == COMPLETE else _("Not started")
