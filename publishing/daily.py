"""What is done once a day: reminders, and forgetting what is past its time."""

import logging
from collections.abc import Callable
from datetime import date

from publishing.desk import visits
from publishing.freshness import reminding as freshness
from publishing.importing import keeping as imports
from publishing.piloting import keeping as pilots
from publishing.piloting import telling
from publishing.reviewing import reminding as reviews
from publishing.suggesting import keeping as suggestions
from publishing.teams import forgetting as invitations

logger = logging.getLogger(__name__)

# Given a day, does what that day asks for and returns how many things it did. Run twice a day it does nothing twice.
Job = Callable[[date], int]


_others: list[Callable[[], dict[str, Job]]] = []


def register(others: Callable[[], dict[str, Job]]) -> None:
    """Let a package that this one does not know have its jobs done after this one's."""
    if others not in _others:
        _others.append(others)


def jobs() -> dict[str, Job]:
    """Return the jobs by name, in the order in which they run."""
    ours: dict[str, Job] = {
        "reviews that are overdue": reviews.remind,
        "practices to look through": freshness.remind,
        "projects that end": freshness.remind_of_endings,
        "feedback from pilots": telling.tell_makers,
        "imports that were interrupted": imports.mend_imports,
        "old imports": imports.forget_imports,
        "old suggestions": suggestions.forget_old,
        "old invitations": invitations.forget_invitations,
        "old answers from pilots": pilots.forget_old,
        "old counts of visits": visits.forget_old,
    }
    for others in _others:
        ours |= others()
    return ours


def run(today: date) -> dict[str, int | None]:
    """Run every job, also after one that failed; return what each did, None where it failed (its error is logged)."""
    done: dict[str, int | None] = {}
    for name, job in jobs().items():
        try:
            done[name] = job(today)
        except Exception:
            logger.exception("The daily job %s failed; it is tried again tomorrow", name)
            done[name] = None
    return done
