"""PDF files that run nothing when they are opened, and carry no other file."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader

from publishing.inspecting.result import Fault, Refused

RUNS = {"/JavaScript", "/Launch"}
NAMED = {"/JavaScript", "/EmbeddedFiles"}


def kind_of(data: bytes) -> str:
    """Return pdf. Raises Refused, or what the library raises for damage; whether it opens is for `extract` to say."""
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused(Fault.ENCRYPTED)
    catalogue: Any = reader.trailer["/Root"]
    opening = catalogue.get("/OpenAction")
    opening = opening.get_object() if opening is not None else None
    runs = isinstance(opening, dict) and opening.get("/S") in RUNS
    names = catalogue.get("/Names", {})
    if runs or NAMED & set(names.get_object() if hasattr(names, "get_object") else names):
        raise Refused(Fault.ACTIVE)
    return "pdf"
