"""The desk as a panel of the editor's first page."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from wagtail.admin.ui.components import Component

from publishing.desk.sections import sections_for


class Desk(Component):
    """What is mine, what waits, what is overdue, what readers look for."""

    name = "desk"
    template_name = "publishing/admin/desk.html"
    order = 120

    @property
    def media(self) -> Media:
        return Media(css={"all": ["publishing/admin/desk.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the sections of the user who looks."""
        return {"sections": sections_for(parent_context["request"].user)}
