"""A translated page with new texts in it, everything that its own editors wrote kept.

wagtail-localize rebuilds the whole page from its records: edits that are not in them are lost, and a text that is not
translated shows in the source's language. Here the page's latest version is the base. Only the texts that changed are
written; a block that the source gained comes in once all its texts are translated, one that the source lost goes.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail_localize.models import StringSegment, Translation, TranslationContext, TranslationLog
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from practices.translating.places import raw_blocks
from practices.translating.texts import Strings
from practices.translations import write_translation

Raw = dict[str, Any]


def merged(translation: Translation, changed: Collection[int], *, fill: bool = False) -> Page:
    """Return the translated page's latest version, unsaved, with the texts of the segments `changed` in it.

    With `fill`, texts that nobody translated yet come in the source's language, for the editor to write over.
    """
    return _Merge(translation, changed, fill).run()


def write_merged(
    translation: Translation, changed: Collection[int], *, publish: bool, user: Any = None, fill: bool = False
) -> Page:
    """Return the translated page with a new version, a draft or published; see `merged`.

    Raises ValidationError where it is to be published and lacks something that its form asks for.
    """
    existing = translation.source.object.get_instance_or_none(translation.target_locale)
    if existing is None or existing.alias_of_id:
        return write_translation(translation, publish=publish, user=user)
    page = merged(translation, changed, fill=fill)
    page.slug = find_available_slug(
        page.get_parent(), slugify(page.slug) or existing.slug, ignore_page_id=page.pk
    )
    if publish:
        page.full_clean()
    save_version(translation, page, publish=publish, user=user)
    return page


def save_version(translation: Translation, page: Page, *, publish: bool, user: Any = None) -> None:
    """Save a version that was put together here, not by hand; the log tells the two apart."""
    revision = page.save_revision(user=user, log_action=True, clean=False)
    TranslationLog.objects.create(
        source=translation.source, locale=translation.target_locale, revision=revision
    )
    if publish:
        # Read afresh: an object from before may know nothing of pages added below it meanwhile.
        Revision.objects.get(pk=revision.pk).publish(user=user, skip_permission_checks=True)


class _Merge:
    def __init__(self, translation: Translation, changed: Collection[int], fill: bool) -> None:
        self.translation, self.changed, self.fill = translation, changed, fill
        self.strings = Strings(translation)
        self.source = translation.source.as_instance()
        self.target = translation.get_target_instance().get_latest_revision_as_object()
        self.ours = _by_path(self.source)
        self.theirs = _by_path(self.target)
        self.replaced: set[str] = set()

    def run(self) -> Page:
        for field in self.target._meta.get_fields():
            if isinstance(field, StreamField) and self._prefixed(field.name, self.ours, self.theirs):
                self._compose(field)
        segments: list[Any] = []
        for path in {**self.ours, **self.theirs}:
            segments += self._values(path)
        numbered = [segment.with_order(number) for number, segment in enumerate(segments, 1)]
        locales = (self.translation.source.locale, self.translation.target_locale)
        ingest_segments(self.target, self.target, *locales, numbered)
        return self.target

    def _compose(self, field: StreamField) -> None:
        """Set the blocks: those of the source, in its order, then those of the page's own where they stood."""
        own = raw_blocks(field, self.target)
        ours = raw_blocks(field, self.source)
        known = {raw["id"] for raw in ours}
        theirs = {raw["id"]: raw for raw in own}
        blocks: list[Raw] = []
        for raw in ours:
            prefix = f"{field.name}.{raw['id']}"
            if raw["id"] not in theirs:
                blocks += [raw] if self._may_come(prefix) else []
            elif _item_ids(raw["value"]) - _item_ids(theirs[raw["id"]]["value"]) and self._may_come(prefix):
                blocks.append(raw)
            else:
                blocks.append(theirs[raw["id"]])
                continue
            self.replaced.add(prefix)
        previous = None
        for raw in own:
            if raw["id"] not in known and self._is_own(f"{field.name}.{raw['id']}"):
                at = next((n for n, block in enumerate(blocks, 1) if block["id"] == previous), 0)
                blocks.insert(at, raw)
            previous = raw["id"]
        setattr(self.target, field.name, field.stream_block.to_python(blocks))

    def _may_come(self, prefix: str) -> bool:
        """Whether a new block may stand on the page: not before its last text is translated."""
        paths = self._prefixed(prefix, self.strings.by_path)
        texts = [self.strings.known(s) for path in paths for s in self.strings.by_path[path]]
        return all(texts) or (self.fill and "" not in texts)

    def _is_own(self, prefix: str) -> bool:
        """Whether a block was added to the page by hand: no text or choice of it ever was in the source."""
        return not TranslationContext.objects.filter(
            object_id=self.translation.source.object_id, path__startswith=prefix
        ).exists()

    def _values(self, path: str) -> list[Any]:
        """Return what to write at a path; nothing leaves there what the page has."""
        if not self._is_there(path):
            return []
        is_replaced = any(path.startswith(f"{prefix}.") or path == prefix for prefix in self.replaced)
        ours, theirs = self.ours.get(path), self.theirs.get(path, [])
        if ours is None:
            return self._cleared(path, theirs, kept=theirs if is_replaced else [])
        segments = self.strings.by_path[path]
        if not is_replaced and not any(self._is_wanted(segment) for segment in segments):
            return []
        here = [value for value in theirs if isinstance(value, StringSegmentValue)]
        values = self._texts(segments, [v for v in ours if isinstance(v, StringSegmentValue)], here)
        if values is None:
            return theirs or (_blank(ours) if is_replaced else [])
        return [*(v for v in ours if isinstance(v, TemplateSegmentValue)), *values] if values else []

    def _is_wanted(self, segment: StringSegment) -> bool:
        return segment.pk in self.changed or (self.fill and self.strings.known(segment) is None)

    def _texts(
        self,
        segments: list[StringSegment],
        ours: list[StringSegmentValue],
        theirs: list[StringSegmentValue],
    ) -> list[StringSegmentValue] | None:
        """Return the texts of a path, or None where they cannot be put together yet."""
        if len(theirs) == len(segments):
            return [
                _with_text(own, self.strings.known(segment) or "", at=value)
                if segment.pk in self.changed and self.strings.known(segment)
                else own
                for segment, value, own in zip(segments, ours, theirs, strict=True)
            ]
        known = [self.strings.known(segment) for segment in segments]
        if all(known) or (self.fill and "" not in known):
            return [
                _with_text(value, text or value.string.data) for text, value in zip(known, ours, strict=True)
            ]
        return None

    def _cleared(self, path: str, theirs: list[Any], *, kept: list[Any]) -> list[Any]:
        """Return an empty text where the source's was taken away, or `kept` where it was written by hand alone."""
        texts = {value.string.data for value in theirs if isinstance(value, StringSegmentValue)}
        context = TranslationContext.objects.filter(
            object_id=self.translation.source.object_id, path=path
        ).first()
        if context is None:
            return kept
        known = context.translations.filter(locale=self.translation.target_locale, data__in=texts)
        return _blank(theirs) if texts <= set(known.values_list("data", flat=True)) else kept

    def _is_there(self, path: str) -> bool:
        """Whether a block that a path of the page leads into is still on it."""
        name, *rest = path.split(".")
        field = self.target._meta.get_field(name)
        return not isinstance(field, StreamField) or rest[0] in {b.id for b in getattr(self.target, name)}

    @staticmethod
    def _prefixed(prefix: str, *paths: Collection[str]) -> list[str]:
        return [p for group in paths for p in group if p == prefix or p.startswith(f"{prefix}.")]


