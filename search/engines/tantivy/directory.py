"""The index directory: generations of the index, which one is current, locks between processes, the journal.

    current.json          names the generation that readers open, with its format
    generation-<number>/  a tantivy index each
    write.lock            held while a generation is written to
    rebuild.lock          held while a new generation is built beside the current one
    journal.jsonl         what was put and removed meanwhile, replayed before the new one becomes current

Locks are the operating system's (flock): they end with the process that holds them, however it ends.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from search.engines.base import FORMAT, SearchUnavailable

WAIT_SECONDS = 30.0
REBUILD_HINT = "Run `manage.py search_rebuild`."
_POLL_SECONDS = 0.02
_PREFIX = "generation-"


class Generation(NamedTuple):
    """One index on disk."""

    path: Path
    format: int


class IndexDirectory:
    """Keeps the files of one index. Methods raise SearchUnavailable when the directory cannot be used."""

    def __init__(self, path: Path, *, wait_seconds: float = WAIT_SECONDS) -> None:
        """Use the directory, made when first written to; locks are waited for so many seconds."""
        self.path = path
        self.wait_seconds = wait_seconds
        self._current_file = path / "current.json"
        self._journal_file = path / "journal.jsonl"

    def current(self) -> Generation:
        """Return the generation that readers open."""
        try:
            data = json.loads(self._current_file.read_text(encoding="utf-8"))
            generation = Generation(self.path / str(data["generation"]), int(data["format"]))
        except FileNotFoundError:
            raise SearchUnavailable(f"There is no search index in {self.path}. {REBUILD_HINT}") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SearchUnavailable(
                f"The search index in {self.path} is damaged ({error}). {REBUILD_HINT}"
            ) from error
        if generation.format != FORMAT:
            raise SearchUnavailable(
                f"The search index in {self.path} has format {generation.format}, "
                f"this version needs {FORMAT}. {REBUILD_HINT}"
            )
        return generation

    def new_generation(self) -> Path:
        """Return the empty directory of a new generation; those left over from killed rebuilds are deleted.

        Call it with the rebuild lock held.
        """
        try:
            kept = self.current().path
        except SearchUnavailable:
            kept = None
        numbers = [0]
        for old in self._generations():
            numbers.append(int(old.name.removeprefix(_PREFIX)))
            if kept is None or int(old.name.removeprefix(_PREFIX)) > int(kept.name.removeprefix(_PREFIX)):
                shutil.rmtree(old, ignore_errors=True)
        made = self.path / f"{_PREFIX}{max(numbers) + 1}"
        made.mkdir(parents=True)
        self._journal_file.unlink(missing_ok=True)
        return made

    def make_current(self, generation: Path) -> None:
        """Let readers open this generation from now on, in one step; older ones than the last are deleted."""
        try:
            last: Path | None = self.current().path
        except SearchUnavailable:
            last = None
        draft = self.path / "current.json.new"
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"generation": generation.name, "format": FORMAT}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._current_file)
        self._journal_file.unlink(missing_ok=True)
        for old in self._generations():
            # A reader that has just read the last name must still find its files.
            if old not in (generation, last):
                shutil.rmtree(old, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock; raises SearchUnavailable when another process keeps it for too long."""
        with self._locked("write.lock", "written to"):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Hold the rebuild lock; raises SearchUnavailable when another rebuild takes too long."""
        with self._locked("rebuild.lock", "rebuilt"):
            yield

    def is_rebuilding(self) -> bool:
        """Whether a new generation is being built, by this or another process."""
        try:
            with self._open_lock("rebuild.lock") as file:
                return not _try_lock(file)
        except OSError:
            return False

    def note(self, lines: Iterable[str]) -> None:
        """Add lines to the journal for the rebuild under way. Call it with the write lock held."""
        with self._journal_file.open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())

    def noted(self) -> list[str]:
        """Return the journal's lines. Call it with the write lock held."""
        try:
            return self._journal_file.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _generations(self) -> list[Path]:
        return [
            path
            for path in self.path.glob(f"{_PREFIX}*")
            if path.is_dir() and path.name.removeprefix(_PREFIX).isdigit()
        ]

    @contextmanager
    def _locked(self, name: str, doing: str) -> Iterator[None]:
        try:
            file = self._open_lock(name)
        except OSError as error:
            raise SearchUnavailable(
                f"The search index directory {self.path} cannot be used: {error}"
            ) from error
        with file:
            deadline = time.monotonic() + self.wait_seconds
            while not _try_lock(file):
                if time.monotonic() > deadline:
                    raise SearchUnavailable(
                        f"The search index in {self.path} is still being {doing} by another process after "
                        f"{self.wait_seconds:.0f} seconds."
                    )
                time.sleep(_POLL_SECONDS)
            yield

    def _open_lock(self, name: str) -> IO[bytes]:
        self.path.mkdir(parents=True, exist_ok=True)
        return (self.path / name).open("ab")


def _try_lock(file: IO[bytes]) -> bool:
    """Return whether the lock was free and is now ours; it ends when the file is closed."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
