"""A translation text by text: what the source says and said, what stands in its place, and how far it is."""

import hashlib
from collections import Counter
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from practices.translating.places import Place, place_of
from practices.translating.texts import State, Strings, Text, old_source, plain
from practices.translations import strings_by_path
from publishing.translation.markup import to_text

SLUG = "slug"


class Status(models.TextChoices):
    """How far one text is."""

    MISSING = "missing", _("missing")
    OUTDATED = "outdated", _("out of date")
    MACHINE = "machine", _("machine-made, not checked")
    DONE = "done", _("done")


@dataclass(frozen=True)
class Row:
    """One text of the source with its translation. `source`, `shown` are strings (HTML); `before` is plain."""

    segment: int
    path: str
    place: Place
    status: Status
    source: str
    before: str
    shown: str
    known: str | None
    is_editable: bool
    stands_apart: bool  # the page's own text here has other paragraphs than the source

    @property
    def source_plain(self) -> str:
        """The source's text without tags."""
        return plain(self.source)

    @property
    def may_hold(self) -> bool:
        """Whether somebody may say that what stands on the page is right as it is."""
        return self.status != Status.DONE and bool(self.shown or self.stands_apart)

    @property
    def token(self) -> str:
        """What the form remembers of the text as it was shown: of all that matters, and of the text alone."""
        state = "\0".join([self.source, str(self.known), self.status, self.shown])
        return f"{_digest(state)}-{text_digest(to_text(self.shown))}"


@dataclass(frozen=True)
class Progress:
    """How many texts there are of each status, and in all."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        return self.counts.get(Status.DONE, 0)


def rows_of(translation: Translation) -> list[Row]:
    """Return a translation's texts in the page's order, a text that stands twice in one place once."""
    strings = Strings(translation)
    source = translation.source.as_instance()
    target = translation.get_target_instance().get_latest_revision_as_object()
    theirs = strings_by_path(target)
    seen: set[tuple[int, int]] = set()
    rows = []
    for segment in strings.segments:
        key = (segment.context_id, segment.string_id)
        if key not in seen:
            seen.add(key)
            rows.append(_row(strings, segment, source, theirs.get(segment.context.path, [])))
    return rows


def progress_of(rows: list[Row]) -> Progress:
    """Return how far a translation is."""
    return Progress(dict(Counter(str(row.status) for row in rows)))


def state_from(rows: list[Row]) -> State:
    """Return what the editor's panel tells of a translation, from rows that were read already."""
    waiting = tuple(
        Text(row.segment, row.place.label, row.source_plain, row.before, plain(row.shown))
        for row in rows
        if row.status in (Status.MISSING, Status.OUTDATED)
    )
    return State(len(rows), waiting, sum(row.status == Status.MACHINE for row in rows))


def text_digest(written: str) -> str:
    """Return what tells one written text from another, however the browser ends its lines."""
    return _digest("\n".join(line.strip() for line in written.strip().splitlines()))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _row(strings: Strings, segment: StringSegment, source: Page, texts: list[str]) -> Row:
    path = segment.context.path
    known = strings.known(segment)
    ours = strings.by_path[path]
    here = texts[ours.index(segment)] if len(texts) == len(ours) else ""
    before = old_source(strings, segment, here) if known is None else ""
    status = _status(strings, segment, before)
    return Row(
        segment=segment.pk,
        path=path,
        place=place_of(source, path),
        status=status,
        source=segment.string.data,
        before=plain(before),
        shown=_shown(strings, segment, here, before),
        known=known,
        is_editable=known != "",
        stands_apart=bool(texts) and len(texts) != len(ours),
    )


def _status(strings: Strings, segment: StringSegment, before: str) -> Status:
    if strings.known(segment) is None:
        return Status.OUTDATED if before else Status.MISSING
    return Status.MACHINE if strings.is_unchecked(segment) else Status.DONE


def _shown(strings: Strings, segment: StringSegment, here: str, before: str) -> str:
    """Return what to show for changing: the page's own text, unless that is still the source's; else what is known."""
    known = strings.known(segment)
    untouched = {segment.string.data, before} if known is None else set()
    if here and here not in untouched:
        return here
    if known is not None:
        return known
    return next((row.data for row in strings.earlier(segment) if row.translation_of.data == before), "")
