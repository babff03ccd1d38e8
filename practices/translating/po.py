"""PO files of translations: written out, read, and checked; nothing is saved here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import polib
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import String, StringSegment, Translation
from wagtail_localize.strings import StringValue

from practices.translating.faults import faults
from practices.translating.places import place_of
from practices.translating.texts import Strings, old_source, plain

LARGEST = 5 * 1024 * 1024  # bytes; a long practice is some 50 kB
ID = "X-WagtailLocalize-TranslationID"


@dataclass(frozen=True)
class PoProblem:
    """What is wrong with a file, and with which entry of it ("": the file as a whole)."""

    file: str
    entry: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.entry, self.reason) if part)


class BadPo(Exception):
    """Files that cannot be imported; carries every problem there is."""

    def __init__(self, problems: list[PoProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class Reading:
    """What a good file says: new texts by segment, and how many entries say nothing new."""

    file: str
    translation: Translation
    texts: dict[int, str] = field(default_factory=dict)
    approved: set[int] = field(default_factory=set)  # a machine's, from which somebody took the mark off
    unchanged: int = 0
    untranslated: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)


def file_name(translation: Translation) -> str:
    """Return a name for a translation's file: language, and the page's permanent id or slug."""
    page = translation.source.get_source_instance()
    return f"{translation.target_locale.language_code}-{getattr(page, 'key', '') or page.slug}.po"


def export(translation: Translation) -> str:
    """Return a translation as the text of a PO file.

    One entry a text and place. A text that waits has its earlier translation, marked fuzzy, and the earlier source. A
    machine's text is fuzzy until somebody has approved it; taking the mark off approves it.
    """
    strings = Strings(translation)
    page = translation.source.as_instance()
    now = timezone.localtime().strftime("%Y-%m-%d %H:%M%z")
    po = polib.POFile(wrapwidth=100)
    po.metadata = {
        "Project-Id-Version": page.title,
        "POT-Creation-Date": now,
        "PO-Revision-Date": now,
        "Last-Translator": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": translation.target_locale.language_code,
        ID: str(translation.uuid),
    }
    seen = set()
    for segment in strings.segments:
        place = (segment.context.path, segment.string_id)
        if place not in seen and not strings.has_own_shape(segment.context.path):
            seen.add(place)
            po.append(_entry(strings, segment, page))
    return str(po)


def _entry(strings: Strings, segment: StringSegment, page: Page) -> polib.POEntry:
    place = place_of(page, segment.context.path)
    limit = _(" (%d characters at most)") % place.longest if place.longest else ""
    entry = polib.POEntry(
        msgctxt=segment.context.path,
        msgid=segment.string.data,
        msgstr=strings.known(segment) or "",
        comment=place.label + limit,
    )
    if strings.known(segment) is None and (earlier := old_source(strings, segment, "")):
        entry.previous_msgid = earlier
        entry.previous_msgctxt = segment.context.path
        entry.msgstr = next(r.data for r in strings.earlier(segment) if r.translation_of.data == earlier)
        entry.flags.append("fuzzy")
    if strings.is_unchecked(segment):
        entry.tcomment = _("Translated by a machine. Take the fuzzy mark off when you have checked it.")
        entry.flags.append("fuzzy")
    return entry


def read(name: str, content: bytes, *, language: str | None = None) -> Reading:
    """Return what a file says; entries that are fuzzy or empty count as untranslated. Raises BadPo."""
    po = _parsed(name, content)
    translation = _translation_of(name, po, language)
    reading = Reading(name, translation)
    problems = list(_Check(reading, Strings(translation)).run(po))
    if problems:
        raise BadPo(problems)
    return reading


def _parsed(name: str, content: bytes) -> polib.POFile:
    if len(content) > LARGEST:
        raise _bad(name, _("is larger than %d megabytes") % (LARGEST // 1024**2))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad(name, _("is not in UTF-8 (at byte %d)") % error.start) from error
    if "\x00" in text:
        raise _bad(name, _("is not a PO file"))
    try:
        # A first line of its own, so that polib cannot take the content for the name of a file.
        po = polib.pofile("#\n" + text)
    except (OSError, ValueError, IndexError, AttributeError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = _(" (line %d)") % (int(line[1]) - 1) if line else ""
        raise _bad(name, _("is not a PO file") + where) from error
    if ID not in po.metadata and not any(
        entry.msgid for entry in po[:1]
    ):  # broken, polib takes the header for a text
        raise _bad(name, _("is not a PO file"))
    return po


def _translation_of(name: str, po: polib.POFile, language: str | None) -> Translation:
    given = po.metadata.get(ID, "")
    try:
        translation = (
            Translation.objects.filter(uuid=UUID(given)).select_related("source", "target_locale").first()
        )
    except ValueError:
        raise _bad(
            name, _("does not say which page it belongs to (the line %s of its header)") % ID
        ) from None
    if (
        translation is None
        or translation.source.object.get_instance_or_none(translation.source.locale) is None
    ):
        raise _bad(name, _("belongs to a page that is not in this portal"))
    code = translation.target_locale.language_code
    for found in (po.metadata.get("Language") or code, language or code):
        if found.replace("_", "-").split("-")[0].lower() != code:
            reason = _("is in the language “%(found)s”; this translation is into “%(wanted)s”")
            values = {"found": po.metadata.get("Language") or code, "wanted": language or code}
            raise _bad(name, reason % values)
    return translation


def _bad(name: str, reason: str) -> BadPo:
    return BadPo([PoProblem(name, "", reason)])


class _Check:
    """Goes through a file's entries, noting what is new in the reading and yielding what is wrong."""

    def __init__(self, reading: Reading, strings: Strings) -> None:
        self.reading, self.strings = reading, strings
        self.page = reading.translation.source.as_instance()
        self.segments: dict[tuple[str, str], list[StringSegment]] = {}
        for segment in strings.segments:
            self.segments.setdefault((segment.context.path, segment.string.data), []).append(segment)

    def run(self, po: polib.POFile) -> Iterator[PoProblem]:
        given: dict[tuple[str, str], str] = {}
        for entry in po:
            if entry.obsolete:
                continue
            key = (entry.msgctxt or "", entry.msgid)
            if given.setdefault(key, entry.msgstr) != entry.msgstr:
                yield self._problem(entry, _("is there twice, with different translations"))
            elif key not in self.segments:
                yield from self._stranger(entry)
            else:
                yield from self._read(entry, self.segments[key])

    def _stranger(self, entry: polib.POEntry) -> Iterator[PoProblem]:
        """An entry whose text is not on the page now: a former text of the source, or one that somebody changed."""
        locale = self.reading.translation.source.locale
        former = String.objects.filter(locale=locale, data_hash=String._get_data_hash(entry.msgid))
        contexts = {path for path, _text in self.segments}
        if former.exists() or (entry.msgctxt not in contexts and entry.msgctxt):
            self.reading.outdated.append(_excerpt(entry.msgid))
        else:
            yield self._problem(entry, _("is not a text of the page; msgid must stay as it was exported"))

    def _read(self, entry: polib.POEntry, segments: list[StringSegment]) -> Iterator[PoProblem]:
        known = self.strings.known(segments[0])
        text = entry.msgstr
        if self.strings.has_own_shape(entry.msgctxt):
            self.reading.outdated.append(_excerpt(entry.msgid))
        elif text == known and (not entry.fuzzy or self.strings.is_unchecked(segments[0])):
            self.reading.unchanged += 1
            if not entry.fuzzy and self.strings.is_unchecked(segments[0]):
                self.reading.approved.update(segment.pk for segment in segments)
        elif text and not text.strip():
            yield self._problem(entry, _("the translation is only white space"))
        elif not text and known:
            yield self._problem(entry, _("the translation is empty; it would blank the text on the page"))
        elif not text or entry.fuzzy:
            self.reading.untranslated.append(_excerpt(entry.msgid))
        else:
            reasons = list(faults(entry.msgid, text, place_of(self.page, entry.msgctxt), entry.msgctxt))
            yield from (self._problem(entry, reason) for reason in reasons)
            if not reasons:
                self._note(segments, StringValue.from_translated_html(text.strip()).data, known)

    def _note(self, segments: list[StringSegment], text: str, known: str | None) -> None:
        if text == known:
            self.reading.unchanged += 1
        else:
            self.reading.texts.update({segment.pk: text for segment in segments})

    def _problem(self, entry: polib.POEntry, reason: str) -> PoProblem:
        where = _("line %(line)d, “%(text)s”") % {
            "line": max(1, (entry.linenum or 0) - 1),
            "text": _excerpt(entry.msgid),
        }
        return PoProblem(self.reading.file, where, reason)


def _excerpt(text: str) -> str:
    words = plain(text)
    return words if len(words) <= 60 else f"{words[:57]}…"
