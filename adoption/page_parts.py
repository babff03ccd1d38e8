"""What stands on a practice's page of taking into use: each concept brings its own."""

from adoption.fit import parts as fit
from adoption.joining import parts as joining
from adoption.local import parts as local
from adoption.reading import parts as reading


def register() -> None:
    """Show the parts on practices' pages."""
    for concept in (joining, reading, local, fit):
        concept.register()
