"""From the content of a file to its text: which kind it is, by content and not by name, and how much is kept."""

from collections.abc import Iterable, Iterator

from practices.reading.bounds import CHARACTERS
from practices.reading.office import is_office, office_paragraphs
from practices.reading.pdf import is_pdf, pdf_paragraphs
from practices.reading.result import Problem, Reading, Unreadable
from search.text import clean


def extract(data: bytes) -> Reading:
    """Return the text of a file's content, or the problem. Never raises, and may take long: see `sandbox.read`."""
    try:
        text = kept(_paragraphs(data))
    except Unreadable as unreadable:
        return Reading("", unreadable.problem)
    except MemoryError:
        return Reading("", Problem.TOO_LARGE)
    except Exception:  # whatever a parser meets damage with
        return Reading("", Problem.DAMAGED)
    return Reading(text, Problem.NONE if text else Problem.NO_TEXT)


def kept(paragraphs: Iterable[str]) -> str:
    """Return paragraphs, cleaned, a line each, as far as there is room; a word is not cut."""
    lines: list[str] = []
    left = CHARACTERS
    for paragraph in paragraphs:
        line = clean(paragraph)
        if not any(map(str.isalnum, line)):
            continue
        if len(line) >= left:
            lines.append(line[:left].rpartition(" ")[0])
            break
        lines.append(line)
        left -= len(line) + 1
    return "\n".join(lines).strip()


def _paragraphs(data: bytes) -> Iterator[str]:
    if is_pdf(data):
        return pdf_paragraphs(data)
    if is_office(data):
        return office_paragraphs(data)
    raise Unreadable(Problem.UNKNOWN)
