"""PO files taken in: strings recorded and pages written, of all files or of none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment

from practices.translating.merging import write_merged
from practices.translating.po import BadPo, PoProblem, Reading, read
from practices.translating.texts import Strings, approve, plain
from practices.translations import record_text


@dataclass
class Imported:
    """What an import did: texts by outcome, and the titles of the pages written."""

    changed: int = 0
    unchanged: int = 0
    untranslated: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)


def summary(done: Imported) -> str:
    """Return an import's counts as a sentence."""
    return _(
        "Texts changed: %(changed)d, unchanged: %(unchanged)d, not translated: %(waiting)d, "
        "of an earlier version: %(outdated)d. Pages written: %(pages)d."
    ) % {
        "changed": done.changed,
        "unchanged": done.unchanged,
        "waiting": len(done.untranslated),
        "outdated": len(done.outdated),
        "pages": len(done.pages),
    }


def import_files(
    files: Iterable[tuple[str, bytes]],
    *,
    publish: bool = False,
    dry_run: bool = False,
    language: str | None = None,
    user: Any = None,
) -> Imported:
    """Take in PO files as (name, content); with `dry_run` only say what would come of it. Raises BadPo."""
    readings, problems = _read_all(files, language)
    for reading in readings:
        problems += _unfit_to_publish(reading) if publish else []
    if problems:
        raise BadPo(problems)
    result = Imported()
    with transaction.atomic():
        for reading in readings:
            _write(reading, result, publish=publish, user=user, problems=problems)
        if problems:
            raise BadPo(problems)
        if dry_run:
            transaction.set_rollback(True)
    return result


def _read_all(
    files: Iterable[tuple[str, bytes]], language: str | None
) -> tuple[list[Reading], list[PoProblem]]:
    readings: dict[int, Reading] = {}
    problems: list[PoProblem] = []
    for name, content in files:
        try:
            reading = read(name, content, language=language)
        except BadPo as bad:
            problems += bad.problems
            continue
        first = readings.setdefault(reading.translation.pk, reading)
        if first is not reading:
            problems.append(PoProblem(name, "", _("is for the same page as %s") % first.file))
    return list(readings.values()), problems


def _unfit_to_publish(reading: Reading) -> list[PoProblem]:
    """A page is not published with texts in the source's language, or out of date."""
    waiting = [s for s in Strings(reading.translation).waiting() if s.pk not in reading.texts]
    reason = _("is not translated, so the page cannot be published")
    return [PoProblem(reading.file, f"“{plain(segment.string.data)[:60]}”", reason) for segment in waiting]


def _write(
    reading: Reading, result: Imported, *, publish: bool, user: Any, problems: list[PoProblem]
) -> None:
    translation = reading.translation
    result.unchanged += reading.unchanged
    result.untranslated += [f"{reading.file}: {text}" for text in reading.untranslated]
    result.outdated += [f"{reading.file}: {text}" for text in reading.outdated]
    page = translation.source.object.get_instance_or_none(translation.target_locale)
    approve(translation, reading.approved, user=user)
    is_waiting_to_go_live = publish and (page is None or page.alias_of_id or not page.live)
    if not reading.texts and not is_waiting_to_go_live:
        return
    segments = StringSegment.objects.filter(pk__in=reading.texts).select_related("string", "context")
    for segment in segments:
        record_text(translation, segment, reading.texts[segment.pk], user=user)
    result.changed += len({(s.context_id, s.string_id) for s in segments})
    try:
        written = write_merged(translation, set(reading.texts), publish=publish, user=user)
    except ValidationError as error:
        problems += [PoProblem(reading.file, where, reason) for where, reason in _reasons(translation, error)]
        return
    result.pages.append(written.title)


def _reasons(translation: Any, error: ValidationError) -> Iterable[tuple[str, str]]:
    model = translation.source.specific_content_type.model_class()
    if not hasattr(error, "error_dict"):
        yield "", "; ".join(error.messages)
        return
    for name, errors in error.message_dict.items():
        known = {f.name for f in model._meta.get_fields()}
        label = capfirst(str(model._meta.get_field(name).verbose_name)) if name in known else ""
        yield label, "; ".join(errors)
