"""An archive opens without the portal: complete data, pages with their pictures, files, and nobody's name."""

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import override_settings
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file

from practices.models import PortalImage, PracticePage
from practices.models.practice_languages import SHARED, TRANSLATED
from publishing.reporting import archive as archives
from publishing.reporting.safe_names import safe_name, unique_name
from tests.database import world
from tests.factories import project_page
from tests.publishing.freshness.practising import edited, in_swedish, practice
from tests.publishing.people import coordinator, network_coordinator, team_of_project

pytestmark = pytest.mark.django_db
LINKS = {
    "theme_links": "themes",
    "project_links": "projects",
    "target_group_links": "target_groups",
    "setting_links": "settings",
    "phase_links": "phases",
    "maker_links": "makers",
}
OF_THE_PORTAL = {"show_in_menus"}


@pytest.fixture(scope="module")
def media(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The folder of the files of a practice with a picture, a file and a translation, which is there meanwhile."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder), world(django_db_blocker):
        make_practice()
        team_of_project()
        yield folder


@pytest.fixture
def made(media: Path, portal: Any, settings: Any) -> PracticePage:
    """A practice with a picture, a file and a translation; its files are the test's own."""
    shutil.copytree(media, settings.MEDIA_ROOT, dirs_exist_ok=True)
    return PracticePage.objects.get(locale__language_code="fi")


def make_practice() -> None:
    image = PortalImage.objects.create(title="Kuva", file=get_test_image_file("kuva ä.png"))
    file = get_document_model().objects.create(
        title="Lomake", file=ContentFile(b"%PDF-1.4 lomake", name="lomake.pdf")
    )
    material = {"title": "Lomake", "language": "fi", "licence": "CC BY 4.0", "file": file}
    page = practice(
        image=image,
        image_alt="Kaksi kuppia.",
        materials=[("file", material)],
        keywords=["kahvi"],
        ask_makers='<p><a linktype="page" id="999999">vanha</a> <a href="https://example.org/">uusi</a></p>',
    )
    in_swedish(page)


def unpacked(client: Any, **data: str) -> zipfile.ZipFile:
    response = client.post(reverse("project_archive", args=[project_page().pk]), data)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment;")
    return zipfile.ZipFile(BytesIO(b"".join(response.streaming_content)))


def test_it_opens_and_every_checksum_holds(made: PracticePage) -> None:
    archive = unpacked(coordinator().client)
    assert archive.testzip() is None
    names = set(archive.namelist())
    assert {"README-fi.txt", "README-sv.txt", "SHA256SUMS", "project.json", "project-fi.html"} <= names
    assert {
        f"practices/{made.key}.json",
        f"practices/{made.key}-fi.html",
        f"practices/{made.key}-sv.html",
    } <= names
    sums = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == names - {"SHA256SUMS"}
    assert all(hashlib.sha256(archive.read(name)).hexdigest() == digest for name, digest in sums.items())
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) and ".." not in name for name in names)


def test_the_data_is_complete_in_every_language(made: PracticePage) -> None:
    data = json.loads(unpacked(coordinator().client).read(f"practices/{made.key}.json"))
    assert data["id"] == made.key
    assert [version["language"] for version in data["versions"]] == ["fi", "sv"]
    wanted = {LINKS.get(name, name) for name in (*TRANSLATED, *SHARED)} - OF_THE_PORTAL | {"keywords"}
    for version in data["versions"]:
        assert not wanted - set(version)
    finnish = data["versions"][0]
    assert finnish["promise"] == made.promise
    assert finnish["steps"][0]["value"]["what"] == "Keitetään kahvia."
    assert finnish["themes"][0]["names"]["sv"] == "osallisuus på svenska"
    assert finnish["keywords"] == [{"id": "kahvi", "name": "kahvi"}]
    assert "linktype" not in finnish["ask_makers"]


def test_the_pages_show_their_pictures_and_files_from_the_archive(made: PracticePage) -> None:
    archive = unpacked(coordinator().client)
    html = archive.read(f"practices/{made.key}-fi.html").decode()
    (picture,) = re.findall(r'<img src="\.\./([^"]+)" alt="Kaksi kuppia."', html)
    (file,) = re.findall(r'<a href="\.\./(files/[^"]+)"', html)
    assert archive.getinfo(picture).file_size > 0
    assert archive.read(file) == b"%PDF-1.4 lomake"
    assert not re.findall(r'src="(?:https?:|/)', html), "nothing is loaded from elsewhere"
    assert '<html lang="sv">' in archive.read(f"practices/{made.key}-sv.html").decode()


def test_nobody_who_wrote_is_in_it(made: PracticePage) -> None:
    someone = coordinator(name="kirjoittaja-korhonen")
    edited(made, promise="Luonnoksen lupaus.")
    PracticePage.objects.update(owner=someone.user, locked_by=someone.user)
    archive = unpacked(someone.client, drafts="1")
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "ignore")
    for user in get_user_model().objects.all():
        assert user.username not in everything
        assert user.email not in everything
    assert "owner" not in everything
    assert "Luonnoksen lupaus." in everything


def test_drafts_come_only_when_asked_for(made: PracticePage) -> None:
    edited(made, promise="Luonnoksen lupaus.")
    practice("Keskeneräinen", live=False)
    someone = coordinator()
    without, along = unpacked(someone.client), unpacked(someone.client, drafts="1")
    draft = f"practices/{made.key}-fi-draft.html"
    assert draft not in without.namelist()
    assert not [name for name in without.namelist() if "keskenerainen" in name]
    assert b"Luonnoksen lupaus." in along.read(draft)
    assert [name for name in along.namelist() if "keskenerainen-fi-draft" in name]
    states = [v["state"] for v in json.loads(along.read(f"practices/{made.key}.json"))["versions"]]
    assert states == ["published", "draft", "published"]


def test_what_finds_no_room_or_is_gone_is_named(made: PracticePage, monkeypatch: pytest.MonkeyPatch) -> None:
    file = get_document_model().objects.get()
    file.file.storage.delete(file.file.name)
    archive = unpacked(coordinator().client)
    assert "files/lomake.pdf" in archive.read("README-fi.txt").decode()
    monkeypatch.setattr(archives, "MOST_BYTES", 1)
    archive = unpacked(network_coordinator().client)
    assert not [name for name in archive.namelist() if name.startswith("pictures/")]
    assert "pictures/kuva" in archive.read("README-sv.txt").decode()


def test_a_project_with_too_many_practices_is_told_so(
    made: PracticePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_PRACTICES", 0)
    response = coordinator().client.post(reverse("project_archive", args=[project_page().pk]), follow=True)
    assert response.status_code == 200
    assert len(list(response.context["messages"])) == 1


def test_names_are_safe_everywhere() -> None:
    safe = {
        "../../etc/passwd": "etc-passwd",
        "Kyselylomake äöå.PDF": "Kyselylomake-aoa.PDF",
        "con.txt": "con-.txt",
        "": "file",
        ".htaccess": "htaccess",
        "a.tar.gz": "a-tar.gz",
        "日本": "file",
        "x" * 300 + ".pdf": "x" * 96 + ".pdf",
    }
    assert {name: safe_name(name) for name in safe} == safe


def test_two_files_of_a_name_are_told_apart() -> None:
    taken: set[str] = set()
    assert [unique_name(n, taken) for n in ("files/a.pdf", "files/A.pdf", "b")] == [
        "files/a.pdf",
        "files/A-2.pdf",
        "b",
    ]
