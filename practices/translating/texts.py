"""What of a page is translated, what waits, and what an editor's own publishing says about it."""

import difflib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from practices.translating.places import label_of
from practices.translations import record_text, strings_by_path


@dataclass(frozen=True)
class Text:
    """A text of the source that waits for its translation; texts are plain, `old_source` is "" for a new one."""

    segment: int
    label: str
    source: str
    old_source: str
    current: str


@dataclass(frozen=True)
class State:
    """How far a page's translation is."""

    total: int
    waiting: tuple[Text, ...]
    unchecked: int = 0  # texts that a machine made and nobody has approved

    @property
    def changed(self) -> bool:
        """Whether a text waits because the source changed after it had been translated."""
        return any(text.old_source for text in self.waiting)


class Strings:
    """The strings of a translation's source beside what is known of their translations.

    A segment is translated by a text, left alone by "" (somebody said: nothing to do here), or waits (None).
    """

    def __init__(self, translation: Translation) -> None:
        self.translation = translation
        self.segments = list(
            StringSegment.objects.filter(source=translation.source)
            .select_related("context", "string")
            .order_by("order")
        )
        self._rows: dict[int, dict[int, StringTranslation]] = defaultdict(dict)
        for row in StringTranslation.objects.filter(
            context__object_id=translation.source.object_id, locale=translation.target_locale
        ).select_related("translation_of"):
            self._rows[row.context_id][row.translation_of_id] = row

    @cached_property
    def by_path(self) -> dict[str, list[StringSegment]]:
        """Segments by the path of their text, in order."""
        by_path: dict[str, list[StringSegment]] = defaultdict(list)
        for segment in self.segments:
            by_path[segment.context.path].append(segment)
        return by_path

    def row(self, segment: StringSegment) -> StringTranslation | None:
        """Return the record of the segment's translation, None where there is none that can be used."""
        row = self._rows[segment.context_id].get(segment.string_id)
        return None if row is None or row.has_error else row

    def known(self, segment: StringSegment) -> str | None:
        """Return the text that translates the segment, "" where it is left alone, None where it waits."""
        row = self.row(segment)
        return None if row is None else row.data

    def is_unchecked(self, segment: StringSegment) -> bool:
        """Whether a machine made the segment's translation, and nobody has approved it."""
        row = self.row(segment)
        return row is not None and row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE

    def waiting(self) -> list[StringSegment]:
        """Return the segments that wait."""
        return [segment for segment in self.segments if self.known(segment) is None]

    def has_own_shape(self, path: str) -> bool:
        """Whether the translated text at `path` was given paragraphs of its own, and is edited only in the editor."""
        return any(self.known(segment) == "" for segment in self.by_path.get(path, []))

    def earlier(self, segment: StringSegment) -> list[StringTranslation]:
        """Return the translations of texts that stood in this place before the source changed, newest first."""
        now = {s.string_id for s in self.by_path[segment.context.path]}
        rows = [row for pk, row in self._rows[segment.context_id].items() if pk not in now]
        return sorted(rows, key=lambda row: row.updated_at, reverse=True)


def state_of(translation: Translation) -> State:
    """Return how far a translation is, compared with its page's latest version."""
    strings = Strings(translation)
    waiting = strings.waiting()
    unchecked = sum(strings.is_unchecked(segment) for segment in strings.segments)
    if not waiting:
        return State(len(strings.segments), (), unchecked)
    source = translation.source.as_instance()
    theirs = strings_by_path(translation.get_target_instance().get_latest_revision_as_object())
    return State(
        len(strings.segments),
        tuple(_text(strings, segment, source, theirs) for segment in waiting),
        unchecked,
    )


def _text(strings: Strings, segment: StringSegment, source: Page, theirs: dict[str, list[str]]) -> Text:
    path = segment.context.path
    ours, texts = strings.by_path[path], theirs.get(path, [])
    current = texts[ours.index(segment)] if len(texts) == len(ours) else "<br/>".join(texts)
    return Text(
        segment=segment.pk,
        label=label_of(source, path),
        source=plain(segment.string.data),
        old_source=plain(old_source(strings, segment, current)),
        current=plain(current),
    )


def old_source(strings: Strings, segment: StringSegment, current: str) -> str:
    """Return the source's text that `current` translates, where the source has changed since; else ""."""
    earlier = strings.earlier(segment)
    for row in earlier:
        if row.data == current:
            return row.translation_of.data
    texts = [row.translation_of.data for row in earlier]
    if len(strings.by_path[segment.context.path]) == 1:
        return texts[0] if texts else ""
    return next(iter(difflib.get_close_matches(segment.string.data, texts, n=1, cutoff=0.5)), "")


def plain(html: str) -> str:
    """Return a string's text without its tags."""
    return StringValue(html).render_text() if html else ""


@transaction.atomic
def take_published(translation: Translation, page: Page, *, user: Any = None) -> int:
    """Record the texts of a page that somebody published by hand; return how many records changed.

    So no later import overwrites a hand edit. A text counts as translated where it differs from what stood there
    before and from the source's own text; an untouched one whose source changed goes on waiting.
    """
    strings, theirs = Strings(translation), strings_by_path(page)
    changed = 0
    for path, segments in strings.by_path.items():
        texts = theirs.get(path, [])
        if len(texts) == len(segments):
            pairs = zip(segments, texts, strict=True)
        elif all(strings.known(segment) is not None for segment in segments):
            # The source says nothing new here: the editor gave the text paragraphs of its own, or took it away.
            pairs = zip(segments, [""] * len(segments), strict=True)
        else:
            continue
        for segment, text in pairs:
            if strings.known(segment) is not None or _is_touched(strings, segment, text):
                changed += record_text(translation, segment, text, user=user)
    return changed


def _is_touched(strings: Strings, segment: StringSegment, text: str) -> bool:
    if text == segment.string.data:
        return not any(
            char.isalpha() for char in plain(text)
        )  # "2025" and "%" are the same in every language
    return text not in {row.data for row in strings.earlier(segment)}


@transaction.atomic
def mark_up_to_date(translation: Translation, segments: Collection[int], *, user: Any = None) -> int:
    """Record the page's present texts as the translations of waiting `segments`; return how many were marked."""
    strings = Strings(translation)
    theirs = strings_by_path(translation.get_target_instance().get_latest_revision_as_object())
    marked = [segment for segment in strings.waiting() if segment.pk in segments]
    for segment in marked:
        ours, texts = strings.by_path[segment.context.path], theirs.get(segment.context.path, [])
        text = texts[ours.index(segment)] if len(texts) == len(ours) else ""
        record_text(translation, segment, text, user=user)
    return len(marked)


@transaction.atomic
def approve(translation: Translation, segments: Collection[int], *, user: Any = None) -> int:
    """Record that somebody read machine-made texts and found them right; return how many."""
    strings = Strings(translation)
    approved = {
        row.pk: row
        for segment in strings.segments
        if segment.pk in segments and strings.is_unchecked(segment) and (row := strings.row(segment))
    }
    for row in approved.values():
        row.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
        row.last_translated_by, row.updated_at = user, timezone.now()
        row.save(update_fields=["translation_type", "last_translated_by", "updated_at"])
    return len(approved)
