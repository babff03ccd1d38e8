"""`python -m practices.bench.page`: the whole search page over a large index, a process's memory, and publishing."""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

import django
from django.conf import Settings, settings

DOCUMENTS = 100_000
_SEARCHES = ("/fi/haku/?q=kiusaaminen", "/sv/sok/?q=mobbning", "/fi/haku/?q=nepsypysakki")
# What a web process does once started: every language read, a word put right, a page made.
_PROCESS = """
import sys
from django.test import Client
from search.analysis import voikko
if sys.argv[1] == "pyvoikko":
    voikko.library_lookup = lambda: None
import config.wsgi
for address in sys.argv[2:]:
    assert Client().get(address, headers={"host": "localhost"}).status_code == 200
print(open("/proc/self/status").read())
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print or write what was measured; return 1 where the portal has no content yet."""
    asked = _options(arguments)
    settings.configure(Settings("config.settings"))
    django.setup()
    from practices.models import PracticePage

    if not PracticePage.objects.exists():
        print("There are no pages. Run: manage.py setup_demo", file=sys.stderr)
        return 1
    rows = [*_memory_rows(), *_publishing_rows()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(asked.index) if asked.index else Path(folder) / "search"
        rows += _page_rows(path, asked.documents, made=bool(asked.index))
    table = "\n".join(
        ["| what | measured |", "| --- | ---: |", *(f"| {what} | {value} |" for what, value in rows)]
    )
    print(table)
    if asked.write:
        from search.bench.report import write_section

        write_section(Path(asked.write), "page", table)
    return 0


def _memory_rows() -> Iterator[tuple[str, str]]:
    """Yield the resident memory of a web process after a few searches, with each Voikko."""
    for kind in ("libvoikko", "pyvoikko"):
        made = subprocess.run(  # noqa: S603 our own program
            [sys.executable, "-c", _PROCESS, kind, *_SEARCHES],
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        )
        resident = re.search(r"VmRSS:\s+(\d+) kB", made.stdout)
        yield (
            f"web process with {kind}, resident memory",
            f"{int(resident[1]) / 1024:.0f} MB" if resident else "–",
        )


def _publishing_rows() -> Iterator[tuple[str, str]]:
    """Yield how long a published page takes to be found; what is published is the page as it stands."""
    from practices.models import PracticePage
    from search import index
    from search.engines import get_engine
    from search.query import parse

    index.warm_up()
    page = PracticePage.objects.live().filter(alias_of__isnull=True, locale__language_code="fi").first()
    if page is None:
        return
    index.remove([f"page:{page.pk}"])
    begun = time.perf_counter()
    page.save_revision().publish()
    took = time.perf_counter() - begun
    found = index.search(replace(parse(page.title, language="fi"), limit=50))
    ids = [hit.id for hit in found.hits]
    yield (
        f"publishing until findable, {get_engine().count()} documents",
        (f"{took:.2f} s" if f"page:{page.pk}" in ids else "not found"),
    )


def _page_rows(path: Path, number: int, *, made: bool) -> Iterator[tuple[str, str]]:
    from django.test import Client

    from search.bench.corpus import documents, questions, read_words
    from search.bench.languages import TREEBANKS, treebank_path
    from search.engines import get_engine

    text = read_words(treebank_path(TREEBANKS[0]))
    settings.SEARCH = {**settings.SEARCH, "ENGINE": "tantivy", "PATH": path}
    if not made:
        print(f"Indexing {number:,} documents …", file=sys.stderr)
        get_engine().rebuild(documents(text, number))
    client = Client(headers={"host": "localhost"})
    times = [
        _seconds(lambda q=question.text: client.get("/fi/haku/", {"q": q}))  # type: ignore[misc]
        for question in (*questions(text)[:20], *questions(text))
    ][20:]
    p95 = quantiles(times, n=20)[-1]
    yield f"whole search page, {get_engine().count():,} documents, p50", f"{median(times) * 1000:.0f} ms"
    yield f"whole search page, {get_engine().count():,} documents, p95", f"{p95 * 1000:.0f} ms"


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="python -m practices.bench.page", description=__doc__)
    options.add_argument("--documents", type=int, default=DOCUMENTS, help=f"size of the index ({DOCUMENTS})")
    options.add_argument("--index", default="", help="folder of an index that is there already")
    options.add_argument("--write", metavar="FILE", help="document to put the table into")
    return options.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
