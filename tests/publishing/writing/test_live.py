"""What the panel is told while one types: honest, quick, bounded, and only to those who may edit."""

from time import perf_counter
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.test.utils.form_data import rich_text, streamfield

from practices.models import PracticePage
from publishing.writing.live import LARGEST_FORM
from tests.factories import practice_page, project_page
from tests.languages import EACH_LANGUAGE
from tests.practices.editor_forms import create, errors_of, practice_form, title_only
from tests.publishing.people import member

pytestmark = pytest.mark.django_db


def ask(client: Client, target: Any, data: dict[str, Any]) -> Any:
    name = "writing_of_practice" if isinstance(target, PracticePage) else "writing_of_new_practice"
    return client.post(reverse(name, args=(target.pk,)), data, headers={"X-Requested-With": "XMLHttpRequest"})


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_it_counts_the_form_and_links_to_what_is_missing(portal: Any, language: str) -> None:
    someone = member(language=language)
    answer = ask(someone.client, project_page(), title_only()).json()
    assert (answer["done"], answer["needed"], answer["missing"]) == (1, 12, 11)
    assert 'data-writing-jump="promise"' in answer["results"]
    answer = ask(someone.client, practice_page(live=False), practice_form()).json()
    assert (answer["done"], answer["missing"]) == (12, 0)
    assert 'data-writing-jump="promise"' not in answer["results"]
    with override(language):
        assert gettext("Everything that publishing asks for is there.") in answer["results"]


WRONG: dict[str, Any] = {
    "promise": "x" * 91,
    "steps": streamfield([("step", {"what": "", "who": "", "when": "", "result": ""})]),
    "idea": rich_text("<p>[Kerro idea tähän]</p>"),
    "makers": None,
    "slug": "ei kelpaa!",
    "themes": ["99999"],
    "checklist": streamfield([("item", "[Tila on varattu]")]),
    "materials": streamfield([("link", {"title": "", "language": "fi", "licence": "", "url": "x"})]),
}


def test_it_names_what_publishing_would_refuse(portal: Any, admin_client: Client) -> None:
    data = practice_form(**WRONG)
    assert set(errors_of(create(admin_client, project_page(), data, action="publish"))) == set(WRONG)
    told = ask(admin_client, project_page(), data).json()["results"]
    assert {name for name in WRONG if f'data-writing-jump="{name}"' in told} == set(WRONG)
    for name, value in WRONG.items():
        told = ask(admin_client, project_page(), practice_form(**{name: value})).json()["results"]
        assert f'data-writing-jump="{name}"' in told, name


def test_it_saves_nothing(portal: Any) -> None:
    someone = member()
    page = practice_page(live=False)
    page.save_revision()
    before = (page.revisions.count(), PracticePage.objects.count())
    ask(someone.client, page, practice_form(title="Muu nimi"))
    ask(someone.client, project_page(), practice_form())
    page.refresh_from_db()
    assert (page.revisions.count(), PracticePage.objects.count()) == before
    assert page.title == "Kaverikahvit"


def test_the_students_text_is_looked_at_in_the_language_of_the_page(portal: Any) -> None:
    someone = member(language="sv")
    data = practice_form(student_notices=rich_text("<p>Saat suorittaa tehtävän.</p>"))
    plain = ask(someone.client, practice_page(live=False), data).json()["plain"]
    assert "<q" in plain
    assert "suorittaa" in plain


def test_materials_without_a_licence_are_told_of(portal: Any) -> None:
    link = {"title": "Ohje <b>", "language": "fi", "licence": "", "url": "https://example.org/"}
    data = practice_form(materials=streamfield([("link", link)]))
    told = ask(member().client, practice_page(live=False), data).json()["results"]
    assert 'data-writing-jump="materials"' in told
    assert "Ohje &lt;b&gt;" in told


def test_only_who_may_edit_is_told(portal: Any) -> None:
    other = practice_page(parent=project_page("toinen"), live=False)
    stranger = member().client
    for target in (other, project_page("toinen")):
        assert ask(stranger, target, practice_form()).status_code == 403
        assert ask(Client(), target, practice_form()).status_code in (302, 401, 403)
        assert stranger.get(reverse("writing_of_new_practice", args=(target.pk,))).status_code == 405
    assert ask(stranger, project_page(), title_only()).status_code == 200
    gone = stranger.post(reverse("writing_of_practice", args=(999_999,)), {}, follow=True)
    assert gone.status_code == 404


@pytest.mark.parametrize("unreadable", [{"situation": "no JSON"}, {"steps-count": "many"}])
def test_an_unreadable_form_is_no_error_of_ours(portal: Any, unreadable: dict[str, str]) -> None:
    answer = ask(member().client, practice_page(live=False), practice_form() | unreadable)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_form_that_is_too_large_is_not_looked_at(portal: Any) -> None:
    page = practice_page(live=False)
    answer = ask(member().client, page, practice_form() | {"more": "x" * LARGEST_FORM})
    assert answer.status_code == 413
    assert answer.json()["error"]


def test_a_long_form_is_answered_with_few_queries_and_at_once(
    portal: Any, django_assert_max_num_queries: Any
) -> None:
    someone, page = member(), practice_page(live=False)
    step = {"what": "Sovitaan aika ja paikka yhdessä.", "who": "Ohjaaja", "when": "Heti", "result": "Aika"}
    text = rich_text("<p>Voit tulla, vaikka et tunne ketään.</p>" * 30)
    data = practice_form(
        steps=streamfield([("step", step)] * 30),
        checklist=streamfield([("item", "Varaa tila.")] * 30),
        **dict.fromkeys(
            ("situation", "intended_change", "idea", "student_notices", "core", "adaptable"), text
        ),
    )
    ask(someone.client, page, data)  # dictionaries are loaded once
    with django_assert_max_num_queries(32):
        ask(someone.client, page, data)
    times = []
    for _n in range(5):
        start = perf_counter()
        ask(someone.client, page, data)
        times.append(perf_counter() - start)
    assert min(times) < 0.5, "a tenth of that on an idle machine"
