"""Synonyms that editors keep, put into a query: in force from the next search on, without touching the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import yaml

from search.analysis import Word, get_analyser
from search.models import SynonymSet
from search.query import MAX_WORDS, Alternative, Clause, Query
from search.text import words

SEEDS = Path(__file__).parent / "synonyms.yaml"
# What a synonym counts of the word itself. A near word comes after every page that has the word.
WEIGHTS = {"same": 0.6, "related": 0.25}
# Words and phrases that stand for one clause; a set of more adds its first ones.
_MOST_ALTERNATIVES = 12

Row = tuple[str, str]


@dataclass(frozen=True)
class Entry:
    """A word or phrase of a set, and the others of the set, which do in its stead."""

    words: tuple[Word, ...]
    others: tuple[Alternative, ...]


Entries = Mapping[str, tuple[Entry, ...]]


def with_synonyms(query: Query) -> Query:
    """Return the query with what editors take for its words. Asks the database once."""
    rows = tuple(SynonymSet.objects.filter(language=query.language).values_list("kind", "words"))
    if not rows or not query.clauses:
        return query
    return replace(query, clauses=tuple(_expanded(query.clauses, _entries(query.language, rows))))


def seed() -> int:
    """Make the sets that the field starts with, unless there are sets already; return how many were made."""
    if SynonymSet.objects.exists():
        return 0
    data = yaml.safe_load(SEEDS.read_text(encoding="utf-8"))
    made = [
        SynonymSet(language=language, kind=kind, words="\n".join(line))
        for language, kinds in data.items()
        for kind, lines in kinds.items()
        for line in lines
    ]
    for each in made:
        each.full_clean()
    return len(SynonymSet.objects.bulk_create(made))


@lru_cache(maxsize=16)
def _entries(language: str, rows: tuple[Row, ...]) -> Entries:
    """Return the entries of the sets by each lemma of their first word."""
    analyse = get_analyser(language).analyse
    found: dict[str, list[Entry]] = defaultdict(list)
    for kind, lines in rows:
        read = [tuple(analyse(word.surface) for word in words(line)) for line in lines.splitlines()]
        read = [entry for entry in read if entry]
        for entry in read:
            others = tuple(Alternative(words=other, weight=WEIGHTS[kind]) for other in read if other != entry)
            for token in _tokens(entry[0]):
                found[token].append(Entry(entry, others))
    return {token: tuple(entries) for token, entries in found.items()}


def _tokens(word: Word) -> set[str]:
    return {word.surface, *word.lemmas}


def _expanded(clauses: Sequence[Clause], entries: Entries) -> Iterator[Clause]:
    """Yield the clauses, those that an entry covers together as one with the entry's alternatives."""
    position = 0
    while position < len(clauses):
        covered = _longest(clauses[position:], entries)
        if not covered:
            yield clauses[position]
            position += 1
            continue
        length = len(covered[0].words)
        typed = clauses[position : position + length]
        others = tuple(dict.fromkeys(other for entry in covered for other in entry.others))
        yield Clause(
            words=tuple(word for clause in typed for word in clause.words),
            loose=length > 1,
            alternatives=others[:_MOST_ALTERNATIVES],
        )
        position += length


def _longest(clauses: Sequence[Clause], entries: Entries) -> list[Entry]:
    """Return the entries that the clauses begin with, of those the ones with the most words."""
    free = []
    for clause in clauses[:MAX_WORDS]:
        if clause.excluded or clause.quoted or len(clause.words) > 1:
            break
        free.append(clause.words[0])
    if not free:
        return []
    begun = {entry for token in _tokens(free[0]) for entry in entries.get(token, ())}
    fitting = [
        entry
        for entry in begun
        if len(entry.words) <= len(free)
        and all(_tokens(a) & _tokens(b) for a, b in zip(entry.words, free, strict=False))
    ]
    longest = max((len(entry.words) for entry in fitting), default=0)
    # Sets are unordered: the same query gives the same alternatives in the same order.
    return sorted((entry for entry in fitting if len(entry.words) == longest), key=repr)
