"""Institutions that may be named, and what each does with practices, as readers see it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from adoption.models import Adoption, FollowUp, LocalVersion
from adoption.places import Region, region_of
from adoption.practice_pages import pages_of
from practices.models import Organisation, PracticePage

ORDER = (
    Adoption.State.EMBEDDED,
    Adoption.State.IN_USE,
    Adoption.State.TRYING,
    Adoption.State.CONSIDERING,
    Adoption.State.STOPPED,
)


@dataclass(frozen=True)
class Named:
    """An institution in the list: how many practices it uses now, and how many it has anything to do with."""

    organisation: Organisation
    in_use: int
    practices: int
    is_demo: bool


@dataclass(frozen=True)
class Place:
    """A region with its institutions; `region` is None for those of which it is not known."""

    region: Region | None
    institutions: Sequence[Named]

    @property
    def name(self) -> str:
        """The region's name in the active language."""
        return str(self.region) if self.region else _("Region not known")


@dataclass(frozen=True)
class Story:
    """A story of an adopter that a coordinator has looked at, in the language in which it was written."""

    text: str
    language: str
    month: int


@dataclass(frozen=True)
class Used:
    """A practice that an institution has to do with."""

    adoption: Adoption
    page: PracticePage
    has_version: bool
    stories: Sequence[Story]


@dataclass(frozen=True)
class Institution:
    """What readers see of an institution."""

    organisation: Organisation
    region: Region | None
    used: Sequence[Used]
    is_demo: bool

    @property
    def in_use(self) -> int:
        """How many practices are in use now."""
        return sum(each.adoption.state in Adoption.IN_USE for each in self.used)


def places() -> list[Place]:
    """Return the institutions that may be named, by region; two queries, whatever their number."""
    adoptions = Adoption.objects.public().select_related("organisation").order_by()
    live = set(pages_of({adoption.practice for adoption in adoptions}))
    by_institution: dict[int, list[Adoption]] = defaultdict(list)
    for adoption in adoptions:
        if adoption.practice in live and adoption.organisation_id:
            by_institution[adoption.organisation_id].append(adoption)
    by_region: dict[str, list[Named]] = defaultdict(list)
    for own in by_institution.values():
        organisation = own[0].organisation
        if organisation is None:
            continue
        running = sum(each.state in Adoption.IN_USE for each in own)
        named = Named(organisation, running, len(own), all(each.is_demo for each in own))
        region = region_of(organisation.region)
        by_region[region.code if region else ""].append(named)
    found = [
        Place(region_of(code), sorted(named, key=lambda each: str(each.organisation).casefold()))
        for code, named in by_region.items()
    ]
    return sorted(found, key=lambda place: (place.region is None, place.name.casefold()))


def institution_of(slug: str) -> Institution | None:
    """Return what readers see of an institution, or nothing where nothing of it may be told; six queries."""
    adoptions = list(Adoption.objects.public().filter(organisation__slug=slug).select_related("organisation"))
    pages = pages_of(adoption.practice for adoption in adoptions)
    shown = [adoption for adoption in adoptions if adoption.practice in pages]
    organisation = shown[0].organisation if shown else None
    if organisation is None:
        return None
    return Institution(
        organisation,
        region_of(organisation.region),
        used_of(shown, pages),
        is_demo=all(adoption.is_demo for adoption in shown),
    )


def used_of(adoptions: Sequence[Adoption], pages: dict[UUID, PracticePage]) -> list[Used]:
    """Return adoptions with their pages, local versions and stories: what runs first, then the newest; two queries."""
    keys = [adoption.pk for adoption in adoptions]
    versions = set(
        LocalVersion.objects.readable().filter(adoption__in=keys).values_list("adoption_id", flat=True)
    )
    stories: dict[UUID, list[Story]] = defaultdict(list)
    for told in shown_stories().filter(adoption__in=keys).select_related("adoption"):
        stories[told.adoption_id].append(Story(told.story, told.adoption.language, told.month))
    used = [
        Used(adoption, pages[adoption.practice], adoption.pk in versions, stories[adoption.pk])
        for adoption in adoptions
        if adoption.practice in pages
    ]
    return sorted(
        used, key=lambda each: (ORDER.index(Adoption.State(each.adoption.state)), -_day(each.adoption))
    )


def shown_stories() -> QuerySet[FollowUp]:
    """Return follow-ups whose stories readers may see under the name of the institution, the newest first."""
    told = FollowUp.objects.exclude(story="").filter(
        story_checked_at__isnull=False, story_hidden_at__isnull=True, adoption__in=Adoption.objects.public()
    )
    return told.order_by("-answered_at")


def _day(adoption: Adoption) -> int:
    return (adoption.since or adoption.state_on).toordinal()
