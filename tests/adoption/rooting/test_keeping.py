"""What figures are reckoned from is read once, and anew when something changed."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from adoption.rooting.keeping import data_of_today
from adoption.states import change_state, locked
from tests.adoption.adopting import adopt
from tests.factories import practice_page

pytestmark = pytest.mark.django_db


def queries() -> int:
    with CaptureQueriesContext(connection) as captured:
        data_of_today()
    return len(captured)


def test_it_is_read_once_for_a_language(portal: Any) -> None:
    adopt(practice_page())
    with override("fi"):
        assert queries() > 1
        assert queries() == 1, "only whether something changed is asked"
        assert len(data_of_today().rows) == 1
    with override("sv"):
        assert queries() > 1
        names = [name for name, _slug in data_of_today().names.values()]
        assert all(name.endswith(" sv") for name in names)


@pytest.mark.second_database
def test_what_changes_is_read_anew(portal: Any) -> None:
    page = practice_page()
    adoption = adopt(page)
    assert [row.state for row in data_of_today().rows] == ["in-use"]
    change_state(locked(adoption), "stopped", date(2026, 11, 1), source="form", reason="no-time")
    assert [row.state for row in data_of_today().rows] == ["stopped"]
    adopt(page)
    assert len(data_of_today().rows) == 2


def test_what_institutions_told_stays_when_only_a_page_changes(portal: Any) -> None:
    page = practice_page()
    adopt(page)
    first = data_of_today()
    page.title = "Teehetki"
    page.save_revision().publish()
    second = data_of_today()
    assert [practice.title for practice in second.catalogue.practices.values()] == ["Teehetki"]
    assert second.rows is first.rows


def test_emptying_the_cache_empties_the_memory(portal: Any) -> None:
    adopt(practice_page())
    data_of_today()
    cache.clear()
    assert queries() > 1
