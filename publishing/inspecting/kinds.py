"""Kinds of files by their content, whatever their names say."""

import zipfile
from collections.abc import Callable

from practices.reading.formats import extract
from practices.reading.office import is_office
from practices.reading.pdf import is_pdf
from practices.reading.result import Problem
from publishing.inspecting import office, pdf, picture
from publishing.inspecting.result import Fault, Finding, Refused

# What reading a file's text finds wrong with it, as a fault for which it is refused. That a file has no text is none.
FAULTS = {
    Problem.DAMAGED: Fault.DAMAGED,
    Problem.ENCRYPTED: Fault.ENCRYPTED,
    Problem.TOO_LARGE: Fault.BOMB,
    Problem.UNKNOWN: Fault.UNKNOWN,
}
READ = {"pdf", "docx", "odt", "pptx", "odp"}


def inspect(data: bytes) -> Finding:
    """Return the kind of a file's content, or its fault. Never raises, and may take long: see `sandbox.look_into`."""
    try:
        kind = _inspector_of(data)(data)
        if kind in READ and (fault := FAULTS.get(extract(data).problem)):
            return Finding(kind, fault)
    except Refused as refused:
        return Finding("", refused.fault)
    except MemoryError:
        return Finding("", Fault.BOMB)
    except zipfile.BadZipFile:
        return Finding("", Fault.DAMAGED)
    except Exception:  # whatever a parser meets damage with
        return Finding("", Fault.DAMAGED)
    return Finding(kind)


def _inspector_of(data: bytes) -> Callable[[bytes], str]:
    if is_office(data):
        return office.kind_of
    if picture.is_picture(data):
        return picture.kind_of
    if is_pdf(data):
        return pdf.kind_of
    raise Refused(Fault.UNKNOWN)
