"""The facade: what the rest of the site calls, on the engine of the settings."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.safestring import SafeString

from search import index
from search.analysis import get_analyser
from search.documents import SearchDocument
from search.query import parse

pytestmark = pytest.mark.django_db  # editors' synonyms stand in the database


@pytest.fixture
def providers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Replace what the site's apps have registered by an empty list."""
    registered: list[Any] = []
    monkeypatch.setattr(index, "_providers", registered)
    return registered


def test_search_returns_hits_with_highlights_and_payload(make_document: Any) -> None:
    document = make_document(
        title="Hyvinvoinnin vuosikello",
        summary="Vuosi näkyväksi",
        body=("Vuosikello kokoaa vuoden.",),
        facets={"theme": ("leadership",)},
        payload={"url": "/fi/kaytannot/vuosikello/"},
    )
    assert index.rebuild([document]) == 1
    results = index.search(parse("vuosikellot", language="fi", facets=("theme",)))
    assert (results.total, results.matched) == (1, "all")
    assert results.facets == {"theme": [("leadership", 1)]}
    (hit,) = results.hits
    assert (hit.id, hit.kind, hit.language) == ("practice:1", "practice", "fi")
    assert hit.payload == {"url": "/fi/kaytannot/vuosikello/"}
    assert hit.title_html == "Hyvinvoinnin <mark>vuosikello</mark>"
    assert hit.snippet_html == "<mark>Vuosikello</mark> kokoaa vuoden."
    assert isinstance(hit.title_html, SafeString)


def test_changes_are_seen_at_once(make_document: Any) -> None:
    index.rebuild([])
    index.put([make_document(1, title="Kello"), make_document(2, language="sv")])
    assert (index.count(), index.count("fi")) == (2, 1)
    index.remove(["practice:1"])
    assert index.search(parse("kello", language="fi")).total == 0


def test_similar_returns_hits(make_document: Any) -> None:
    body = ("Kiusaamisesta ilmoitetaan asuntolan aikuiselle.",)
    others = [make_document(n, body=("Aivan muuta.",)) for n in range(3, 9)]
    index.rebuild([make_document(1, body=body), make_document(2, body=body), *others])
    (hit,) = index.similar("practice:1", language="fi", kinds=("practice",), limit=4)
    assert hit.id == "practice:2"
    assert "<mark>" not in hit.snippet_html


def test_search_without_an_index_is_unavailable() -> None:
    with pytest.raises(index.SearchUnavailable, match="search_rebuild"):
        index.search(parse("kello", language="fi"))


def test_warm_up_knows_the_sites_languages(settings: Any) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("et", "Eesti")]
    index.warm_up()
    assert [get_analyser(code).analyse.cache_info().currsize > 0 for code, _ in settings.LANGUAGES] == [
        True
    ] * 3


def test_unknown_engine_is_named(settings: Any) -> None:
    settings.SEARCH = {**settings.SEARCH, "ENGINE": "sphinx"}
    with pytest.raises(index.SearchUnavailable, match="sphinx"):
        index.count()


def test_providers_are_asked_anew_each_time(providers: list[Any], make_document: Any) -> None:
    asked = []

    def provide() -> Iterator[SearchDocument]:
        asked.append(True)
        yield make_document(len(asked))

    index.register_provider(provide)
    index.register_provider(provide)
    assert [document.id for document in index.provided_documents()] == ["practice:1"]
    assert [document.id for document in index.provided_documents()] == ["practice:2"]
