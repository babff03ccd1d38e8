"""What comes of reading a file: its text, or the problem."""

from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """Why a file has no text. All but UNKNOWN have the values of `DocumentText.Problem`."""

    NONE = ""
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too-large"
    NO_TEXT = "no-text"
    UNKNOWN = "unknown"  # none of the kinds that are read; a fault only where the name says that it is one


@dataclass(frozen=True)
class Reading:
    """A file's text, a paragraph a line in the order of reading, or the problem that it has none."""

    text: str
    problem: Problem = Problem.NONE


class Unreadable(Exception):
    """The file cannot be read, for the reason in `problem`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
