"""What the editor is given for this. Imported by `publishing.wagtail_hooks`."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.views.home import RecentEditsPanel, WorkflowObjectsToModeratePanel

from publishing.desk.panel import Desk

# The desk tells the same, with deadlines.
IN_ITS_PLACE = (RecentEditsPanel, WorkflowObjectsToModeratePanel)


@hooks.register("construct_homepage_panels")
def desk(request: HttpRequest, panels: list[Any]) -> None:
    """Put the desk on the first page."""
    panels[:] = [panel for panel in panels if not isinstance(panel, IN_ITS_PLACE)]
    panels.append(Desk())
