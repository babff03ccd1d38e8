"""`python -m tests.covered`: how many statements and branches of each package the last measured run reached."""

import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from coverage import Coverage

NUMBERS = ("num_statements", "covered_lines", "num_branches", "covered_branches")


def main() -> int:
    """Print the table, in Markdown; return 1 where nothing was measured."""
    coverage = Coverage()
    coverage.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        coverage.json_report(outfile=str(report))
        files = json.loads(report.read_text())["files"]
    if not files:
        print("Nothing was measured. Run: make test-all", file=sys.stderr)  # noqa: T201
        return 1
    print(table({name: each["summary"] for name, each in files.items()}))  # noqa: T201
    return 0


def table(files: dict[str, dict[str, int]]) -> str:
    """Return a row for each package and for all of them, from the summaries of their files."""
    packages: dict[str, Counter[str]] = defaultdict(Counter)
    for name, summary in files.items():
        for package in (name.split("/")[0], "all"):
            packages[package].update({number: summary[number] for number in NUMBERS})
    lines = ["| package | statements | covered | branches | covered |", "| --- | ---: | ---: | ---: | ---: |"]
    for package, found in sorted(packages.items(), key=lambda each: (each[0] == "all", each[0])):
        statements, covered, branches, taken = (found[number] for number in NUMBERS)
        lines.append(
            f"| {package} | {statements:,} | {_share(covered, statements)} "
            f"| {branches:,} | {_share(taken, branches)} |"
        )
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


if __name__ == "__main__":
    sys.exit(main())
