"""What comes of inspecting a file: its kind, or the fault for which it is refused."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Why a file is refused."""

    NONE = ""
    UNKNOWN = "unknown"  # none of the kinds that are taken
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"  # small to send, huge to open
    ACTIVE = "active"  # runs something when it is opened


@dataclass(frozen=True)
class Finding:
    """The kind of a file by its content (an ending of names), or what is wrong with it."""

    kind: str
    fault: Fault = Fault.NONE


class Refused(Exception):
    """The file is refused, for the reason in `fault`."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault
