"""The text of a PDF."""

import time
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from practices.reading.bounds import PAGES, PDF_SECONDS
from practices.reading.lines import paragraphs_of
from practices.reading.result import Problem, Unreadable

WITHIN = 1024  # where readers look for the header; mail programs put lines before it


def is_pdf(data: bytes) -> bool:
    """Whether the content is a PDF's."""
    return b"%PDF-" in data[:WITHIN]


def pdf_paragraphs(data: bytes) -> Iterator[str]:
    """Yield the paragraphs of a PDF, page by page. Raises Unreadable, or what the library raises for damage."""
    try:
        yield from _pages(_opened(data))
    except (FileNotDecryptedError, DependencyError) as problem:
        raise Unreadable(Problem.ENCRYPTED) from problem
    except LimitReachedError as problem:
        raise Unreadable(Problem.TOO_LARGE) from problem


def _opened(data: bytes) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(data))
        # A file that only forbids printing or changing opens with an empty password, as in every PDF program.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(Problem.ENCRYPTED)
    except NotImplementedError as problem:  # encrypted for the holders of certificates
        raise Unreadable(Problem.ENCRYPTED) from problem
    return reader


def _pages(reader: PdfReader) -> Iterator[str]:
    """Yield paragraphs as far as time allows; what is broken is passed over, unless nothing else is there."""
    failure: Exception | None = None if len(reader.pages) else Unreadable(Problem.DAMAGED)
    found = False
    until = time.process_time() + PDF_SECONDS
    for number in range(min(len(reader.pages), PAGES)):
        if time.process_time() > until:
            failure = failure or Unreadable(Problem.TOO_LARGE)
            break
        try:
            text = reader.pages[number].extract_text()
        except Exception as problem:  # the library meets damage with errors of many kinds
            failure = problem
            continue
        for paragraph in paragraphs_of(text):
            found = True
            yield paragraph
    if failure is not None and not found:
        raise failure
