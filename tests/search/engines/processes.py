"""Work that another process does on the index of a test."""

import multiprocessing
from collections.abc import Callable
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Any

# Forked, so that it has the dictionaries already: reading them anew takes seconds.
FORKED = multiprocessing.get_context("fork")
MOST_SECONDS = 120  # a busy machine is no reason to fail


def in_another_process(work: Callable[..., None], *arguments: Any) -> BaseProcess:
    """Start work in a process of its own, which should make an engine of its own, and return the process."""
    process = FORKED.Process(target=work, args=arguments, daemon=True)
    process.start()
    return process


def statuses(*processes: BaseProcess) -> list[int | None]:
    """Wait for processes and return how each ended: 0 where all went well."""
    for process in processes:
        process.join(MOST_SECONDS)
    return [process.exitcode for process in processes]


def kill_at_halt(work: Callable[[Callable[..., None]], None]) -> None:
    """Do work in another process, which is killed where it calls the `halt` that it is given."""
    arrived, told = FORKED.Pipe(duplex=False)

    def halt(*_arguments: Any, **_options: Any) -> None:
        told.send("arrived")
        FORKED.Event().wait()

    process = in_another_process(work, halt)
    first = connection.wait([arrived, process.sentinel], MOST_SECONDS)
    process.kill()
    process.join()
    assert arrived in first, "it ended before it came so far, or never did"
