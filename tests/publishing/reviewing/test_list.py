"""The list of what waits, its files, what a home is told: each sees their own, in a constant number of queries."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import TaskState

from practices.models import Project
from publishing.drafting import new_draft
from publishing.models import Review
from publishing.reviewing.waiting import submit, waiting_for
from tests.factories import project_page
from tests.languages import nightly
from tests.publishing.people import Person, coordinator, member, network_coordinator, team_of_project
from tests.publishing.reviewing.going import TICKS, decide, hand_in, state_of

pytestmark = pytest.mark.django_db


def rows(person: Person, **asked: str) -> list[list[str]]:
    """Return the cells of the list's rows."""
    answer = person.client.get(reverse("reviews"), asked)
    page = BeautifulSoup(answer.content, "html.parser")
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]
        for row in page.select("#listing-results tbody tr")
    ]


def titles(person: Person, **asked: str) -> list[str]:
    return [row[0] for row in rows(person, **asked)]


def file_of(person: Person, kind: str, **asked: str) -> bytes:
    answer = person.client.get(reverse("reviews"), {"export": kind, **asked})
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("language", "step", "state"),
    [("fi", "Hankkeen tarkistus", "Odottaa"), nightly("sv", "Projektets kontroll", "Väntar")],
)
def test_a_row_says_what_waits(portal: Any, language: str, step: str, state: str) -> None:
    with time_machine.travel("2026-11-02T10:00:00+02:00", tick=False):
        checker = coordinator(language=language)
        hand_in(member())
        row = rows(checker)[0]
    assert row[:2] == ["Kaverikahvit", "Hanke hanke"]
    assert row[3:5] == [step, "jasen"]
    assert "2026" in row[6]
    assert row[7] == state


@pytest.mark.second_database
def test_what_is_overdue_is_marked_and_comes_first(portal: Any) -> None:
    checker = coordinator()
    with time_machine.travel("2026-11-02T10:00:00+02:00", tick=False):
        writer = member()
        hand_in(writer, "Vanha")
    with time_machine.travel("2026-11-12T10:00:00+02:00", tick=False):
        hand_in(writer, "Uusi")
        checker.client.force_login(checker.user)
        assert titles(checker) == ["Vanha", "Uusi"]
        assert [row[7] for row in rows(checker)] == ["Myöhässä", "Odottaa"]
        assert titles(checker, state="overdue") == ["Vanha"]


@pytest.mark.second_database
def test_the_list_is_narrowed_by_state_and_project(portal: Any) -> None:
    checker, network = coordinator(), network_coordinator()
    done = hand_in(member(), "Valmis")
    decide(checker, done, "approve")
    decide(network, done, "approve", **TICKS)
    returned = hand_in(member(name="toinen-jasen"), "Palautettu")
    decide(checker, returned, "reject", comment="Kesken.")
    coordinator("toinen", name="toisen")
    hand_in(member("toinen", name="kolmas"), "Muu", slug="toinen")
    assert titles(network) == ["Muu"]
    assert set(titles(network, state="approved")) == {"Valmis"}
    assert titles(network, state="returned") == ["Palautettu"]
    assert len(titles(network, state="")) == 4
    number = str(Project.objects.get(slug="toinen").pk)
    assert titles(network, state="", project=number) == ["Muu"]
    assert (
        network.client.get(
            reverse("reviews"), {"state": "x", "project": "y", "ordering": "z", "p": "99"}
        ).status_code
        == 200
    )


@pytest.mark.second_database
def test_everybody_sees_what_concerns_their_projects(portal: Any) -> None:
    own = member("hanke")
    hand_in(own, "Oma")
    hand_in(member("toinen", name="muu"), "Muiden", slug="toinen")
    assert titles(own) == ["Oma"]
    assert titles(coordinator("toinen", name="toisen")) == ["Muiden"]
    assert set(titles(network_coordinator())) == {"Oma", "Muiden"}
    team_of_project("kolmas")
    assert titles(member("kolmas", name="kolmas")) == []
    assert "Hanke toinen" not in own.client.get(reverse("reviews")).content.decode()


def test_the_files_say_the_same_and_hold_no_formula(portal: Any) -> None:
    checker = coordinator()
    page = hand_in(member())
    page.title = "=HYPERLINK(1)"
    page.save_revision()
    lines = list(csv.DictReader(io.StringIO(file_of(checker, "csv").decode("utf-8-sig"))))
    assert [line["Sivu"] for line in lines] == ["'=HYPERLINK(1)"]
    assert lines[0]["Vaihe"] == "Hankkeen tarkistus"
    assert lines[0]["Ratkaistava viimeistään"] == state_of(page).review.due.isoformat()
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(checker, "xlsx"))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[1][0] == "=HYPERLINK(1)"
    assert sheet["A2"].data_type == "s"
    assert isinstance(cells[1][6], date)


def many(number: int, slug: str) -> None:
    for n in range(number):
        submit(new_draft(project_page(slug), {"title": f"Luonnos {number} {n}"}))


def queries(call: Callable[[], Any]) -> int:
    call()
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


@pytest.mark.parametrize("most", [6, nightly(30)])
@pytest.mark.parametrize("make", [coordinator, network_coordinator], ids=["team", "network"])
def test_the_number_of_queries_does_not_grow(portal: Any, make: Any, most: int) -> None:
    team_of_project("hanke")
    if make is network_coordinator:
        coordinator()
    person = make(name="katsoja")
    address = reverse("reviews")

    def counted() -> tuple[int, int, int, int]:
        def asked() -> list[Any]:
            person.user.__dict__.pop("_reach_in_reviews", None)
            return list(TaskState.objects.reviewable_by(person.user))

        return (
            queries(lambda: person.client.get(address)),
            queries(lambda: person.client.get(address, {"export": "csv"})),
            queries(lambda: waiting_for(person.user)),
            queries(asked),
        )

    many(3, "hanke")
    few = counted()
    many(most - 3, "hanke")
    assert Review.objects.waiting().count() == most
    assert counted() == few


@pytest.mark.parametrize(
    ("language", "step"), [("fi", "Hankkeen tarkistus"), nightly("sv", "Projektets kontroll")]
)
def test_what_waits_for_somebody(portal: Any, language: str, step: str) -> None:
    from django.utils.translation import override

    checker = coordinator()
    page = hand_in(member())
    with override(language):
        waiting = waiting_for(checker.user)
    assert [(each.step, each.page.pk, each.is_overdue) for each in waiting] == [(step, page.pk, False)]
    assert checker.client.get(waiting[0].url).status_code == 200
    assert waiting_for(member(name="muu").user) == []


def test_handing_in_by_code_goes_on_where_the_page_is(portal: Any) -> None:
    checker = coordinator()
    page = new_draft(project_page(), {"title": "Luonnos"})
    first = submit(page, member().user)
    assert submit(page, member(name="toinen").user) == first
    decide(checker, page, "reject", comment="Kesken.")
    again = submit(page)
    assert again == first
    assert again is not None
    assert (again.status, state_of(page).task.specific_class.__name__) == ("in_progress", "ProjectCheck")


def test_every_sign_in_a_page_of_a_step_is_text(portal: Any) -> None:
    checker = coordinator()
    page = hand_in(member())
    page.title = "<script>alert(1)</script>"
    page.save_revision()
    number = state_of(page).review.pk
    for address in (reverse("review", args=[number]), reverse("reviews"), reverse("wagtailadmin_home")):
        assert b"<script>alert(1)" not in checker.client.get(address).content
