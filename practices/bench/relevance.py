"""`python -m practices.bench.relevance`: our search and stock ones on the judged queries, as a table."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import django
from django.conf import Settings, settings

QUERIES = Path(__file__).resolve().parents[2] / "tests" / "search" / "relevance.yaml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and, with --write, put it into a document; return 1 where there is nothing to search."""
    asked = _options().parse_args(arguments)
    settings.configure(Settings("config.settings"))
    django.setup()
    from practices.bench.measuring import measure
    from search.index import SearchUnavailable, provided_documents

    documents = list(provided_documents())
    if not documents:
        print("There are no pages to search. Run: manage.py setup_demo", file=sys.stderr)
        return 1
    with ExitStack() as stack:
        try:
            report = measure(QUERIES, documents, postgres=asked.postgres, stack=stack)
        except SearchUnavailable as error:
            print(error, file=sys.stderr)
            return 1
    print(report.markdown)
    if asked.misses:
        print("\n".join(report.misses))
    if asked.write:
        from search.bench.report import write_section

        write_section(Path(asked.write), "relevance", report.markdown)
    return 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m practices.bench.relevance")
    options.add_argument(
        "--postgres", default="", help="postgres://user:password@host/name of a server to compare with"
    )
    options.add_argument(
        "--misses", action="store_true", help="list our queries without a right answer in the top three"
    )
    options.add_argument("--write", metavar="FILE", help="document to put the tables into")
    return options


if __name__ == "__main__":
    sys.exit(main())
