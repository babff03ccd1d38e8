"""The tantivy index's fields, and our documents and plans in tantivy's terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import tantivy

from search.indexing import IndexedDocument, Tokens
from search.plan import TIE_BREAKER, AtLeast, Best, Condition, Phrase, Plan, Term, field_names

# Between a facet's name and its value in the one field that holds all facets.
SEPARATOR = "\x1f"
# Documents without a date come after all others.
_NO_DATE = -(2**62)
# A field's weight is kept in the query; a term's own frequency counts with positions.
_POSITIONS = "position"

Query = tantivy.Query
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def schema() -> tantivy.Schema:
    """Return the schema of a new index."""
    builder = tantivy.SchemaBuilder()
    for name in ("id", "language", "kind"):
        builder.add_text_field(
            name, stored=name == "id", fast=True, tokenizer_name="raw", index_option="basic"
        )
    builder.add_text_field("facet", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("timestamp", fast=True)
    builder.add_bytes_field("stored", stored=True)
    for name in field_names():
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=_POSITIONS)
    return builder.build()


def tantivy_document(document: IndexedDocument) -> tantivy.Document:
    """Return the document as tantivy takes it, with its analysed tokens as they are."""
    source = document.source
    made = tantivy.Document()
    made.add_text("id", source.id)
    made.add_text("language", source.language)
    made.add_text("kind", source.kind)
    for name, values in source.facets.items():
        for value in values:
            made.add_text("facet", facet_token(name, value))
    made.add_integer("timestamp", int(source.date.timestamp()) if source.date else _NO_DATE)
    made.add_bytes("stored", document.stored.to_json().encode())
    for field, tokens in document.tokens.items():
        if tokens:
            made.add_pre_tokenized_text(field, _pretokenized(tokens))
    return made


def facet_token(name: str, value: str) -> str:
    """Return the token that stands for a facet's value."""
    return f"{name}{SEPARATOR}{value}"


def _pretokenized(tokens: Tokens) -> tantivy.PreTokenizedString:
    made = [tantivy.Token(text=token, position=position, char_offset_from=0) for position, token in tokens]
    return tantivy.PreTokenizedString("", made)


def any_of(made: tantivy.Schema, field: str, values: Sequence[str]) -> tantivy.Query:
    """Return the query for documents whose field holds one of the values, without a score."""
    return Query.const_score_query(Query.term_set_query(made, field, list(values)), 0.0)


def filter_clauses(
    made: tantivy.Schema, *, language: str, kinds: Sequence[str], filters: Mapping[str, Sequence[str]]
) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """Return what every hit must pass: its language, one of the kinds, one value of each filtered facet."""
    clauses = [(MUST, any_of(made, "language", [language]))]
    if kinds:
        clauses.append((MUST, any_of(made, "kind", kinds)))
    for name, values in filters.items():
        clauses.append((MUST, any_of(made, "facet", [facet_token(name, value) for value in values])))
    return clauses


def plan_clauses(made: tantivy.Schema, plan: Plan) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """Return a plan's conditions as clauses of a boolean query."""
    return [
        *((MUST, translate(made, condition)) for condition in plan.required),
        *((SHOULD, translate(made, condition)) for condition in plan.welcome),
        *((MUST_NOT, translate(made, condition)) for condition in plan.excluded),
    ]


def translate(made: tantivy.Schema, condition: Condition) -> tantivy.Query:
    """Return one condition as a tantivy query; tokens go in as terms, never through a query parser."""
    match condition:
        case Term(field, token, weight):
            return Query.boost_query(Query.term_query(made, field, token), weight)
        case Phrase(field, tokens, weight):
            return Query.boost_query(Query.phrase_query(made, field, list(tokens)), weight)
        case Best(conditions):
            return Query.disjunction_max_query(_translated(made, conditions), tie_breaker=TIE_BREAKER)
        case AtLeast(count, conditions):
            return Query.boolean_query(
                [(SHOULD, query) for query in _translated(made, conditions)],
                minimum_number_should_match=count,
            )


def _translated(made: tantivy.Schema, conditions: Iterable[Condition]) -> list[tantivy.Query]:
    return [translate(made, condition) for condition in conditions]
