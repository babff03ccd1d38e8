"""The gate for the interface catalogues: nothing missing, empty or fuzzy. `python -m config.messages`."""

import re
import sys
from pathlib import Path

import polib

from config.catalogues import LOCALE

PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")


def problems_of(po: Path) -> list[str]:
    """Return what is wrong with a catalogue, one line a message."""
    found = []
    for entry in polib.pofile(str(po), encoding="utf-8"):
        if entry.obsolete:
            continue
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if entry.fuzzy:
            found.append(f"fuzzy: {entry.msgid!r}")
        elif not all(texts):
            found.append(f"empty: {entry.msgid!r}")
        elif any(not set(PLACEHOLDER.findall(text)) <= _placeholders(entry) for text in texts):
            found.append(f"placeholders differ: {entry.msgid!r}")
    return [f"{po.relative_to(LOCALE.parent)}: {problem}" for problem in found]


def missing_between(catalogues: list[Path]) -> list[str]:
    """Return messages that one language's catalogue has and another's lacks."""
    ids = {po: {(e.msgctxt, e.msgid) for e in polib.pofile(str(po)) if not e.obsolete} for po in catalogues}
    every = set().union(*ids.values()) if ids else set()
    return [
        f"{po.relative_to(LOCALE.parent)}: missing: {m!r}"
        for po in catalogues
        for _c, m in sorted(every - ids[po], key=str)
    ]


def _placeholders(entry: polib.POEntry) -> set[str]:
    return set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))


if __name__ == "__main__":
    # The editor's catalogues hold what each language's packages lack, so only our own must match each other.
    files, own = sorted(LOCALE.glob("**/LC_MESSAGES/*.po")), sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
    problems = [problem for po in files for problem in problems_of(po)] + missing_between(own)
    print("\n".join(problems) or f"{len(files)} catalogues are complete.")
    sys.exit(bool(problems) or not files)
