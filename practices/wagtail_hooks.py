"""Additions to the editor: the vocabularies, and which checks run on a page."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from practices.models import Organisation, Phase, Project, Setting, TargetGroup, Theme


class TermViewSet(SnippetViewSet):
    """One vocabulary in the editor."""

    list_display = ("__str__", "names_text", "slug")
    search_fields = ("name", "slug")
    add_to_admin_menu = False
    copy_view_enabled = False


def viewset(model_: type, icon_: str) -> type[TermViewSet]:
    """Return the editor's views of a vocabulary."""
    return type(f"{model_.__name__}ViewSet", (TermViewSet,), {"model": model_, "icon": icon_})


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
