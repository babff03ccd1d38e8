"""Prompts in square brackets reach no reader, whichever way a page is published."""

from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.test.utils.form_data import rich_text, streamfield

from practices.models import PracticePage
from publishing.writing.prompts import prompt_in
from tests.factories import practice_page, project_page
from tests.languages import EACH_LANGUAGE
from tests.practices.editor_forms import create, edit, errors_of, only_practice, practice_form
from tests.publishing.people import member, network_coordinator

pytestmark = pytest.mark.django_db
IDEA = {"idea": rich_text("<p>[Kerro <b>idea</b> tähän]</p>")}
# A form with prompts in fields of every kind, and one whose only prompt is in a step's second text.
PROMPTS: list[dict[str, Any]] = [
    {
        **IDEA,
        "steps": streamfield(
            [("step", {"what": "Sovitaan. [Mitä tehdään]", "who": "", "when": "", "result": ""})]
        ),
        "checklist": streamfield([("item", "[Tila on varattu]")]),
        "promise": "[Mikä paranee ja kenelle]",
        "core": rich_text("<p>[Vad måste bli kvar]</p>"),
    },
    {
        "steps": streamfield(
            [("step", {"what": "Sovitaan.", "who": "[Kuka tekee]", "when": "", "result": ""})]
        )
    },
]


@pytest.mark.parametrize(
    ("prompts", "action"),
    [(PROMPTS[0], "publish"), (PROMPTS[1], "submit")],
    ids=["everywhere", "second text"],
)
def test_a_prompt_is_refused_at_its_field_but_not_in_a_draft(
    portal: Any, prompts: dict[str, Any], action: str
) -> None:
    client = network_coordinator().client
    response = create(client, project_page(), practice_form(**prompts), action=action)
    errors = errors_of(response)
    assert set(errors) == set(prompts)
    fields = response.context["form"].fields
    assert not {name for name in prompts if fields[name].label.lower() not in errors[name].lower()}
    assert not PracticePage.objects.exists()
    assert create(client, project_page(), practice_form(**prompts)).status_code == 302


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_a_member_cannot_hand_in_a_prompt(portal: Any, language: str) -> None:
    someone = member(language=language)
    page = practice_page(live=False)
    response = edit(someone.client, page, practice_form(**IDEA), action="submit")
    assert set(errors_of(response)) == {"idea"}
    page.refresh_from_db()
    assert page.current_workflow_state is None


def test_what_was_handed_in_cannot_be_approved_with_a_prompt(portal: Any) -> None:
    someone, network = member(), network_coordinator()
    page = practice_page(live=False)
    assert edit(someone.client, page, practice_form(), action="submit").status_code == 302
    data = practice_form(**IDEA) | {"workflow-action-name": "approve"}
    assert set(errors_of(edit(network.client, page, data, action="workflow-action"))) == {"idea"}
    page.refresh_from_db()
    assert not page.live


def test_pages_published_together_are_refused_where_one_has_a_prompt(portal: Any) -> None:
    client = network_coordinator().client
    create(client, project_page(), practice_form(**IDEA))
    page = only_practice()
    url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
    for target, more in ((page, {}), (page.get_parent(), {"include_descendants": "on"})):
        answer = client.post(f"{url}?id={target.pk}&next=/admin/pages/", more, follow=True)
        page.refresh_from_db()
        assert not page.live
        assert page.title in answer.content.decode()
    edit(client, page, practice_form())
    client.post(f"{url}?id={page.pk}&next=/admin/pages/")
    page.refresh_from_db()
    assert page.live


def test_brackets_of_others_are_no_prompts() -> None:
    assert prompt_in("idea", "<p>[sic], [1], [s. 4] ja [...]</p>") == ""
    assert prompt_in("source_says", "<p>[opiskelijoiden oma] tila</p>") == ""
    assert prompt_in("idea", "<p>[Kerro &auml;l&auml; arvaa]</p>") == "[Kerro älä arvaa]"


@settings(max_examples=25)
@given(st.text(max_size=400))
def test_any_text_is_looked_at(text: str) -> None:
    found = prompt_in("idea", text)
    assert found == "" or (found.startswith("[") and found.endswith("]"))


def test_endless_brackets_take_no_time() -> None:
    assert prompt_in("idea", "[" * 50_000 + "a b " * 50_000) == ""
