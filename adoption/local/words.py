"""What a visitor types, as it can be kept: bounded, composed, without control characters, line by line."""

import re

from search.text import clean

# More than any field takes: what is too long is shown again, to be shortened where it was written.
LONGEST_KEPT = 8_000
_ADDRESS_OR_TAG = re.compile(r"://|\bwww\.|</?[a-z]", re.IGNORECASE)


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


def has_link(text: str) -> bool:
    """Return whether a text has a web address or HTML in it, which no stranger may put into a mail of ours."""
    return bool(_ADDRESS_OR_TAG.search(text))


def quoted(text: str) -> str:
    """Return a text as mails quote it, so that nobody takes it for the portal's own words."""
    return "\n".join(f"> {each}".rstrip() for each in text.splitlines())
