"""A question that is confirmed, and a local version that is saved, by many hands at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from adoption.links import address
from adoption.local.asking import Asked, ask
from adoption.local.forms import ActionForm
from adoption.local.links import confirming_token
from adoption.models import Adoption, LocalPart, LocalVersion, Question
from tests.adoption.adopting import adopt
from tests.adoption.local.telling import ASKER, in_both_languages, own_page


@pytest.fixture
def adoption(committed: None) -> Adoption:
    """An adoption that every thread sees."""
    return adopt(in_both_languages(), is_contact_open=True)


def by_many(do: Callable[[], Any], number: int = 8) -> list[int]:
    def closing(_number: int) -> int:
        try:
            return int(do())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(closing, range(number)))


@pytest.mark.second_database
def test_a_question_confirmed_at_the_same_time_is_sent_on_once(adoption: Adoption) -> None:
    asked = Asked("question", "Koekoulu", ASKER, "Kuka keittää?", "fi", "Saa välittää.")
    assert ask(adoption, asked) == "sent"
    before = len(mail.outbox)
    path = address("ask_confirm", confirming_token(Question.objects.get()), language="fi")
    stamp = ActionForm().stamp_to_send
    assert by_many(lambda: Client().post(path, {"stamp": stamp}).status_code) == [302] * 8
    assert Question.objects.get().relayed_at
    assert len(mail.outbox) - before == 1


@pytest.mark.second_database
def test_a_version_saved_at_the_same_time_is_one(adoption: Adoption) -> None:
    path = own_page(adoption)
    fields = {"stamp": ActionForm().stamp_to_send, "summary": "Näin.", "fate-core-1": "kept", "do": "show"}
    assert by_many(lambda: Client().post(path, fields).status_code) == [302] * 8
    assert LocalVersion.objects.get().summary == "Näin."
    assert LocalPart.objects.count() == 1
