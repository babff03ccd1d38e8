"""Institutions as adopters look for them: in the register, and among the names that wait to come there."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from adoption.joining.spelling import SAME, fits, key_of, likeness
from adoption.models import SuggestedInstitution
from practices.models import Organisation

MOST_FOUND = 12
SHORTEST = 2  # characters that one looks for


@dataclass(frozen=True)
class Candidate:
    """An institution that may be meant. `value` is what a form sends: "register:SLUG" or "waiting:NUMBER"."""

    value: str
    name: str
    names: tuple[str, ...]
    kind: str
    municipality: str
    is_waiting: bool = False

    @property
    def slug(self) -> str:
        """The slug in the register, or nothing."""
        return "" if self.is_waiting else self.value.partition(":")[2]


@dataclass(frozen=True)
class Named:
    """An institution that the register lacks, as an adopter names it."""

    name: str = ""
    kind: str = ""
    municipality: str = ""
    region: str = ""  # a code of adoption.places

    def as_dict(self) -> dict[str, str]:
        """Return it for keeping."""
        return {
            "name": self.name,
            "kind": self.kind,
            "municipality": self.municipality,
            "region": self.region,
        }


@dataclass(frozen=True)
class Chosen:
    """The institution of a form: one of the three is there."""

    organisation: Organisation | None = None
    suggested: SuggestedInstitution | None = None
    named: Named = field(default_factory=Named)

    def __str__(self) -> str:
        return str(self.organisation or self.suggested or self.named.name)

    @property
    def value(self) -> str:
        """What a form sends for it, or nothing for one that is named."""
        if self.organisation:
            return f"register:{self.organisation.slug}"
        return f"waiting:{self.suggested.pk}" if self.suggested else ""

    @property
    def identity(self) -> str:
        """What tells it from others: equal for two spellings of one new name in one place."""
        return self.value or f"new:{key_of(self.named.name)}:{self.named.municipality.casefold()}"


def found_for(typed: str) -> list[Candidate]:
    """Return the institutions that fit what was typed, the best first; two queries."""
    if len(typed.strip()) < SHORTEST:
        return []
    scored = [(fits(typed, each.names), each) for each in _register()]
    # What waits is shown to those alone who have typed nearly all of its name.
    scored += [(_closeness(typed, each), each) for each in _waiting()]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].name.casefold()))
    return [each for _score, each in best[:MOST_FOUND]]


def same_as(name: str) -> list[Candidate]:
    """Return the institutions whose name may well be the same, the likest first: what "did you mean" offers."""
    scored = [(_closeness(name, each), each) for each in (*_register(), *_waiting())]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return [each for _score, each in best[:MOST_FOUND]]


def suggestions_for(typed: str) -> list[Candidate]:
    """Return institutions of the register alone that fit what was typed, the best first; one query."""
    if len(typed.strip()) < SHORTEST:
        return []
    scored = [(fits(typed, each.names), each) for each in _register()]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].name.casefold()))
    return [each for _score, each in best[:MOST_FOUND]]


def chosen_by(value: str) -> Chosen | None:
    """Return the institution that a form's value means, or nothing where there is none (any more)."""
    where, _colon, which = value.partition(":")
    if where == "register":
        found = Organisation.objects.filter(slug=which, demo_institution=None).first()
        return Chosen(organisation=found) if found else None
    if where == "waiting" and which.isascii() and which.isdigit() and len(which) < 10:
        waiting = SuggestedInstitution.objects.filter(pk=int(which)).select_related("organisation").first()
        if waiting and waiting.organisation:  # it has come into the register meanwhile
            return Chosen(organisation=waiting.organisation)
        if waiting and waiting.state == SuggestedInstitution.State.WAITING:
            return Chosen(suggested=waiting)
    return None


def _closeness(typed: str, candidate: Candidate) -> float:
    key = key_of(typed)
    best = max((likeness(key, key_of(name)) for name in candidate.names), default=0.0)
    return best if best >= SAME else 0.0


def _register() -> Iterator[Candidate]:
    # Institutions that are made up for demonstration are nobody's.
    for each in Organisation.objects.filter(demo_institution=None):
        names = tuple(dict.fromkeys(filter(None, each.names.values())))
        yield Candidate(f"register:{each.slug}", str(each), names, each.get_kind_display(), each.municipality)


def _waiting() -> Iterator[Candidate]:
    for each in SuggestedInstitution.objects.filter(state=SuggestedInstitution.State.WAITING):
        yield Candidate(
            f"waiting:{each.pk}", each.name, (each.name,), each.get_kind_display(), each.municipality, True
        )
