"""Pilots in the editor: who may, beginning and closing, the sheet, what is told of changes, and the files."""

import io
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from practices.models import PracticePage
from practices.translating.following import give_aliases
from publishing.models import Pilot, PilotAnswer, Refinement
from publishing.piloting.refining import tell_change
from publishing.piloting.sheet import qr_svg, sheets
from tests.factories import practice_page, project_page
from tests.languages import nightly
from tests.publishing.people import Person, coordinator, member, network_coordinator, person
from tests.publishing.piloting.trying import CODE, TODAY, answered, page_of, pilot_of, soup_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker(practice: PracticePage) -> Person:
    """A member of the practice's team."""
    return member()


def views(practice: PracticePage, pilot: Pilot, change: Refinement) -> dict[str, str]:
    """Return every address of pilots in the editor, by name."""
    page, of_pilot, of_change = (practice.pk,), (practice.pk, pilot.pk), (practice.pk, change.pk)
    names: dict[str, tuple[Any, ...]] = {
        **dict.fromkeys(("pilots", "pilot_begin", "pilot_change"), page),
        **dict.fromkeys(("pilot", "pilot_close", "pilot_reopen", "pilot_sheet"), of_pilot),
        **dict.fromkeys(("pilot_change_edit", "pilot_change_remove"), of_change),
        "pilots_export": (practice.pk, "answers.xlsx"),
    }
    return {name: reverse(name, args=args) for name, args in names.items()}


def to_post(practice: PracticePage, pilot: Pilot, change: Refinement) -> list[str]:
    """Return the addresses that only change something."""
    return [
        reverse("pilot_close", args=(practice.pk, pilot.pk)),
        reverse("pilot_reopen", args=(practice.pk, pilot.pk)),
        reverse("pilot_begin", args=(practice.pk,)),
        reverse("pilot_change", args=(practice.pk,)),
        reverse("pilot_change_show", args=(practice.pk, change.pk)),
        reverse("pilot_change_remove", args=(practice.pk, change.pk)),
        reverse("pilots_refined", args=(practice.pk,)),
    ]


@pytest.fixture
def told(practice: PracticePage, pilot: Pilot) -> Refinement:
    """Something that was told and that readers see."""
    user = network_coordinator(name="kertoja").user
    return tell_change(practice, told={"fi": "Lyhensimme."}, pilots=[pilot], revision=None, user=user)


@pytest.mark.parametrize(
    ("role", "may"),
    [("member", True), nightly("coordinator", True), ("network", True), ("other", False), ("nobody", False)],
)
def test_those_who_may_edit_the_page_see_its_pilots_and_nobody_else(
    practice: PracticePage, pilot: Pilot, told: Refinement, role: str, may: bool
) -> None:
    who = {
        "member": lambda: member().client,
        "coordinator": lambda: coordinator().client,
        "network": lambda: network_coordinator().client,
        "other": lambda: member("toinen").client,
        "nobody": Client,
    }[role]()
    found = {name: who.get(url).status_code for name, url in views(practice, pilot, told).items()}
    assert found == dict.fromkeys(found, 200 if may else 302)
    if not may:
        for url in to_post(practice, pilot, told):
            assert who.post(url, {"name": "x", "closes_on": "2027-01-01"}).status_code == 302
        assert Pilot.objects.get().closed_on is None
        assert Refinement.objects.get().shown_at
        assert not PageLogEntry.objects.filter(action="publishing.close_pilot").exists()


def test_a_pilot_of_another_practice_is_not_there(
    maker: Person, practice: PracticePage, pilot: Pilot
) -> None:
    other = practice_page("Muu")
    for name in ("pilot", "pilot_sheet", "pilot_close", "pilot_reopen"):
        assert maker.client.get(reverse(name, args=(other.pk, pilot.pk)), follow=True).status_code == 404
    assert maker.client.get(reverse("pilots", args=(project_page().pk,)), follow=True).status_code == 404


def test_an_alias_has_the_pilots_of_its_source(practice: PracticePage, pilot: Pilot, maker: Person) -> None:
    give_aliases(practice)
    alias = practice.get_translations().get()
    page = soup_of(maker.client.get(reverse("pilots", args=(alias.pk,))))
    assert page.select_one("code").get_text() == pilot.code


