"""What follows from the steps of a review: deadlines and mails."""


def connect() -> None:
    """Listen to the steps of workflows."""
