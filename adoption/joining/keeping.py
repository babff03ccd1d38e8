"""How long things are kept."""

from datetime import date


def forget_old(today: date) -> int:
    """Forget what is past its time, and return how much that was."""
    return 0
