"""What an editor is told of a file that search cannot read: in the page's editor, after saving, and at the file."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from practices.models import DocumentText
from practices.reading.keeping import text_of
from tests.factories import practice_page, project_page
from tests.practices import file_makers as make
from tests.practices.attached import Document, document, form_with, material, read_here
from tests.practices.editor_forms import create, edit, only_practice
from tests.practices.file_makers import LOCKED_WORD

__all__ = ["read_here"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal", "read_here")]
FAULTS = {
    "damaged": (make.docx("x")[:900], "on vioittunut"),
    "another kind": (b"<html>PDF</html>", "ei ole sitä, mitä nimi lupaa"),
    "encrypted": (LOCKED_WORD, "on suojattu salasanalla"),
    "no text": (make.docx(), "ei ole tekstiä"),
}


def read(file: Any) -> Any:
    """Return the document once it has been read, as the task does it after the upload."""
    text_of(file)
    return file


def editor_of(client: Client) -> str:
    """Return the editor of the one practice, as an editor sees it."""
    url = reverse("wagtailadmin_pages:edit", args=(only_practice().pk,))
    return client.get(url).content.decode()


def test_the_editor_names_the_file_and_what_to_do(admin_client: Client, subtests: pytest.Subtests) -> None:
    files = {name: read(document(content, f"{name}.docx")) for name, (content, _reason) in FAULTS.items()}
    practice_page(materials=[material(file) for file in files.values()])
    text = editor_of(admin_client)
    for name, file in files.items():
        with subtests.test(name):
            reason, edit_file = FAULTS[name][1], reverse("wagtaildocs:edit", args=(file.pk,))
            note = text[text.index(f"{file.filename}: tiedosto") :]
            note = note[: note.index("</a>")]
            assert reason in note
            assert f'<a href="{edit_file}">Vaihda tiedosto' in note
            assert reason in admin_client.get(edit_file).content.decode()


@pytest.mark.parametrize("action", ["", "publish"])
def test_saving_tells_of_the_file_and_goes_through(admin_client: Client, action: str) -> None:
    file = read(document(LOCKED_WORD))
    response = create(admin_client, project_page(), form_with(file), action=action)
    assert response.status_code == 302
    assert warnings_of(admin_client) == [f"{file.filename}: tiedosto on suojattu salasanalla"]
    edit(admin_client, only_practice(), form_with(file), action=action)
    assert warnings_of(admin_client) == [f"{file.filename}: tiedosto on suojattu salasanalla"]
    assert only_practice().live == bool(action)


def warnings_of(client: Client) -> list[str]:
    """Return the beginnings of the warnings that the next view of the editor shows."""
    response = client.get(reverse("wagtailadmin_home"))
    shown = [str(message) for message in response.context["messages"] if message.level_tag == "warning"]
    return [message.strip().partition(",")[0] for message in shown]


def test_an_autosave_leaves_no_message(admin_client: Client) -> None:
    file, page = read(document(LOCKED_WORD)), practice_page()
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    response = admin_client.post(url, form_with(file), headers={"accept": "application/json"})
    assert response.json()["success"]
    assert warnings_of(admin_client) == []


def test_a_readable_file_and_a_kind_that_is_not_read_need_no_note(admin_client: Client) -> None:
    contents = {"hyva.docx": make.docx("Hyvä"), "aika.ics": b"BEGIN:VCALENDAR", "luvut.xlsx": LOCKED_WORD}
    files = [read(document(content, name)) for name, content in contents.items()]
    practice_page(materials=[material(file) for file in files])
    assert [each.problem for each in DocumentText.objects.all()] == ["", "", ""]
    assert "help-warning" not in editor_of(admin_client)


def test_a_file_name_is_shown_as_text(admin_client: Client) -> None:
    path = Path(document(LOCKED_WORD).file.path)
    path.rename(path.with_name("<b>lomake.docx"))
    Document.objects.update(file="documents/<b>lomake.docx")
    practice_page(materials=[material(read(Document.objects.get()))])
    text = editor_of(admin_client)
    assert "&lt;b&gt;lomake.docx: tiedosto" in text
    assert "<b>lomake.docx: tiedosto" not in text


def test_only_who_may_replace_the_file_is_led_to_it(client: Client) -> None:
    group = Group.objects.create(name="Hanke")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=permission)
    user = User.objects.create_user("tekija", password="x")
    user.groups.add(group)
    practice_page(materials=[material(read(document(LOCKED_WORD)))])
    client.force_login(user)
    text = editor_of(client)
    assert "on suojattu salasanalla" in text
    assert "Vaihda tiedosto" not in text
