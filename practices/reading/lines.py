"""Lines of a printed page to paragraphs: what the typesetter broke is put together again."""

import re
from collections.abc import Iterator

# The typographic ligatures that a PDF keeps as one character (U+FB00 to U+FB06), as the letters that people type.
# Only these of what NFKC would change: it also turns m² into m2.
LIGATURES = str.maketrans(
    {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
)
SOFT_HYPHEN = "\u00ad"
HYPHENS = f"-\u2010{SOFT_HYPHEN}"
# Before these a hyphen at the end of a line stands for a part left out: “kevät- ja syyslukukausi”.
JOINING = frozenset({"ja", "tai", "sekä", "eli", "kuin", "och", "eller", "samt", "respektive", "and", "or"})
VOWELS = frozenset("aeiouyåäö")
# A line that is shorter than this part of the longest was the last of its paragraph, or a heading; one that is
# nearly as long as the longest went on, even where a sentence ends with it.
SHORT, NEARLY_FULL = 0.6, 0.9

_BULLET = re.compile(r"(?:[•‣◦▪●○■□–—*·\uf0b7-]|\d{1,2}[.)])\s")
_PAGE_NUMBER = re.compile(r"\W*\d{1,4}(?:\s*/\s*\d{1,4})?\W*")
_LEADER = re.compile(r"(?:\s?\.){4,}\s?")  # the dots of a table of contents
_FIRST_WORD = re.compile(r"\w+")


def paragraphs_of(page: str) -> Iterator[str]:
    """Yield the paragraphs of a page's text, without the number of the page."""
    text = _LEADER.sub(" ", page.translate(LIGATURES)).strip()
    lines = _without_number([line.strip() for line in text.splitlines()])
    longest = max(map(len, lines), default=0)
    paragraph, before = "", ""
    for line in lines:
        if paragraph and _begins(line, before, longest):
            yield paragraph
            paragraph = ""
        paragraph, before = joined(paragraph, line), line
    if paragraph:
        yield paragraph


def joined(text: str, line: str) -> str:
    """Return a text with the next line after it; a word that was broken at the end of the line is whole again."""
    if not text or not line:
        return text or line
    if text[-1] == SOFT_HYPHEN:
        return text[:-1] + line
    word = _FIRST_WORD.match(line)
    if text[-1] not in HYPHENS or not text[-2:-1].isalnum() or word is None or word.group() in JOINING:
        return f"{text} {line}"
    broken = text[-2].islower() and line[0].islower() and not _needs_hyphen(text[-2], line[0])
    return text[:-1] + line if broken else text + line


def _needs_hyphen(before: str, after: str) -> bool:
    """Whether Finnish writes the hyphen anyway: between equal vowels of a compound, as in linja-auto."""
    return before == after and after in VOWELS


def _begins(line: str, before: str, longest: int) -> bool:
    """Whether a line begins a new paragraph after the line before it."""
    if not line or _BULLET.match(line):
        return True
    if line[0].islower() or (before and before[-1] in HYPHENS):
        return False
    ends_sentence = before.endswith((".", "!", "?", ":"))
    return len(before) < (NEARLY_FULL if ends_sentence else SHORT) * longest


def _without_number(lines: list[str]) -> list[str]:
    """Return the lines of a page without the one that has only its number, at the top or the bottom."""
    if lines and _PAGE_NUMBER.fullmatch(lines[0]):
        lines = lines[1:]
    if lines and _PAGE_NUMBER.fullmatch(lines[-1]):
        lines = lines[:-1]
    return lines
