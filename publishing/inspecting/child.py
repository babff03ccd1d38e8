"""The process in which a file is inspected: its content comes in, its kind or fault goes out as JSON."""

import json
import logging
import os
import resource
import sys
from contextlib import suppress
from dataclasses import asdict

from practices.reading.bounds import CPU_SECONDS, MEMORY_BYTES
from publishing.inspecting.kinds import inspect

NICER = 5


def main() -> None:
    """Inspect a file from standard input within the bounds on time and memory."""
    os.nice(NICER)
    for kind, most in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_AS, MEMORY_BYTES)):
        with suppress(ValueError, OSError):  # a system may know a kind of limit and not set it
            resource.setrlimit(kind, (most, most))
    logging.disable()  # the libraries have much to say of a damaged file
    json.dump(asdict(inspect(sys.stdin.buffer.read())), sys.stdout)


if __name__ == "__main__":
    main()
