"""Names that complete what is being typed in the search box."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from search import index
from search.query import beginning, parse
from search.results import Hit
from search.text import folded, words

SHORTEST = 2
# How many of each kind at most, in the order shown.
KINDS = {"practice": 4, "theme": 2, "project": 2}
LABELS = {"practice": _("Practice"), "theme": _("Theme"), "project": _("Project")}


@dataclass(frozen=True)
class Suggestion:
    """A page to go to at once; `marked` is its name in pieces, with whether each completes what was typed."""

    kind: str
    label: str
    title: str
    marked: list[tuple[str, bool]]
    url: str


def suggestions_for(typed: str, *, language: str) -> list[Suggestion]:
    """Return practices, themes and projects called as the text begins, else practices that are about it.

    Nothing for less than two characters. Raises SearchUnavailable.
    """
    if len(typed.strip()) < SHORTEST:
        return []
    hits = [
        hit
        for kind, limit in KINDS.items()
        for hit in index.suggest(typed, language=language, kinds=(kind,), limit=limit)
    ]
    if not hits:
        query = parse(typed, language=language, kinds=("practice",), limit=KINDS["practice"])
        hits = [] if query.is_empty else list(index.search(query).hits)
    starts = beginning(typed, language=language).beginnings
    return [_suggestion(hit, starts) for hit in hits]


def _suggestion(hit: Hit, starts: tuple[str, ...]) -> Suggestion:
    return Suggestion(
        kind=hit.kind,
        label=str(LABELS[hit.kind]),
        title=hit.title,
        marked=marked(hit.title, starts),
        url=hit.payload["url"],
    )


def marked(title: str, starts: tuple[str, ...]) -> list[tuple[str, bool]]:
    """Return a name in pieces, with whether each meets one of the folded beginnings, also inside a compound."""
    pieces: list[tuple[str, bool]] = []
    position = 0
    for word in words(title):
        plain = folded(word.surface)
        met: Any = None
        if len(plain) == word.end - word.start:
            met = max(
                ((start, plain.find(start)) for start in starts if start in plain),
                key=lambda pair: (pair[1] == 0, len(pair[0])),
                default=None,
            )
        if met:
            begin = word.start + met[1]
            pieces += [(title[position:begin], False), (title[begin : begin + len(met[0])], True)]
            position = begin + len(met[0])
    pieces.append((title[position:], False))
    return [piece for piece in pieces if piece[0]]
