"""A query turned into weighted conditions on fields, the same for every engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Literal

from search.analysis import Word
from search.query import Clause, Query

# Where a word stands and how it meets the query; the product of the two weighs a match. A title outweighs any
# number of mentions in the text even when only a compound's part meets it.
ZONES = {"title": 14.0, "keywords": 4.0, "summary": 3.0, "body": 1.0}
LEVELS = {"exact": 1.0, "lemma": 0.85, "part": 0.4}
# What further fields add to the best one, so that a page with the word in several places comes first.
TIE_BREAKER = 0.15
_MAX_READINGS_OF_PHRASE = 12

Matched = Literal["all", "most"]


@dataclass(frozen=True)
class Term:
    """The field holds the token; a hit scores BM25 times the weight."""

    field: str
    token: str
    weight: float


@dataclass(frozen=True)
class Phrase:
    """The field holds the tokens one after the other."""

    field: str
    tokens: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Best:
    """Any of the conditions holds; the best one scores, the others add a little."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class AtLeast:
    """At least so many of the conditions hold; all that hold score."""

    count: int
    conditions: tuple[Condition, ...]


Condition = Term | Phrase | Best | AtLeast


@dataclass(frozen=True)
class Plan:
    """What to look for: `required` all (everything when empty), `welcome` for score, `excluded` none."""

    required: tuple[Condition, ...]
    welcome: tuple[Condition, ...]
    excluded: tuple[Condition, ...]
    matched: Matched = "all"


def field_name(zone: str, level: str) -> str:
    """Return the name of the index field that holds a zone's tokens of one level."""
    return f"{zone}_{level}"


def field_names() -> list[str]:
    """Return the names of all token fields."""
    return [field_name(zone, level) for zone in ZONES for level in LEVELS]


def plans(query: Query) -> Iterator[Plan]:
    """Yield the ways to answer a query, strictest first; an engine stops at the first that has hits.

    First all words, then all words with compounds taken apart, then most of the words, then any.
    """
    excluded = tuple(_excluded(clause) for clause in query.excluded)
    required = query.required
    welcome = tuple(_wanted(clause) for clause in query.wanted if clause not in required)
    strict = tuple(_wanted(clause) for clause in required)
    yield Plan(strict, welcome, excluded)
    if not required:
        return
    loose = tuple(_taken_apart(clause) for clause in required)
    if loose != strict:
        yield Plan(loose, welcome, excluded, "most")
    # A quoted phrase is asked for literally: it stays required.
    literal = tuple(c for c, clause in zip(loose, required, strict=True) if clause.quoted)
    free = tuple(c for c, clause in zip(loose, required, strict=True) if not clause.quoted)
    for count in dict.fromkeys((max(1, round(len(free) * 0.6)), 1)):
        if free and count < len(free):
            yield Plan((*literal, AtLeast(count, free)), welcome, excluded, "most")


def _wanted(clause: Clause) -> Condition:
    if clause.is_phrase:
        return _phrase(clause)
    word = clause.words[0]
    conditions = _word(word, parts=not clause.quoted)
    return Best(tuple(conditions))


def _word(word: Word, *, parts: bool) -> list[Condition]:
    """Return the terms for one word: itself, its lemmas and, unless quoted, compounds and derivations."""
    terms: list[Condition] = []
    for zone, zone_weight in ZONES.items():
        terms.append(Term(field_name(zone, "exact"), word.surface, zone_weight * LEVELS["exact"]))
        # What is typed is mostly a dictionary form itself, even where analysis takes it for another (Luksia).
        for lemma in dict.fromkeys((*word.lemmas, word.surface)):
            terms.append(Term(field_name(zone, "lemma"), lemma, zone_weight * LEVELS["lemma"]))
            if parts:
                terms.append(Term(field_name(zone, "part"), lemma, zone_weight * LEVELS["part"]))
        for stem in word.stems if parts else ():
            for level in ("lemma", "part"):
                terms.append(
                    Term(field_name(zone, level), stem, zone_weight * LEVELS["part"] * LEVELS[level])
                )
    return terms


def _taken_apart(clause: Clause) -> Condition:
    """Return the condition that also accepts a compound's parts apart ("vuoden kello" for "vuosikello")."""
    strict = _wanted(clause)
    if clause.quoted or clause.is_phrase or not clause.words[0].parts:
        return strict
    members = tuple(
        Best(
            tuple(
                Term(field_name(zone, level), part, weight * LEVELS["part"] * LEVELS[level])
                for zone, weight in ZONES.items()
                for level in ("lemma", "part")
            )
        )
        for part in clause.words[0].parts
    )
    return Best((strict, AtLeast(max(1, len(members) - len(members) // 3), members)))


def _phrase(clause: Clause) -> Condition:
    """Return the condition for words in order, in the forms typed or in any inflection."""
    conditions: list[Condition] = []
    readings = list(islice(product(*(word.lemmas for word in clause.words)), _MAX_READINGS_OF_PHRASE))
    for zone, weight in ZONES.items():
        exact = tuple(word.surface for word in clause.words)
        conditions.append(Phrase(field_name(zone, "exact"), exact, weight * LEVELS["exact"]))
        conditions += [
            Phrase(field_name(zone, "lemma"), tokens, weight * LEVELS["lemma"]) for tokens in readings
        ]
    return Best(tuple(conditions))


def _excluded(clause: Clause) -> Condition:
    """Return what must not occur: the word or phrase in any inflection, but not compounds made of it."""
    return _phrase(clause) if clause.is_phrase else Best(tuple(_word(clause.words[0], parts=False)))
