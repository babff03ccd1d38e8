"""The practices that an address names, and what is said of those that it names wrongly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Locale

from practices.models import PracticePage

MOST = 4
MOST_READ = 12  # what stands further on in an address is not even looked at
_KEY = re.compile(r"[-a-z0-9_]{1,100}", re.IGNORECASE)
SHOWN_OF_A_KEY = 60


@dataclass(frozen=True)
class Title:
    """A practice to choose."""

    pk: int
    key: str
    title: str


@dataclass(frozen=True)
class Chosen:
    """The practices to show, what is to be said of the rest, and the status that goes with it."""

    pages: tuple[Any, ...]
    messages: tuple[str, ...] = ()
    status: int = 200


def chosen_from(keys: Sequence[str], pages: QuerySet[Any]) -> Chosen:
    """Return up to four practices in the order of their keys, in one query beside those of the pages' terms.

    A key twice counts once. An unknown key gives 404, and else more than four 400; what can be shown is shown.
    """
    typed = [key.strip() for key in keys if key.strip()]
    asked = list(dict.fromkeys(typed[:MOST_READ]))
    messages = []
    good = [key for key in asked if _KEY.fullmatch(key)]
    there = {page.key: page for page in pages.filter(key__in=good)} if good else {}
    unknown = [key for key in asked if key not in there]
    found = [there[key] for key in asked if key in there]
    for key in unknown[:MOST]:
        shown = key if len(key) <= SHOWN_OF_A_KEY else f"{key[:SHOWN_OF_A_KEY]}…"
        messages.append(
            _("There is no practice “%(key)s” here (any more). Choose another below.") % {"key": shown}
        )
    if len(asked) < len(typed[:MOST_READ]):
        messages.append(_("A practice was chosen twice. It is shown once."))
    too_many = len(found) > MOST or len(typed) > MOST_READ
    if too_many:
        messages.append(
            _("At most four practices fit side by side. The first four are shown: remove one to add another.")
        )
    return Chosen(tuple(found[:MOST]), tuple(messages), 404 if unknown else 400 if too_many else 200)


def titles(locale: Locale) -> list[Title]:
    """Return every practice in a language, by title."""
    pages = PracticePage.objects.readable(locale)
    found = [Title(*row) for row in pages.values_list("pk", "key", "title")]
    return sorted(found, key=lambda each: each.title.casefold())
