"""The management commands: rebuilding, and looking into the analysis."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search import index


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
