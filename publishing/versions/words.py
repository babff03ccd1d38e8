"""Two texts word by word: what stayed, what went, what came. The comparison itself is Wagtail's."""

from typing import Literal, NamedTuple

from bs4 import BeautifulSoup
from wagtail.admin.compare import diff_text

# Beyond this, a text is shown before and after as a whole: comparing takes the square of the length.
LONGEST_COMPARED = 20_000
_BREAKING = ["p", "li", "br", "h2", "h3", "h4"]

Kind = Literal["equal", "deletion", "addition"]


class Piece(NamedTuple):
    """A stretch of text, and what became of it."""

    kind: Kind
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return a text's change in reading order; without the additions it is `before`, without the deletions `after`."""
    if before and after and len(before) + len(after) <= LONGEST_COMPARED:
        return tuple(Piece(*change) for change in diff_text(before, after).changes)
    whole = (Piece("deletion", before), Piece("addition", after))
    return tuple(piece for piece in whole if piece.text)


def plain(html: str) -> str:
    """Return the text of rich text, a line a paragraph."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(_BREAKING):
        element.append("\n")
    lines = (" ".join(line.split()) for line in soup.get_text().splitlines())
    return "\n".join(line for line in lines if line)
