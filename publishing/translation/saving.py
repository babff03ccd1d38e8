"""Translations written in the workbench taken in: all that one form brings, or nothing of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.strings import StringValue

from practices.translating.faults import faults
from practices.translating.merging import write_merged
from practices.translating.texts import approve, mark_up_to_date, plain
from practices.translations import record_text
from publishing.translation.markup import has_broken_tag, to_html, to_text
from publishing.translation.workbench import SLUG, Row, Status, rows_of, text_digest

# Far beyond any text of a page; what is longer was not typed.
LONGEST = 20_000


@dataclass(frozen=True)
class Given:
    """What a form says of one text: what stands in its field, what the field had, and whether it was found right."""

    text: str
    token: str
    holds: bool = False

    def has_changed(self) -> bool:
        """Whether somebody wrote something else than what the field had."""
        return text_digest(self.text) != self.token.partition("-")[2]


@dataclass(frozen=True)
class Saved:
    """What was saved: how many texts were written, and how many found right."""

    written: int
    held: int


class Refused(Exception):
    """A form that was not taken in; carries what is wrong by text, and `lost` where texts are not in the source now."""

    def __init__(self, problems: dict[int, str], *, lost: bool = False) -> None:
        super().__init__("\n".join(problems.values()))
        self.problems = problems
        self.lost = lost


@transaction.atomic
def save(translation: Translation, given: Mapping[int, Given], *, user: Any = None) -> Saved:
    """Record what was changed or found right, and write it into the page's draft. Raises Refused; then nothing is."""
    # One after the other: what somebody else saves meanwhile is seen by the check.
    Translation.objects.select_for_update().get(pk=translation.pk)
    rows = {row.segment: row for row in rows_of(translation)}
    wanted = {pk: what for pk, what in given.items() if what.has_changed() or what.holds}
    lost = wanted.keys() - rows.keys()
    problems = {pk: said for pk in wanted.keys() & rows.keys() if (said := _problem(rows[pk], wanted[pk]))}
    if lost or problems:
        raise Refused(problems, lost=bool(lost))
    written = {
        pk: _string(what.text)
        for pk, what in wanted.items()
        if what.has_changed() and _string(what.text) != rows[pk].known
    }
    held = wanted.keys() - written.keys()
    record_texts(translation, written | address_for(rows.values(), written), user=user)
    count = approve(translation, held, user=user)
    count += mark_up_to_date(translation, held, user=user)
    return Saved(len(written), count)


def record_texts(
    translation: Translation, texts: Mapping[int, str], *, user: Any = None, tool: str = ""
) -> None:
    """Record strings by segment, and write them into the page's draft; with `tool` as a machine's, unchecked."""
    segments = StringSegment.objects.filter(source=translation.source).select_related("string", "context")
    by_key = {(each.context_id, each.string_id): each for each in segments if each.pk in texts}
    for segment in by_key.values():
        record_text(translation, segment, texts[segment.pk], user=user, tool=tool)
    # A text that stands twice in one place has two segments and one record.
    changed = {each.pk for each in segments if (each.context_id, each.string_id) in by_key}
    if changed:
        write_merged(translation, changed, publish=False, user=user)


def address_for(rows: Iterable[Row], texts: Mapping[int, str]) -> dict[int, str]:
    """Return an address made of the title among `texts`, as a text more, where the page has none of its own yet."""
    by_path = {row.path: row for row in rows if row.path in ("title", SLUG)}
    title, slug = by_path.get("title"), by_path.get(SLUG)
    if title is None or slug is None or slug.status != Status.MISSING or slug.segment in texts:
        return {}
    made = slugify(plain(texts.get(title.segment, "")))
    return {slug.segment: made} if made else {}


def _problem(row: Row, what: Given) -> str:
    """Return what is wrong with what a form says of a text, in words for whoever wrote it; "" where all is well."""
    if what.has_changed() and _string(what.text, lenient=True) == row.known:
        return ""  # somebody wrote the very same meanwhile
    if what.token != row.token:
        text = to_text(row.shown)
        return _(
            "Somebody else changed this text in the meantime, so yours was not saved. It says now: “%s”. "
            "Put together what is best of both and save again."
        ) % (text or "–")
    if not what.has_changed():
        return ""
    if not row.is_editable:
        return _("This text has paragraphs of its own. Change it in the editor.")
    return problem_with(row, what.text)


def problem_with(row: Row, text: str) -> str:
    """Return what is wrong with a text as the translation of a row, "" where nothing is."""
    if not text.strip():
        return _("The field is empty. Write the translation, or put the earlier one back.")
    if len(text) > LONGEST:
        return _("The text is longer than %d characters.") % LONGEST
    if has_broken_tag(text):
        return _("A tag is broken. Write the tags as they are in the original: %s") % _tags_of(row)
    found = list(faults(row.source, to_html(text), row.place, row.path))
    return f"{capfirst('; '.join(found))}." if found else ""


def _tags_of(row: Row) -> str:
    tags = [part.split(">")[0] for part in to_text(row.source).split("<")[1:]]
    return " ".join(f"<{tag}>" for tag in tags) or _("none")


def _string(text: str, *, lenient: bool = False) -> str:
    html = to_html(text)
    try:
        return StringValue.from_translated_html(html).data
    except ValueError:
        if lenient:
            return html
        raise
