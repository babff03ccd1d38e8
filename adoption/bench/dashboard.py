"""`python -m adoption.bench.dashboard`: the page of rooting over many adoptions, in a copy of the portal's database."""

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

import django
from django.conf import Settings, settings

ADOPTIONS, FOLLOW_UPS = 10_000, 10  # so many follow-ups an adoption
INSTITUTIONS = 200
ROUNDS = 7


def main(arguments: Sequence[str] | None = None) -> int:
    """Print or write what was measured; return 1 where the portal has no content yet, or no SQLite database."""
    asked = _options(arguments)
    settings.configure(Settings("config.settings"))
    database = settings.DATABASES["default"]
    if "sqlite" not in database["ENGINE"]:
        print("Measured in a copy of a SQLite database only. Unset DATABASE_URL.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "db.sqlite3"
        if not Path(database["NAME"]).exists():
            print("There is no database. Run: manage.py setup_demo", file=sys.stderr)
            return 1
        with sqlite3.connect(database["NAME"]) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        database["NAME"] = str(copy)
        django.setup()
        rows = list(_rows(asked.adoptions))
    if not rows:
        print("There are no practices. Run: manage.py setup_demo", file=sys.stderr)
        return 1
    table = "\n".join(
        ["| what | measured |", "| --- | ---: |", *(f"| {what} | {value} |" for what, value in rows)]
    )
    print(table)
    if asked.write:
        from search.bench.report import write_section

        write_section(Path(asked.write), "rooting", table)
    return 0


def _rows(number: int) -> Iterator[tuple[str, str]]:
    """Fill the copy, then yield what is measured of it."""
    from django.urls import reverse
    from django.utils import timezone
    from django.utils.translation import override

    from adoption.bench.simulated import simulate
    from adoption.models import Adoption, FollowUp
    from practices.models import PracticePage

    keys = sorted(set(PracticePage.objects.live().values_list("translation_key", flat=True)), key=str)
    if not keys:
        return
    Adoption.objects.all().delete()
    institutions = max(INSTITUTIONS, -(-number // len(keys)))
    months = range(3, 3 * FOLLOW_UPS + 1, 3)
    print(f"Making {number:,} adoptions …", file=sys.stderr)
    simulate(keys, institutions=institutions, adoptions=number, today=timezone.localdate(), months=months)
    of = f"{number:,} adoptions, {FollowUp.objects.count():,} follow-ups"
    with override(settings.LANGUAGE_CODE):
        page = reverse("rooting")
    yield from _measured(page, of)


def _measured(page: str, of: str) -> Iterator[tuple[str, str]]:
    """Yield what the rooting page and the open data take. `of` says how many rows there are."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from adoption.rooting import survival
    from practices.models import PracticePage

    survival.warm_up()  # as the web server does before its first visitor
    client = Client(headers={"host": "localhost"})
    practice = PracticePage.objects.live()[0]

    def fresh() -> None:
        cache.clear()
        answer = client.get(page)
        if answer.status_code != 200:
            raise RuntimeError(f"{page} answered {answer.status_code}")

    def after_publishing() -> float:
        practice.save()
        return _seconds(lambda: client.get(page))

    first = _seconds(fresh)
    with CaptureQueriesContext(connection) as queries:
        fresh()
    number_of_queries = len(queries)  # the next request empties the log
    yield f"rooting page, {of}, first of a process", f"{first * 1000:.0f} ms"
    yield (
        "the same, first after an institution told something",
        f"{median(_seconds(fresh) for _round in range(ROUNDS)) * 1000:.0f} ms",
    )
    yield (
        "the same, first after a page was published",
        f"{median(after_publishing() for _round in range(ROUNDS)) * 1000:.0f} ms",
    )
    # An address that nobody asked for yet: made, not kept, from rows that the process has read.
    others = (f"{page}?round={number}" for number in range(ROUNDS))
    took = median(_seconds(lambda at=other: client.get(at)) for other in others)  # type: ignore[misc]
    yield "the same, made anew", f"{took * 1000:.0f} ms"
    yield "the same, queries", str(number_of_queries)
    yield (
        "the same, kept",
        f"{median(_seconds(lambda: client.get(page)) for _round in range(ROUNDS)) * 1000:.1f} ms",
    )
    for address in ("/api/v1/rooting", "/api/v1/adoptions"):
        took = median(_seconds(lambda at=address: client.get(at)) for _round in range(ROUNDS))  # type: ignore[misc]
        yield f"{address}, {of}", f"{took * 1000:.0f} ms"


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="python -m adoption.bench.dashboard", description=__doc__)
    options.add_argument("--adoptions", type=int, default=ADOPTIONS, help=f"how many ({ADOPTIONS})")
    options.add_argument("--write", metavar="FILE", help="document to put the table into")
    return options.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
