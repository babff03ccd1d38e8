"""What changed between two published versions of a practice, in words, and in the texts before and after.

It works on revisions as they are stored: making pages of them would ask the database many times a version.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.fields import RichTextField, StreamField

from practices.models import PracticePage
from publishing.versions.blocks import Pair, are_moved, paired, stored, texts_in
from publishing.versions.words import Piece, pieces, plain

# In the order in which a practice is read. Terms are stored as links, under another name than their field's.
LINKS = {
    "target_groups": "target_group_links",
    "settings": "setting_links",
    "themes": "theme_links",
    "phases": "phase_links",
    "projects": "project_links",
    "makers": "maker_links",
}
# fmt: off
SHOWN = (
    "title", "promise", "image", "image_alt", "maturity", "target_groups", "settings", "themes",
    "phases", "time_needed", "group_size", "cost", "staff_hours", "situation", "intended_change", "idea",
    "student_notices", "steps", "resources", "core", "adaptable", "conditions", "risks",
    "students_part", "equality", "accessibility", "privacy", "results", "evaluations", "student_quotes",
    "what_did_not_work", "grade_target_group", "grade_method", "grade_implementation",
    "grade_effect", "grade_cost", "materials", "checklist", "ask_makers", "outline", "source_says",
    "sources", "projects", "makers", "based_on", "related", "region", "review_date", "checked_on",
    "caretaker", "seeking_caretaker", "retired_reason", "replaced_by",
)
# Addresses, and what only search engines and menus read.
NOT_SHOWN = ("slug", "seo_title", "search_description", "key", "show_in_menus")
# fmt: on


@dataclass(frozen=True)
class Text:
    """A text before and after; `label` says which one where a field has several."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Change:
    """A field that changed: its name, how in words, and its texts."""

    label: str
    said: str
    texts: tuple[Text, ...] = ()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return what readers see changed between two versions as they are stored, in the order of the page."""
    found = (_change(name, before, after) for name in SHOWN)
    return [change for change in found if change is not None]


def _change(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change | None:
    stored_as = LINKS.get(name, name)
    old, new = before.get(stored_as), after.get(stored_as)
    if old == new:
        return None
    field: Any = PracticePage._meta.get_field(name)
    return _comparer(field)(field, old, new)


def _comparer(field: Any) -> Callable[[Any, Any, Any], Change | None]:
    if field.name in LINKS:
        return _terms
    if isinstance(field, StreamField):
        return _stream
    is_text = field.get_internal_type() in ("CharField", "TextField") and not field.choices
    return _text if is_text else _fact


def _label(field: Any) -> str:
    return _("Name") if field.name == "title" else capfirst(str(field.verbose_name))


def _text(field: Any, old: Any, new: Any) -> Change | None:
    """Compare a text of one field."""
    is_rich = isinstance(field, RichTextField)
    before, after = ((plain(each) if is_rich else each.strip()) for each in (old or "", new or ""))
    if before == after:
        return Change(_label(field), _("layout or links")) if is_rich and (before or after) else None
    said = _("changed") if before and after else _("added") if after else _("removed")
    return Change(_label(field), said, (Text("", pieces(before, after)),))


def _fact(field: Any, old: Any, new: Any) -> Change | None:
    """Compare what is no running text: a choice, a date, a yes or no, something that is pointed at."""
    if field.is_relation:
        return Change(_label(field), _said_of(bool(old), bool(new)))
    before, after = _word(field, old), _word(field, new)
    if before == after:
        return None
    if before and after:
        told = _("from “%(before)s” to “%(after)s”") % {"before": before, "after": after}
    else:
        told = _("now “%s”") % after if after else _("removed")
    return Change(_label(field), told)


def _word(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value and field.get_internal_type() == "DateField":
        return str(date_format(date.fromisoformat(value), "DATE_FORMAT"))
    return str(dict(field.flatchoices).get(value, "" if value is None else value))


def _said_of(before: bool, after: bool) -> str:
    return _("changed") if before and after else _("added") if after else _("removed")


def _terms(field: Any, old: Any, new: Any) -> Change | None:
    """Compare terms, by number alone."""
    before, after = ({link["tag"] for link in links or []} for links in (old, new))
    said = _counted(len(after - before), len(before - after), 0)
    return Change(_label(field), said) if said else None


def _stream(field: Any, old: Any, new: Any) -> Change | None:
    """Compare blocks one by one."""
    pairs = paired(stored(old), stored(new))
    added, removed, changed = (
        [pair for pair in pairs if pair.state == state] for state in ("added", "removed", "changed")
    )
    said = _counted(len(added), len(removed), len(changed))
    if are_moved(pairs):
        said = ", ".join(filter(None, [said, _("in another order")]))
    texts = [text for pair in pairs if pair.state != "same" for text in _texts(field, pair)]
    return Change(_label(field), said, tuple(texts)) if said else None


def _texts(field: Any, pair: Pair) -> list[Text]:
    block = field.stream_block.child_blocks.get(pair.type)
    if block is None:
        return []  # a type of block that there is no more
    before, after = (
        {said.path: said for said in texts_in(block, (item or {}).get("value"))}
        for item in (pair.before, pair.after)
    )
    found = []
    for path in {**after, **before}:
        old, new = (side[path].text if path in side else "" for side in (before, after))
        if old != new:
            inner = (after.get(path) or before[path]).label
            label = f"{block.label} {pair.place}" + (f": {inner}" if inner else "")
            found.append(Text(label, pieces(old, new)))
    return found


def _counted(added: int, removed: int, changed: int) -> str:
    told = [
        ngettext("%d added", "%d added", added) % added if added else "",
        ngettext("%d removed", "%d removed", removed) % removed if removed else "",
        ngettext("%d changed", "%d changed", changed) % changed if changed else "",
    ]
    return ", ".join(filter(None, told))
