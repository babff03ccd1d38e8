"""Office files: packages of the right kind, whose parts are whole, of a size to be opened, and run nothing."""

import zipfile
from io import BytesIO

from defusedxml.ElementTree import fromstring

from practices.reading.bounds import RATIO, RATIO_MATTERS_BYTES
from practices.reading.office import ENCRYPTED_PACKAGE, OLE
from practices.reading.package import ENCRYPTED_BIT, METHODS
from publishing.inspecting.result import Fault, Refused

# A file of 20 MB is mostly pictures, which do not pack: a real one stays far below these.
MOST_PARTS, UNPACKED_BYTES = 5_000, 200 * 1024 * 1024
CHUNK = 256 * 1024
TYPES_BYTES = 1024 * 1024
MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml": "pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
OPEN = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
# Parts that hold programs: Visual Basic, Excel's old macros, ActiveX; scripts of OpenDocument.
PROGRAMS = ("vbaproject", "vbadata", "macrosheets/", "activex/")
OPEN_PROGRAMS = ("basic/", "scripts/")
# Relations through which a file fetches a program, or something with one, from elsewhere when it is opened.
FETCHED = ("attachedtemplate", "oleobject", "vbaproject")


def kind_of(data: bytes) -> str:
    """Return docx, xlsx, pptx, odt, ods or odp. Raises Refused, or what the library raises for damage."""
    if data.startswith(OLE):  # also every format of before 2007
        raise Refused(Fault.ENCRYPTED if ENCRYPTED_PACKAGE in data else Fault.UNKNOWN)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        _check_sizes(archive, len(data))
        kind = _declared_kind(archive)
        _check_programs([info.filename.lower() for info in archive.infolist()], kind)
        for info in archive.infolist():
            _check_part(archive, info)
    return kind


def _check_sizes(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse bombs by what the package says of itself; that this is true is seen when its parts are read."""
    infos = archive.infolist()
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > UNPACKED_BYTES:
        raise Refused(Fault.BOMB)
    if sum(info.compress_size for info in infos) > size:  # parts that lie over each other
        raise Refused(Fault.BOMB)
    if any(info.file_size > max(RATIO_MATTERS_BYTES, RATIO * info.compress_size) for info in infos):
        raise Refused(Fault.BOMB)
    names = [info.filename for info in infos]
    if len(names) != len(set(names)) or any(_leaves_package(name) for name in names):
        raise Refused(Fault.DAMAGED)


def _leaves_package(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/")


def _declared_kind(archive: zipfile.ZipFile) -> str:
    if "mimetype" in archive.NameToInfo:
        kind = OPEN.get(_beginning(archive, "mimetype").decode("ascii", "replace").strip(), "")
    elif "[Content_Types].xml" in archive.NameToInfo:
        kind = _microsoft_kind(_beginning(archive, "[Content_Types].xml"))
    else:
        kind = ""
    if not kind:
        raise Refused(Fault.UNKNOWN)
    return kind


def _microsoft_kind(types: bytes) -> str:
    declared = [element.get("ContentType", "") for element in fromstring(types, forbid_dtd=True)]
    if any("macroenabled" in each.lower() or "vbaproject" in each.lower() for each in declared):
        raise Refused(Fault.ACTIVE)
    return next((MAIN[each] for each in declared if each in MAIN), "")


def _check_programs(names: list[str], kind: str) -> None:
    if any(program in name for name in names for program in PROGRAMS):
        raise Refused(Fault.ACTIVE)
    if kind in OPEN.values() and any(name.startswith(OPEN_PROGRAMS) for name in names):
        raise Refused(Fault.ACTIVE)


def _check_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Read a part to its end, a piece at a time; the library raises where its size or checksum lies."""
    if info.compress_type not in METHODS:
        raise Refused(Fault.DAMAGED)
    if info.flag_bits & ENCRYPTED_BIT:
        raise Refused(Fault.ENCRYPTED)
    if info.filename.endswith(".rels"):
        _check_relations(_beginning(archive, info.filename))
    with archive.open(info) as part:
        first = part.read(CHUNK)
        if info.filename.endswith((".xml", ".rels")) and b"<!ENTITY" in first:
            raise Refused(Fault.BOMB)
        while part.read(CHUNK):
            pass


def _check_relations(relations: bytes) -> None:
    for element in fromstring(relations, forbid_dtd=True):
        kind = element.get("Type", "").rpartition("/")[2].lower()
        if element.get("TargetMode") == "External" and kind in FETCHED:
            raise Refused(Fault.ACTIVE)


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a small part whole. Raises Refused where it is not small, as no office program writes it."""
    if archive.NameToInfo[name].file_size > TYPES_BYTES:
        raise Refused(Fault.BOMB)
    with archive.open(name) as part:
        return part.read(TYPES_BYTES)
