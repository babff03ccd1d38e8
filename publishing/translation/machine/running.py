"""A page's missing texts sent to the service, looked at when they come back, and put into the draft, marked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation
from wagtail_localize.strings import StringValue

from practices.translating.faults import faults
from practices.translating.texts import plain
from publishing.translation.machine.base import HttpTranslator
from publishing.translation.saving import LONGEST, address_for, record_texts
from publishing.translation.workbench import SLUG, Row, Status, rows_of


@dataclass
class Outcome:
    """What came of it: texts put into the draft, texts that came back unfit with the reason, texts still to send."""

    texts: dict[int, str] = field(default_factory=dict)
    unfit: list[tuple[Row, str]] = field(default_factory=list)
    left: int = 0


def translate_missing(translation: Translation, service: HttpTranslator, *, user: Any = None) -> Outcome:
    """Translate what nobody has translated, and save it as unchecked. Raises CannotTranslate; then nothing is saved.

    What a person wrote is never sent and never written over, also if they wrote it while the service was at work.
    """
    wanted = list(_to_send(rows_of(translation)))
    strings = list({row.source: StringValue(row.source) for row in wanted}.values())
    answers = service.translate(translation.source.locale, translation.target_locale, strings)
    by_source = {string.data: answer.data for string, answer in answers.items()}
    return _take_in(translation, by_source, service.display_name, user)


@transaction.atomic
def _take_in(translation: Translation, answers: dict[str, str], tool: str, user: Any) -> Outcome:
    Translation.objects.select_for_update().get(pk=translation.pk)
    rows = rows_of(translation)
    outcome = Outcome()
    for row in _to_send(rows):
        if row.source not in answers:
            outcome.left += 1
        elif reason := _unfit(row, answers[row.source]):
            outcome.unfit.append((row, reason))
        else:
            outcome.texts[row.segment] = StringValue.from_translated_html(answers[row.source].strip()).data
    outcome.texts |= address_for(rows, outcome.texts)
    record_texts(translation, outcome.texts, user=user, tool=tool)
    return outcome


def _to_send(rows: list[Row]) -> Iterator[Row]:
    """Yield the texts that are missing, and that have words: not addresses, not “2025”."""
    for row in rows:
        has_words = any(char.isalpha() for char in row.source_plain)
        if row.status == Status.MISSING and not row.shown and row.path != SLUG and has_words:
            yield row


def _unfit(row: Row, answer: str) -> str:
    """Return why an answer cannot stand on the page, "" where it can."""
    if not plain(answer).strip():
        return _("came back empty")
    if len(answer) > LONGEST:
        return _("is longer than %d characters") % LONGEST
    return "; ".join(faults(row.source, answer, row.place, row.path))
