"""Names of files that every system takes, whatever somebody called them."""

import re
import unicodedata

LONGEST = 100
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}


def safe_name(name: str) -> str:
    """Return a name of letters a–z, digits, dots, `-` and `_` alone, not longer than 100 and never a path."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    cleaned = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip(".-_")
    stem, dot, ending = cleaned.rpartition(".")
    if not dot:
        stem, ending = cleaned, ""
    stem = stem.replace(".", "-") or "file"
    if stem.lower() in _RESERVED:
        stem = f"{stem}-"
    kept = stem[: LONGEST - len(ending) - 1]
    return f"{kept}.{ending}" if ending else kept


def unique_name(name: str, taken: set[str]) -> str:
    """Return the name, with a number where it is taken (also in other letters' case), and take it."""
    stem, dot, ending = name.rpartition(".")
    if not dot or "/" in ending:
        stem, dot, ending = name, "", ""
    number, found = 1, name
    while found.lower() in taken:
        number += 1
        found = f"{stem}-{number}{dot}{ending}"
    taken.add(found.lower())
    return found
