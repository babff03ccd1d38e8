"""The fields of a practice in its editor: what each is called, under which tab it stands, which are needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Prefetch
from django.utils.text import capfirst
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import Panel

from practices.models import PracticePage

# Where a practice comes from is told by either; publishing asks for one (practices.forms.PracticeForm).
ORIGIN = ("makers", "source_says")
# Made of the name: nobody has to write it.
MADE = {"slug"}


@dataclass(frozen=True)
class Place:
    """Where a field is in the editor. Both names are in the language that is active when they are shown."""

    lazy_label: Any
    lazy_tab: Any

    @property
    def label(self) -> str:
        return str(capfirst(str(self.lazy_label)))

    @property
    def tab(self) -> str:
        return str(self.lazy_tab)


@cache
def places() -> dict[str, Place]:
    """Return every field of a practice that an editor can fill in, in the editor's order."""
    editor = PracticePage.get_edit_handler()
    asked = editor.get_form_class().base_fields
    return {
        panel.field_name: Place(panel.heading or asked[panel.field_name].label, tab.heading)
        for tab in editor.children
        for panel in _fields_in(tab)
    }


@cache
def needed() -> tuple[str, ...]:
    """Return the fields that publishing asks for; the origin goes under the name of its first field."""
    asked = PracticePage.get_edit_handler().get_form_class().base_fields
    return tuple(
        name for name in places() if (asked[name].required and name not in MADE) or name == ORIGIN[0]
    )


def links_of(field: ClusterTaggableManager) -> str:
    """Return the relation that holds the links of a page to the terms of a field: `theme_links` of `themes`."""
    return str(field.through._meta.get_field("content_object").remote_field.get_accessor_name())


def all_links() -> list[Prefetch]:
    """Return what gets the terms of a page in one query a field, instead of one a term."""
    fields = (field for field in PracticePage._meta.get_fields() if isinstance(field, ClusterTaggableManager))
    return [Prefetch(links_of(each), queryset=each.through.objects.select_related("tag")) for each in fields]


def _fields_in(panel: Panel) -> Iterator[Any]:
    if hasattr(panel, "field_name"):
        yield panel
    for child in getattr(panel, "children", ()):
        yield from _fields_in(child)
