"""What an adopter tells of its use of a practice: as a form gives it, and as it is kept until it is confirmed."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from adoption.models import Adoption

_DAYS = ("since", "on")


@dataclass(frozen=True)
class Answers:
    """`since`: the day of taking into use; `on`: since when the state holds."""

    state: str
    on: date
    since: date | None = None
    setting: str = ""  # a slug
    students: int | None = None
    reason: str = ""
    reason_words: str = ""
    is_public: bool = False
    is_contact_open: bool = False
    wants_company: bool = False
    start_term: str = ""
    consent: str = ""  # the words that were agreed to

    def as_dict(self) -> dict[str, Any]:
        """Return them as JSON can hold them."""
        told = asdict(self)
        return {**told, **{name: told[name] and told[name].isoformat() for name in _DAYS}}


def answers_from(kept: dict[str, Any]) -> Answers:
    """Return answers from what `as_dict` made. Raises KeyError or TypeError where there are none."""
    known = {field.name for field in fields(Answers)}
    told = {name: value for name, value in kept.items() if name in known}
    days = {name: date.fromisoformat(told[name]) if told.get(name) else None for name in _DAYS}
    return Answers(**{**told, **days})


def answers_of(adoption: Adoption) -> Answers:
    """Return what is kept of an adoption, as answers."""
    copied = {field.name for field in fields(Answers)} - {"on", "setting"}
    return Answers(
        on=adoption.state_on,
        setting=adoption.setting.slug if adoption.setting else "",
        **{name: getattr(adoption, name) for name in copied},
    )
