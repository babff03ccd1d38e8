"""Documents as they stand among a practice's materials."""

from dataclasses import asdict
from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.test.utils.form_data import streamfield

from practices.reading import sandbox
from practices.reading.formats import extract
from tests.practices.editor_forms import practice_form

Document = get_document_model()


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be read in this process: one of its own costs half a second a file, and has tests of its own."""
    monkeypatch.setattr(sandbox, "in_own_process", lambda command, data: asdict(extract(data)))


def document(content: bytes, name: str = "Palautelomake.docx", **values: Any) -> Any:
    """Return a document whose file has this content."""
    return Document.objects.create(title="Lomake", file=ContentFile(content, name=name), **values)


def material(file: Any, title: str = "Palautelomake") -> tuple[str, dict[str, Any]]:
    """Return a file as it stands among the materials."""
    return "file", {"title": title, "language": "fi", "licence": "", "file": file}


def form_with(file: Any) -> dict[str, Any]:
    """Return the form of a practice that offers a file."""
    value = {"title": "Palautelomake", "language": "fi", "licence": "", "file": file.pk}
    return practice_form(materials=streamfield([("file", value)]))
