"""The report on translations: figures by language and project, and every page in every further language."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, get_page_content_types
from wagtail.permissions import page_permission_policy

from publishing.translation.figures import Projects, figures
from publishing.translation.standing import STATUSES, status_text, translated_pages


def project_choices() -> list[tuple[str, str]]:
    """Return the projects that have a page, by slug and name."""
    return Projects().choices()


class TranslationsFilter(WagtailFilterSet):
    """By language, project, status, kind of page, and words of the title."""

    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"), field_name="locale__language_code", choices=lambda: settings.LANGUAGES
    )
    project = django_filters.ChoiceFilter(
        label=gettext_lazy("Project"), method="of_project", choices=project_choices
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
        fields = ["language", "project", "status", "content_type", "title"]

    def of_project(self, queryset: QuerySet[Page], _name: str, value: str) -> QuerySet[Page]:
        """Return the pages below the pages of a project."""
        below = Q(pk__in=[])
        for path in Projects().paths_of(value):
            below |= Q(path__startswith=path)
        return queryset.filter(below)


class TranslationsReport(ReportView):
    """Every page that the user edits, in every language but its own."""

    template_name = "publishing/admin/translation/report.html"
    results_template_name = "publishing/admin/translation/report_results.html"
    page_title = gettext_lazy("Translations")
    header_icon = "wagtail-localize-language"
    index_url_name = "translations_report"
    index_results_url_name = "translations_report_results"
    filterset_class = TranslationsFilter
    is_searchable = False
    list_export = [
        *("title", "type_name", "locale.language_code", "status_text", "waiting", "total", "live"),
        *("unchecked", "project_name"),
    ]
    export_headings = {
        "title": gettext_lazy("Title"),
        "type_name": gettext_lazy("Type"),
        "locale.language_code": gettext_lazy("Language"),
        "status_text": gettext_lazy("Status"),
        "waiting": gettext_lazy("Texts to translate"),
        "total": gettext_lazy("Texts"),
        "live": gettext_lazy("Published"),
        "unchecked": gettext_lazy("Machine-made, not checked"),
        "project_name": gettext_lazy("Project"),
    }

    def get_queryset(self) -> QuerySet[Page]:
        return (
            translated_pages(editable_pages(self.request.user))
            .select_related("locale", "content_type", "alias_of__locale")
            .order_by("locale__language_code", "path")
        )

    def decorate_paginated_queryset(self, object_list: Any) -> list[Page]:
        projects = Projects()
        return [_told(page, projects) for page in object_list]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if not self.results_only:
            context["figures"] = figures(translated_pages(editable_pages(self.request.user)))
            context["statuses"] = STATUSES
        return context

    def get_filename(self) -> str:
        return f"translations-{timezone.localdate():%Y-%m-%d}"


def editable_pages(user: Any) -> QuerySet[Page]:
    """Return the pages that a user may change."""
    pages: QuerySet[Page] = page_permission_policy.instances_user_has_permission_for(user, "change")
    return pages


def _told(page: Any, projects: Projects) -> Any:
    """Return a row with what its columns say."""
    page.waiting = page.total - page.done
    page.type_name = capfirst(str(page.content_type.name))
    page.status_text = status_text(page.progress, page.waiting, page.unchecked)
    page.project_name = projects.name_of(page.path)
    return page
