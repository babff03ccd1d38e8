"""What follows from publishing, approving, and new teams; and the settings checked when the portal starts."""

from publishing.translation import preparing, unchecked
from publishing.translation.machine import checks


def connect() -> None:
    """Listen."""
    unchecked.connect()
    preparing.connect()
    checks.connect()
