"""Staff roles that practices name, and which of them a text asks for."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """A role and the beginnings by which texts of any language name it."""

    label: Any
    stems: tuple[str, ...]


ROLES = {
    "teacher": Role(
        _("teachers or group instructors"),
        ("opettaj", "ryhmänohjaaj", "lärare", "lärartutor", "grupphandledar"),
    ),
    "special-needs-teacher": Role(_("special needs teacher"), ("erityisopettaj", "speciallärar")),
    "study-counsellor": Role(_("study counsellor"), ("opinto-ohjaaj", "studiehandledar")),
    "social-worker": Role(_("school social worker"), ("kuraattor", "kurator")),
    "psychologist": Role(_("psychologist"), ("psykolog",)),
    "nurse": Role(_("nurse"), ("terveydenhoitaj", "hälsovårdar")),
    "dormitory-supervisor": Role(
        _("dormitory supervisor"),
        ("asuntolaohjaaj", "asuntolanohjaaj", "internatshandledar", "internatsföreståndar"),
    ),
    "youth-worker": Role(
        _("youth worker"),
        ("nuorisotyöntekij", "nuoriso-ohjaaj", "nuorisonohjaaj", "ungdomsarbetar", "ungdomsledar"),
    ),
    "student-union": Role(_("student union"), ("opiskelijakun", "studerandekår")),
    "tutors": Role(_("peer tutors"), ("tutor",)),
}
# The longest first: a special needs teacher is not just any teacher, and a tutor teacher no tutor.
_BY_STEM = sorted(
    ((stem, slug) for slug, role in ROLES.items() for stem in role.stems), key=lambda each: -len(each[0])
)
_WORD = re.compile(r"[^\W\d_][\w-]*")
_EITHER = {"tai", "eller", "esimerkiksi", "exempel"}
_OTHERS = {"muu", "joku", "annan", "någon"}


@dataclass(frozen=True)
class Need:
    """A person that a practice must have: any or all of the roles; `or_other` where somebody else will do too."""

    text: str
    roles: frozenset[str]
    any_will_do: bool = False
    or_other: bool = False

    def lacking(self, there: frozenset[str]) -> frozenset[str]:
        """Return the roles that an institution with the roles `there` has not got; none where it has enough."""
        if self.any_will_do and self.roles & there:
            return frozenset()
        return self.roles - there


def need_of(text: str) -> Need | None:
    """Return whom a text asks for, or nothing where it names no role that an institution could be asked about."""
    words = [word.casefold() for word in _WORD.findall(text)]
    named = {role for word in words if (role := _role_of(word))}
    if not named:
        return None
    said = set(words)
    return Need(text, frozenset(named), any_will_do=bool(said & _EITHER), or_other=bool(said & _OTHERS))


def _role_of(word: str) -> str:
    return next((slug for stem, slug in _BY_STEM if stem in word), "")


def names_of(roles: frozenset[str]) -> str:
    """Return the names of roles in the active language, with commas between."""
    return ", ".join(str(role.label) for slug, role in ROLES.items() if slug in roles)
