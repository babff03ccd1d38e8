"""Who uses a practice: numbers that equal a recount, names by consent, regions, effort and stories."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from adoption.models import Adoption, FollowUp, SuggestedInstitution
from adoption.places import finland
from adoption.reading.effort import effort_of
from adoption.reading.use import Use, use_of
from practices.models import PracticePage
from tests.adoption.adopting import adopt, institution
from tests.adoption.reading.test_lasting import answered
from tests.factories import practice_page
from tests.languages import nightly

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 2)
CHECKED = datetime(2026, 8, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _finnish() -> Iterator[None]:
    """Names are read in Finnish, whatever language the last request of another test left active."""
    with override("fi"):
        yield


def use(page: PracticePage) -> Use:
    """Return the use as another reader's page would have it."""
    return use_of(PracticePage.objects.get(pk=page.pk), date(2026, 10, 1))


def regions(told: Use) -> dict[str, int]:
    return {each.region.code: each.number for each in told.spread.told}


@pytest.mark.second_database
def test_numbers_equal_a_recount(portal: Any) -> None:
    page, other = practice_page("Kello"), practice_page("Muu")
    chance = random.Random(6)  # noqa: S311 no secret
    for n in range(40):
        adoption = adopt(
            chance.choice([page, page, other]),
            (chance.choice(Adoption.State.values), DAY),
            by=institution(region=chance.choice(["Pirkanmaa", "Lappi", "Åland", ""])),
            is_public=bool(n % 3),
        )
        if n % 7 == 0:
            Adoption.objects.filter(pk=adoption.pk).update(disputed_at=CHECKED)
        if n % 11 == 0:
            Adoption.objects.filter(pk=adoption.pk).update(confirmed_at=None)
    rows = [
        row
        for row in Adoption.objects.all()
        if row.practice == page.translation_key and row.confirmed_at and not row.disputed_at
    ]
    told = use(page)
    assert told.numbers == {
        state: Counter(row.state for row in rows)[state] for state in Adoption.State.values
    }
    assert told.in_use == sum(row.state in ("in-use", "embedded") for row in rows)
    assert len(told.listed) == sum(row.is_public and row.state != "stopped" for row in rows)
    assert told.unnamed == sum(not row.is_public and row.state != "stopped" for row in rows)
    assert sum(regions(told).values()) + told.spread.elsewhere == told.in_use


def test_only_who_may_be_named_is_named(portal: Any) -> None:
    page = practice_page("Kello")
    adopt(page, by=institution("Näkyväinen"))
    adopt(page, by=institution("Piilolainen"), is_public=False)
    new = SuggestedInstitution.objects.create(name="Uusi opisto", kind="folk-high-school")
    adopt(page, organisation=None, suggested=new)
    adopt(page, ("in-use", DAY), ("stopped", date(2026, 5, 1)), by=institution("Lopettanut"))
    told = use(page)
    assert [each.name for each in told.listed] == ["Näkyväinen"]
    assert (told.in_use, told.unnamed, told.stopped) == (3, 2, 1)


@pytest.mark.parametrize(("unnamed", "counted"), [(1, 0), (2, 0), (3, 3), (5, 5)])
def test_few_that_are_not_named_are_not_told_of_by_region(portal: Any, unnamed: int, counted: int) -> None:
    page = practice_page("Kello")
    for _n in range(unnamed):
        adopt(page, by=institution(region="Kainuu"), is_public=False)
    adopt(page, by=institution(region="Birkaland"))
    told = use(page)
    assert regions(told) == {"pirkanmaa": 1} | ({"kainuu": counted} if counted else {})
    assert told.spread.elsewhere == unnamed - counted


def test_unnamed_ones_are_never_added_to_named_ones_of_a_region(portal: Any) -> None:
    page = practice_page("Kello")
    for n in range(4):
        adopt(page, by=institution(region="Lappi"), is_public=n < 3)
    assert regions(use(page)) == {"lapland": 3}


def test_the_map_has_every_region_in_both_languages() -> None:
    codes = [region.code for region in finland().regions]
    assert len(codes) == len(set(codes)) == 19
    for region in finland().regions:
        assert set(region.names) == {"fi", "sv"}
        assert 0 <= region.x <= finland().width
        assert 0 <= region.y <= finland().height
        assert region.path.startswith("M")


def test_effort_is_the_middle_of_the_newest_answers_of_three_or_more(portal: Any) -> None:
    page = practice_page("Kello")
    for old, new in ((50, 2), (50, 4), (50, 6), (50, 20)):
        adoption = adopt(page, ("in-use", date(2024, 9, 2)))
        answered(adoption, 3, hours=old)
        answered(adoption, 12, hours=new)
    effort = use(page).effort
    assert effort is not None
    assert (effort.institutions, effort.middle, effort.low, effort.high) == (
        4,
        Decimal(5),
        Decimal("3.5"),
        Decimal("9.5"),
    )
    few = Adoption.objects.prefetch_related("follow_ups")[:2]
    assert effort_of(few) is None


def test_stories_need_consent_a_look_and_are_not_hidden(portal: Any) -> None:
    page = practice_page("Kello")
    shown = {"story": "Toimii.", "story_consent": "Saa näyttää.", "story_checked_at": CHECKED}
    answered(adopt(page, ("in-use", DAY), by=institution("Kertoja")), 3, **shown)
    for less in (
        {"story_consent": ""},
        {"story_checked_at": None},
        {"story_hidden_at": CHECKED},
        {"story": ""},
    ):
        answered(adopt(page, ("in-use", DAY)), 3, **{**shown, **less})
    answered(adopt(page, ("in-use", DAY), is_public=False, language="sv"), 6, **shown)
    told = [(story.institution, story.language) for story in use(page).stories]
    assert told == [("", "sv"), ("Kertoja", "fi")]


@pytest.mark.parametrize(
    ("language", "region", "state"), [("fi", "Pirkanmaa", "Käytössä"), nightly("sv", "Birkaland", "I bruk")]
)
def test_labels_are_in_the_readers_language(portal: Any, language: str, region: str, state: str) -> None:
    page = practice_page("Kello")
    adopt(page)
    with override(language):
        (listed,) = use(page).listed
        assert (listed.region, listed.state_label) == (region, state)


def test_as_many_queries_for_thirty_as_for_three(portal: Any) -> None:
    page = practice_page("Kello")

    def queries() -> int:
        fresh = PracticePage.objects.get(pk=page.pk)
        with CaptureQueriesContext(connection) as captured:
            use_of(fresh)
            use_of(fresh)
        return len(captured)

    def more(number: int) -> None:
        for _n in range(number):
            answered(adopt(page, ("in-use", DAY)), 3, story="S", story_consent="K", story_checked_at=CHECKED)

    more(3)
    for_three = queries()
    more(27)
    assert queries() == for_three <= 4
    assert FollowUp.objects.exclude(answered_at=None).count() == 30
