"""Codes of pilots as people type them, and what stands behind one."""

import re
import unicodedata
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from practices import limits
from practices.models import PracticePage
from publishing.models import Pilot
from publishing.models.pilot import CODE_LENGTH, CODE_LETTERS

# Wrong codes an hour and address: a class that mistypes passes, a program that tries them all does not get far.
MOST_WRONG = 60
LONGEST_TYPED = 200
_NOT_OF_A_CODE = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True)
class Trial:
    """A pilot with the practice that it tries, as a page in the language at hand where there is one."""

    pilot: Pilot
    page: PracticePage

    @property
    def is_open(self) -> bool:
        """Whether one may answer today."""
        return self.pilot.is_open(timezone.localdate())

    @property
    def practice_url(self) -> str:
        """Address of the practice, or nothing where not everybody may read it."""
        is_public = self.page.live and not self.page.get_view_restrictions().exists()
        return str(self.page.url) if is_public else ""


class TooManyWrong(Exception):
    """So many wrong codes came from an address that no code is looked up for it within the hour."""


def tidy(typed: str) -> str:
    """Return a code as it is kept: capitals without spaces, whether it was typed or pasted with its address."""
    text = unicodedata.normalize("NFKC", typed[:LONGEST_TYPED]).upper().partition("?")[0].strip().rstrip("/")
    return _NOT_OF_A_CODE.sub("", text.rsplit("/", 1)[-1])


def is_code(code: str) -> bool:
    """Return whether a tidied code can be one: the right number of the right letters."""
    return len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS)


def find(request: HttpRequest, code: str) -> Trial | None:
    """Return what a tidied code stands for, or nothing, which is counted. Raises TooManyWrong."""
    if not limits.is_within(request, "pilot code", most=MOST_WRONG):
        raise TooManyWrong
    pilot = Pilot.objects.filter(code=code).first() if is_code(code) else None
    page = practice_of(pilot) if pilot else None
    if pilot is None or page is None:
        limits.may(request, "pilot code", most=MOST_WRONG)
        return None
    return Trial(pilot, page)


def practice_of(pilot: Pilot) -> PracticePage | None:
    """Return the page of a pilot's practice: in the active language, else in the first that has it; never an alias."""
    pages = PracticePage.objects.filter(translation_key=pilot.practice, alias_of=None)
    by_language = {page.locale.language_code: page for page in pages.select_related("locale").order_by("pk")}
    return by_language.get(get_language() or "") or next(iter(by_language.values()), None)
