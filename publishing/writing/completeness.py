"""How far a practice is: what publishing still asks for, and what would make it easy for others to adopt."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.blocks import StreamValue

from practices.forms import is_blank
from practices.models import PracticePage
from publishing.writing.fields import ORIGIN, links_of, needed, places
from publishing.writing.prompts import prompt_in, refusal

# What somebody at another place asks first: what it takes, what it looks like, and how to begin.
EXTRAS = (
    *("image", "time_needed", "cost", "resources", "core", "adaptable", "risks"),
    *("materials", "checklist", "ask_makers"),
)


@dataclass(frozen=True)
class Item:
    """A field that lacks something: its name, its label and tab; `note` says what is wrong where that is not plain."""

    name: str
    label: str
    tab: str
    note: str = ""


@dataclass(frozen=True)
class Completeness:
    """How far a page is. `refused` are fields beyond the needed ones for which publishing would be refused."""

    needed: int
    missing: tuple[Item, ...]
    extras: int
    extras_missing: tuple[Item, ...]
    refused: tuple[Item, ...] = ()

    @property
    def done(self) -> int:
        """How many of the needed fields are filled in."""
        return self.needed - len(self.missing)

    @property
    def is_ready(self) -> bool:
        """Whether the page could be published."""
        return not self.missing and not self.refused

    @property
    def needed_text(self) -> str:
        """Say how many of the needed fields are filled in."""
        return _("%(done)d of %(needed)d needed") % {"done": self.done, "needed": self.needed}

    @property
    def extras_text(self) -> str:
        """Say how many more fields would make the practice easy to adopt; nothing where all are there."""
        count = len(self.extras_missing)
        text = ngettext(
            "%(count)d more makes it easy to adopt", "%(count)d more make it easy to adopt", count
        )
        return text % {"count": count} if count else ""

    @property
    def text(self) -> str:
        """Say both in a line."""
        return ", ".join(filter(None, (self.needed_text, self.extras_text)))


def completeness_of(page: PracticePage) -> Completeness:
    """Return how far a page is, as it is in memory; a draft is `page.get_latest_revision_as_object()`.

    A draft costs no query. A page as it is in the database costs one for each of its four needed relations of terms:
    prefetch `theme_links` and the like for a list.
    """

    def value_of(name: str) -> Any:
        field = PracticePage._meta.get_field(name)
        if isinstance(field, ClusterTaggableManager):
            return list(getattr(page, links_of(field)).all())
        return getattr(
            page, getattr(field, "attname", name)
        )  # of a picture its number: that it is there is enough

    missing = [name for name in needed() if not is_done(name, value_of)]
    notes = {name: refusal(name) for name in places() if name not in missing and _prompt(name, page)}
    if page.image_id and not page.image_alt.strip():
        notes["image_alt"] = _("The image needs an alt text: say what it shows.")
    return _completeness(missing, value_of, notes)


def completeness_of_form(form: Any) -> Completeness:
    """Return how far the page in a form is that was validated as for publishing: what that refused is what counts."""
    errors = {name: " ".join(_messages(found)) for name, found in form.errors.as_data().items()}
    missing = [name for name in needed() if name in errors]
    if ORIGIN[0] in missing and ORIGIN[1] in errors:
        missing.remove(ORIGIN[0])
    notes = {name: errors[name] for name in places() if name in errors}
    return _completeness(missing, form.cleaned_data.get, notes)


def is_done(name: str, value_of: Callable[[str], Any]) -> bool:
    """Whether a needed field has what publishing asks for."""
    names = ORIGIN if name == ORIGIN[0] else (name,)
    values = [(each, value_of(each)) for each in names]
    return any(is_filled(each, value) and _is_valid(value) for each, value in values)


def is_filled(name: str, value: Any) -> bool:
    """Whether a field's value says something: an emptied text, a list of nothing and an unfilled prompt do not."""
    if prompt_in(name, value):
        return False
    if isinstance(value, str):
        return not is_blank(value)
    if isinstance(value, StreamValue | list | tuple):
        return len(value) > 0
    if isinstance(value, QuerySet):
        return value.exists()
    return value is not None


def _completeness(missing: list[str], value_of: Callable[[str], Any], notes: dict[str, str]) -> Completeness:
    # What a needed field lacks when it is empty is plain; only what is wrong with a filled one is told.
    told = {name: note for name, note in notes.items() if _says_something(value_of(name))}
    extras = [name for name in EXTRAS if not is_filled(name, value_of(name))]
    return Completeness(
        needed=len(needed()),
        missing=tuple(_items(missing, told)),
        extras=len(EXTRAS),
        extras_missing=tuple(_items((name for name in extras if name not in notes), {})),
        refused=tuple(_items((name for name in notes if name not in missing), notes)),
    )


def _items(names: Iterable[str], notes: dict[str, str]) -> list[Item]:
    return [Item(name, places()[name].label, places()[name].tab, notes.get(name, "")) for name in names]


def _says_something(value: Any) -> bool:
    return bool(value) and not (isinstance(value, str) and is_blank(value))


def _prompt(name: str, page: Model) -> str:
    return prompt_in(name, getattr(page, name)) if _holds_text(name) else ""


def _holds_text(name: str) -> bool:
    return PracticePage._meta.get_field(name).get_internal_type() in ("CharField", "TextField", "JSONField")


def _is_valid(value: Any) -> bool:
    """Whether publishing would take a StreamField's blocks as they are."""
    if isinstance(value, StreamValue):
        try:
            value.stream_block.clean(value)
        except ValidationError:
            return False
    return True


def _messages(errors: Iterable[ValidationError]) -> list[str]:
    return [str(message) for error in errors for message in getattr(error, "messages", ())]
