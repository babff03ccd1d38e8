"""What a visitor types, as it can be kept: bounded, composed, without control characters, line by line."""

from typing import Any

from django.http import QueryDict

from search.text import clean

# More than any field takes: what is too long is shown again, to be shortened where it was written.
LONGEST_KEPT = 8_000
MOST_CHOSEN = 50


def line(text: str) -> str:
    """Return a text as one line."""
    return clean(text[:LONGEST_KEPT])


def lines(text: str) -> str:
    """Return a text with its line breaks, without blank lines at its ends and more than one between."""
    kept: list[str] = []
    for each in text[:LONGEST_KEPT].splitlines():
        cleaned = clean(each)
        if cleaned or (kept and kept[-1]):
            kept.append(cleaned)
    return "\n".join(kept).strip()


def sent(post: QueryDict, *, as_line: set[str], as_lines: set[str], as_list: set[str]) -> dict[str, Any]:
    """Return fields as they were sent, by name, each cleaned for what it is."""
    return {
        **{name: line(post.get(name, "")) for name in as_line},
        **{name: lines(post.get(name, "")) for name in as_lines},
        **{name: [line(value) for value in post.getlist(name)[:MOST_CHOSEN]] for name in as_list},
    }
