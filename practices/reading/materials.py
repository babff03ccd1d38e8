"""The files among a practice's materials: which documents, and what they say."""

from collections.abc import Iterator
from typing import Any

from practices.models import PracticePage
from practices.reading.keeping import text_of
from search.documents import FileText


def documents_in(page: PracticePage) -> Iterator[tuple[str, Any]]:
    """Yield the documents of a practice with their titles there, each once, in the order of the page."""
    seen = set()
    for block in page.materials:
        document = block.value.get("file") if block.block_type == "file" else None
        if document is not None and document.pk not in seen:
            seen.add(document.pk)
            yield block.value.get("title") or document.title, document


def files_of(page: PracticePage) -> tuple[FileText, ...]:
    """Return the files that whoever reads the page may read, with their texts; those without text are left out.

    Reads files that have not been read yet, so it is for the indexing task.
    """
    files = []
    for title, document in documents_in(page):
        if is_open(document):
            paragraphs = tuple(text_of(document).text.splitlines())
            files.append(FileText(title=title, url=document.url, paragraphs=paragraphs))
    return tuple(file for file in files if file.paragraphs)


def is_open(document: Any) -> bool:
    """Whether anyone may read the document: neither its collection nor one above that is private."""
    return not document.collection.get_view_restrictions().exists()
