"""The panel among the materials in the editor that names the files which search cannot read."""

from typing import Any

from wagtail.admin.panels import Panel


class FileNotes(Panel):
    """Shown only where there is a file to tell of. It has no field: the remedy is a better file."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "practices/admin/file_notes.html"

        def __init__(self, **kwargs: Any) -> None:
            from practices.reading.notes import notes_on  # the models, which this panel is a part of

            super().__init__(**kwargs)
            self.notes = list(notes_on(self.instance)) if self.instance else []

        def is_shown(self) -> bool:
            return bool(self.notes)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the notes, each with whether the editor may replace the file."""
            user = self.request.user
            notes = [(note, note.document.is_editable_by_user(user)) for note in self.notes]
            return super().get_context_data(parent_context) | {"notes": notes}
