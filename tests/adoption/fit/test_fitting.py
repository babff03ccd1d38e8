"""The page "does it fit us?": what it answers, to whom, and what it makes of addresses that make no sense."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from adoption.fit.profile import Profile, profile_in
from practices.models import PracticePage
from tests.adoption.adopting import adopt, institution
from tests.adoption.fit.languages import in_both_languages
from tests.database import world
from tests.factories import practice_page

WORDS = {
    "fi": {
        "fits": "Sopii teille",
        "missing": "Puuttuu",
        "easier": "Helpompia vaihtoehtoja",
        "none": "Ei tiedossa",
    },
    "sv": {"fits": "Passar er", "missing": "Saknas", "easier": "Enklare alternativ", "none": "Inga kända"},
}
MUSTS = [
    ("resource", {"kind": "people", "need": "must", "what": "Kuraattori"}),
    ("resource", {"kind": "tools", "need": "must", "what": "Rauhallinen huone"}),
    ("resource", {"kind": "tools", "need": "nice", "what": "Teetä"}),
]


def address(language: str = "fi", **query: Any) -> tuple[str, dict[str, Any]]:
    with override(language):
        return reverse("fit"), query


def get(language: str = "fi", **query: Any) -> Any:
    return Client().get(*address(language, **query))


@pytest.fixture(scope="module")
def kept_practice(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The key of a practice that all tests of the module share, each as it was made."""
    words = "<p>Johto tukee. Ovi on auki.</p>"
    with world(django_db_blocker):
        page = practice_page("Kuraattorin kahvit", resources=MUSTS, cost="high", conditions=words)
        yield in_both_languages(page).pk


@pytest.fixture
def demanding(portal: Any, kept_practice: int) -> PracticePage:
    """A practice that asks for a school social worker and a room, and costs much."""
    return PracticePage.objects.get(pk=kept_practice)


def verdicts(response: Any) -> dict[str, str]:
    return {c.name: c.verdict.value for c in response.context["result"].criteria}


def test_a_practice_is_set_against_a_profile(demanding: Any, language: str) -> None:
    response = get(
        language, practice=demanding.key, roles="teacher", cost="low", dormitory="yes", groups="opiskelijat"
    )
    page = response.content.decode()
    assert response.status_code == 200
    found = verdicts(response)
    assert (found["people"], found["cost"], found["groups"]) == ("missing", "missing", "fits")
    assert (found["hours"], found["size"]) == ("untold", "untold")
    for word in WORDS[language].values():
        assert word in page
    for line in ("Rauhallinen huone", "Johto tukee.", "Ovi on auki."):
        assert f"<span>{line}</span>" in page
    assert "Teetä" not in page, "what is only good to have is no condition"


def test_without_a_profile_it_asks_and_says_what_becomes_of_the_answers(
    demanding: Any, language: str
) -> None:
    response = get(language, practice=demanding.key)
    page = response.content.decode()
    assert "result" not in response.context
    assert {"fi": "Vastauksianne ei tallenneta meille", "sv": "Era svar sparas inte hos oss"}[
        language
    ] in page
    assert f'<option value="{demanding.key}" selected' in page


def test_easier_ones_ask_for_less_and_fit_where_this_does_not(demanding: Any) -> None:
    easier = practice_page("Kevyt kahvi", cost="none")
    practice_page("Kallis kahvi", cost="high", resources=MUSTS)
    practice_page("Muun teeman kahvi", cost="none", themes=["muu"])
    practice_page("Ei kerro mitään")
    response = get(practice=demanding.key, roles="teacher", cost="low")
    assert [each.fit.page.title for each in response.context["easier"]] == [easier.title]
    assert "maksaa vähemmän" in response.content.decode()


def test_at_most_three_easier_ones_the_best_first(demanding: Any) -> None:
    for n in range(4):
        practice_page(f"Kevyt {n}", cost="low")
    best = practice_page("Öinen kevyt", cost="low", settings=["classroom"])
    response = get(practice=demanding.key, roles="teacher", cost="low", settings="classroom")
    titles = [each.fit.page.title for each in response.context["easier"]]
    assert (len(titles), titles[0]) == (3, best.title)


def test_where_all_fits_nothing_easier_is_looked_for(portal: Any) -> None:
    page = practice_page("Sopiva", cost="none")
    practice_page("Toinen", cost="none")
    response = get(practice=page.key, cost="high", groups="opiskelijat")
    assert response.context["easier"] == []
    assert WORDS["fi"]["easier"] not in response.content.decode()
    assert response.context["result"].whole == "fits"


def test_little_known_is_said_to_be_little_known(portal: Any) -> None:
    page = practice_page("Vaitelias")
    response = get(practice=page.key, cost="low")
    assert "Tiedetään liian vähän" in response.content.decode()


@pytest.mark.second_database
def test_the_best_of_all_come_first_and_a_theme_narrows(portal: Any) -> None:
    practice_page("Kallis", cost="high")
    practice_page("Halpa", cost="none")
    practice_page("Vaitelias")
    practice_page("Muu halpa", cost="none", themes=["muu"])
    assert [f.page.title for f in get(cost="none").context["ranked"]] == ["Halpa", "Muu halpa"]
    assert [f.page.title for f in get(cost="none", theme="muu").context["ranked"]] == ["Muu halpa"]


def test_adopters_of_the_same_kind_count_if_they_may_be_named(demanding: Any) -> None:
    adopt(demanding, by=institution(kind="vocational-institution"), is_public=False)
    hidden = get(practice=demanding.key, kind="vocational-institution")
    assert verdicts(hidden)["experience"] == "untold"
    adopt(demanding, by=institution(kind="vocational-institution"))
    named = get(practice=demanding.key, kind="vocational-institution")
    assert verdicts(named)["experience"] == "fits"
    assert verdicts(get(practice=demanding.key, kind="folk-high-school"))["experience"] == "untold"


