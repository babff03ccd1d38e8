"""What the search tests share: documents with only the fields that a test is about."""

from collections.abc import Callable
from typing import Any

import pytest

from search.documents import SearchDocument

MakeDocument = Callable[..., SearchDocument]


@pytest.fixture
def make_document() -> MakeDocument:
    """Return a function that makes a Finnish practice with this id, changed by keywords."""

    def make(number: int = 1, **changes: Any) -> SearchDocument:
        given = {
            "id": f"practice:{number}",
            "language": "fi",
            "kind": "practice",
            "title": "Nimi",
            "summary": "",
            "body": (),
        }
        return SearchDocument(**{**given, **changes})

    return make
