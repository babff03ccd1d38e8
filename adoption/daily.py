"""What adoptions need once a day. Each concept brings its jobs; run twice a day they do nothing twice."""

from collections.abc import Callable
from datetime import date

# Given a day, does what that day asks for and returns how many things it did.
Job = Callable[[date], int]


def jobs() -> dict[str, Job]:
    """Return the jobs by name, in the order in which they run."""
    from adoption.joining import keeping as adoptions
    from adoption.local import keeping as questions
    from adoption.pulse import clock

    return {
        "follow-ups to send": clock.ask_daily,
        "old adoptions": adoptions.forget_old,
        "old questions to adopters": questions.forget_old,
    }
