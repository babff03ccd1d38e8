"""The pages of rooting: what readers and coordinators see, what is held back, and the files."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from adoption.models import Adoption
from practices.models import PracticePage
from tests.adoption.adopting import CONTACT, adopt, institution
from tests.database import world
from tests.factories import practice_page
from tests.languages import nightly

FI, SV = "/fi/juurtuminen/", "/sv/forankring/"
NOON = "2026-11-28T12:00:00Z"
STOPPED = (("in-use", date(2025, 9, 1)), ("stopped", date(2026, 3, 1)))


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
                adopt(page, ("in-use", date(2025, 9, 1)), students=10, by=institution(f"Avoin opisto {n}"))
            adopt(page, *STOPPED, reason="no-time", by=institution("Lopettanut opisto"))
            adopt(page, *STOPPED, reason="funding", is_public=False, by=institution("Salainen opisto"))
        yield page.pk


@pytest.fixture
def practice(portal: Any, kept_practice: int) -> PracticePage:
    """A practice that six institutions took into use; two of them stopped, one will not be named."""
    return PracticePage.objects.get(pk=kept_practice)


def _get(address: str, **query: str) -> tuple[int, str]:
    answer = Client().get(address, query)
    return answer.status_code, answer.content.decode()


@pytest.mark.usefixtures("practice")
@pytest.mark.parametrize(("address", "words"), [(FI, "Mikä juurtuu"), nightly(SV, "Vad slår rot")])
def test_readers_see_every_chart_in_their_language(address: str, words: str) -> None:
    status, page = _get(address)
    assert status == 200
    assert words in page
    for name in (
        "over-time",
        "states",
        "survival",
        "by-theme",
        "by-maturity",
        "by-project",
        "embedding",
        "reach",
        "reasons",
        "answers",
        "matrix",
    ):
        assert f'id="{name}"' in page
    assert page.count("<caption") >= 6
    assert "style=" not in page


@pytest.mark.usefixtures("practice")
def test_readers_never_see_who_wants_no_name_nor_an_address() -> None:
    _status, page = _get(FI)
    assert "Avoin opisto 0" in page
    assert "Salainen opisto" not in page
    assert CONTACT not in page
    assert "Pois on jätetty 1 oppilaitos" in page


def test_of_fewer_than_three_institutions_nothing_is_told(practice: PracticePage) -> None:
    Adoption.objects.all().delete()
    for _n in range(2):
        adopt(practice, *STOPPED, reason="no-time", students=77)
    status, html = _get(FI)
    assert status == 200
    assert "Tällaisia käyttöönottoja on alle 3 oppilaitoksella" in html
    assert "aika ei riittänyt" not in html
    assert 'id="matrix"' not in html
    assert _get(f"{FI}kuvio/states.csv")[0] == 404


@pytest.mark.usefixtures("practice")
def test_reasons_of_two_institutions_are_held_back_from_readers_alone() -> None:
    _status, page = _get(FI)
    assert "aika ei riittänyt" not in page
    assert "Tämän takana on alle 3 oppilaitosta" in page
    assert _get(f"{FI}kuvio/reasons.csv")[0] == 404
    page = _coordinator().get("/admin/rooting/").content.decode()
    assert "Salainen opisto" in page
    assert CONTACT not in page
    answer = _coordinator().get("/admin/rooting/reasons.csv")
    assert len(list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))) == 3


def _coordinator() -> Client:
    user = User.objects.filter(username="koordinaattori").first()
    if user is None:
        user = User.objects.create_user("koordinaattori", "k@example.org")
        user.groups.add(Group.objects.get(name="Moderators"))
    client = Client()
    client.force_login(user)
    return client


def test_an_editor_without_the_catalogue_sees_no_rooting_in_the_editor(practice: PracticePage) -> None:
    user = User.objects.create_user("muu", "m@example.org")
    group = Group.objects.create(name="Team")
    from django.contrib.auth.models import Permission

    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    assert client.get("/admin/rooting/").status_code == 302  # Wagtail leads to the front page with a message
    assert client.get("/admin/rooting/matrix.csv").status_code in (302, 403)


def test_demonstration_data_is_marked_and_can_be_left_out(practice: PracticePage) -> None:
    assert "keksitty" not in _get(FI)[1]
    adopt(practice, is_demo=True)
    assert "Näistä käyttöönotoista 1 on keksitty" in _get(FI)[1]
    assert "keksitty" not in _get(FI, demo="without")[1]


def test_what_is_neither_confirmed_nor_undisputed_does_not_count(practice: PracticePage) -> None:
    Adoption.objects.filter(organisation__names__fi="Avoin opisto 0").update(confirmed_at=None)
    assert "Avoin opisto 0" not in _get(FI)[1]


@pytest.mark.usefixtures("practice")
def test_a_choice_that_does_not_exist_is_said_to_be_so() -> None:
    for name, value in (
        ("theme", "olematon"),
        ("region", "<script>"),
        ("year", "-1"),
        ("demo", "x"),
        ("kind", "\0"),
    ):
        status, page = _get(FI, **{name: value})
        assert status == 404, name
        assert "Osoitteessa on valinta, jota ei ole" in page, name
        assert "<script>" not in page.split("<main")[1], name
        assert Client().get(f"{FI}kuvio/states.svg", {name: value}).status_code == 404, name


@pytest.mark.usefixtures("practice")
def test_there_is_no_file_of_what_does_not_exist() -> None:
    names = ("survival.exe", "nothing.svg", "matrix.png", "embedding.svg")
    assert {name: _get(f"{FI}kuvio/{name}")[0] for name in names} == dict.fromkeys(names, 404)


@pytest.mark.usefixtures("practice")
@pytest.mark.parametrize("name", ["survival", "over-time", "states", "by-theme", "reach"])
def test_a_chart_comes_as_picture_and_table(name: str) -> None:
    client = Client()
    svg = client.get(f"{FI}kuvio/{name}.svg", {"maturity": "refined"})
    assert svg.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in svg.content
    assert "Kypsyys" in svg.content.decode()
    png = client.get(f"{FI}kuvio/{name}.png")
    assert png.content.startswith(b"\x89PNG")
    rows = list(csv.reader(StringIO(client.get(f"{FI}kuvio/{name}.csv").content.decode("utf-8-sig"))))
    sheet = load_workbook(BytesIO(client.get(f"{FI}kuvio/{name}.xlsx").content)).active
    assert [str(cell.value) for cell in sheet[1]] == rows[0]
    assert len(rows) > 1


def test_a_practice_named_like_a_formula_is_a_text_in_files(practice: PracticePage) -> None:
    PracticePage.objects.filter(pk=practice.pk).update(title="=1+1")
    head = Client().get(f"{FI}kuvio/matrix.csv").content.decode("utf-8-sig").splitlines()[0]
    assert "'=1+1" in head
    sheet = load_workbook(BytesIO(Client().get(f"{FI}kuvio/matrix.xlsx").content)).active
    assert (sheet["B1"].value, sheet["B1"].data_type) == ("=1+1", "s")


def test_words_of_others_are_escaped_in_drawings(practice: PracticePage) -> None:
    from practices.models import Theme

    for theme in Theme.objects.all():
        theme.names = {"fi": "<script>1</script>&", "sv": "x"}
        theme.save()
    for address in (FI, f"{FI}kuvio/by-theme.svg"):
        assert "<script>1" not in _get(address)[1]
        assert "&lt;script&gt;1" in _get(address)[1]


def test_the_page_takes_few_queries_whatever_there_is_to_show(practice: PracticePage) -> None:
    counts = []
    for _round in range(2):
        for n in range(15):
            adopt(
                practice_page(f"Käytäntö {n} {_round}") if n < 3 else practice, ("trying", date(2026, 1, 1))
            )
        cache.clear()
        Client().get("/fi/")  # what is kept between requests
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(FI, {"maturity": "refined"}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


@pytest.mark.usefixtures("practice")
def test_headings_are_in_order_and_ids_are_unique() -> None:
    _status, page = _get(FI)
    main = page.split("<main")[1].split("</main>")[0]
    levels = [int(level) for level in re.findall(r"<h(\d)", main)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
