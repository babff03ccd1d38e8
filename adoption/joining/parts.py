"""What stands on a practice's page."""


def register() -> None:
    """Show the parts on practices' pages."""
