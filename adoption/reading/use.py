"""Who uses a practice, and what they tell of it: reckoned once for a page, in four queries at most."""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import pgettext

from adoption.models import Adoption, FollowUp
from adoption.places import region_of
from adoption.reading.effort import Effort, effort_of
from adoption.reading.lasting import Lasting, lasting_of
from adoption.reading.regions import Spread, spread_of
from practices.models import Organisation

State = Adoption.State
# In the order in which institutions are listed; those that stopped are counted, not listed.
LISTED = (State.EMBEDDED, State.IN_USE, State.TRYING, State.CONSIDERING)


@dataclass(frozen=True)
class Institution:
    """An institution that may be named, and what it does with the practice. `since` is when it began, or None."""

    name: str
    slug: str
    kind: str
    municipality: str
    region: str
    state: str
    state_label: str
    since: date | None
    is_demo: bool


@dataclass(frozen=True)
class Story:
    """What an institution tells, in its own language; without its name where it does not want to be named."""

    words: str
    language: str
    institution: str
    slug: str
    told_on: date
    photo: Any
    photo_alt: str
    is_demo: bool


@dataclass(frozen=True)
class Use:
    """What readers are told of the use of a practice. All numbers are of confirmed adoptions that nobody disputes."""

    numbers: dict[str, int]
    listed: list[Institution]
    spread: Spread
    lasting: list[Lasting]
    effort: Effort | None
    stories: list[Story]
    any_demo: bool

    @property
    def in_use(self) -> int:
        """How many institutions use it now."""
        return self.numbers[State.IN_USE] + self.numbers[State.EMBEDDED]

    @property
    def embedded(self) -> int:
        """How many of those have embedded it in their everyday life."""
        return self.numbers[State.EMBEDDED]

    @property
    def trying(self) -> int:
        """How many try it out."""
        return self.numbers[State.TRYING]

    @property
    def considering(self) -> int:
        """How many consider it."""
        return self.numbers[State.CONSIDERING]

    @property
    def stopped(self) -> int:
        """How many have stopped."""
        return self.numbers[State.STOPPED]

    @property
    def unnamed(self) -> int:
        """How many of those that did not stop are not in the list."""
        return self.in_use + self.trying + self.considering - len(self.listed)

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return any(self.numbers.values())


def use_of(page: Any, today: date | None = None) -> Use:
    """Return the use of a practice, given its page in any language; reckoned once for the page at hand."""
    known = vars(page).get("_use")
    if known is None:
        known = page._use = _reckoned(page, today or timezone.localdate())
    return known


def _reckoned(page: Any, today: date) -> Use:
    answers = FollowUp.objects.select_related("photo").prefetch_related("photo__renditions")
    adoptions = list(
        Adoption.objects.confirmed()
        .of(page)
        .select_related("organisation", "suggested")
        .prefetch_related("changes", Prefetch("follow_ups", answers.filter(answered_at__isnull=False)))
        .defer("email", "consent", "reason_words", "greeting", "dispute")
    )
    numbers = Counter(adoption.state for adoption in adoptions)
    named = {each.pk for each in adoptions if each.is_public and each.organisation_id}
    return Use(
        numbers={state: numbers[state] for state in State.values},
        listed=_listed([each for each in adoptions if each.pk in named]),
        spread=spread_of((each for each in adoptions if each.state in Adoption.IN_USE), named),
        lasting=lasting_of(adoptions, today),
        effort=effort_of(adoptions),
        stories=_stories(adoptions, named),
        any_demo=any(each.is_demo for each in adoptions),
    )


def _listed(adoptions: list[Adoption]) -> list[Institution]:
    kinds, labels = dict(Organisation.Kind.choices), _state_labels()
    found = [
        Institution(
            name=str(organisation),
            slug=organisation.slug,
            kind=str(kinds.get(organisation.kind, "")),
            municipality=organisation.municipality,
            region=_region_name(organisation.region),
            state=adoption.state,
            state_label=labels[adoption.state],
            since=adoption.since,
            is_demo=adoption.is_demo,
        )
        for adoption in adoptions
        if adoption.state in LISTED and (organisation := adoption.organisation) is not None
    ]
    return sorted(found, key=lambda each: (LISTED.index(State(each.state)), each.name.casefold()))


def _state_labels() -> dict[str, str]:
    """Return {state: what is said of an institution in it}; the labels of the form are the institution's own words."""
    return {
        State.EMBEDDED: pgettext("of an institution", "Embedded in everyday life"),
        State.IN_USE: pgettext("of an institution", "In use"),
        State.TRYING: pgettext("of an institution", "Trying it out"),
        State.CONSIDERING: pgettext("of an institution", "Considering it"),
    }


def _stories(adoptions: list[Adoption], named: Set[object]) -> list[Story]:
    """Return the stories that were consented to and looked at, the newest first."""
    told = [
        (answer, adoption)
        for adoption in adoptions
        for answer in adoption.follow_ups.all()
        if answer.story and answer.story_consent and answer.story_checked_at and not answer.story_hidden_at
    ]
    told.sort(key=lambda pair: (pair[0].answered_at, pair[0].pk), reverse=True)
    return [
        Story(
            words=answer.story,
            language=adoption.language,
            institution=adoption.institution_name if adoption.pk in named else "",
            slug=adoption.organisation.slug if adoption.organisation and adoption.pk in named else "",
            told_on=timezone.localdate(answer.answered_at),
            photo=answer.photo if answer.photo_alt else None,
            photo_alt=answer.photo_alt,
            is_demo=adoption.is_demo,
        )
        for answer, adoption in told
    ]


def _region_name(word: str) -> str:
    region = region_of(word)
    return str(region) if region is not None else word
