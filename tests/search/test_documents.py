"""Documents: their JSON form and their cleaning."""

from datetime import UTC, datetime
from typing import Any

import pytest

from search.documents import SearchDocument
from search.indexing import StoredDocument, analyse


def test_json_brings_the_same_document_back(make_document: Any) -> None:
    document = make_document(
        title="Ääni “x”",
        body=("a", "b"),
        keywords=("k",),
        facets={"theme": ("a", "b")},
        date=datetime(2025, 1, 2, 3, 4, tzinfo=UTC),
        payload={"n": [1, {"x": None}]},
    )
    assert SearchDocument.from_json(document.to_json()) == document
    assert SearchDocument.from_json(make_document().to_json()) == make_document()


def test_payload_that_json_cannot_hold_is_refused(make_document: Any) -> None:
    with pytest.raises(TypeError):
        make_document(payload={"x": object()}).to_json()


def test_cleaning_drops_what_nobody_reads(make_document: Any) -> None:
    document = make_document(
        title=" Kel\u00adlo\n\x07 a\u0308 \ud800", body=("", "\u200b", "x"), facets={"theme": ("a", "a")}
    ).cleaned()
    assert (document.title, document.body) == ("Kello ä", ("x",))
    assert document.facets == {"theme": ("a",)}


def test_stored_document_keeps_the_analysis_of_its_words(make_document: Any) -> None:
    stored = analyse(make_document(title="Vuosikellot", body=("Kiusaamista; ei | ole, x:n",))).stored
    words = {form: (lemmas, parts) for form, lemmas, parts in stored.words()}
    assert words["vuosikellot"] == (["vuosikello"], ["vuosi", "kello"])
    assert words["kiusaamista"][0] == ["kiusaaminen"]
    assert StoredDocument.from_json(stored.to_json()) == stored