def test_a_pilot_is_begun_with_a_name_and_half_a_year(maker: Person, practice: PracticePage) -> None:
    url = reverse("pilot_begin", args=(practice.pk,))
    form = soup_of(maker.client.get(url)).select_one("main form")
    assert form.select_one("[name=closes_on]")["value"] == str(TODAY + timedelta(days=182))
    response = maker.client.post(
        url, {"name": "Asuntola, kevät 2027", "closes_on": "2027-05-31"}, follow=True
    )
    begun = Pilot.objects.get()
    assert (begun.name, begun.practice, begun.begun_by) == (
        "Asuntola, kevät 2027",
        practice.translation_key,
        maker.user,
    )
    assert begun.revision == practice.latest_revision
    assert begun.code in soup_of(response).select_one("code").get_text()
    entry = PageLogEntry.objects.get(action="publishing.begin_pilot")
    assert (entry.page_id, entry.user) == (practice.pk, maker.user)
    assert maker.client.get(reverse("wagtailadmin_pages:history", args=(practice.pk,))).status_code == 200


def test_a_pilot_that_cannot_be_is_refused_in_words(maker: Person, practice: PracticePage) -> None:
    for fields in (
        *({"closes_on": "2027-05-31"}, {"name": "x", "closes_on": "2026-11-24"}, {"name": "x" * 121}),
        *({"name": "x", "closes_on": "2029-01-01"}, {"name": "x", "closes_on": "huomenna"}, {"name": " "}),
    ):
        response = maker.client.post(reverse("pilot_begin", args=(practice.pk,)), fields)
        assert response.status_code == 200, fields
        assert soup_of(response).select("main .error-message"), fields
    assert not Pilot.objects.exists()


def test_a_pilot_closes_after_a_question_and_opens_again(
    maker: Person, practice: PracticePage, pilot: Pilot
) -> None:
    close, reopen = (reverse(name, args=(practice.pk, pilot.pk)) for name in ("pilot_close", "pilot_reopen"))
    assert maker.client.get(close).status_code == 200
    pilot.refresh_from_db()
    assert pilot.is_open(TODAY), "a question closes nothing"
    for _n in range(2):
        assert maker.client.post(close).status_code == 302
        pilot.refresh_from_db()
        assert (pilot.is_open(TODAY), pilot.closed_on) == (False, TODAY)
    maker.client.post(reopen, {"closes_on": "2027-03-01"})
    pilot.refresh_from_db()
    assert pilot.is_open(TODAY)
    assert (pilot.code, str(pilot.closes_on)) == (CODE, "2027-03-01")
    actions = PageLogEntry.objects.filter(action__startswith="publishing.").values_list("action", flat=True)
    assert sorted(actions) == ["publishing.close_pilot", "publishing.reopen_pilot"]


def test_the_way_to_pilots_is_in_the_header_and_in_lists(maker: Person, practice: PracticePage) -> None:
    url = reverse("pilots", args=(practice.pk,))
    for where in ("wagtailadmin_pages:edit", "wagtailadmin_explore"):
        page = practice if where.endswith("edit") else practice.get_parent()
        assert soup_of(maker.client.get(reverse(where, args=(page.pk,)))).select(f'a[href="{url}"]'), where
    stranger = person("vieras", *network_coordinator().user.groups.all())
    project = reverse("wagtailadmin_pages:edit", args=(practice.get_parent().pk,))
    assert "/admin/pilots/" not in stranger.client.get(project).content.decode()


def test_the_sheet_is_in_every_language_that_the_practice_has_its_own_page_in(
    maker: Person, practice: PracticePage, pilot: Pilot
) -> None:
    url = reverse("pilot_sheet", args=(practice.pk, pilot.pk))
    give_aliases(practice)
    assert [sheet["lang"] for sheet in soup_of(maker.client.get(url)).select(".sheet")] == ["fi"]
    swedish = practice.get_translations().get()
    swedish.alias_of = None
    swedish.title = "Kompiskaffe"
    swedish.save()
    pages = soup_of(maker.client.get(url)).select(".sheet")
    assert [sheet["lang"] for sheet in pages] == ["fi", "sv"]
    assert [sheet.select_one(".sheet__practice").get_text() for sheet in pages] == [
        practice.title,
        "Kompiskaffe",
    ]
    assert {sheet.select_one(".sheet__code").get_text() for sheet in pages} == {CODE}
    first, second = sheets(practice, pilot)
    assert first.url == f"{settings.SITE_URL}{page_of('fi')}"
    assert second.url == f"{settings.SITE_URL}{page_of('sv')}"
    assert pages[0].select_one(".sheet__address").get_text() == first.entry
    assert not first.entry.startswith("http")


