"""`python -m publishing.bench.importing`: how long it takes to check, import and take back 1,000 practices."""

import argparse
import sys
from collections.abc import Callable, Sequence
from time import perf_counter, process_time
from typing import Any

import django
from django.conf import Settings, settings

ROWS = 1_000
# What stays the same in every language, so that a copy is a practice of its own.
OWN = ("key", "address_fi", "address_sv", "related", "replaced_by", "image")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was measured; return 1 where the portal has no content yet. Everything is taken back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="how many practices (%(default)s)")
    asked = parser.parse_args(arguments)
    settings.configure(Settings("config.settings"))
    django.setup()
    from publishing.importing.exporting import exported

    practices = exported(None, None, "")
    if not practices:
        print("There are no practices. Run: manage.py setup_demo", file=sys.stderr)
        return 1
    print("| what | seconds | of which computing |\n| --- | ---: | ---: |")
    for languages in (("fi",), ("fi", "sv")):
        _measure(practices, asked.rows, languages)
    return 0


def _measure(practices: Sequence[dict[str, str]], rows: int, languages: Sequence[str]) -> None:
    from publishing.importing import csv_tables, running, undoing
    from publishing.importing.checking import Upload, check
    from publishing.importing.columns import cell_codes
    from publishing.importing.keeping import forget

    codes = [
        code for code, _column, language in cell_codes() if code not in OWN and language in ("", *languages)
    ]
    copies = [_copy(practices[n % len(practices)], n, languages) for n in range(rows)]
    data = csv_tables.write(codes, [[cells.get(code, "") for code in codes] for cells in copies])
    name = f"{rows} practices, {' and '.join(languages)}"
    check(Upload("warm.csv", csv_tables.write(codes, [[copies[0].get(code, "") for code in codes]]))).delete()
    run = _timed(f"checking {name}", lambda: check(Upload("bench.csv", data)))
    running.start(run, wanted="valid", when_there="skip")
    _timed(f"importing {name}", lambda: running.finish(run.pk))
    undoing.start(run, None)
    _timed(f"taking back {name}", lambda: running.finish(run.pk))
    forget(run)


def _copy(cells: dict[str, str], number: int, languages: Sequence[str]) -> dict[str, str]:
    """Return a practice's cells under another name."""
    return {**cells, **{f"name_{code}": f"Koekäytäntö {number}" for code in languages}}


def _timed(what: str, do: Callable[[], Any]) -> Any:
    began, computing = perf_counter(), process_time()
    result = do()
    print(f"| {what} | {perf_counter() - began:.1f} | {process_time() - computing:.1f} |")
    return result


if __name__ == "__main__":
    sys.exit(main())
