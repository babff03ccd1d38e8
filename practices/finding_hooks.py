"""Finding in the editor: synonyms, pinned practices and wishes in one menu, and what the report on searches links to.

Imported by `practices.wagtail_hooks`, where Wagtail looks for hooks.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from practices.models import Pin
from practices.wishes.admin import HideWishes, ShowWishes, WaitingWishes, Wishes
from search.editing import PrefilledCreateView, SynonymSets
from search.reports import RowAction, SearchedTerm, register_action


class Pins(SnippetViewSet):
    """The practices that stand first for a search, in the editor."""

    model = Pin
    icon = "thumbtack"
    menu_label = _("Pinned practices")
    list_display = ("words", "language", Column("practice", label=_("Practice")), "order")
    search_fields = ("words",)
    list_filter = ("language",)
    add_view_class = PrefilledCreateView
    copy_view_enabled = False
    add_to_admin_menu = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the pins with their practices, in one query."""
        return Pin.objects.select_related("practice")


class FindingGroup(SnippetViewSetGroup):
    """What helps readers find, under one entry of the menu."""

    menu_label = _("Search and wishes")
    menu_icon = "search"
    menu_order = 310
    items = (Wishes, SynonymSets, Pins)


register_snippet(FindingGroup)
hooks.register("register_bulk_action", ShowWishes)
hooks.register("register_bulk_action", HideWishes)


@hooks.register("construct_homepage_summary_items")
def waiting_wishes(request: HttpRequest, items: list[Any]) -> None:
    """Show on the first page how many wishes wait to be read."""
    items.append(WaitingWishes(request))


def pin_address(searched: SearchedTerm) -> str:
    """Return the address of a new pin for a term."""
    filled = urlencode({"language": searched.language, "words": searched.term})
    return f"{reverse(Pins().get_url_name('add'))}?{filled}"


def search_page_address(searched: SearchedTerm) -> str:
    """Return the address of the search page for a term, in the term's language."""
    with override(searched.language):
        return f"{reverse('search')}?{urlencode({'q': searched.term})}"


register_action(RowAction(_("Pin a practice"), "thumbtack", pin_address, "practices.add_pin"))
register_action(RowAction(_("See the search"), "view", search_page_address))
