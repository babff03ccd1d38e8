"""Signed links: good for one purpose, for a time, and not to be made up."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from practices.links import BadLink, ExpiredLink, make_token, read_token


@given(st.text())
def test_a_link_gives_back_what_it_carries(value: str) -> None:
    assert read_token("try", make_token("try", value)) == value


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00", "ä", "…" * 200])
def test_a_forged_link_leads_nowhere(token: str) -> None:
    with pytest.raises(BadLink):
        read_token("try", token)


def test_a_link_is_good_for_its_purpose_alone() -> None:
    with pytest.raises(BadLink):
        read_token("other", make_token("try", 1))


def test_a_changed_link_leads_nowhere() -> None:
    token = make_token("try", 1)
    with pytest.raises(BadLink):
        read_token("try", token[:-1] + ("a" if token[-1] != "a" else "b"))


def test_a_link_expires() -> None:
    with time_machine.travel("2027-01-01T12:00:00Z", tick=False) as clock:
        token = make_token("try", 1)
        clock.shift(timedelta(days=14))
        assert read_token("try", token, max_age=timedelta(days=14)) == "1"
        clock.shift(timedelta(seconds=1))
        with pytest.raises(ExpiredLink):
            read_token("try", token, max_age=timedelta(days=14))
