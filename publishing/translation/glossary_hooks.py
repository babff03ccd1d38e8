"""The glossary in the editor: the network edits it, teams read it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from publishing.models import GlossaryTerm


class GlossaryViewSet(SnippetViewSet):
    """The glossary's list and forms."""

    model = GlossaryTerm
    icon = "wagtail-localize-language"
    menu_label = _("Glossary")
    menu_order = 305
    add_to_admin_menu = True
    list_display = (
        "__str__",
        Column("names_text", label=_("In every language")),
        Column("avoid_text", label=_("Words to avoid")),
        "note",
    )
    search_fields = ("names", "accepted", "avoid")
    list_per_page = 100
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["names_text", "avoid_text", "note"]


register_snippet(GlossaryViewSet)