def test_real_hours_are_told_when_three_adopters_tell_them(demanding: Any) -> None:
    for hours in (4, 6):
        _tell(adopt(demanding), hours)
    assert verdicts(get(practice=demanding.key, hours=6))["hours"] == "untold"
    _tell(adopt(demanding, is_demo=True), 5)
    response = get(practice=demanding.key, hours=6)
    assert verdicts(response)["hours"] == "fits"
    page = response.content.decode()
    assert "3 oppilaitosta, jotka käyttävät sitä, kertovat sen vievän noin 5 tuntia" in page
    assert "esimerkkiaineistoa" in page


def _tell(adoption: Any, hours: int) -> None:
    told = {"hours": hours, "answer": "in-use", "answered_at": datetime(2026, 12, 1, tzinfo=UTC)}
    adoption.follow_ups.update_or_create(month=3, defaults={**told, "due_on": date(2026, 12, 1)})


MISTAKES: list[tuple[dict[str, str], str]] = [
    ({"students": "-3"}, "Opiskelijoita on oltava vähintään yksi"),
    ({"students": "9" * 5000}, "Kirjoittakaa opiskelijoiden määrä kokonaislukuna"),
    ({"students": "99999999"}, "Opiskelijoiden määrä on liian suuri"),
    ({"students": "monta"}, "Kirjoittakaa opiskelijoiden määrä kokonaislukuna"),
    ({"hours": "-1"}, "Tunteja ei voi olla alle nollan"),
    ({"hours": "1e9"}, "Kirjoittakaa tunnit kokonaislukuna"),
    ({"roles": "<script>alert(1)</script>"}, "Osoitteessa on vaihtoehto, jota ei ole"),
    ({"cost": "free", "dormitory": "maybe", "kind": "\x00"}, "Osoitteessa on vaihtoehto, jota ei ole"),
]


def test_mistakes_are_told_and_nothing_is_answered(demanding: Any) -> None:
    for query, words in MISTAKES:
        response = get(practice=demanding.key, **query)
        page = response.content.decode()
        assert response.status_code == 400, query
        assert words in page, query
        assert "<script>alert" not in page, query
        assert "result" not in response.context, query
        links = re.findall(r'<li><a href="#([^"]+)">', page)
        assert links, f"the summary leads to the fields: {query}"
        assert all(f'id="{link}"' in page for link in links), query


def test_an_unknown_practice_is_said_to_be_unknown(portal: Any) -> None:
    for key in ("ei-ole", "x\x00y", "<script>alert(1)</script>", "å" * 3000, "'; DROP TABLE"):
        response = get(practice=key, cost="low")
        assert response.status_code == 404, key
        assert "Tällaista käytäntöä ei täällä" in response.content.decode(), key
        assert "<script>alert" not in response.content.decode(), key


def test_an_unknown_theme_is_said_to_be_unknown(portal: Any) -> None:
    response = get("sv", theme="finns-inte", cost="low")
    assert response.status_code == 404
    assert "Det finns inget sådant tema" in response.content.decode()


def test_retired_and_unpublished_practices_are_not_there(portal: Any) -> None:
    retired = practice_page("Vanha", retired_reason="Ei enää.")
    draft = practice_page("Luonnos", live=False)
    assert {get(practice=page.key, cost="low").status_code for page in (retired, draft)} == {404}
    assert "vertaa" not in Client().get(retired.url).content.decode().lower()


def test_it_only_reads_sets_no_cookie_and_is_kept_nowhere(demanding: Any) -> None:
    path, query = address(practice=demanding.key, students=50)
    response = Client().get(path, query)
    assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]
    assert 'name="robots" content="noindex' in response.content.decode()
    assert {Client().post(path, query).status_code, Client().put(path).status_code} == {405}
    assert not [text for text in re.findall(r"style=|<script>", response.content.decode()) if text]


def test_it_costs_the_same_however_many_practices(demanding: Any) -> None:
    def queries(**query: Any) -> int:
        get(**query)
        with CaptureQueriesContext(connection) as captured:
            assert get(**query).status_code == 200
        return len(captured)

    for n in range(2):
        adopt(practice_page(f"Kevyt {n}", cost="none"))
    asked: list[dict[str, Any]] = [
        {"practice": demanding.key, "cost": "low", "roles": "teacher"},
        {"cost": "low"},
    ]
    few = [queries(**query) for query in asked]
    for n in range(2, 14):
        adopt(practice_page(f"Kevyt {n}", cost="none"))
    assert [queries(**query) for query in asked] == few
    assert max(few) <= 15


def test_a_profile_comes_back_from_its_own_address(portal: Any) -> None:
    from django.http import QueryDict

    profile = Profile(
        "other",
        12,
        False,
        frozenset({"nurse", "tutors"}),
        0,
        frozenset({"opiskelijat"}),
        frozenset({"asuntola"}),
        "none",
    )
    assert profile_in(QueryDict(profile.query())) == profile
    assert Profile().query() == ""
    assert profile_in(QueryDict("students=&roles=")).is_empty


def test_a_practice_invites_to_both(demanding: Any) -> None:
    page = Client().get(demanding.url).content.decode()
    assert f'href="/fi/sopiiko-meille/?practice={demanding.key}"' in page
    assert f'href="/fi/sopiiko-meille/rinnakkain/?p={demanding.key}"' in page
