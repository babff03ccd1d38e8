"""How far a practice is: the same answer as publishing gives, from a page, from a form, and by permission."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from wagtail.test.utils.form_data import rich_text, streamfield

from practices.models import PortalImage, PracticePage
from publishing.drafting import new_draft
from publishing.writing.completeness import completeness_of
from publishing.writing.fields import needed, places
from tests.factories import practice_page, project_page
from tests.languages import EACH_LANGUAGE, nightly
from tests.practices.editor_forms import create, errors_of, practice_form, title_only

pytestmark = pytest.mark.django_db
TWELVE = {
    *("title", "promise", "maturity", "target_groups", "settings", "themes"),
    *("situation", "intended_change", "idea", "student_notices", "steps", "makers"),
}


def missing_of(page: PracticePage) -> set[str]:
    return {item.name for item in completeness_of(page).missing}


def test_twelve_fields_are_needed_as_the_design_says() -> None:
    assert set(needed()) == TWELVE
    assert len(needed()) == len(TWELVE) == 12


def test_what_is_missing_is_what_publishing_refuses(portal: Any, admin_client: Client) -> None:
    page = new_draft(project_page(), {"title": "Kesken"})
    refused = set(errors_of(create(admin_client, project_page(), title_only(""), action="publish")))
    assert missing_of(page) | {"title", "slug"} == refused | {"title"}
    assert completeness_of(page).done == 1


EMPTY: dict[str, Any] = {
    "steps": streamfield([]),
    **dict.fromkeys(("situation", "intended_change", "idea", "student_notices"), rich_text("<p> </p>")),
}


@pytest.mark.parametrize("left_out", ["promise", "makers", nightly("themes"), "steps", "situation"])
def test_each_kind_of_needed_field_is_asked_for_alone(
    portal: Any, admin_client: Client, left_out: str
) -> None:
    data = practice_form(**{left_out: EMPTY.get(left_out)})
    assert set(errors_of(create(admin_client, project_page(), data, action="publish"))) == {left_out}


def test_each_needed_field_counts_alone(portal: Any, admin_client: Client) -> None:
    project = project_page()
    for left_out in sorted(TWELVE - {"title"}):
        data = practice_form(slug=left_out.replace("_", "-"), **{left_out: EMPTY.get(left_out)})
        assert create(admin_client, project, data).status_code == 302, left_out
        page = PracticePage.objects.get(locale__language_code="fi", slug=left_out.replace("_", "-"))
        draft = page.get_latest_revision_as_object()
        assert missing_of(draft) == {left_out}
        assert completeness_of(draft).done == 11, left_out
        assert not completeness_of(draft).is_ready, left_out


def test_a_whole_page_is_ready_and_a_source_will_do_for_the_makers(portal: Any) -> None:
    assert completeness_of(practice_page()).is_ready
    told = practice_page("Teetä", makers=[], source_says="<p>Raportti kertoo teestä.</p>")
    assert missing_of(told) == set()
    assert missing_of(practice_page("Mehua", makers=[])) == {"makers"}


def test_a_step_without_words_is_no_step(portal: Any) -> None:
    empty = [("step", {"what": "", "who": "Ohjaaja", "when": "", "result": ""})]
    assert missing_of(new_draft(project_page(), {"title": "Kesken", "steps": empty})) >= {"steps"}


def test_a_prompt_counts_as_missing_and_in_other_fields_as_refused(portal: Any) -> None:
    page = practice_page(idea="<p>[Kerro idea tähän]</p>", core="<p>Sama aika. [Miksi niin]</p>", live=False)
    found = completeness_of(page)
    assert [item.name for item in found.missing] == ["idea"]
    assert [item.name for item in found.refused] == ["core"]
    assert not found.is_ready


def test_an_image_without_alt_text_is_refused(portal: Any) -> None:
    from wagtail.images.tests.utils import get_test_image_file

    image = PortalImage.objects.create(title="Kuva", file=get_test_image_file())
    page = practice_page(live=False)
    page.image, page.image_alt = image, " "
    assert [item.name for item in completeness_of(page).refused] == ["image_alt"]


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_it_says_how_far_the_page_is_in_words(portal: Any, language: str) -> None:
    page = new_draft(project_page(), {"title": "Kesken"})
    with override(language):
        found = completeness_of(page)
        assert "1" in found.needed_text
        assert "12" in found.needed_text
        assert "10" in found.extras_text
        labels = {item.label for item in found.missing}
        assert all(label and label[0].isupper() for label in labels)
        assert all(item.tab for item in found.missing)
        assert places()["promise"].label in labels


def test_extras_are_counted_down(portal: Any) -> None:
    before = completeness_of(practice_page())
    filled = practice_page("Teetä", time_needed="Tunti", cost="none", core="<p>Sama aika.</p>")
    after = completeness_of(filled)
    assert len(before.extras_missing) - len(after.extras_missing) == 3
    assert before.extras == after.extras


def test_a_draft_costs_no_query(portal: Any, django_assert_num_queries: Any) -> None:
    page = new_draft(project_page(), {"title": "Kahvit"}).get_latest_revision_as_object()
    with django_assert_num_queries(0):
        completeness_of(page)


@pytest.mark.parametrize("number", [3, nightly(30)])
def test_a_list_of_pages_costs_as_many_queries_however_long(
    portal: Any, django_assert_num_queries: Any, number: int
) -> None:
    for each in range(number):
        practice_page(f"Tapa {each}", live=False)
    links = ("theme_links", "target_group_links", "setting_links", "maker_links")
    with django_assert_num_queries(1 + len(links)):
        for page in PracticePage.objects.prefetch_related(*links):
            completeness_of(page)
