"""What a reader asks: text parsed into clauses, with filters, paging and order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from search.analysis import Word, get_analyser
from search.documents import NUMBERS
from search.text import clean, folded_start, words

# Nobody types more; what is longer is pasted, and its beginning says what is meant.
MAX_CHARACTERS = 400
MAX_WORDS = 24
MAX_LIMIT = 1000
MAX_OFFSET = 1_000_000

# By score, by date, or by one of the numbers of documents (search.documents.NUMBERS), greatest first.
Sort = Literal["relevance", "newest", "use", "rooted"]
_SORTS: tuple[Sort, ...] = get_args(Sort)

# Curly, low and angle quotation marks, which phones and word processors write.
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02\u2033", '"'))
# Exclusion and phrase, or a run of other characters. A minus excludes only where a word begins.
_PIECE = re.compile(r'(?P<minus>[-\u2212\u2013])?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<text>[^\s"]+))')


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """Words that do in a clause's stead, one after the other, and how much less they weigh (0 to 1)."""

    words: tuple[Word, ...]
    weight: float


@dataclass(frozen=True, kw_only=True)
class Clause:
    """Words that belong together: one word, or several when quoted or joined by punctuation.

    `loose` words may stand anywhere; they are in one clause because they share `alternatives`.
    """

    words: tuple[Word, ...]
    excluded: bool = False
    quoted: bool = False
    loose: bool = False
    alternatives: tuple[Alternative, ...] = ()

    @property
    def is_phrase(self) -> bool:
        """Whether the order of several words counts."""
        return len(self.words) > 1 and not self.loose


@dataclass(frozen=True, kw_only=True)
class Query:
    """A parsed search. `text` is the cleaned input; `truncated` says that its end was left out.

    `filters` are facet values that hits must have, one of each facet; `without` those that they must not have.
    `preferred` kinds come before equally good others,
    `families` narrows to the language versions of some things, `strict` leaves out hits that lack a word, and
    `beginnings` are the beginnings of words that a name must have, in place of `clauses`.
    """

    text: str
    language: str
    clauses: tuple[Clause, ...] = ()
    stop_words: frozenset[str] = frozenset()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    families: tuple[str, ...] = ()
    strict: bool = False
    beginnings: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    offset: int = 0
    limit: int = 20
    sort: Sort = "relevance"
    truncated: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for; such a query lists everything that passes its filters."""
        return not self.clauses and not self.beginnings

    @property
    def is_by_date(self) -> bool:
        """Whether hits come newest first: asked so, or nothing is there to tell which is better."""
        return not self.number and (self.sort == "newest" or not (self.wanted or self.beginnings))

    @property
    def number(self) -> str:
        """The number by which hits are ordered, the greatest first and the newest of equals; or nothing."""
        return self.sort if self.sort in NUMBERS else ""

    @property
    def is_scored(self) -> bool:
        """Whether hits come in the order of their scores."""
        return not (self.is_by_date or self.number)

    @property
    def wanted(self) -> tuple[Clause, ...]:
        """The clauses that hits should have."""
        return tuple(clause for clause in self.clauses if not clause.excluded)

    @property
    def excluded(self) -> tuple[Clause, ...]:
        """The clauses that hits must not have."""
        return tuple(clause for clause in self.clauses if clause.excluded)

    @property
    def required(self) -> tuple[Clause, ...]:
        """The wanted clauses without stop words, unless there is nothing else."""
        telling = tuple(
            clause
            for clause in self.wanted
            if clause.quoted
            or clause.alternatives
            or any(word.surface not in self.stop_words for word in clause.words)
        )
        return telling or self.wanted


def parse(
    text: str,
    *,
    language: str,
    filters: Mapping[str, Sequence[str]] | None = None,
    kinds: Sequence[str] = (),
    preferred: Sequence[str] = (),
    facets: Sequence[str] = (),
    offset: int = 0,
    limit: int = 20,
    sort: str = "relevance",
) -> Query:
    """Return the query for what a reader typed; never raises for any text.

    Control characters are dropped, a missing quotation mark is closed, the length is capped (`truncated`).
    Offsets and limits out of range are moved into it; an unknown sort means relevance.
    """
    # Cut before cleaning too, so that the time is bounded for any length.
    cut = text[: MAX_CHARACTERS * 4]
    cleaned = clean(cut.translate(_QUOTES))
    shown = cleaned[:MAX_CHARACTERS]
    clauses, all_read = _clauses(shown, language)
    return Query(
        text=shown,
        language=language,
        clauses=clauses,
        stop_words=get_analyser(language).stop_words,
        filters={
            clean(name): tuple(map(clean, values)) for name, values in (filters or {}).items() if values
        },
        kinds=tuple(map(clean, kinds)),
        preferred=tuple(preferred),
        facets=tuple(facets),
        offset=max(0, min(offset, MAX_OFFSET)),
        limit=max(1, min(limit, MAX_LIMIT)),
        sort=next((known for known in _SORTS if known == sort), "relevance"),
        truncated=len(cut) < len(text) or len(shown) < len(cleaned) or not all_read,
    )


def beginning(text: str, *, language: str, kinds: Sequence[str] = (), limit: int = 8) -> Query:
    """Return the query for names that have words beginning as those of a text that is still being typed."""
    shown = clean(text[: MAX_CHARACTERS * 4])[:MAX_CHARACTERS]
    typed = tuple(dict.fromkeys(start for word in words(shown) if (start := folded_start(word.surface))))
    return Query(
        text=shown,
        language=language,
        beginnings=typed[:MAX_WORDS],
        kinds=tuple(kinds),
        limit=max(1, min(limit, MAX_LIMIT)),
    )


def query_key(text: str, *, language: str) -> str:
    """Return the form under which searches with the same telling words are the same, or "" where there are none.

    Inflection, order, case and stop words make no difference; exclusions count.
    """
    query = parse(text, language=language)
    tokens = {word.lemmas[0] for clause in query.required for word in clause.words}
    tokens |= {f"-{word.lemmas[0]}" for clause in query.excluded for word in clause.words}
    return " ".join(sorted(tokens)) if query.wanted else ""


def _clauses(text: str, language: str) -> tuple[tuple[Clause, ...], bool]:
    """Return the clauses of a cleaned text, and whether they cover all of it."""
    found: list[Clause] = []
    room = MAX_WORDS
    for clause in _read(text, language):
        if clause in found:
            continue
        if len(clause.words) > room:
            return tuple(found), False
        room -= len(clause.words)
        found.append(clause)
    return tuple(found), True


def _read(text: str, language: str) -> Iterator[Clause]:
    analyse = get_analyser(language).analyse
    for piece in _PIECE.finditer(text):
        quoted = piece["phrase"] is not None
        content = piece["phrase"] if quoted else piece["text"]
        members = tuple(analyse(word.surface) for word in words(content))
        excluded = bool(piece["minus"])
        if quoted or excluded:
            if members:
                yield Clause(words=members[:MAX_WORDS], excluded=excluded, quoted=quoted)
            continue
        for member in members:
            yield Clause(words=(member,))
