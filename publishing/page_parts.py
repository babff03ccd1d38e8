"""What readers see of publishing on a practice's page."""


def register() -> None:
    """Hand the parts to the catalogue. Each concept that shows something to readers is named here."""
