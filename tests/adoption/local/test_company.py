"""Institutions that start in the same term find each other, if they agreed to it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from adoption.models import Adoption, Question
from practices.models import PracticePage
from tests.adoption.adopting import CONTACT, adopt, institution
from tests.adoption.local.telling import (
    ASKER,
    clock,
    kept_practice,
    links_in,
    mails,
    page_in,
    post,
    practice,
    soup_of,
    text_of,
    visitor,
)

__all__ = ["clock", "kept_practice", "mails", "post", "practice", "visitor"]
pytestmark = pytest.mark.django_db

WHEN = {"fi": "2 oppilaitosta aloittaa keväällä 2027", "sv": "2 läroanstalter börjar våren 2027"}


def starting(practice: PracticePage, term: str = "2027-spring", **fields: Any) -> Any:
    day = date(2026, 11, 1)
    return adopt(practice, ("considering", day), wants_company=True, start_term=term, **fields)


@pytest.mark.second_database
def test_they_are_grouped_by_term_the_nearest_first(
    visitor: Client, practice: PracticePage, language: str
) -> None:
    starting(practice, "2027-autumn", by=institution("Kolmas"))
    starting(practice, by=institution("Toinen"))
    starting(practice, by=institution("Ensimmäinen"), is_demo=True)
    soup = soup_of(visitor.get(page_in("together", practice.key, language)))
    heads = [" ".join(h.text.split()) for h in soup.select("main section h2")]
    assert heads[0] == WHEN[language]
    assert len(heads) == 3  # two terms, and the invitation
    assert [name.text.split()[0] for name in soup.select(".local__company strong")] == [
        "Ensimmäinen",
        "Toinen",
        "Kolmas",
    ]
    assert len(soup.select(".badge--outline")) == 1
    page = visitor.get(practice.url if language == "fi" else practice.get_translations().get().url)
    assert WHEN[language] in text_of(page)
    assert page_in("together", practice.key, language) in page.content.decode()


def test_others_are_not_found(visitor: Client, practice: PracticePage) -> None:
    hidden: list[dict[str, Any]] = [
        {"is_public": False},
        {"confirmed_at": None},
        {"start_term": "2026-spring"},
        {"wants_company": False},
    ]
    others = [(starting(practice), fields) for fields in hidden]
    for adoption, fields in others:
        Adoption.objects.filter(pk=adoption.pk).update(**fields)
    path = page_in("together", practice.key)
    listed = text_of(visitor.get(path))
    assert [fields for adoption, fields in others if adoption.institution_name in listed] == []
    assert path not in visitor.get(practice.url).content.decode()
    asked = {str(fields): visitor.get(page_in("ask_together", str(each.pk))) for each, fields in others}
    assert {fields: each.status_code for fields, each in asked.items() if each.status_code != 404} == {}


def test_nobody_yet_is_an_invitation(visitor: Client, practice: PracticePage, language: str) -> None:
    response = visitor.get(page_in("together", practice.key, language))
    assert response.status_code == 200
    assert page_in("adopt", practice.key, language) in response.content.decode()


def test_one_writes_to_them_without_seeing_the_address(
    visitor: Client, post: Callable[..., HttpResponse], mails: Any, practice: PracticePage
) -> None:
    adoption = starting(practice)  # it does not take other questions
    path = page_in("ask_together", str(adoption.pk))
    assert CONTACT not in visitor.get(page_in("together", practice.key)).content.decode()
    fields = {
        "asker": "Koekoulu",
        "email": ASKER,
        "words": "Aloitetaanko?",
        "language": "sv",
        "consent": "on",
    }
    (asked,) = mails(lambda: post(path, fields))
    assert Question.objects.get().kind == "together"
    link = next(each for each in links_in(asked.body) if each.count("/") > 2)
    (relayed,) = mails(lambda: post(link))
    assert (relayed.to, relayed.reply_to) == ([CONTACT], [ASKER])
    assert "> Aloitetaanko?" in relayed.body


def test_the_list_costs_the_same_however_long(
    visitor: Client, practice: PracticePage, django_assert_max_num_queries: Any
) -> None:
    path = page_in("together", practice.key)
    starting(practice)
    with django_assert_max_num_queries(15) as few:
        visitor.get(path)
    for _n in range(10):
        starting(practice)
    with django_assert_max_num_queries(15) as many:
        visitor.get(path)
    assert len(many) <= len(few)
