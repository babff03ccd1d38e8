"""What an editor is told of a file that search cannot read: which file, why, and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.models import DocumentText, PracticePage
from practices.reading.keeping import known_text
from practices.reading.materials import documents_in

Problem = DocumentText.Problem
NOTES = {
    Problem.DAMAGED: _(
        "%(file)s: the file is damaged, or is not what its name says, so search does not find its text. "
        "Open the original, save it again and upload it."
    ),
    Problem.ENCRYPTED: _(
        "%(file)s: the file is protected by a password, so search does not find its text. "
        "Save it without the password and upload it again."
    ),
    Problem.TOO_LARGE: _(
        "%(file)s: the file is too large to be read, so search does not find its text. "
        "Divide it, or make its pictures smaller, and upload it again."
    ),
    Problem.NO_TEXT: _(
        "%(file)s: the file has no text, only pictures, so neither search nor a screen reader finds what is in it. "
        "Scan it with text recognition and upload it again, or tell on the page what it says."
    ),
}


@dataclass(frozen=True)
class Note:
    """A document that search cannot read, and what the editor is told of it."""

    document: Any
    text: str


def note_on(document: Any) -> Note | None:
    """Return the note on a document, None where there is nothing to tell or the file has not been read yet."""
    known = known_text(document)
    if known is None or not known.problem:
        return None
    return Note(document, str(NOTES[Problem(known.problem)] % {"file": document.filename}))


def notes_on(page: PracticePage) -> Iterator[Note]:
    """Yield the notes on the files among a practice's materials."""
    for _title, document in documents_in(page):
        note = note_on(document)
        if note is not None:
            yield note
