"""The process in which a file is parsed: its content comes in, its text or problem goes out as JSON."""

import json
import logging
import os
import resource
import sys
from contextlib import suppress
from dataclasses import asdict

from practices.reading.bounds import CPU_SECONDS, MEMORY_BYTES
from practices.reading.formats import extract

NICER = 10  # visitors come before files


def main() -> None:
    """Read a file from standard input within the bounds on time and memory."""
    os.nice(NICER)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    logging.disable()  # the libraries have much to say of a damaged file
    json.dump(asdict(extract(sys.stdin.buffer.read())), sys.stdout)


def _limit(kind: int, most: int) -> None:
    with suppress(
        ValueError, OSError
    ):  # a system may know a kind of limit and not set it, as macOS does for memory
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
