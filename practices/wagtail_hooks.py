"""Additions to the editor: lists of practices and vocabularies, and which checks run on a page."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet, SnippetViewSetGroup

from practices import (
    finding_hooks,  # noqa: F401 registers what finding needs
    reading_hooks,  # noqa: F401 registers what attached files need
    translation_hooks,  # noqa: F401 registers what translating needs
)
from practices.editing import CarefulPages
from practices.forms import TermForm
from practices.models import Organisation, Phase, PracticePage, Project, Setting, TargetGroup, Theme


class TermDeleteView(DeleteView):
    """A term in use is kept, with a message, also where Wagtail's own record of uses lags behind."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, _("“%s” is in use, so it was not deleted.") % self.object)
            return HttpResponseRedirect(self.get_success_url())


class TermViewSet(SnippetViewSet):
    """One vocabulary in the editor."""

    delete_view_class = TermDeleteView
    list_display = ("__str__", Column("names_text", label=_("In every language")), "slug")
    list_per_page = 100
    search_fields = ("name", "slug")
    add_to_admin_menu = False
    copy_view_enabled = False


def viewset(model_: Any, icon_: str) -> type[TermViewSet]:
    """Return the editor's views of a vocabulary."""
    form = ObjectList(model_.panels, base_form_class=TermForm)
    return type(
        f"{model_.__name__}ViewSet", (TermViewSet,), {"model": model_, "icon": icon_, "edit_handler": form}
    )


class TermsGroup(SnippetViewSetGroup):
    """The vocabularies under one entry of the menu."""

    menu_label = _("Terms")
    menu_icon = "tag"
    menu_order = 300
    items = tuple(
        viewset(model, icon)
        for model, icon in (
            (Theme, "tag"),
            (Project, "folder-open-inverse"),
            (TargetGroup, "group"),
            (Setting, "home"),
            (Phase, "history"),
            (Organisation, "site"),
        )
    )


register_snippet(TermsGroup)


class PracticeFilters(PageFilterSet):
    """What a long list of practices is narrowed by."""

    class Meta:
        model = PracticePage
        fields = ["maturity", "outline"]


class PracticeListing(PageListingViewSet):
    """Every practice in one list, whichever project it stands under."""

    model = PracticePage
    icon = "clipboard-list"
    menu_label = _("Practices")
    menu_order = 150
    add_to_admin_menu = True
    columns = [
        *IndexView.base_columns[:-1],
        Column("get_maturity_display", label=_("Maturity"), sort_key="maturity"),
        IndexView.base_columns[-1],
    ]
    filterset_class = PracticeFilters


@hooks.register("register_admin_viewset")
def careful_pages() -> CarefulPages:
    """Return the views that take the place of Wagtail's own for every page type."""
    return CarefulPages()


@hooks.register("register_admin_viewset")
def practice_listing() -> PracticeListing:
    """Return the list of all practices."""
    return PracticeListing("practices")


class PageChecks(ContentCheckerItem):
    """The editor's own checks: Wagtail's, and those for pictures, lists and tables that a page's content can break.

    They look at the page's content alone; header and footer are not the editor's to mend.
    """

    axe_include = ["main"]
    axe_run_only = [
        *ContentCheckerItem.axe_run_only,
        "image-alt",
        "image-redundant-alt",
        "link-in-text-block",
        "list",
        "page-has-heading-one",
    ]
    axe_messages = ContentCheckerItem.axe_messages | {
        "image-alt": {
            "error_name": _("A picture has no alt text"),
            "help_text": _("Say what the picture shows, or mark it as decoration"),
        },
        "image-redundant-alt": {
            "error_name": _("The alt text repeats the text beside it"),
            "help_text": _("Say what the picture adds"),
        },
        "link-in-text-block": {
            "error_name": _("A link cannot be told from the text around it"),
            "help_text": _("Make the link's words longer or set it apart"),
        },
        "list": {
            "error_name": _("A list is broken"),
            "help_text": _("Make the list with the list button"),
        },
        "page-has-heading-one": {
            "error_name": _("The page has no name"),
            "help_text": _("Write the name of the page"),
        },
    }


@hooks.register("construct_wagtail_userbar")
def use_page_checks(request: Any, items: list[Any], page: Any) -> None:
    """Put the portal's checks in the place of Wagtail's, in the user bar and in the editor's panel."""
    items[:] = [
        PageChecks(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]
