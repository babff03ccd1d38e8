"""The management commands: rebuilding, and looking into the analysis."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search import index, waiting
from search.engines import get_engine


def test_rebuild_takes_every_providers_documents(monkeypatch: pytest.MonkeyPatch, make_document: Any) -> None:
    monkeypatch.setattr(index, "_providers", [lambda: [make_document(1)], lambda: [make_document(2)]])
    out = io.StringIO()
    call_command("search_rebuild", stdout=out)
    assert "2 documents" in out.getvalue()
    assert index.count() == 2


def test_rebuild_names_what_is_wrong(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(index, "_providers", [])
    (tmp_path / "file").write_text("")
    settings.SEARCH = {**settings.SEARCH, "PATH": tmp_path / "file"}
    with pytest.raises(CommandError, match="file"):
        call_command("search_rebuild", stdout=io.StringIO())


def test_analyse_prints_one_object_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Vuosikellot\n\n kiusaaminen \n\x00\n"))
    out = io.StringIO()
    call_command("search_analyse", language="fi", stdout=out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        {"word": "Vuosikellot", "lemmas": ["vuosikello"], "parts": ["vuosi", "kello"]},
        {"word": "kiusaaminen", "lemmas": ["kiusaaminen"], "parts": ["kiusata"]},
    ]


def told(*command: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the list of documents that the site has."""
    documents: list[Any] = []
    monkeypatch.setattr(index, "_providers", [lambda: list(documents)])
    return documents


@pytest.mark.django_db
def test_sync_finds_and_mends_every_kind_of_drift(site: list[Any], make_document: Any) -> None:
    index.rebuild([make_document(1, title="Kello"), make_document(2), make_document(3)])
    site += [make_document(1, title="Ovi"), make_document(2), make_document(4)]
    with pytest.raises(CommandError, match="search_sync"):
        told("search_sync", check=True)
    assert index.count() == 3
    out = told("search_sync")
    assert "missing: 1 (practice:4)" in out
    assert "changed: 1 (practice:1)" in out
    assert "gone: 1 (practice:3)" in out
    assert sorted(get_engine().digests()) == ["practice:1", "practice:2", "practice:4"]
    assert "missing: 0\nchanged: 0\ngone: 0\n" in told("search_sync", check=True)


@pytest.mark.second_database
@pytest.mark.django_db
def test_sync_does_what_waited(site: list[Any], make_document: Any) -> None:
    index.rebuild([])
    site.append(make_document(1))
    waiting.note(["practice:1"])
    assert "waiting for the index: 1" in told("search_status")
    told("search_sync")
    assert waiting.documents() == []
    assert index.count() == 1


@pytest.mark.django_db
def test_status_tells_engine_languages_and_documents(make_document: Any) -> None:
    index.rebuild([make_document(1), make_document(2, language="sv")])
    out = told("search_status")
    for line in ("engine: tantivy", "documents: 2", "documents sv: 1", "analysis fi: available", "simplemma"):
        assert line in out


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["search_status", "search_sync"])
def test_an_index_that_is_not_there_is_told_with_the_fix(command: str) -> None:
    with pytest.raises(CommandError, match="search_rebuild"):
        told(command)
