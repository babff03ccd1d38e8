"""Drafts that code makes, and who may then work on them."""

from typing import Any

import pytest

from publishing.drafting import change_draft, new_draft
from tests.factories import ThemeFactory, project_page
from tests.publishing.people import coordinator, member, network_coordinator

pytestmark = pytest.mark.django_db
STEP = ("step", {"what": "Sovitaan aika.", "who": "", "when": "", "result": ""})


def test_a_draft_has_what_an_editor_would_have_given_it(portal: Any) -> None:
    page = new_draft(
        project_page(),
        {"title": "Kävelyt", "promise": "Kukaan ei kävele yksin.", "steps": [STEP]},
        terms={"themes": [ThemeFactory(slug="osallisuus")], "keywords": ["lenkki"]},
    )
    draft = page.get_latest_revision_as_object()
    assert (page.live, draft.title, page.slug, page.key) == (False, "Kävelyt", "kavelyt", "kavelyt")
    assert [tag.slug for tag in draft.themes.all()] == ["osallisuus"]
    assert draft.steps[0].id
    assert draft.steps[0].value["what"] == "Sovitaan aika."
    assert page.get_translations().get().alias_of_id == page.pk


def test_a_second_draft_of_the_name_has_its_own_address(portal: Any) -> None:
    slugs = [new_draft(project_page(), {"title": "Kävelyt"}).slug for _n in range(3)]
    assert slugs == ["kavelyt", "kavelyt-2", "kavelyt-3"]


def test_a_change_waits_in_the_draft(portal: Any) -> None:
    page = new_draft(project_page(), {"title": "Kävelyt"})
    change_draft(page, {"promise": "Uusi lupaus."})
    page.refresh_from_db()
    assert page.promise == ""
    assert page.get_latest_revision_as_object().promise == "Uusi lupaus."


def test_the_team_edits_its_own_project_alone(portal: Any) -> None:
    own = new_draft(project_page("hanke"), {"title": "Oma"})
    other = new_draft(project_page("toinen"), {"title": "Toisten"})
    for someone in (member(), coordinator()):
        assert own.permissions_for_user(someone.user).can_edit()
        assert not own.permissions_for_user(someone.user).can_publish()
        assert not other.permissions_for_user(someone.user).can_edit()
    network = network_coordinator().user
    assert all(page.permissions_for_user(network).can_publish() for page in (own, other))
