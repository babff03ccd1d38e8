"""Whether an office file may be opened at all: no bomb, no macros, no password, no tricks in its XML."""

import zipfile
import zlib
from io import BytesIO

from django.utils.translation import gettext as _

from practices.reading.bounds import RATIO, RATIO_MATTERS_BYTES, UNPACKED_BYTES
from practices.reading.office import ENCRYPTED_PACKAGE, OLE, ZIP
from practices.reading.package import ENCRYPTED_BIT, METHODS
from publishing.importing.tables import BadTable, refused

MAX_PARTS = 2_000
XML = (".xml", ".rels", ".vml")
# The libraries read these parts alone; pictures and the like are never unpacked.
CONTENT_TYPES = "[Content_Types].xml"


def check(data: bytes, *, main: str, kind: str) -> None:
    """Look into an office file before a library does. `main` is the part that its kind ("XLSX") must have.

    Raises BadTable.
    """
    if data.startswith(OLE):
        if ENCRYPTED_PACKAGE in data:
            raise refused(_("The file has a password. Save it without one."))
        raise refused(_("This is a file of an old Office. Save it as %s.") % kind)
    if not data.startswith(ZIP):
        raise refused(_("The file is not %s, whatever its name says. Save it again as %s.") % (kind, kind))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_archive(archive, main, kind)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise damaged(kind) from error


def damaged(kind: str) -> BadTable:
    """Return what to raise for a file that its library cannot read."""
    return refused(_("The file is damaged and cannot be read. Save it again as %s.") % kind)


def _check_archive(archive: zipfile.ZipFile, main: str, kind: str) -> None:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(names) > MAX_PARTS or len(set(names)) != len(names):
        raise damaged(kind)
    if any(
        "vbaproject" in name.lower() or (name.lower().endswith(".bin") and "macro" in name.lower())
        for name in names
    ):
        raise refused(_("The file may hold macros. Save it as XLSX or DOCX, without macros."))
    if main not in names:
        raise refused(_("The file is not %s, whatever its name says. Save it again as %s.") % (kind, kind))
    left = UNPACKED_BYTES
    for info in infos:
        if info.flag_bits & ENCRYPTED_BIT:
            raise refused(_("The file has a password. Save it without one."))
        if not info.filename.lower().endswith(XML):
            continue
        bomb = info.file_size > max(RATIO_MATTERS_BYTES, RATIO * info.compress_size)
        if bomb or info.file_size > left or info.compress_type not in METHODS:
            raise refused(_("The file unpacks to more than is read. Part it into several files."))
        left -= info.file_size
        _check_part(info.filename, archive.open(info).read(info.file_size + 1), kind)


def _check_part(name: str, content: bytes, kind: str) -> None:
    if name == CONTENT_TYPES and b"macroenabled" in content.lower():
        raise refused(_("The file may hold macros. Save it as XLSX or DOCX, without macros."))
    # Office writes UTF-8 without a document type; entities are how XML bombs are made.
    if b"\x00" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise damaged(kind)
