"""What a document says is read once for each file that it has had, and kept."""

import hashlib
import logging
from typing import Any

from django.db import IntegrityError, transaction

from practices.models import DocumentText
from practices.reading.bounds import READ
from practices.reading.result import Problem, Reading
from practices.reading.sandbox import ReaderFailed, read

logger = logging.getLogger(__name__)
VERSION = 1  # raised when files are read better: every file is then read anew where it is next needed


def text_of(document: Any) -> DocumentText:
    """Return what the document's present file says, read now unless that is known. Takes seconds: for tasks alone.

    A file that the storage does not give is logged and tried again the next time; the text is empty until then.
    """
    try:
        digest = _digest(document, document.get_file_hash())
        known = DocumentText.objects.filter(document_id=document.pk, digest=digest).first()
        if known is not None:
            return known
        with document.open_file() as file:
            reading = read(file)
    except Exception as error:
        # Storages elsewhere raise errors of their own, and none of them may stop an indexing.
        expected = isinstance(error, OSError | ReaderFailed)
        message = "The file of document %s, %s, could not be read: %s"
        logger.error(message, document.pk, document.file.name, error, exc_info=not expected)
        return DocumentText(document=document)
    return _keep(document, digest, reading)


def known_text(document: Any) -> DocumentText | None:
    """Return what is known of the document's present file, None while it waits to be read. Reads no file."""
    known: DocumentText | None = getattr(document, "read_text", None)
    if known is None or not document.file_hash or known.digest != _digest(document, document.file_hash):
        return None
    return known


def _digest(document: Any, file_hash: str) -> str:
    """Return what tells this file from others: its name too, since code that replaces a file may forget the hash."""
    return hashlib.sha256(f"{VERSION} {document.file.name} {file_hash}".encode()).hexdigest()


def _keep(document: Any, digest: str, reading: Reading) -> DocumentText:
    values = {"digest": digest, "text": reading.text, "problem": _told(document, reading.problem)}
    try:
        with transaction.atomic():
            return DocumentText.objects.update_or_create(document=document, defaults=values)[0]
    except IntegrityError:  # deleted meanwhile
        return DocumentText(document=document, **values)


def _told(document: Any, problem: Problem) -> str:
    """Return the problem as an editor is told of it: only where the name promises a kind of file that is read."""
    if document.file_extension.lower() not in READ:
        return DocumentText.Problem.NONE
    return DocumentText.Problem.DAMAGED if problem is Problem.UNKNOWN else problem.value
