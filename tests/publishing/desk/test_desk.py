"""The editor's first page: each sees what is theirs, and nothing of others'."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from publishing.desk.searches import in_vain_for, tokens
from publishing.drafting import new_draft
from publishing.models import Pilot, PilotAnswer, VisitCount
from search.models import SearchCount
from tests.factories import practice_page, project_page
from tests.languages import nightly
from tests.publishing.people import Person, member, network_coordinator, team_of_project

pytestmark = pytest.mark.django_db


def sections(person: Person) -> dict[str, list[str]]:
    """Return {heading: lines} of a person's first page."""
    page = BeautifulSoup(person.client.get(reverse("wagtailadmin_home")).content, "html.parser")
    return {
        section.h2.get_text(strip=True): [" ".join(row.get_text(" ").split()) for row in section.select("li")]
        for section in page.select(".desk__section")
    }


def searched(term: str, *, language: str = "fi", times: int = 3, hits: int = 0) -> None:
    SearchCount.objects.create(
        day=timezone.localdate(), language=language, term=term, searches=times, without_hits=times, hits=hits
    )


def test_drafts_are_the_users_own(portal: Any) -> None:
    own, other = member("hanke"), member("toinen", name="muu")
    new_draft(project_page("hanke"), {"title": "Oma luonnos"}, user=own.user)
    new_draft(project_page("toinen"), {"title": "Toisen luonnos"}, user=other.user)
    assert [row.split(" tallennettu")[0] for row in sections(own)["Luonnokseni"]] == ["Oma luonnos"]


def test_a_page_without_news_has_no_empty_sections(portal: Any) -> None:
    assert sections(member()) == {}


@pytest.mark.second_database
def test_visits_and_feedback_are_told_of_own_practices(portal: Any) -> None:
    person, today = member("hanke"), timezone.localdate()
    mine, others = practice_page("Kahvit"), practice_page("Muut", parent=project_page("toinen"))
    for page, visits in ((mine, 7), (others, 900)):
        VisitCount.objects.create(practice=page.translation_key, language="fi", day=today, visits=visits)
        VisitCount.objects.create(
            practice=page.translation_key, language="fi", day=today - timedelta(days=40), visits=50
        )
        pilot = Pilot.objects.create(practice=page.translation_key, name="Kevät", closes_on=today)
        PilotAnswer.objects.create(pilot=pilot, role="student", language="fi")
    told = sections(person)
    assert told["Luetuimmat"] == ["Kahvit 7 käyntiä"]
    assert told["Palaute kokeiluista"] == ["Kahvit 1 vastaus 30 päivässä"]


@pytest.mark.parametrize(
    ("language", "near", "far"),
    [("fi", "yksinäisyyttä asuntolassa", "kirjanpito"), ("sv", "ensamheten på internatet", "bokföring")],
)
def test_searches_in_vain_are_those_near_ones_themes(portal: Any, language: str, near: str, far: str) -> None:
    team_of_project("hanke")
    title = "Yksinäisyys vähenee" if language == "fi" else "Ensamheten minskar"
    practice_page(title, themes=["yhteiso"], parent=project_page("hanke", language=language))
    searched(near, language=language)
    searched(far, language=language)
    searched("löytyi", language=language, hits=4)
    assert [term.term for term in in_vain_for(member("hanke").user)] == [near]
    assert {term.term for term in in_vain_for(network_coordinator().user)} == {near, far}


def test_small_words_tie_nothing_together() -> None:
    assert not tokens("työ ja me", "fi")
    assert "asuntola" in tokens("asuntolassa", "fi")


@pytest.mark.parametrize("most", [10, nightly(30)])
def test_queries_do_not_grow_with_what_is_told(portal: Any, most: int) -> None:
    person = network_coordinator()

    def queries(number: int) -> int:
        for n in range(number):
            page = new_draft(project_page(), {"title": f"Luonnos {number} {n}"}, user=person.user)
            VisitCount.objects.create(
                practice=page.translation_key, language="fi", day=timezone.localdate(), visits=1
            )
            searched(f"haku {number} {n}")
        person.client.get(reverse("wagtailadmin_home"))
        with CaptureQueriesContext(connection) as captured:
            person.client.get(reverse("wagtailadmin_home"))
        return len(captured)

    assert queries(3) == queries(most)
