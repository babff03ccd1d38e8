"""Asking adopters what became of it, by mail."""

from datetime import date


def ask(today: date) -> int:
    """Send what is due on a day, and return how many mails that were."""
    return 0
