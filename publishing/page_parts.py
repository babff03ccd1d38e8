"""What readers see of publishing on a practice's page."""

from practices import page_parts
from publishing.desk.visits import visit_part
from publishing.freshness import parts as freshness
from publishing.piloting import parts as piloting


def register() -> None:
    """Hand the parts to the catalogue. Each concept that shows something to readers is named here."""
    page_parts.register("background", visit_part, order=900)
    freshness.register()
    piloting.register()
