"""`python -m search.bench.scale`: latency and indexing rate at growing sizes, beside PostgreSQL and SQLite."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import django
from django.conf import Settings, settings

from search.bench import plot, report
from search.bench.contenders import open_elasticsearch, open_tantivy
from search.bench.corpus import LANGUAGE, questions, read_words
from search.bench.languages import TREEBANKS, treebank_path
from search.bench.measuring import Bench, Openers, say
from search.bench.postgres import open_postgres, postgres_of_settings
from search.bench.sqlite import open_sqlite

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3
_SECTION = "scale"


def openers(*, elasticsearch: str, postgres: str) -> Openers:
    """Return all contenders, ours first; the servers are at these addresses."""
    return {
        "ours, tantivy": open_tantivy,
        "ours, Elasticsearch": lambda _folder: open_elasticsearch(elasticsearch),
        "PostgreSQL full text": lambda _folder: open_postgres(postgres),
        "SQLite FTS5": open_sqlite,
    }


def main(given: Sequence[str] | None = None) -> int:
    """Measure, then print or write the section; return 1 when the treebank or the place to write is missing."""
    if not settings.configured:
        settings.configure(Settings("config.settings"))
        django.setup()
        # A server that is missing is told of once, by us.
        logging.getLogger("elastic_transport").setLevel(logging.ERROR)
    options = _options(given)
    treebank = next(each for each in TREEBANKS if each.language == LANGUAGE)
    try:
        text = read_words(treebank_path(treebank))
    except OSError as error:
        say(f"{error}. Get {treebank.file} from {treebank.source}, or name its directory in BENCH_DATA.")
        return 1
    if options.write:
        try:
            report.around_section(options.out, _SECTION)
        except (OSError, ValueError) as error:
            say(f"{error} Name another document with --out, or leave --write away to print.")
            return 1
    bench = Bench(
        text,
        openers(elasticsearch=options.elasticsearch, postgres=options.postgres),
        asked=questions(text),
        rounds=options.rounds,
    )
    for size in sorted(options.sizes):
        bench.measure(size)
    found = bench.result()
    if options.write:
        report.write_section(options.out, _SECTION, report.section(found))
        options.out.with_name(report.PLOT).write_text(plot.svg(found), encoding="utf-8")
    else:
        print(report.section(found))
    return 0


def _options(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m search.bench.scale", description=__doc__)
    parser.add_argument(
        "--sizes",
        type=lambda text: [int(size) for size in text.split(",")],
        default=list(SIZES),
        help="numbers of practices, parted by commas (1000,10000,100000)",
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often every question is asked (3)")
    parser.add_argument(
        "--elasticsearch",
        default=settings.SEARCH["ELASTICSEARCH"]["url"][0],
        help="address of Elasticsearch (the portal's)",
    )
    parser.add_argument(
        "--postgres",
        default=postgres_of_settings(),
        help="postgres://user:password@host/name (the portal's, where it has one)",
    )
    parser.add_argument("--out", type=Path, default=Path("docs/search.md"), help="document to write to")
    parser.add_argument("--write", action="store_true", help="write to the document instead of printing")
    return parser.parse_args(given)


if __name__ == "__main__":
    # What was made is deleted also when the run is stopped from outside.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    sys.exit(main())
