"""A query turned into weighted conditions on fields, the same for every engine."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Literal

from search.analysis import Word
from search.query import Alternative, Clause, Query

# Where a word stands and how it meets the query; the product of the two weighs a match. Chosen on the judged queries
# (docs/search.md), where neighbouring values do as well.
ZONES = {"title": 7.0, "keywords": 4.0, "summary": 3.0, "body": 1.0, "files": 0.5}
LEVELS = {"exact": 1.0, "lemma": 0.85, "part": 0.5}
# What further fields add to the best one, so that a page with the word in several places comes first.
TIE_BREAKER = 0.4
# The beginnings of the words of names, by which a name is completed while it is typed.
START_FIELD = "start"
# And of the words inside its compounds, and of its keywords; a name that begins so comes first.
WITHIN_FIELD = "start_within"
_WITHIN = 0.15
# With fewer pages that have all the words, those that have most of them are shown after them.
ENOUGH = 12
# A preferred kind is worth about as much as a mention in the text.
_PREFERENCE = 12.0
_MAX_READINGS_OF_PHRASE = 12
# A word that every document has still tells one order from another.
_LEAST_RARITY = 0.2
# The field whose frequencies tell how rare a word is.
RARITY_FIELD = "body_lemma"

# Whether hits have all words of the query, some of them all and the others most, all of them most, or there are none.
Matched = Literal["all", "some", "most", "none"]


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
    """Any of the conditions holds; the best one scores, the others add a share of `tie`."""

    conditions: tuple[Condition, ...]
    tie: float = TIE_BREAKER


@dataclass(frozen=True)
class AtLeast:
    """At least so many of the conditions hold; all that hold score."""

    count: int
    conditions: tuple[Condition, ...]


# From a dictionary form to what it tells, as `rarity` gives it.
Rarity = Callable[[str], float]
Condition = Term | Phrase | Best | AtLeast


@dataclass(frozen=True)
class Plan:
    """What to look for: `required` all (everything when empty), `welcome` for score, `excluded` none.

    With fewer than `enough` hits the next plan is better.
    """

    required: tuple[Condition, ...]
    welcome: tuple[Condition, ...]
    excluded: tuple[Condition, ...]
    matched: Matched = "all"
    enough: int = 1


def field_name(zone: str, level: str) -> str:
    """Return the name of the index field that holds a zone's tokens of one level."""
    return f"{zone}_{level}"


def field_level(field: str) -> str:
    """Return the level of a zone's field, or nothing for another field."""
    zone, _, level = field.rpartition("_")
    return level if zone in ZONES and level in LEVELS else ""


def field_names() -> list[str]:
    """Return the names of all token fields."""
    return [field_name(zone, level) for zone in ZONES for level in LEVELS]


def rarity(documents: int, holding: int) -> float:
    """Return what a word tells that so many of all documents hold: 1 for one that none holds, near 0 for all.

    The inverse document frequency over whole documents, as a share of its largest value. A field's own frequency
    misleads: in names a word is rare that nearly every text has (opiskelija).
    """
    most = math.log((documents + 1) / 0.5)
    return max(_LEAST_RARITY, math.log((documents + 1) / (min(holding, documents) + 0.5)) / most)


def tokens_of(query: Query) -> list[str]:
    """Return the dictionary forms of a query whose rarity its plans ask for."""
    words = [word for clause in query.wanted for word in _all_words(clause)]
    return list(dict.fromkeys(token for word in words for token in word.lemmas))


def plans(query: Query, rarity_of: Rarity) -> Iterator[Plan]:
    """Yield the ways to answer a query, strictest first; each finds all that the ones before it find.

    First all words, then all words with compounds taken apart, then most of the words, then any. An engine stops
    at the first that has enough hits.
    """
    if query.beginnings:
        yield Plan(tuple(map(_beginning, query.beginnings)), (), ())
        return
    excluded = tuple(_excluded(clause) for clause in query.excluded)
    required = query.required
    welcome = tuple(_wanted(clause, rarity_of) for clause in query.wanted if clause not in required)
    welcome += tuple(Term("kind", kind, _PREFERENCE) for kind in query.preferred if required)
    strict = tuple(_wanted(clause, rarity_of) for clause in required)
    loose = tuple(_taken_apart(clause, rarity_of) for clause in required)
    # A quoted phrase is asked for literally: it stays required.
    literal = tuple(c for c, clause in zip(loose, required, strict=True) if clause.quoted)
    free = tuple(c for c, clause in zip(loose, required, strict=True) if not clause.quoted)
    counts = [count for count in dict.fromkeys((max(1, round(len(free) * 0.6)), 1)) if count < len(free)]
    enough = ENOUGH if counts and not query.strict else 1
    yield Plan(strict, welcome, excluded, enough=enough)
    if not required or query.strict:
        return
    # Whoever has all of the words as typed comes before the others.
    whole = (*welcome, AtLeast(len(strict), strict))
    if loose != strict:
        yield Plan(loose, whole, excluded, "most", enough=enough)
    for count in counts:
        yield Plan((*literal, AtLeast(count, free)), whole, excluded, "most")


