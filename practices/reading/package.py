"""Office files are ZIP packages of XML: reading their parts with bounds that a bomb does not get past."""

import posixpath
import zipfile
from io import BytesIO

from defusedxml.ElementTree import fromstring

from practices.reading.bounds import RATIO, RATIO_MATTERS_BYTES, UNPACKED_BYTES
from practices.reading.result import Problem, Unreadable

ENCRYPTED_BIT = 0x1
# What the office formats allow. The other methods also unpack without a bound: Python's readers of them have none.
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class Package:
    """The parts of a package by their names. Names are looked up in the package alone, never on the disk."""

    def __init__(self, data: bytes) -> None:
        """Open a package. Raises zipfile.BadZipFile for what is none."""
        self._archive = zipfile.ZipFile(BytesIO(data))
        self._left = UNPACKED_BYTES

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    def read(self, name: str) -> bytes:
        """Return a part. Raises Unreadable for a missing one or a bomb, and what the library raises for damage."""
        info = self._archive.NameToInfo.get(name)
        if info is None or info.compress_type not in METHODS:
            raise Unreadable(Problem.DAMAGED)
        if info.flag_bits & ENCRYPTED_BIT:
            raise Unreadable(Problem.ENCRYPTED)
        bomb = info.file_size > max(RATIO_MATTERS_BYTES, RATIO * info.compress_size)
        if bomb or info.file_size > self._left:
            raise Unreadable(Problem.TOO_LARGE)
        with self._archive.open(info) as part:
            content = part.read(info.file_size + 1)  # a size that lies ends in a checksum that does not fit
        self._left -= len(content)
        return content

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to within the package: {id: (kind, name of the part)}. "" is the package itself."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self:
            return {}
        return {
            element.get("Id", ""): (
                element.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/"),
            )
            for element in fromstring(self.read(relations), forbid_dtd=True)
            if element.get("TargetMode") != "External"
        }
