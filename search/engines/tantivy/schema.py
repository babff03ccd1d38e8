"""The tantivy index's fields, and our documents and plans in tantivy's terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import tantivy

from search.documents import NUMBERS, SearchDocument
from search.indexing import IndexedDocument, Tokens
from search.plan import (
    START_FIELD,
    WITHIN_FIELD,
    AtLeast,
    Best,
    Condition,
    Phrase,
    Plan,
    Term,
    field_level,
    field_names,
)
from search.query import Query as ReaderQuery

# Between a facet's name and its value in the one field that holds all facets.
SEPARATOR = "\x1f"
_ANYWHERE = "anywhere"
# Documents without a date come after all others.
_NO_DATE = -(2**62)
# An order by number is one field, since tantivy orders by one: the number, then the date of documents of equal numbers.
_DATE_BITS = 34
_MOST = 2 ** (62 - _DATE_BITS) - 1
# For phrases; a term's own frequency counts with positions.
_POSITIONS = "position"

Query = tantivy.Query
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def schema() -> tantivy.Schema:
    """Return the schema of a new index."""
    builder = tantivy.SchemaBuilder()
    for name in ("id", "digest"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("kind", "family"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    # Every token of the document, under its level: hits are counted by it, since no zone and no score matters there.
    builder.add_text_field(_ANYWHERE, tokenizer_name="raw", index_option="basic")
    for name in ("language", "facet", "vocabulary"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("timestamp", *map(number_field, NUMBERS)):
        builder.add_integer_field(name, fast=True)
    builder.add_bytes_field("stored", stored=True)
    for name in field_names():
        order = "freq" if field_level(name) == "part" else _POSITIONS
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=order)
    for name in (START_FIELD, WITHIN_FIELD):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def tantivy_document(document: IndexedDocument) -> tantivy.Document:
    """Return the document as tantivy takes it, with its analysed tokens as they are."""
    source = document.source
    made = tantivy.Document()
    made.add_text("id", source.id)
    made.add_text("digest", document.digest)
    made.add_text("language", source.language)
    made.add_text("kind", source.kind)
    if source.family:
        made.add_text("family", source.family)
    for token in _anywhere(document):
        made.add_text(_ANYWHERE, token)
    for form in document.vocabulary:
        made.add_text("vocabulary", form)
    for token in (facet_token(name, value) for name, values in source.facets.items() for value in values):
        made.add_text("facet", token)
    for name, value in _orders(source):
        made.add_integer(name, value)
    made.add_bytes("stored", document.stored.to_json().encode())
    for field, tokens in document.tokens.items():
        if field_level(field) == "lemma":
            made.add_pre_tokenized_text(field, _pretokenized(tokens))
        else:
            for text in _texts(tokens):
                made.add_text(field, text)
    for field, starts in document.starts.items():
        made.add_text(field, " ".join(starts))
    return made


def number_field(name: str) -> str:
    """Return the name of the field by which documents are ordered by one of their numbers."""
    return f"number_{name}"


def _orders(source: SearchDocument) -> Iterator[tuple[str, int]]:
    """Yield the fields that hits are ordered by."""
    date = int(source.date.timestamp()) if source.date else None
    yield "timestamp", _NO_DATE if date is None else date
    for name in NUMBERS:
        number = max(0, min(source.numbers.get(name, 0), _MOST))
        yield number_field(name), number << _DATE_BITS | max(0, min(date or 0, 2**_DATE_BITS - 1))


def _anywhere(document: IndexedDocument) -> set[str]:
    return {
        _at_level(field_level(field), token)
        for field, tokens in document.tokens.items()
        for _p, token in tokens
    }


def _at_level(level: str, token: str) -> str:
    return f"{level}{SEPARATOR}{token}"


def facet_token(name: str, value: str) -> str:
    """Return the token that stands for a facet's value."""
    return f"{name}{SEPARATOR}{value}"


def _texts(tokens: Tokens) -> Iterator[str]:
    """Yield the tokens as texts parted by spaces, which are taken in faster; a new one where a paragraph begins."""
    text: list[str] = []
    last = -1
    for position, token in tokens:
        if position > last + 1:
            yield " ".join(text)
            text = []
        text.append(token)
        last = position
    yield " ".join(text)