def _beginning(start: str) -> Condition:
    return Best((Term(START_FIELD, start, 1.0), Term(WITHIN_FIELD, start, _WITHIN)))


def _wanted(clause: Clause, rarity_of: Rarity) -> Condition:
    """Return the condition for a clause as typed, or for what does in its stead."""
    if clause.is_phrase:
        typed = _phrase(clause.words, weight=_rarity(clause.words, rarity_of))
    else:
        each = tuple(
            Best(tuple(_word(word, parts=not clause.quoted, weight=_rarity([word], rarity_of))))
            for word in clause.words
        )
        typed = each[0] if len(each) == 1 else AtLeast(len(each), each)
    instead = tuple(
        _instead(other, other.weight * _rarity(other.words, rarity_of)) for other in clause.alternatives
    )
    # What stands for a word adds nothing where the word itself is there.
    return Best((typed, *instead), tie=0.0) if instead else typed


def _instead(other: Alternative, weight: float) -> Condition:
    if len(other.words) > 1:
        return _phrase(other.words, weight=weight)
    return Best(tuple(_word(other.words[0], parts=True, weight=weight)))


def _rarity(words: Sequence[Word], rarity_of: Rarity) -> float:
    """Return what the most telling of some words tells."""
    return max(min(rarity_of(lemma) for lemma in word.lemmas) for word in words)


def _all_words(clause: Clause) -> Iterator[Word]:
    yield from clause.words
    for other in clause.alternatives:
        yield from other.words


def _word(word: Word, *, parts: bool, weight: float = 1.0) -> list[Condition]:
    """Return the terms for one word: itself, its lemmas and, unless quoted, compounds and derivations."""
    terms: list[Condition] = []
    for zone, zone_weight in ZONES.items():
        whole = zone_weight * weight
        terms.append(Term(field_name(zone, "exact"), word.surface, whole * LEVELS["exact"]))
        # What is typed is mostly a dictionary form itself, even where analysis takes it for another (Luksia).
        for lemma in dict.fromkeys((*word.lemmas, word.surface)):
            terms.append(Term(field_name(zone, "lemma"), lemma, whole * LEVELS["lemma"]))
            if parts:
                terms.append(Term(field_name(zone, "part"), lemma, whole * LEVELS["part"]))
        for stem in word.stems if parts else ():
            for level in ("lemma", "part"):
                terms.append(Term(field_name(zone, level), stem, whole * LEVELS["part"] * LEVELS[level]))
    return terms


def _taken_apart(clause: Clause, rarity_of: Rarity) -> Condition:
    """Return the condition that also accepts a compound's parts apart ("vuoden kello" for "vuosikello")."""
    strict = _wanted(clause, rarity_of)
    if clause.quoted or len(clause.words) > 1 or not clause.words[0].parts:
        return strict
    whole = _rarity(clause.words, rarity_of) * LEVELS["part"]
    members = tuple(
        Best(
            tuple(
                Term(field_name(zone, level), part, weight * whole * LEVELS[level])
                for zone, weight in ZONES.items()
                for level in ("lemma", "part")
            )
        )
        for part in clause.words[0].parts
    )
    return Best((strict, AtLeast(max(1, len(members) - len(members) // 3), members)))


def _phrase(words: Sequence[Word], *, weight: float = 1.0) -> Condition:
    """Return the condition for words in order, in the forms typed or in any inflection."""
    conditions: list[Condition] = []
    readings = list(islice(product(*(word.lemmas for word in words)), _MAX_READINGS_OF_PHRASE))
    exact = tuple(word.surface for word in words)
    for zone, zone_weight in ZONES.items():
        whole = zone_weight * weight
        conditions.append(Phrase(field_name(zone, "exact"), exact, whole * LEVELS["exact"]))
        conditions += [
            Phrase(field_name(zone, "lemma"), tokens, whole * LEVELS["lemma"]) for tokens in readings
        ]
    return Best(tuple(conditions))


def _excluded(clause: Clause) -> Condition:
    """Return what must not occur: the word or phrase in any inflection, but not compounds made of it."""
    return _phrase(clause.words) if clause.is_phrase else Best(tuple(_word(clause.words[0], parts=False)))
