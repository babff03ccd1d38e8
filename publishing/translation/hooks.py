"""What the editor is given for translating. Imported by `publishing.wagtail_hooks`."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from publishing.translation import glossary_hooks, pages, po_pages, starting_pages  # noqa: F401 registers the glossary
from publishing.translation.panel import Panel, can_be_source
from publishing.translation.report import TranslationsReport
from publishing.translation.unchecked import unchecked_texts

TOLD_AFTER = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")
_to_report = RedirectView.as_view(pattern_name="translations_report")


@hooks.register("register_admin_urls", order=-100)  # before the library's, some of which ours take over
def admin_urls() -> list[Any]:
    """Return the addresses of translations in the editor."""
    report = TranslationsReport.as_view()
    results = TranslationsReport.as_view(results_only=True)
    return [
        path("reports/translations/", report, name="translations_report"),
        path("reports/translations/results/", results, name="translations_report_results"),
        path("translations/<int:page_id>/", pages.workbench, name="translation_state"),
        path("translations/<int:page_id>/save/", pages.save_texts, name="translation_save"),
        path("translations/<int:page_id>/po/", po_pages.download, name="translation_po"),
        path("translations/<int:page_id>/upload/", po_pages.upload, name="translation_upload"),
        path("translations/<int:page_id>/fetch/", po_pages.fetch, name="translation_fetch"),
        path("translations/<int:page_id>/into/", starting_pages.languages, name="translation_languages"),
        path(
            "translations/<int:page_id>/into/<str:language>/",
            starting_pages.begin_translation,
            name="translation_begin",
        ),
        path(
            "translations/<int:page_id>/machine/",
            starting_pages.translate_by_machine,
            name="translation_machine",
        ),
        path("localize/translate/<int:translation_id>/pofile/upload/", po_pages.to_our_upload),
        path("localize/translate/<int:translation_id>/pofile/download/", po_pages.to_our_upload),
        path("localize/reports/translations/", _to_report),
        path("localize/reports/translations/results/", _to_report),
    ]


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    """Return the report's entry of the menu."""
    return MenuItem(
        gettext_lazy("Translations"),
        reverse("translations_report"),
        name="translations-of-pages",
        icon_name="wagtail-localize-language",
        order=900,
    )


@hooks.register("construct_reports_menu")
def without_library_report(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out the library's report: it lists every page's title to everyone."""
    library = reverse("wagtail_localize:translations_report")
    items[:] = [item for item in items if item.url != library]


@hooks.register("before_edit_page", order=-90)
def give_panel(request: HttpRequest, page: Page) -> None:
    """Give the editor's template the panel of the page's translations (wagtailadmin/pages/edit.html)."""
    page.translation_panel = Panel(page, request.user)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def translate_button(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """Offer the way into other languages in a page's menus."""
    if can_be_source(page) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Translate…"),
            reverse("translation_languages", args=[page.pk]),
            icon_name="wagtail-localize-language",
            priority=58,
        )


@hooks.register("after_edit_page")
def tell_of_unchecked(request: HttpRequest, page: Page) -> None:
    """Tell whoever publishes a translation or sends it to review of machine-made texts in it that nobody checked."""
    asked = any(name in request.POST for name in TOLD_AFTER)
    if not asked or not request.accepts("text/html"):
        return
    count = unchecked_texts(page)
    if count:
        text = ngettext(
            "%d text of this page was made by a machine and nobody has checked it. "
            "Readers are told so until somebody approves it.",
            "%d texts of this page were made by a machine and nobody has checked them. "
            "Readers are told so until somebody approves them.",
            count,
        )
        address = f"{reverse('translation_state', args=[page.pk])}?status=machine"
        messages.warning(request, text % count, buttons=[messages.button(address, _("Check them"))])
