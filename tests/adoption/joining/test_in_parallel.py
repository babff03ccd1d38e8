"""The same form, and the same link, pressed by many hands at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from adoption.joining.forms import DeedForm
from adoption.joining.links import confirming_token
from adoption.links import address
from adoption.models import Adoption, AdoptionRequest, SuggestedInstitution
from practices.models import PracticePage
from tests.adoption.joining.joining import NEW, TOLD, path_of
from tests.factories import practice_page


@pytest.fixture(autouse=True)
def practice(committed: None) -> PracticePage:
    """A practice that every thread sees."""
    return practice_page()


def by_many(do: Callable[[int], object], number: int) -> list[str]:
    def closing(each: int) -> str:
        try:
            return str(do(each))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return sorted(pool.map(closing, range(number)))


@pytest.mark.second_database
def test_ten_forms_and_ten_confirmations_make_one_adoption(
    practice: PracticePage, mailoutbox: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr("adoption.joining.forms.TellingForm.fastest_seconds", 0)
    stamp = DeedForm().stamp_to_send
    fields = {**TOLD, **NEW, "stamp": stamp}
    path = path_of(practice)
    told = by_many(lambda _n: Client().post(path, fields).status_code, 10)
    assert told == ["302"] * 10
    row = AdoptionRequest.objects.get()
    assert len(mailoutbox) == 1
    # Another colleague asks for the same in Swedish spelling, and both press at once.
    other = {**fields, "name": "Kauhava folkhögskola", "email": "toinen@example.org", "same_as": "another"}
    assert Client().post(path, other).status_code == 302
    tokens = [confirming_token(each) for each in AdoptionRequest.objects.all()]
    paths = [address("adoption_confirm", token, language="fi") for token in tokens]
    pressed = by_many(lambda n: Client().post(paths[n % 2], {"stamp": stamp}).status_code, 10)
    assert set(pressed) == {"302", "409"}
    adoption = Adoption.objects.get()
    assert adoption.changes.count() == 1
    assert adoption.suggested == SuggestedInstitution.objects.get()
    assert row.pk in {each.pk for each in AdoptionRequest.objects.all()}
