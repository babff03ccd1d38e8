"""Editors read wishes, let them in, answer them; and nothing that they take out stays behind."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from practices.models import Pin, Wish
from search.models import SearchCount, SynonymSet
from tests.factories import practice_page
from tests.languages import EACH_LANGUAGE, nightly
from tests.project.test_page_languages import wrong_in

pytestmark = pytest.mark.django_db
State = Wish.State


@pytest.fixture(params=[*EACH_LANGUAGE, nightly("en")])
def editor(request: pytest.FixtureRequest, portal: Any, client: Client, django_user_model: Any) -> Client:
    """A moderator, whose group may keep the wishes, in each language of the editor."""
    user = django_user_model.objects.create_user("toimittaja", password="x")
    user.groups.add(Group.objects.get(name="Moderators"))
    UserProfile.objects.create(user=user, preferred_language=request.param)
    client.force_login(user)
    return client


def url(view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_practices_wish:{view}", args=args)


def bulk(action: str, *wishes: Wish) -> str:
    ids = "&".join(f"id={wish.pk}" for wish in wishes)
    return f"{reverse('wagtail_bulk_action', args=('practices', 'wish', action))}?{ids}&next={url('list')}"


def wish(need: str = "Unirytmi", **values: Any) -> Wish:
    return Wish.objects.create(**{"language": "fi", "need": need, **values})


def listed(client: Client, **filters: str) -> list[str]:
    response = client.get(url("list"), filters)
    assert response.status_code == 200
    return [row.need for row in response.context["object_list"]]


def send(client: Client, wish: Wish, **changes: Any) -> HttpResponse:
    """Send the form of a wish as it is, but for the changes."""
    form = {
        "need": wish.need,
        "situation": wish.situation,
        "language": wish.language,
        "state": wish.state,
        "answer": wish.answer_id or "",
        "reply": wish.reply,
    }
    return client.post(url("edit", wish.pk), form | changes)


@pytest.mark.second_database
def test_those_that_wait_are_listed_and_others_when_asked_for(editor: Client) -> None:
    for state in State:
        wish(f"tarve {state}", state=state)
    wish("behov new", language="sv")
    assert set(listed(editor)) == {"tarve new", "behov new"}
    assert listed(editor, state="public") == ["tarve public"]
    assert len(listed(editor, state="")) == 5
    assert listed(editor, language="sv") == ["behov new"]
    assert listed(editor, q="behov") == ["behov new"]
    assert set(listed(editor, state="nosuch")) >= {"tarve new"}
    assert editor.get(url("list_results"), {"state": "hidden"}).status_code == 200


def test_the_list_costs_the_same_however_long(editor: Client) -> None:
    costs = []
    for total in (3, 30):
        for number in range(total):
            wish(f"tarve {total} {number}")
        editor.get(url("list"))
        with CaptureQueriesContext(connection) as captured:
            assert len(listed(editor)) >= total
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_a_practice_answers_a_wish(editor: Client) -> None:
    need, practice = wish(state=State.PUBLIC), practice_page("Kaverikahvit")
    assert editor.get(url("edit", need.pk)).status_code == 200
    assert send(editor, need, answer=practice.pk, reply="Kokeile tätä.").status_code == 302
    need.refresh_from_db()
    assert (need.state, need.answer, need.reply) == (State.ANSWERED, practice, "Kokeile tätä.")


def test_a_hidden_wish_stays_hidden_with_an_answer(editor: Client) -> None:
    need, practice = wish(), practice_page("Kaverikahvit")
    send(editor, need, answer=practice.pk, state="hidden")
    need.refresh_from_db()
    assert need.state == State.HIDDEN


def test_what_makes_no_sense_is_refused(editor: Client, subtests: pytest.Subtests) -> None:
    wish("Peliriippuvuus")
    need = wish()
    for changes in ({"state": "answered"}, {"need": "?!"}, {"need": ""}, {"need": "peliriippuvuudesta"}):
        with subtests.test(changes=changes):
            response = send(editor, need, **changes)
            assert response.status_code == 200
            assert set(response.context["form"].errors) == changes.keys()


def test_the_count_of_others_cannot_be_edited(editor: Client) -> None:
    need = wish(seconds=4)
    assert send(editor, need, seconds="99", state="public").status_code == 302
    need.refresh_from_db()
    assert (need.seconds, need.state) == (4, State.PUBLIC)


@pytest.mark.second_database
def test_what_is_taken_out_of_a_need_stays_nowhere(editor: Client) -> None:
    need = wish("Maija Meikäläisen unirytmi", situation="Maija kertoi.")
    editor.post(bulk("show_wishes", need))
    send(editor, need, need="Unirytmi", situation="", state="public")
    send(editor, Wish.objects.get(), reply="Ei vielä.")
    Wish.objects.get().delete()
    assert ModelLogEntry.objects.exists()
    kept = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 our own tables
            kept.append(str(cursor.fetchall()))
    assert "Maija" not in "".join(kept)


def test_several_are_shown_or_left_out_at_once(editor: Client) -> None:
    new, hidden, public = wish("a1"), wish("b2", state=State.HIDDEN), wish("c3", state=State.PUBLIC)
    asked = editor.get(bulk("show_wishes", new, hidden, public))
    assert asked.status_code == 200
    assert {wish["item"].need for wish in asked.context["items"]} == {"a1", "b2"}
    assert new.need in asked.content.decode()
    assert Wish.objects.get(pk=new.pk).state == State.NEW, "asking changes nothing"
    assert editor.post(bulk("show_wishes", new, hidden, public)).headers["Location"] == url("list")
    assert set(Wish.objects.values_list("state", flat=True)) == {State.PUBLIC}
    editor.post(bulk("hide_wishes", new, public))
    assert Wish.objects.filter(state=State.HIDDEN).count() == 2
    assert editor.get(bulk("hide_wishes", new)).status_code == 200


@pytest.mark.second_database
def test_a_wish_that_another_has_taken_the_place_of_stays_hidden(editor: Client) -> None:
    hidden = wish(state=State.HIDDEN)
    wish(state=State.NEW)
    response = editor.post(bulk("show_wishes", hidden), follow=True)
    assert response.status_code == 200
    assert Wish.objects.get(pk=hidden.pk).state == State.HIDDEN
    assert len(list(response.context["messages"])) == 1


def test_every_row_leads_to_what_can_be_done(editor: Client) -> None:
    wish("a1")
    wish("b2", state=State.HIDDEN)
    page = BeautifulSoup(editor.get(url("list"), {"state": ""}).content, "html.parser")
    links = [a["href"] for a in page.select("main table a[href]")]
    assert len([link for link in links if "/show_wishes/" in link]) == 2
    assert len([link for link in links if "/hide_wishes/" in link]) == 1


def test_the_first_page_tells_how_many_wait(editor: Client) -> None:
    wish("a1")
    wish("b2")
    wish("c3", state=State.PUBLIC)
    page = BeautifulSoup(editor.get("/admin/").content, "html.parser")
    link = page.select_one(f'main li a[href="{url("list")}"]')
    assert link.get_text(strip=True).startswith("2 ")


@pytest.mark.parametrize("editor", EACH_LANGUAGE, indirect=True)
def test_all_of_it_is_in_the_editors_language(editor: Client) -> None:
    language = UserProfile.objects.get().preferred_language
    need, practice = wish(need="Abc", situation="Abc", language="fi"), practice_page("Abcd")
    Pin.objects.create(language="fi", words="Abc", practice=practice)
    SynonymSet.objects.create(language="fi", words="Abc\nAbcd")
    for times, in_vain in ((5, 0), (3, 3)):
        SearchCount.objects.create(
            day=timezone.localdate(), language="fi", term="abc" * times, searches=times, without_hits=in_vain
        )
    asked = [
        "/admin/",
        url("list"),
        url("add"),
        url("edit", need.pk),
        url("delete", need.pk),
        bulk("show_wishes", need),
        bulk("hide_wishes", need),
        reverse("searches_report") + "?rare=show&hits=none&period=30",
        *(
            reverse(f"wagtailsnippets_{name}:{view}")
            for name in ("practices_pin", "search_synonymset")
            for view in ("list", "add")
        ),
    ]
    wrong = {}
    for address in asked:
        response = editor.get(address)
        assert response.status_code == 200, address
        html = response.content.decode()
        wrong |= {address: found} if (found := wrong_in(html, language, editor=True)) else {}
    assert not wrong


def test_others_see_nothing_of_it(portal: Any, client: Client, django_user_model: Any) -> None:
    user = django_user_model.objects.create_user("kirjoittaja", password="x")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    need = wish()
    for path in (url("list"), url("edit", need.pk), url("add"), url("delete", need.pk)):
        assert client.get(path).status_code == 302
    client.post(bulk("show_wishes", need))
    assert Wish.objects.get().state == State.NEW
    assert url("list") not in client.get("/admin/").content.decode()


def test_a_wish_has_an_answer_only_while_there_is_something_to_show() -> None:
    assert not Wish(state=State.ANSWERED).is_answered
    assert Wish(state=State.ANSWERED, reply="Näin.").is_answered
    assert not Wish(state=State.PUBLIC, reply="Näin.").is_answered


@pytest.mark.second_database
def test_the_same_need_is_open_once_in_a_language(portal: Any) -> None:
    wish("Unirytmin korjaaminen")
    with pytest.raises(ValidationError):
        Wish(language="fi", need="korjaaminen unirytmit").full_clean()
    Wish(language="sv", need="Unirytmin korjaaminen").full_clean()
    Wish(language="fi", need="korjaaminen unirytmit", state=State.HIDDEN).full_clean()