def _pretokenized(tokens: Tokens) -> tantivy.PreTokenizedString:
    made = [tantivy.Token(text=token, position=position, char_offset_from=0) for position, token in tokens]
    return tantivy.PreTokenizedString("", made)


def any_of(made: tantivy.Schema, field: str, values: Sequence[str]) -> tantivy.Query:
    """Return the query for documents whose field holds one of the values, without a score."""
    return Query.const_score_query(Query.term_set_query(made, field, list(values)), 0.0)


def filter_clauses(
    made: tantivy.Schema, query: ReaderQuery, *, but: str | None = None, unfiltered: bool = False
) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """Return what every hit must pass: its language, one of the kinds, one value of each filtered facet.

    `but` names a facet whose own filter is left out; `unfiltered` leaves out the filters of all facets.
    """
    clauses = [(MUST, any_of(made, "language", [query.language]))]
    if query.kinds:
        clauses.append((MUST, any_of(made, "kind", query.kinds)))
    if query.families:
        clauses.append((MUST, any_of(made, "family", query.families)))
    for name, values in query.without.items():
        clauses.append((MUST_NOT, any_of(made, "facet", [facet_token(name, value) for value in values])))
    for name, values in query.filters.items() if not unfiltered else ():
        if name != but:
            clauses.append((MUST, any_of(made, "facet", [facet_token(name, value) for value in values])))
    return clauses


def plan_clauses(made: tantivy.Schema, plan: Plan) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """Return a plan's conditions as clauses of a boolean query."""
    return [
        *((MUST, translate(made, condition)) for condition in plan.required),
        *((SHOULD, translate(made, condition)) for condition in plan.welcome),
        *((MUST_NOT, translate(made, condition)) for condition in plan.excluded),
    ]


def counting_clauses(made: tantivy.Schema, plan: Plan) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """Return the clauses for the same documents as `plan_clauses` gives, without their scores."""
    return [
        *((MUST, _met(made, condition)) for condition in plan.required),
        *((MUST_NOT, _met(made, condition)) for condition in plan.excluded),
    ]


def _met(made: tantivy.Schema, condition: Condition) -> tantivy.Query:
    """Return the query for what meets a condition; tokens of several zones become one."""
    match condition:
        case Best(conditions):
            terms, others = _terms_and_others(conditions)
            met = [Query.term_query(made, _ANYWHERE, token) for token in terms]
            met += [_met(made, other) for other in others]
            return met[0] if len(met) == 1 else Query.boolean_query([(SHOULD, each) for each in met])
        case AtLeast(count, conditions):
            return Query.boolean_query(
                [(SHOULD, _met(made, each)) for each in conditions], minimum_number_should_match=count
            )
        case _:
            return translate(made, condition)


def _terms_and_others(conditions: Iterable[Condition]) -> tuple[list[str], list[Condition]]:
    """Return the tokens, under their level, of the terms among the conditions and inside them, and what is none."""
    terms: dict[str, None] = {}
    others: list[Condition] = []
    for condition in conditions:
        match condition:
            case Term(field, token, _weight) if field_level(field):
                terms[_at_level(field_level(field), token)] = None
            case Best(inner):
                found, rest = _terms_and_others(inner)
                terms |= dict.fromkeys(found)
                others += rest
            case _:
                others.append(condition)
    return list(terms), others


def translate(made: tantivy.Schema, condition: Condition) -> tantivy.Query:
    """Return one condition as a tantivy query; tokens go in as terms, never through a query parser."""
    match condition:
        case Term(field, token, weight):
            return Query.boost_query(Query.term_query(made, field, token), weight)
        case Phrase(field, tokens, weight):
            return Query.boost_query(Query.phrase_query(made, field, list(tokens)), weight)
        case Best(conditions, tie):
            return Query.disjunction_max_query(_translated(made, conditions), tie_breaker=tie)
        case AtLeast(count, conditions):
            return Query.boolean_query(
                [(SHOULD, query) for query in _translated(made, conditions)],
                minimum_number_should_match=count,
            )


def _translated(made: tantivy.Schema, conditions: Iterable[Condition]) -> list[tantivy.Query]:
    return [translate(made, condition) for condition in conditions]
