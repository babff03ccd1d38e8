"""Search in the editor: the report on what is searched for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.models import SearchCount
from search.reports import RowAction, SearchedTerm, SearchesReport, register_action


def admin_urls() -> list[Any]:
    """Return the addresses of the report."""
    return [
        path("reports/searches/", SearchesReport.as_view(), name="searches_report"),
        path(
            "reports/searches/results/",
            SearchesReport.as_view(results_only=True),
            name="searches_report_results",
        ),
    ]


class SearchesItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """The report's entry of the menu, for those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user may see the counts."""
        return request.user.has_perm(f"{SearchCount._meta.app_label}.view_{SearchCount._meta.model_name}")


def report_menu_item() -> MenuItem:
    """Return the report's entry of the menu."""
    return SearchesItem(
        _("Searches"), reverse("searches_report"), name="searches", icon_name="search", order=800
    )


def synonym_address(searched: SearchedTerm) -> str:
    """Return the address of a new set of synonyms that begins with a term."""
    filled = urlencode({"language": searched.language, "words": searched.term})
    return f"{reverse('wagtailsnippets_search_synonymset:add')}?{filled}"


hooks.register("register_admin_urls", admin_urls)
hooks.register("register_reports_menu_item", report_menu_item)
register_action(RowAction(_("Add a synonym"), "list-ul", synonym_address, "search.add_synonymset"))
