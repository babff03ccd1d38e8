"""What follows from the life of teams and project pages."""


def connect() -> None:
    """Listen to project pages, so that a team may work on them in every language."""
