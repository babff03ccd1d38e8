"""The report on translations: statuses, filters, export, and only pages that one edits."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail_localize.models import Translation

from practices.models import PracticePage
from practices.translations import translation_of
from tests.factories import practice_page

URL = "/admin/reports/translations/"


def rows(client: Client, **filters: str) -> dict[str, str]:
    response = client.get(reverse("translations_report"), filters)
    assert response.status_code == 200
    return {page.title: page.status_text for page in response.context["object_list"]}


@pytest.fixture
def pages(translation: Translation, source: PracticePage, edit: Any, committing: Any) -> None:
    """One page of each status."""
    edit(source, promise="Uusi lupaus.")
    with committing():
        practice_page("Kääntämätön", revision=True)


@pytest.mark.second_database
def test_every_page_has_its_status(pages: None, chief: Client) -> None:
    assert reverse("translations_report") == URL
    found = rows(chief)
    assert found["Kompiskaffe"] == "1 text to update"
    assert found["Kääntämätön"] == "Not started"
    assert found["Praxisbanken"] == "Complete"
    assert "Kaverikahvit" not in found


FILTERS = [
    ({"status": "update"}, {"Kompiskaffe"}),
    ({"status": "none", "title": "ääntämä"}, {"Kääntämätön"}),
    ({"status": "complete", "title": "kompis"}, set()),
    ({"language": "sv", "title": "kompis"}, {"Kompiskaffe"}),
    ({"language": "fi"}, set()),
]


@pytest.mark.second_database
def test_filters(pages: None, chief: Client, subtests: pytest.Subtests) -> None:
    for filters, titles in FILTERS:
        with subtests.test(filters=filters):
            assert set(rows(chief, **filters)) == titles


def test_filters_that_are_none_are_no_error(pages: None, chief: Client, subtests: pytest.Subtests) -> None:
    for filters in ({"status": "x"}, {"language": "xx"}, {"content_type": "abc"}, {"p": "abc"}):
        with subtests.test(filters=filters):
            assert chief.get(reverse("translations_report"), filters).status_code == 200
            assert chief.get(reverse("translations_report_results"), filters).status_code == 200


def test_export(pages: None, chief: Client) -> None:
    answer = chief.get(reverse("translations_report"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "Kompiskaffe" in text
    assert "1 text to update" in text
    sheet = openpyxl.load_workbook(
        BytesIO(b"".join(chief.get(reverse("translations_report"), {"export": "xlsx"}).streaming_content))
    ).active
    titles = {row[0].value: row[4].value for row in sheet.iter_rows(min_row=2)}
    assert titles["Kompiskaffe"] == 1


def test_a_member_of_a_team_sees_only_the_teams_pages(
    pages: None, translation: Translation, django_user_model: Any
) -> None:
    group = Group.objects.create(name="Hankkeen väki")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    page = Page.objects.get(pk=translation.get_target_instance().pk)
    GroupPagePermission.objects.create(group=group, page=page, permission=change)
    user = django_user_model.objects.create_user("jasen", password="x")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    assert set(rows(client)) == {"Kompiskaffe"}
    library = client.get(reverse("wagtail_localize:translations_report"))
    assert library.url == URL


def test_the_menu_leads_to_this_report_alone(chief: Client, portal: Any) -> None:
    html = chief.get(URL).content.decode()
    assert html.count(URL) > 0
    assert "/admin/localize/reports/translations/" not in html


def test_the_number_of_queries_does_not_grow(
    portal: Any, chief: Client, committing: Any, django_assert_max_num_queries: Any
) -> None:
    for numbers in (range(2), range(2, 6)):
        with committing():
            for number in numbers:
                practice_page(f"Käytäntö {number}", revision=True)
        chief.get(URL)
        with django_assert_max_num_queries(32):
            chief.get(URL)


def test_a_record_without_its_page_is_no_error(pages: None, chief: Client, committing: Any) -> None:
    """A source was submitted, and its alias deleted meanwhile."""
    page = PracticePage.objects.get(title="Kääntämätön", alias_of=None)
    translation_of(page, Page.objects.get(alias_of=page).locale)
    Page.objects.get(alias_of=page).delete()
    assert "Kääntämätön" not in rows(chief)
