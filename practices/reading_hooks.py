"""Files in the editor: what is told after saving a practice, and what follows where documents change together.

Imported by `practices.wagtail_hooks`, where Wagtail looks for hooks.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.documents import get_document_model
from wagtail.models import Page

from practices.models import PracticePage
from practices.reading.following import read_after_commit
from practices.reading.notes import notes_on


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_files(request: HttpRequest, page: Page) -> None:
    """Tell of the files that search cannot read. An autosave, which is answered in JSON, would pile the messages up."""
    if isinstance(page, PracticePage) and request.accepts("text/html"):
        for note in notes_on(page):
            replace = messages.button(
                reverse("wagtaildocs:edit", args=(note.document.pk,)), _("Replace the file")
            )
            editable = note.document.is_editable_by_user(request.user)
            messages.warning(request, note.text, buttons=[replace] if editable else [])


@hooks.register("after_bulk_action")
def follow_moved_documents(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """Documents that are put into a collection together are saved without a signal, perhaps into a private one."""
    if action_type == "add_to_collection":
        read_after_commit(item.pk for item in objects if isinstance(item, get_document_model()))
