"""Reading a stranger's file in a process of its own, which may hang, swell or crash without harm to the portal."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from practices.reading.bounds import FILE_BYTES, WAIT_SECONDS
from practices.reading.result import Problem, Reading

COMMAND = [sys.executable, "-m", "practices.reading.child"]
ROOT = Path(__file__).resolve().parents[2]
# How a process ends that has used up its time or the machine's memory.
EXHAUSTED = {-signal.SIGXCPU, -signal.SIGKILL}


class ReaderFailed(RuntimeError):
    """The reading process could not do its work; that says nothing of the file."""


def read(file: IO[bytes]) -> Reading:
    """Return the text of an open file, or the problem; whatever bytes it has, they raise nothing.

    Raises what reading from the file raises, and ReaderFailed where no process can be started.
    """
    data = file.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        return Reading("", Problem.TOO_LARGE)
    try:
        ended = subprocess.run(  # noqa: S603 our own program; the file is its input, never its argument
            COMMAND, input=data, capture_output=True, cwd=ROOT, timeout=WAIT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Reading("", Problem.TOO_LARGE)
    except OSError as problem:
        raise ReaderFailed(f"{COMMAND[0]} could not be started") from problem
    return _answer(ended)


def _answer(ended: subprocess.CompletedProcess[bytes]) -> Reading:
    if ended.returncode in EXHAUSTED:
        return Reading("", Problem.TOO_LARGE)
    if ended.returncode < 0:  # the parser itself has crashed
        return Reading("", Problem.DAMAGED)
    if ended.returncode > 0:
        raise ReaderFailed(ended.stderr.decode(errors="replace")[-1000:])
    answer = json.loads(ended.stdout)
    return Reading(answer["text"], Problem(answer["problem"]))