def _by_path(page: Page) -> dict[str, list[Any]]:
    """Return a page's texts and the templates around them by path."""
    values: dict[str, list[Any]] = defaultdict(list)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue | TemplateSegmentValue):
            values[segment.path].append(segment)
    return values


def _item_ids(value: Any) -> set[str]:
    """Return the ids of all list items within a raw block."""
    if isinstance(value, dict):
        nested = set().union(*map(_item_ids, value.values())) if value else set()
        return nested | ({value["id"]} if {"id", "type", "value"} <= value.keys() else set())
    return set().union(*map(_item_ids, value)) if isinstance(value, list) and value else set()


def _with_text(
    value: StringSegmentValue, text: str, *, at: StringSegmentValue | None = None
) -> StringSegmentValue:
    """Return a string with another text; its links keep their own addresses where it has the same links."""
    attrs = value.attrs
    if at is not None and set(at.attrs or {}) != set(attrs or {}):
        attrs = at.attrs
    return StringSegmentValue(value.path, StringValue(text), attrs=attrs)


def _blank(values: list[Any]) -> list[Any]:
    first = values[0]
    if isinstance(first, TemplateSegmentValue):
        return [TemplateSegmentValue(first.path, first.format, "", 0)]
    return [StringSegmentValue(first.path, StringValue(""))]
