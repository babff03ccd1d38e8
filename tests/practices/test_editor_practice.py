"""An editor makes a practice: drafts, what publishing asks for, bad input, permanent ids."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from practices.models import PracticePage, Theme
from tests.factories import ThemeFactory, practice_page, project_page
from tests.practices.editor_forms import create, edit, errors_of, only_practice, practice_form, title_only

pytestmark = pytest.mark.django_db
REQUIRED = [
    *("title", "promise", "maturity", "target_groups", "settings", "themes"),
    *("situation", "intended_change", "idea", "student_notices", "steps"),
]


@pytest.fixture
def editor(portal: Any, admin_client: Client) -> Client:
    return admin_client


def test_a_filled_form_goes_live_and_gets_its_permanent_id(editor: Client) -> None:
    response = create(editor, project_page(), practice_form(), action="publish")
    assert response.status_code == 302
    page = only_practice()
    assert page.live
    assert page.key == "kaverikahvit"
    assert [str(theme) for theme in page.themes.all()] == ["osallisuus suomeksi"]
    assert page.steps[0].value["what"] == "Keitetään kahvia."
    assert editor.get(page.permanent_path).headers["Location"] == page.url


def test_a_draft_needs_a_name_alone(editor: Client) -> None:
    response = create(editor, project_page(), title_only("Kesken"))
    assert response.status_code == 302
    page = only_practice()
    assert (page.title, page.live, page.promise) == ("Kesken", False, "")
    assert editor.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).status_code == 200


def test_not_even_a_draft_goes_without_a_name(editor: Client) -> None:
    assert "title" in errors_of(create(editor, project_page(), title_only("")))
    assert not PracticePage.objects.exists()


def test_publishing_asks_for_every_required_field_at_the_field(editor: Client) -> None:
    response = create(editor, project_page(), title_only(""), action="publish")
    assert set(errors_of(response)) == {*REQUIRED, "slug", "makers"}
    assert not PracticePage.objects.exists()


def test_publishing_asks_for_the_origin(editor: Client) -> None:
    project = project_page()
    assert "makers" in errors_of(create(editor, project, practice_form(makers=None), action="publish"))
    told = practice_form(makers=None, source_says=rich_text("<p>Raportti mainitsee kahvit.</p>"))
    assert create(editor, project, told, action="publish").status_code == 302


def test_only_blanks_are_nothing_to_publish(editor: Client) -> None:
    blank = practice_form(situation=rich_text("<p> </p>"), makers=None, source_says=rich_text("<p>  </p>"))
    assert {"makers", "situation"} <= errors_of(
        create(editor, project_page(), blank, action="publish")
    ).keys()


def test_an_image_needs_alt_text_to_be_published_but_a_draft_may_wait(editor: Client, picture: Any) -> None:
    data = practice_form(image=picture.pk, image_alt="  ")
    assert "image_alt" in errors_of(create(editor, project_page(), data, action="publish"))
    assert create(editor, project_page(), data).status_code == 302
    assert only_practice().image == picture


@pytest.fixture
def picture(portal: Any) -> Any:
    from wagtail.images.tests.utils import get_test_image_file

    from practices.models import PortalImage

    return PortalImage.objects.create(title="Kuva", file=get_test_image_file())


WRONG = {
    "promise": "x" * 91,
    "title": "x" * 300,
    "slug": "ei kelpaa!",
    "maturity": "valmis",
    "cost": "ilmainen",
    "themes": ["99999"],
    "makers": ["opisto", "'; drop table"],
    "image": "99999",
    "review_date": "99999-99-99",
    "region": "x" * 101,
    "image_alt": "x" * 201,
    "replaced_by": "99999",
}


def test_wrong_values_are_refused_each_at_its_field_even_in_a_draft(editor: Client) -> None:
    response = create(editor, project_page(), practice_form(**WRONG))
    assert set(errors_of(response)) == WRONG.keys()
    assert not PracticePage.objects.exists()


RELATED = {"related-count": "1", "related-0-order": "0", "related-0-deleted": "", "related-0-id": ""}
UNREADABLE: list[dict[str, str]] = [
    {"image": "abc"},
    {"situation": "no JSON"},
    {"steps-count": "many"},
    {**RELATED, "related-0-value": "abc", "related-0-type": "practice"},
]


def test_an_unreadable_form_is_refused_with_a_message_and_saves_nothing(
    editor: Client, subtests: pytest.Subtests
) -> None:
    project = project_page()
    for unreadable in UNREADABLE:
        with subtests.test(unreadable=unreadable):
            response = create(editor, project, practice_form() | unreadable, action="publish")
            assert response.status_code == 400
            assert len(response.content.decode()) > 30
            assert not PracticePage.objects.exists()


def test_an_unreadable_form_does_not_break_saving_by_itself_or_the_preview(editor: Client) -> None:
    page = practice_page("Kaverikahvit")
    data = practice_form(title="Muu") | {"image": "abc"}
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    answer = editor.post(url, data, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["success"]) == (400, False)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=(page.pk,))
    assert editor.post(url, practice_form() | {"situation": "no JSON"}).json()["is_valid"] is False
    page.refresh_from_db()
    assert page.title == "Kaverikahvit"


def test_html_is_text_in_plain_fields_and_in_rich_text_only_what_the_editor_offers(editor: Client) -> None:
    idea = rich_text('<p>Hyvä <b>idea</b></p><script>x</script><h1 onclick="x">Iso</h1>')
    data = practice_form(promise="<script>alert(1)</script>", title="<b>Nimi</b>", idea=idea)
    create(editor, project_page(), data, action="publish")
    html = editor.get(only_practice().url).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html
    idea = only_practice().idea
    assert "<b>idea</b>" in idea
    assert not any(word in idea for word in ("<script", "<h1", "onclick"))


def test_a_taken_address_gives_a_message(editor: Client) -> None:
    project = project_page()
    practice_page("Kaverikahvit", parent=project)
    assert "slug" in errors_of(create(editor, project, practice_form(), action="publish"))


@pytest.mark.second_database
def test_the_same_name_under_another_project_gets_another_permanent_id(editor: Client) -> None:
    first = practice_page("Kaverikahvit")
    create(editor, project_page("toinen"), practice_form(), action="publish")
    second = PracticePage.objects.exclude(pk=first.pk).get(locale=first.locale)
    assert (first.key, second.key) == ("kaverikahvit", "kaverikahvit-2")
    assert second.live


def test_the_permanent_id_follows_the_name_until_the_first_publishing(editor: Client) -> None:
    create(editor, project_page(), title_only("Kav"))  # as a draft is saved while its name is typed
    page = only_practice()
    edit(editor, page, practice_form(), action="publish")
    page = only_practice()
    assert (page.live, page.key) == (True, "kaverikahvit")
    edit(editor, page, practice_form(title="Uusi nimi", slug="uusi-nimi"), action="publish")
    page = only_practice()
    assert (page.slug, page.key) == ("uusi-nimi", "kaverikahvit")


@pytest.mark.parametrize("publish", [True, False])
def test_a_copy_gets_a_permanent_id_of_its_own_and_can_be_published(editor: Client, publish: bool) -> None:
    page = practice_page("Kaverikahvit")
    url = reverse("wagtailadmin_pages:copy", args=(page.pk,))
    data = {"new_title": "Teekutsut", "new_slug": "teekutsut", "new_parent_page": page.get_parent().pk}
    response = editor.post(url, data | ({"publish_copies": "on"} if publish else {}))
    assert response.status_code == 302
    copy = PracticePage.objects.get(slug="teekutsut")
    assert copy.live is publish
    response = edit(editor, copy, practice_form(title="Teekutsut", slug="teekutsut"), action="publish")
    assert response.status_code == 302
    copy.refresh_from_db()
    page.refresh_from_db()
    assert (page.key, copy.key, copy.live) == ("kaverikahvit", "teekutsut", True)


def test_copying_a_project_with_its_practices_shares_no_permanent_id(editor: Client) -> None:
    page = practice_page("Kaverikahvit")
    project = page.get_parent()
    url = reverse("wagtailadmin_pages:copy", args=(project.pk,))
    data = {"new_title": "Kopio", "new_slug": "kopio", "new_parent_page": project.get_parent().pk}
    editor.post(url, data | {"copy_subpages": "on", "publish_copies": "on"})
    keys = list(PracticePage.objects.filter(locale=page.locale).values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == 2


@pytest.mark.second_database
def test_the_main_theme_stays_first_when_the_page_is_edited(editor: Client) -> None:
    first, second = ThemeFactory(slug="aamu"), ThemeFactory(slug="ilta")
    page = practice_page("Kaverikahvit", themes=["ilta", "aamu"])
    added = Theme.objects.get(slug="osallisuus")
    ticked = [str(theme.pk) for theme in (first, added, second)]
    assert edit(editor, page, practice_form(themes=ticked), action="publish").status_code == 302
    links = PracticePage.objects.get(pk=page.pk).theme_links.all()
    assert [link.tag.slug for link in links] == ["ilta", "aamu", "osallisuus"]


def test_a_term_with_quotation_marks_and_commas_stays_ticked(editor: Client) -> None:
    ThemeFactory(slug="outo", names={"fi": 'Niin sanottu "hyvä", ehkä', "sv": "Så kallad"})
    page = practice_page("Kaverikahvit", themes=["outo"])
    ticked = [Theme.objects.get(slug="outo").pk]
    edit(editor, page, practice_form(themes=ticked), action="publish")
    assert [t.slug for t in PracticePage.objects.get(pk=page.pk).themes.all()] == ["outo"]


def test_boxes_are_a_named_group_with_the_ticked_ones_checked(editor: Client) -> None:
    page = practice_page("Kaverikahvit")
    html = editor.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    start = html.index('id="id_themes"')
    group = html[html.rindex("<div", 0, start) : html.index("</section>", start)]
    assert 'role="group"' in group
    assert 'aria-label="' in group
    assert group.count("checked") == 1


def test_a_project_cannot_end_before_it_starts(editor: Client) -> None:
    page = project_page()
    streams = {name: streamfield([]) for name in ("aims", "body", "sources")}
    told = {"title": "Hanke", "slug": "hanke", "summary": "Hanke kokeilee.", "project": page.project_id}
    period = {"starts": "2026-02-01", "ends": "2026-01-01"}
    data = nested_form_data({**told, **period, **streams, "description": rich_text("")})
    assert "ends" in errors_of(edit(editor, page, data, action="publish"))
