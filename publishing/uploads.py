"""Files that come from outside: taken by their content and never by their names, cleaned, or refused with a message."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from practices.models import PortalImage
from practices.models.images import strip_metadata
from publishing.inspecting.result import Fault, Finding
from publishing.inspecting.sandbox import look_into

LARGEST = 20 * 1024 * 1024
MEGABYTE = 1024 * 1024
PICTURES = frozenset({"png", "jpeg", "webp"})
# Of these no content tells the kind; it is only seen that they are text.
TEXTS = frozenset({"txt", "csv"})
ENDINGS = {"jpg": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "text": "txt"}
LONGEST_NAME, LONGEST_SHOWN = 150, 60
CHUNK = 64 * 1024
# Control characters that no text has; what is left of them are tabs, line and page breaks.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*%]')
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class BadUpload(Exception):
    """A file that is not taken; `str()` says why and what to do, in the active language."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its cleaned name, which ends in its true kind, and its content, open at the beginning.

    Pictures are without what a camera writes into them.
    """

    name: str
    kind: str
    size: int
    file: File


def check_upload(file: Any, *, kinds: Collection[str], largest: int = LARGEST) -> CheckedFile:
    """Return an uploaded file as it may be kept. Raises BadUpload.

    `kinds` are endings of names (pdf, docx, odt, pptx, odp, xlsx, ods, txt, csv, png, jpeg, webp); `largest` is bytes.
    The file is read in a process of its own, so this takes a part of a second, and up to half a minute for a bomb.
    Raises practices.reading.sandbox.ReaderFailed where that process cannot be started.
    """
    name = clean_name(str(file.name or ""))
    shown = name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}…"
    size = file.size or 0
    if not size:
        raise BadUpload(_("%(file)s is empty. Save it again and choose it anew.") % {"file": shown})
    if size > largest:
        raise BadUpload(
            _("%(file)s is larger than %(most)d MB. Make its pictures smaller, or divide it.")
            % {"file": shown, "most": largest // MEGABYTE}
        )
    stem, ending = _divided(name)
    if ending in TEXTS:
        finding = Finding(ending) if ending in kinds and _is_text(file) else Finding("", Fault.UNKNOWN)
    else:
        finding = _looked_into(file, size)
    _refuse_faulty(finding, shown, kinds)
    return _as_kept(file, stem, finding.kind, size)


def clean_name(name: str) -> str:
    """Return the name of a file without folders, control and invisible characters, and of a length to be kept."""
    composed = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    printable = "".join(c for c in composed if unicodedata.category(c)[0] not in "CZ" or c == " ")
    plain = _NOT_IN_NAMES.sub("", " ".join(printable.split())).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    room = LONGEST_NAME - 6
    return f"{stem[:room].strip('. ') or _('file')}{dot}{ending[:5].lower()}"


def _divided(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    return (stem, ENDINGS.get(ending, ending)) if dot else (name, "")


def _looked_into(file: Any, size: int) -> Finding:
    file.seek(0)
    return look_into(file, most=size)


def _refuse_faulty(finding: Finding, shown: str, kinds: Collection[str]) -> None:
    """Raise BadUpload for a fault, or for a kind that is not among those that are taken here."""
    said = {
        Fault.DAMAGED: _("%(file)s is damaged. Open the original, save it again and choose the new file."),
        Fault.ENCRYPTED: _(
            "%(file)s is protected by a password. Save it without one and choose the new file."
        ),
        Fault.BOMB: _(
            "%(file)s is small to send but far too large to open. Save it again in a smaller size."
        ),
        Fault.ACTIVE: _(
            "%(file)s has macros, programs or other files in it. Save it without them and choose the new file."
        ),
    }
    if finding.fault in said:
        raise BadUpload(said[finding.fault] % {"file": shown})
    if finding.kind not in kinds:
        taken = ", ".join(sorted(kinds))
        raise BadUpload(
            _("%(file)s is not, by its content, any of the kinds that can be taken here: %(kinds)s.")
            % {"file": shown, "kinds": taken}
        )


def _as_kept(file: Any, stem: str, kind: str, size: int) -> CheckedFile:
    """Return the file under a name that ends in its true kind; a photo called .png becomes .jpeg."""
    name = f"{stem}.{kind}"
    file.seek(0)
    if kind not in PICTURES:
        return CheckedFile(name, kind, size, File(file, name=name))
    picture = PortalImage(collection=None, file=ContentFile(file.read(), name=name))  # never saved
    strip_metadata(picture)
    picture.file.seek(0)
    content = picture.file.read()
    return CheckedFile(name, kind, len(content), ContentFile(content, name=name))


def _is_text(file: Any) -> bool:
    """Whether the content is text in UTF-8, UTF-16 or Windows' Latin, and no markup that a browser would run."""
    file.seek(0)
    first = file.read(CHUNK)
    wide = next((encoding for mark, encoding in _MARKS if first.startswith(mark)), "")
    begins = first.decode(wide or "utf-8", "replace") if first else ""
    if begins.lstrip("\ufeff \t\r\n").startswith(("<", "%PDF-", "{\\rtf")):
        return False
    if wide:
        return "\x00" not in begins and "\ufffd" not in begins[:-1]
    file.seek(0)
    return not any(_CONTROL.search(piece) for piece in iter(lambda: file.read(CHUNK), b""))
