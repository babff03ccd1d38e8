"""New translations in wagtail-localize's records, many at once: the texts of the source, and what translates them.

The same rows as `practices.translations` makes one by one (tests compare them).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid5

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
    get_schema_version,
    validate_translation_links,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from practices.models import PracticePage
from practices.translations import strings_by_path
from publishing.importing.columns import COLUMNS
from publishing.importing.made import Plan


def record(plans: Sequence[Plan], *, user: Any) -> None:
    """Record new translations. A text whose field was not given stays to be translated."""
    if not plans:
        return
    sources = _sources(plans)
    firsts = list(
        {plan.page.translation_key: plan for plan in plans}.values()
    )  # a source once, in whatever languages
    segments = {plan.page.translation_key: list(extract_segments(_source(plan))) for plan in firsts}
    contexts = _contexts(firsts, segments)
    strings = _strings(firsts, segments)
    made = _segments(firsts, sources, segments, contexts, strings)
    _translations(plans, made, user)


def _source(plan: Plan) -> PracticePage:
    assert plan.source is not None  # noqa: S101 only translations are recorded
    return plan.source.page


def _sources(plans: Sequence[Plan]) -> dict[Any, TranslationSource]:
    page = _source(plans[0])
    base = ContentType.objects.get_for_model(page.get_translation_model())
    own, now = ContentType.objects.get_for_model(PracticePage), timezone.now()
    schema = get_schema_version(PracticePage._meta.app_label)
    by_key = {plan.page.translation_key: _source(plan) for plan in plans}
    TranslatableObject.objects.bulk_create(
        (TranslatableObject(translation_key=key, content_type=base) for key in by_key), ignore_conflicts=True
    )
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=key,
            specific_content_type=own,
            locale_id=page.locale_id,
            object_repr=str(page)[:200],
            content_json=page.to_json(),
            schema_version=schema,
            last_updated_at=now,
        )
        for key, page in by_key.items()
    )
    found = {source.object_id: source for source in sources}
    Translation.objects.bulk_create(
        Translation(
            source=found[plan.page.translation_key], target_locale_id=plan.page.locale_id, enabled=False
        )
        for plan in plans
    )
    return found


def _contexts(plans: Sequence[Plan], segments: dict[Any, list[Any]]) -> dict[tuple[Any, str], Any]:
    made = {}
    for plan in plans:
        key = plan.page.translation_key
        for path in dict.fromkeys(segment.path for segment in segments[key]):
            context = TranslationContext(
                object_id=key, path=path, path_id=TranslationContext._get_path_id(path), field_path=""
            )
            context.save = lambda **_kwargs: None  # its path by names is wanted here, not yet the row
            context.get_field_path(_source(plan))
            made[key, path] = context
    TranslationContext.objects.bulk_create(made.values())
    return made


def _strings(plans: Sequence[Plan], segments: dict[Any, list[Any]]) -> dict[tuple[int, Any], String]:
    """Return the strings of the segments by (locale, hash), made unless they were there."""
    wanted = {
        (_source(plan).locale_id, String._get_data_hash(segment.string.data)): segment.string.data
        for plan in plans
        for segment in segments[plan.page.translation_key]
        if isinstance(segment, StringSegmentValue)
    }
    String.objects.bulk_create(
        (String(locale_id=locale, data_hash=digest, data=data) for (locale, digest), data in wanted.items()),
        ignore_conflicts=True,
    )
    found = String.objects.filter(data_hash__in={digest for _locale, digest in wanted})
    return {(string.locale_id, string.data_hash): string for string in found}


def _templates(segments: Iterable[Any]) -> dict[Any, Template]:
    wanted = {_template_id(s): s for s in segments if isinstance(s, TemplateSegmentValue)}
    Template.objects.bulk_create(
        (
            Template(uuid=uuid, template=s.template, template_format=s.format, string_count=s.string_count)
            for uuid, s in wanted.items()
        ),
        ignore_conflicts=True,
    )
    return {template.uuid: template for template in Template.objects.filter(uuid__in=wanted)}


def _template_id(segment: TemplateSegmentValue) -> Any:
    return uuid5(uuid5(Template.BASE_UUID_NAMESPACE, segment.format), segment.template)


def _segments(
    plans: Sequence[Plan],
    sources: dict[Any, TranslationSource],
    segments: dict[Any, list[Any]],
    contexts: dict[tuple[Any, str], Any],
    strings: dict[tuple[int, Any], String],
) -> dict[Any, list[StringSegment]]:
    """Make the segments; return those of strings, in order, by practice."""
    templates = _templates(segment for found in segments.values() for segment in found)
    rows: dict[Any, list[Any]] = defaultdict(list)
    texts: dict[Any, list[StringSegment]] = defaultdict(list)
    for plan in plans:
        key = plan.page.translation_key
        for segment in segments[key]:
            common = {"source": sources[key], "context": contexts[key, segment.path], "order": segment.order}
            if isinstance(segment, TemplateSegmentValue):
                row: Any = TemplateSegment(**common, template=templates[_template_id(segment)])
            elif isinstance(segment, RelatedObjectSegmentValue):
                related, _made = TranslatableObject.objects.get_or_create(
                    content_type=segment.content_type, translation_key=segment.translation_key
                )
                row = RelatedObjectSegment(**common, object=related)
            elif isinstance(segment, OverridableSegmentValue):
                row = OverridableSegment(**common, data_json=json.dumps(segment.data, cls=DjangoJSONEncoder))
            else:
                string = strings[_source(plan).locale_id, String._get_data_hash(segment.string.data)]
                row = StringSegment(
                    **common, string=string, attrs=json.dumps(segment.attrs, cls=DjangoJSONEncoder)
                )
                texts[key].append(row)
            rows[type(row)].append(row)
    for model, made in rows.items():
        model.objects.bulk_create(made)
    return texts


def _translations(plans: Sequence[Plan], texts: dict[Any, list[StringSegment]], user: Any) -> None:
    rows: dict[tuple[int, int, int], StringTranslation] = {}
    now = timezone.now()
    for plan in plans:
        given = {COLUMNS[code].field for code in plan.given} | {"title", "slug"}
        ours = strings_by_path(plan.page)
        by_path: dict[str, list[StringSegment]] = defaultdict(list)
        for segment in texts[plan.page.translation_key]:
            by_path[segment.context.path].append(segment)
        for path, segments in by_path.items():
            said = ours.get(path, []) if path.partition(".")[0] in given else []
            if len(said) != len(segments):
                continue
            for segment, text in zip(segments, said, strict=True):
                rows[plan.page.locale_id, segment.string_id, segment.context_id] = StringTranslation(
                    translation_of=segment.string,
                    locale_id=plan.page.locale_id,
                    context=segment.context,
                    data=text,
                    last_translated_by=user,
                    updated_at=now,
                    has_error=not _is_valid(segment.string.data, text),
                )
    StringTranslation.objects.bulk_create(rows.values())


def _is_valid(source: str, text: str) -> bool:
    if "<" not in source + text:
        return True
    try:
        StringValue.from_translated_html(text)
        validate_translation_links(source, text)
    except ValueError:
        return False
    return True
