"""Reading a stranger's file in a process of its own, which may hang, swell or crash without harm to the portal."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from practices.reading.bounds import FILE_BYTES, WAIT_SECONDS
from practices.reading.result import Problem, Reading

COMMAND = [sys.executable, "-m", "practices.reading.child"]
ROOT = Path(__file__).resolve().parents[2]
# How a process ends that has used up its time or the machine's memory.
EXHAUSTED = {-signal.SIGXCPU, -signal.SIGKILL}


class ReaderFailed(RuntimeError):
    """The reading process could not do its work; that says nothing of the file."""


class Exhausted(Exception):
    """The file took more time or memory than a file may."""


class Crashed(Exception):
    """The file brought its reader down."""


def read(file: IO[bytes]) -> Reading:
    """Return the text of an open file, or the problem; whatever bytes it has, they raise nothing.

    Raises what reading from the file raises, and ReaderFailed where no process can be started.
    """
    data = file.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        return Reading("", Problem.TOO_LARGE)
    try:
        answer = in_own_process(COMMAND, data)
    except Exhausted:
        return Reading("", Problem.TOO_LARGE)
    except Crashed:
        return Reading("", Problem.DAMAGED)
    return Reading(answer["text"], Problem(answer["problem"]))


def in_own_process(command: Sequence[str], data: bytes) -> dict[str, Any]:
    """Return what a program of ours, given a file's bytes as its input, answers as JSON.

    Raises Exhausted and Crashed for what the file did to it, ReaderFailed where it could not do its work.
    """
    try:
        ended = subprocess.run(  # noqa: S603 our own program; the file is its input, never its argument
            command, input=data, capture_output=True, cwd=ROOT, timeout=WAIT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise Exhausted from late
    except OSError as problem:
        raise ReaderFailed(f"{command[0]} could not be started") from problem
    if ended.returncode in EXHAUSTED:
        raise Exhausted
    if ended.returncode < 0:  # the parser itself has crashed
        raise Crashed
    if ended.returncode > 0:
        raise ReaderFailed(ended.stderr.decode(errors="replace")[-1000:])
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer
