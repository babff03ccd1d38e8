"""Inspecting a stranger's file in a process of its own, which may hang, swell or crash without harm to the portal."""

import sys
from typing import IO

from practices.reading.sandbox import Crashed, Exhausted, in_own_process
from publishing.inspecting.result import Fault, Finding

COMMAND = [sys.executable, "-m", "publishing.inspecting.child"]


def look_into(file: IO[bytes], *, most: int) -> Finding:
    """Return what an open file is, or its fault; of at most `most` bytes, which the caller has seen to.

    Raises what reading from the file raises, and ReaderFailed where no process can do the work.
    """
    try:
        answer = in_own_process(COMMAND, file.read(most))
    except Exhausted:
        return Finding("", Fault.BOMB)
    except Crashed:
        return Finding("", Fault.DAMAGED)
    return Finding(answer["kind"], Fault(answer["fault"]))
