"""What is forgotten when."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from adoption.joining.keeping import forget_old
from adoption.models import Adoption, AdoptionRequest
from adoption.pulse.planning import months_after
from tests.adoption.adopting import CONTACT, adopt
from tests.adoption.joining.joining import clock
from tests.factories import practice_page

__all__ = ["clock"]
pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def request(**fields: Any) -> AdoptionRequest:
    now = timezone.now()
    values = {
        "practice": uuid4(),
        "language": "fi",
        "email": CONTACT,
        "mailed_at": now,
    }
    return AdoptionRequest.objects.create(fingerprint=uuid4().hex, **{**values, **fields})


def test_unconfirmed_requests_go_after_fourteen_days() -> None:
    request()
    assert forget_old(TODAY + timedelta(days=14)) == 0
    assert forget_old(TODAY + timedelta(days=15)) == 1
    assert not AdoptionRequest.objects.exists()
    assert forget_old(TODAY + timedelta(days=15)) == 0


def test_a_wish_to_take_over_waits_thirty_days() -> None:
    adoption = adopt(practice_page())
    request(kind="take-over", adoption=adoption, confirmed_at=timezone.now())
    assert forget_old(TODAY + timedelta(days=30)) == 0
    assert forget_old(TODAY + timedelta(days=31)) == 1


@pytest.mark.parametrize(
    ("states", "last"),
    [
        # Two years of follow-ups, and twelve months.
        ([("in-use", date(2026, 9, 1))], date(2029, 9, 1)),
        # Told today of a stop long past: twelve months from the telling.
        ([("in-use", date(2020, 9, 1)), ("stopped", date(2021, 1, 1))], date(2027, 11, 25)),
        ([("considering", date(2026, 9, 1))], date(2028, 11, 25)),
        # Told of late: the last follow-up is long past, so twelve months from the telling.
        ([("embedded", date(2015, 9, 1))], date(2027, 11, 25)),
    ],
)
def test_the_address_goes_after_its_time(states: list[tuple[str, date]], last: date) -> None:
    confirmed = datetime(2026, 11, 25, 9, tzinfo=UTC)
    adoption = adopt(practice_page(), *states, confirmed=confirmed, is_contact_open=True, wants_company=True)
    assert forget_old(last) == 0
    assert forget_old(last + timedelta(days=1)) == 1
    forgotten = Adoption.objects.get()
    assert (forgotten.email, forgotten.is_contact_open, forgotten.wants_company) == ("", False, False)
    assert (forgotten.state, forgotten.is_public) == (adoption.state, True)
    assert CONTACT not in str(vars(forgotten))
    assert forget_old(last + timedelta(days=1)) == 0


def test_a_portal_without_adoptions_has_nothing_to_forget() -> None:
    assert forget_old(months_after(TODAY, 100)) == 0
