"""All of it is in the language of whoever reads it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from practices.models import PracticePage
from practices.translating.following import give_aliases
from publishing.models import Pilot
from publishing.piloting.refining import tell_change
from tests.project.test_page_languages import wrong_in
from tests.publishing.people import network_coordinator
from tests.publishing.piloting.trying import TODAY, answered, entry, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(practice: PracticePage, pilot: Pilot) -> PracticePage:
    """A practice with answers, published twice, with a change that was told."""
    give_aliases(practice)
    for _n in range(6):
        answered(pilot, ratings={"join": 4, "use": 2}, worked="Abc.")
    answered(pilot, "teacher", ratings={"fit": 4})
    draft = practice.get_latest_revision_as_object()
    draft.promise, draft.maturity, draft.core = "Abc.", "idea", "<p>Abc.</p>"
    draft.save_revision().publish()
    user = network_coordinator(name="kertoja").user
    tell_change(practice, told={"fi": "Abc.", "sv": "Abc."}, pilots=[pilot], revision=None, user=user)
    return practice


def test_public_pages_speak_their_language(changed: PracticePage, client: Client, language: str) -> None:
    asked = [page_of(language) + query for query in ("", "?role=student", "?role=teacher", "?said=thanks")]
    asked += [
        entry(language),
        f"{entry(language)}?code=O",
        page_of(language, "ZZZ999"),
        _versions(changed, language),
    ]
    said = {address: wrong_in(client.get(address).content.decode(), language) for address in asked}
    sent = client.post(f"{page_of(language)}?role=student", {"worked": "a@example.org"})
    Pilot.objects.update(closed_on=TODAY)
    closed = client.get(page_of(language))
    assert (sent.status_code, closed.status_code) == (422, 410)
    said |= {name: wrong_in(r.content.decode(), language) for name, r in (("sent", sent), ("closed", closed))}
    assert {address: wrong for address, wrong in said.items() if wrong} == {}


def test_the_editor_speaks_the_users_language(changed: PracticePage, pilot: Pilot, language: str) -> None:
    client = network_coordinator(language=language).client
    names: dict[str, tuple[Any, ...]] = {
        **dict.fromkeys(("pilots", "pilot_begin", "pilot_change"), (changed.pk,)),
        **dict.fromkeys(("pilot", "pilot_close", "pilot_reopen"), (changed.pk, pilot.pk)),
    }
    for name, args in names.items():
        html = client.get(reverse(name, args=args)).content.decode()
        main = html[html.index("<main") :]
        assert wrong_in(f'<html lang="{language}">{main}', language, editor=True) == [], name


def _versions(practice: PracticePage, language: str) -> str:
    with override(language):
        return reverse("versions", args=(practice.key,))
