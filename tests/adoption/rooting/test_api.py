"""Open data of taking into use: what a row tells, what it does not, and what bad questions are answered."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adoption.models import Adoption
from practices.models import PracticePage
from tests.adoption.adopting import adopt, institution
from tests.database import world
from tests.factories import practice_page

NOON = "2026-11-28T12:00:00Z"
ADOPTIONS, ROOTING = "/api/v1/adoptions", "/api/v1/rooting"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(scope="module")
def kept_practice(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The key of a practice that all tests of the module share, each with its six adoptions as they were made."""
    with world(django_db_blocker):
        with time_machine.travel(NOON, tick=False):
            page = practice_page("Kaverikahvit", maturity="refined")
            for n in range(4):
                adopt(page, ("in-use", date(2025, 9, 17)), by=institution(f"Opisto {n}"))
            adopt(page, ("in-use", date(2025, 9, 1)), ("stopped", date(2026, 3, 1)))
            alone = institution("Ainoa", kind="vocational-institution", region="Lappi")
            adopt(page, by=alone, is_public=False)
        yield page.pk


@pytest.fixture
def practice(portal: Any, kept_practice: int) -> PracticePage:
    """A practice with five adoptions by folk high schools of a region, and one by a lone institution elsewhere."""
    return PracticePage.objects.get(pk=kept_practice)


def _rows(**query: Any) -> list[dict[str, Any]]:
    answer = Client().get(ADOPTIONS, query)
    assert answer.status_code == 200
    return answer.json()["adoptions"]  # type: ignore[no-any-return]


def test_a_row_tells_no_name_no_day_and_no_number_that_leads_to_one(practice: PracticePage) -> None:
    rows = [row for row in _rows() if row["state"] == "in-use" and row["region"]]
    assert rows[0] == {
        "practice": practice.key,
        "title": "Kaverikahvit",
        "url": f"http://testserver/p/{practice.key}",
        "institution_kind": "folk-high-school",
        "region": "pirkanmaa",
        "since": "2025-09",
        "state": "in-use",
        "state_since": "2025-09",
        "is_demo": False,
    }
    text = Client().get(ADOPTIONS).content.decode()
    assert "Opisto" not in text
    assert "@" not in text


@pytest.mark.usefixtures("practice")
def test_an_institution_alone_of_its_kind_is_not_told_by_kind_or_region() -> None:
    [alone] = [row for row in _rows() if row["institution_kind"] != "folk-high-school"]
    assert (alone["institution_kind"], alone["region"]) == (None, None)


@pytest.mark.usefixtures("practice")
@pytest.mark.second_database
def test_parts_make_up_the_whole_without_doubles() -> None:
    whole = _rows()
    assert [row for offset in (0, 2, 4, 6) for row in _rows(limit=2, offset=offset)] == whole
    assert Client().get(ADOPTIONS).json()["total"] == len(whole) == 6


@pytest.mark.usefixtures("practice")
def test_csv_has_the_same_rows() -> None:
    answer = Client().get(ADOPTIONS, {"format": "csv"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(lines))
    assert [row["since"] for row in rows] == [row["since"] for row in _rows()]


def test_the_curve_is_that_of_the_page(practice: PracticePage) -> None:
    body = Client().get(ROOTING, {"maturity": "refined"}).json()
    assert (body["adoptions"], body["enough"], body["includes_demo"]) == (6, True, False)
    first, last = body["curve"][0], body["curve"][-1]
    assert first == {"month": 0, "at_risk": 6, "events": 0, "share": 1.0, "low": None, "high": None}
    assert last["month"] == 5  # the one that stopped in March was followed longest
    answer = Client().get(ROOTING, {"format": "csv"})
    assert b"".join(answer.streaming_content).startswith(
        b"month,at_risk,events,share,low,high\r\n0,6,0,1.0,,\r\n"
    )  # type: ignore[attr-defined]


def test_a_curve_of_too_few_is_not_given(practice: PracticePage) -> None:
    Adoption.objects.all().delete()
    adopt(practice, is_demo=True)
    body = Client().get(ROOTING).json()
    assert (body["enough"], body["curve"], body["adoptions"], body["includes_demo"]) == (False, [], 0, False)


@pytest.mark.usefixtures("practice")
def test_a_bad_question_is_answered_with_422() -> None:
    bad: list[tuple[str, str, Any]] = [
        (ADOPTIONS, "limit", 0),
        (ADOPTIONS, "limit", 1001),
        (ADOPTIONS, "offset", -1),
        (ADOPTIONS, "offset", 10**30),
        (ADOPTIONS, "format", "xml"),
        (ADOPTIONS, "language", "de"),
        (ADOPTIONS, "practice", "no-such"),
        (ROOTING, "theme", "no-such"),
        (ROOTING, "project", "\0"),
        (ROOTING, "maturity", "ripe"),
    ]
    for address, name, value in bad:
        answer = Client().get(address, {name: value})
        assert answer.status_code == 422, (address, name, value)
        assert answer.json()["detail"], (address, name, value)


@pytest.mark.usefixtures("practice")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([ADOPTIONS, ROOTING]),
    st.dictionaries(
        st.sampled_from(
            ["limit", "offset", "format", "language", "practice", "theme", "project", "maturity", "demo"]
        ),
        st.one_of(st.text(max_size=20), st.integers().map(str), st.sampled_from(["csv", "json", "sv"])),
    ),
)
def test_nothing_that_is_asked_breaks_it(address: str, query: dict[str, str]) -> None:
    assert Client().get(address, query).status_code in (200, 422)


def test_the_number_of_queries_does_not_grow(practice: PracticePage) -> None:
    counts = []
    for _round in range(2):
        for n in range(10):
            adopt(practice_page(f"Muu {_round} {n}") if n < 3 else practice)
        for address in (ADOPTIONS, ROOTING):
            with CaptureQueriesContext(connection) as queries:
                assert Client().get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 9


def test_the_documentation_names_both() -> None:
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    assert {ADOPTIONS, ROOTING} <= set(paths)