def test_the_picture_to_scan_is_square_with_dots_and_a_quiet_zone() -> None:
    svg = BeautifulSoup(qr_svg("http://localhost:8000/fi/palaute/ABC234/"), "html.parser").svg
    size = int(svg["viewbox"].split()[2])
    dots = svg.select("path")[1]["d"].split("M")[1:]
    places = [tuple(map(int, dot.partition("h")[0].split())) for dot in dots]
    assert min(x for x, _y in places) == 4
    assert max(x for x, _y in places) == size - 5
    assert len(places) > size * size / 5


def test_the_overview_shows_no_figures_of_few_students(
    maker: Person, practice: PracticePage, pilot: Pilot
) -> None:
    for number in range(4):
        answered(pilot, ratings={"join": 5}, worked=f"Vastaus {number}")
    url = reverse("pilots", args=(practice.pk,))
    page = soup_of(maker.client.get(url))
    assert not page.select(".pilots__figure")
    assert page.select(".pilots__part .help-info")
    assert len(page.select(".pilots__words li")) == 4
    answered(pilot, ratings={"join": 5})
    page = soup_of(maker.client.get(url))
    figure = page.select_one(".pilots__figure table")
    assert [td.get_text(strip=True) for td in figure.select("td")] == ["0", "0", "0", "0", "5"]
    assert len(figure.select("th[scope=row]")) == 5
    assert not page.select(".pilots__part .help-info")


def test_words_are_shown_as_words(maker: Person, practice: PracticePage, pilot: Pilot) -> None:
    answered(pilot, worked="<script>alert(1)</script>")
    html = maker.client.get(reverse("pilots", args=(practice.pk,))).content.decode()
    assert "<script>alert(1)</script>" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_the_overview_costs_the_same_however_many_pilots(maker: Person, practice: PracticePage) -> None:
    url = reverse("pilots", args=(practice.pk,))

    def queries(pilots: int) -> int:
        for _n in range(pilots):
            each = pilot_of(practice)
            answered(each, ratings={"join": 3})
            change = Refinement.objects.create(practice=practice.translation_key, told={"fi": "Muutos."})
            change.pilots.add(each)
        maker.client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert maker.client.get(url).status_code == 200
        return len(captured)

    assert queries(3) == queries(27)


def test_answers_go_out_as_files(maker: Person, practice: PracticePage, pilot: Pilot) -> None:
    answered(pilot, worked="Kahvi")
    for what in ("answers.xlsx", "figures.csv", "words.csv"):
        response = maker.client.get(reverse("pilots_export", args=(practice.pk, what)))
        assert response.status_code == 200, what
        assert f"kaverikahvit-{TODAY}" in response.headers["Content-Disposition"], what
        if what.endswith("xlsx"):
            assert len(load_workbook(io.BytesIO(response.content)).sheetnames) == 2
        else:
            assert pilot.name in response.content.decode("utf-8-sig"), what


def test_there_is_no_other_file(maker: Person, practice: PracticePage) -> None:
    assert (
        maker.client.get(reverse("pilots_export", args=(practice.pk, "x.pdf")), follow=True).status_code
        == 404
    )


def test_asking_for_pages_writes_nothing(
    maker: Person, practice: PracticePage, pilot: Pilot, told: Refinement
) -> None:
    answered(pilot)
    before = [list(model.objects.values()) for model in (Pilot, PilotAnswer, Refinement, PageLogEntry)]
    for url in views(practice, pilot, told).values():
        maker.client.get(url)
    assert [list(m.objects.values()) for m in (Pilot, PilotAnswer, Refinement, PageLogEntry)] == before
    for name in ("pilot_change_show", "pilots_refined"):
        args = (practice.pk, told.pk) if name == "pilot_change_show" else (practice.pk,)
        assert maker.client.get(reverse(name, args=args)).status_code == 405
