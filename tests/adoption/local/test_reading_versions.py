"""What readers see of how institutions do a practice."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from adoption.local.editing import Told
from adoption.models import Adoption, LocalVersion
from practices.models import PracticePage
from tests.adoption.adopting import CONTACT, institution
from tests.adoption.local.telling import (
    clock,
    kept_practice,
    page_in,
    part,
    practice,
    soup_of,
    text_of,
    told_by,
    visitor,
)

__all__ = ["clock", "kept_practice", "practice", "visitor"]
pytestmark = pytest.mark.django_db

COFFEE = "Kahvia on joka viikko."
CHANGED = Told(
    summary="Meillä juodaan teetä.",
    contact="toimisto@example.org",
    contact_consent="Saa näyttää.",
    parts=[part("core-1", COFFEE, "changed", what="Joka toinen viikko.", why="Aikaa ei ole.")],
    materials=[("Ajat", "https://example.org/ajat")],
)
HEADING = {"fi": "Näin me teemme tämän", "sv": "Så här gör vi"}


def listed(visitor: Client, practice: PracticePage, language: str = "fi") -> Any:
    response = visitor.get(page_in("local_versions", practice.key, language))
    assert response.status_code == 200
    return response


def test_readers_of_both_languages_see_it_marked_with_its_language(
    visitor: Client, practice: PracticePage, language: str
) -> None:
    version = told_by(practice, told=CHANGED)
    response = listed(visitor, practice, language)
    soup = soup_of(response)
    assert soup.h1.text.strip() == HEADING[language]
    entry = soup.select_one(f"#version-{version.pk}")
    assert str(version.adoption.organisation.names[language]) in entry.h3.text
    summary = entry.select_one(".prose")
    assert "Meillä juodaan teetä." in summary.text
    assert summary.get("lang") == (None if language == "fi" else "fi")
    words = {"fi": COFFEE, "sv": "Det finns kaffe varje vecka."}  # each reader's own page has the part
    assert words[language] in entry.select_one(".local-fates").text
    assert entry.select_one("a[href='https://example.org/ajat']")["rel"] == ["nofollow", "noopener"]
    assert entry.select_one("a[href='mailto:toimisto@example.org']")
    assert CONTACT not in response.content.decode()


def test_what_is_not_for_readers_is_nowhere(visitor: Client, practice: PracticePage) -> None:
    hidden: list[tuple[type[LocalVersion | Adoption], dict[str, Any]]] = [
        (LocalVersion, {"is_shown": False}),
        (LocalVersion, {"hidden_at": timezone.now()}),
        (Adoption, {"is_public": False}),
        (Adoption, {"confirmed_at": None}),
        (Adoption, {"disputed_at": timezone.now()}),
    ]
    names = {}
    for model, fields in hidden:
        version = told_by(practice, told=CHANGED)
        pk = version.pk if model is LocalVersion else version.adoption_id
        assert model.objects.filter(pk=pk).update(**fields) == 1
        names[version.adoption.institution_name] = fields
    text = text_of(listed(visitor, practice))
    assert {name: fields for name, fields in names.items() if name in text} == {}
    assert "our-way" not in visitor.get(practice.url).content.decode()


def test_a_contact_without_consent_is_not_shown(visitor: Client, practice: PracticePage) -> None:
    told_by(practice, told=Told(summary="Näin.", contact="oma@example.org"))
    assert "oma@example.org" not in listed(visitor, practice).content.decode()


def test_scripts_stay_text(visitor: Client, practice: PracticePage) -> None:
    evil = "<script>alert(1)</script>"
    parts = [part("core-1", COFFEE, "changed", what=evil, why=evil)]
    told_by(
        practice,
        told=Told(
            summary=evil,
            contact=evil,
            contact_consent="x",
            parts=parts,
            materials=[(evil, "https://example.org/")],
        ),
    )
    for path in (page_in("local_versions", practice.key), practice.url):
        assert evil not in visitor.get(path).content.decode()


def test_what_is_usually_changed_is_told_from_three_on(visitor: Client, practice: PracticePage) -> None:
    for _n in range(2):
        told_by(practice, told=CHANGED)
    assert not soup_of(listed(visitor, practice)).select("table")
    assert "2 oppilaitosta" in text_of(listed(visitor, practice))
    told_by(practice, told=Told(parts=[part("core-1", COFFEE, "kept")]))
    (row,) = soup_of(listed(visitor, practice)).select("table tbody tr")
    assert [cell.text for cell in row.select("td")] == ["1", "2", "0"]
    assert COFFEE in row.th.text
    on_page = soup_of(visitor.get(practice.url)).select_one("#our-way").get_text(" ")
    assert COFFEE in on_page
    assert "2/3" in on_page


def test_the_practice_shows_the_three_newest(visitor: Client, practice: PracticePage, clock: Any) -> None:
    versions = []
    for _n in range(4):
        versions.append(told_by(practice, told=CHANGED))
        clock.shift(timedelta(minutes=1))
    shown = soup_of(visitor.get(practice.url)).select("#our-way strong")
    assert [each.text for each in shown] == [v.adoption.institution_name for v in reversed(versions[1:])]
    assert "4 oppilaitosta" in soup_of(visitor.get(practice.url)).select("#our-way .more-link")[-1].text


def test_a_practice_without_versions_shows_nothing_and_its_list_invites(
    visitor: Client, practice: PracticePage
) -> None:
    assert "our-way" not in visitor.get(practice.url).content.decode()
    response = listed(visitor, practice)
    assert page_in("adopt", practice.key) in response.content.decode()
    assert "noindex" in response.content.decode()


def test_pages_of_twenty_and_the_same_queries_however_many(
    visitor: Client, practice: PracticePage, django_assert_max_num_queries: Any
) -> None:
    for _n in range(3):
        told_by(practice, told=CHANGED)
    with django_assert_max_num_queries(15) as few:
        listed(visitor, practice)
    for _n in range(19):
        told_by(practice, told=CHANGED)
    with django_assert_max_num_queries(15) as many:
        response = listed(visitor, practice)
    assert len(many) <= len(few)
    assert len(soup_of(response).select(".local-version")) == 20
    path = page_in("local_versions", practice.key)
    assert len(soup_of(visitor.get(f"{path}?page=2")).select(".local-version")) == 2
    assert visitor.get(f"{path}?page=3").status_code == 404


def test_examples_and_what_was_stopped_are_marked(visitor: Client, practice: PracticePage) -> None:
    version = told_by(practice, told=CHANGED, is_demo=True, by=institution("Esimerkkiopisto"))
    text = text_of(listed(visitor, practice))
    assert "Esimerkkiaineistoa" in text
    assert "Esimerkkiaineistoa" in text_of(visitor.get(practice.url))
    version.adoption.state = "stopped"
    version.adoption.save()  # pages that are kept for readers are thrown away
    assert "lopettanut" in text_of(listed(visitor, practice))


def test_an_unknown_practice_is_not_found(visitor: Client, practice: PracticePage) -> None:
    assert visitor.get(page_in("local_versions", "muu")).status_code == 404
    assert visitor.get(page_in("together", "muu")).status_code == 404
    assert visitor.post(page_in("local_versions", practice.key)).status_code == 405
