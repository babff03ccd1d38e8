"""The index's documents in Elasticsearch's terms: fields, tokens as text, settings of an index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from elasticsearch.dsl import Boolean, Document, Keyword, Long, MetaField, Text

from search.documents import NUMBERS
from search.indexing import IndexedDocument, Tokens
from search.plan import LEVELS, START_FIELD, WITHIN_FIELD, ZONES, field_name
from search.query import MAX_LIMIT, MAX_OFFSET

# Between a facet's name and its value in the one field that holds all facets.
SEPARATOR = "\x1f"
# Stands where a word has no further reading, so that the fields of readings keep step.
NO_READING = "\u241f"
# A word has up to five dictionary forms in the treebanks; what comes after the sixth is met by words, not phrases.
READINGS = 6
# The whitespace analyser cuts longer tokens in two, Lucene refuses far longer ones.
_LONGEST_TOKEN = 120
_LONGEST_ID_BYTES = 500  # Elasticsearch takes 512


class SearchRecord(Document):
    """One findable document, or a note that it is `gone` while a new index is built.

    A text field takes the tokens that analysis made, parted by spaces. Only what hits are shown from is kept as source.
    """

    id = Keyword()
    language = Keyword()
    kind = Keyword()
    family = Keyword()
    facet = Keyword()
    vocabulary = Keyword()
    digest = Keyword(index=False)
    timestamp = Long()
    gone = Boolean()
    stored = Keyword(index=False, doc_values=False)

    class Meta:
        """What the mapping says of the document as a whole."""

        dynamic = MetaField("strict")
        source = MetaField(includes=["stored"])


def reading_name(zone: str, number: int) -> str:
    """Return the name of the field with every word's reading of this number, in step with the other readings."""
    return f"{zone}_reading{number}"


def number_name(name: str) -> str:
    """Return the name of the field that holds one of a document's numbers."""
    return f"number_{name}"


def _add_number_fields() -> None:
    for name in NUMBERS:
        SearchRecord._doc_type.mapping.field(number_name(name), Long())


def _add_text_fields() -> None:
    """Add the fields of tokens: of each level for words, and of readings for phrases of dictionary forms.

    Elasticsearch cannot be given several tokens at one place without a plug-in; fields in step can.
    """
    mapping = SearchRecord._doc_type.mapping
    for zone in ZONES:
        for level in LEVELS:
            text = Text(analyzer="whitespace", index_options="positions" if level == "exact" else "freqs")
            mapping.field(field_name(zone, level), text)
        for number in range(READINGS):
            mapping.field(reading_name(zone, number), Text(analyzer="whitespace"))
    for name in (START_FIELD, WITHIN_FIELD):
        mapping.field(name, Text(analyzer="whitespace", index_options="freqs"))


_add_number_fields()
_add_text_fields()


def index_settings(*, shards: int) -> dict[str, Any]:
    """Return the settings of an index while it is built: no copies and no refreshing before it is whole."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        # Hits are paged to the last one. The memory that a far page takes is bounded by the documents there are.
        "max_result_window": MAX_OFFSET + MAX_LIMIT,
    }


def record_of(document: IndexedDocument) -> SearchRecord:
    """Return the document as Elasticsearch takes it."""
    source = document.source
    further: dict[str, Any] = {number_name(name): source.numbers.get(name, 0) for name in NUMBERS}
    for zone in ZONES:
        further |= {name: text for name, text in _zone_texts(zone, document.tokens) if text}
    further |= {name: " ".join(map(written, starts)) for name, starts in document.starts.items() if starts}
    return SearchRecord(
        id=source.id,
        language=source.language,
        kind=source.kind,
        family=source.family or None,
        vocabulary=list(document.vocabulary),
        digest=document.digest,
        facet=[facet_token(name, value) for name, values in source.facets.items() for value in values],
        timestamp=int(source.date.timestamp()) if source.date else None,
        stored=document.stored.to_json(),
        **further,
    )


def key_of(document_id: str) -> str:
    """Return the key of a document in its index: its id, or a digest of one that is too long."""
    raw = document_id.encode()
    return document_id if len(raw) <= _LONGEST_ID_BYTES else hashlib.sha256(raw).hexdigest()


def facet_token(name: str, value: str) -> str:
    """Return the token that stands for a facet's value."""
    return f"{name}{SEPARATOR}{value}"


def written(token: str) -> str:
    """Return a token as it stands in a text: without spaces, and of bearable length."""
    joined = "_".join(token.split()) or "_"
    if len(joined) <= _LONGEST_TOKEN:
        return joined
    return f"{joined[: _LONGEST_TOKEN - 64]}{hashlib.sha256(joined.encode()).hexdigest()}"


def _zone_texts(zone: str, tokens: Any) -> Iterator[tuple[str, str | list[str]]]:
    """Yield the name and the text of each of a zone's fields."""
    for level in LEVELS:
        name = field_name(zone, level)
        if level != "exact":
            yield name, " ".join(written(token) for _place, token in tokens[name])
    exact = field_name(zone, "exact")
    places = [place for place, _token in tokens[exact]]
    yield exact, _paragraphs(tokens[exact], places, 0)
    lemmas = tokens[field_name(zone, "lemma")]
    most = max((len(list(group)) for _place, group in groupby(lemmas, key=lambda pair: pair[0])), default=0)
    for number in range(min(most, READINGS)):
        yield reading_name(zone, number), _paragraphs(lemmas, places, number)


def _paragraphs(tokens: Tokens, places: list[int], number: int) -> list[str]:
    """Return the token of this number at every place, a text for each paragraph: phrases do not reach across."""
    at = {
        place: [written(token) for _place, token in group]
        for place, group in groupby(tokens, key=lambda pair: pair[0])
    }
    texts: list[list[str]] = []
    last = None
    for place in places:
        if last is None or place != last + 1:
            texts.append([])
        found = at.get(place, [])
        texts[-1].append(found[number] if number < len(found) else NO_READING)
        last = place
    return [" ".join(text) for text in texts]
