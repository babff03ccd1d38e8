"""Inspecting a stranger's file in a process of its own, which may hang, swell or crash without harm to the portal."""

import json
import subprocess
import sys
from pathlib import Path
from typing import IO

from practices.reading.bounds import WAIT_SECONDS
from practices.reading.sandbox import EXHAUSTED, ReaderFailed
from publishing.inspecting.result import Fault, Finding

COMMAND = [sys.executable, "-m", "publishing.inspecting.child"]
ROOT = Path(__file__).resolve().parents[2]


def look_into(file: IO[bytes], *, most: int) -> Finding:
    """Return what an open file is, or its fault; of at most `most` bytes, which the caller has seen to.

    Raises what reading from the file raises, and ReaderFailed where no process can do the work.
    """
    try:
        ended = subprocess.run(  # noqa: S603 our own program; the file is its input, never its argument
            COMMAND,
            input=file.read(most),
            capture_output=True,
            cwd=ROOT,
            timeout=WAIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Finding("", Fault.BOMB)
    except OSError as problem:
        raise ReaderFailed(f"{COMMAND[0]} could not be started") from problem
    if ended.returncode in EXHAUSTED:
        return Finding("", Fault.BOMB)
    if ended.returncode < 0:  # the parser itself has crashed
        return Finding("", Fault.DAMAGED)
    if ended.returncode > 0:
        raise ReaderFailed(ended.stderr.decode(errors="replace")[-1000:])
    answer = json.loads(ended.stdout)
    return Finding(answer["kind"], Fault(answer["fault"]))
