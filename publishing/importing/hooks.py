"""What the editor is given for this. Imported by `publishing.wagtail_hooks`."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from publishing.importing import views
from publishing.importing.access import may_import


class ImportMenuItem(MenuItem):
    """The menu's entry, for those who may add practices somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Return the entry of the editor's menu."""
    return ImportMenuItem(
        _("Import practices"),
        reverse("import_practices"),
        name="import-practices",
        icon_name="upload",
        order=180,
    )


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Return the addresses of importing in the editor."""
    return [
        path("import/", views.index, name="import_practices"),
        re_path(r"^import/form\.(?P<kind>xlsx|csv|docx)$", views.form_file, name="import_form"),
        path("import/export/", views.export, name="export_practices"),
        path("import/<uuid:run_id>/", views.show, name="import_run"),
        path("import/<uuid:run_id>/start/", views.start, name="import_start"),
        path("import/<uuid:run_id>/advance/", views.advance, name="import_advance"),
        path("import/<uuid:run_id>/progress/", views.progress, name="import_progress"),
        path("import/<uuid:run_id>/undo/", views.undo, name="import_undo"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Let the log tell of imports."""
    actions.register_action(
        "publishing.import.run", _("Import practices"), _("Practices imported from a file")
    )
    actions.register_action("publishing.import.undo", _("Take back an import"), _("An import taken back"))
