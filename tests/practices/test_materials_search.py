"""Attached files: found by what they say while anyone may read them, and read once."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from practices.models import DocumentText, PracticePage
from practices.reading import keeping, sandbox
from practices.reading.keeping import known_text, text_of
from practices.reading.materials import files_of
from search import index
from search.query import parse
from tests.factories import practice_page, project_page
from tests.practices import file_makers as make
from tests.practices.attached import Document, document, form_with, material, read_here
from tests.practices.editor_forms import create, only_practice
from tests.practices.file_makers import LOCKED_WORD

__all__ = ["read_here"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_index", "read_here")]
IN_OWN_PROCESS = sandbox.in_own_process
Committed = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def committed(portal: Any, django_capture_on_commit_callbacks: Any) -> Committed:
    """Return a context manager at whose end the transaction counts as committed."""
    index.rebuild([])
    return lambda: django_capture_on_commit_callbacks(execute=True)


def found(words: str) -> dict[str, str | None]:
    """Return what a search finds: {title: title of the file that the hit names}."""
    hits = index.search(parse(words, language="fi")).hits
    return {hit.title: hit.file.title if hit.file else None for hit in hits}


@pytest.fixture
def file(committed: Committed) -> Any:
    with committed():
        return document(make.docx("Tuulimittari kertoo tunnelman."))


@pytest.fixture
def page(file: Any, committed: Committed) -> PracticePage:
    with committed():
        return practice_page(materials=[material(file)], revision=True)


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the name of every file is added that is read from now on."""
    names: list[str] = []
    read = keeping.read
    monkeypatch.setattr(keeping, "read", lambda file: names.append(file.name) or read(file))
    return names


# Finding


KINDS = {
    "pdf": ("ohje.pdf", make.pdf(["Tuulimittari kertoo"])),
    "odt": ("ohje.odt", make.odt("<text:p>Tuulimittari kertoo</text:p>")),
    "pptx notes": ("ohje.pptx", make.pptx(("Alku", "Kuva", "Tuulimittari kertoo"))),
    "docx named pdf": ("ohje.pdf", make.docx("Tuulimittari kertoo")),
}


def test_a_page_is_found_by_a_file_of_any_kind(committed: Committed) -> None:
    with committed():
        for kind, (name, content) in KINDS.items():
            practice_page(kind, materials=[material(document(content, name), f"Ohje {kind}")], revision=True)
    assert found("tuulimittarin") == {kind: f"Ohje {kind}" for kind in KINDS}


def test_a_page_is_found_by_its_file_and_the_hit_names_it(
    committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "in_own_process", IN_OWN_PROCESS)
    with committed():
        file = document(make.docx("Tuulimittari kertoo"), "ohje.docx")
        practice_page(materials=[material(file, "Ohje")], revision=True)
    assert found("tuulimittarin") == {"Kaverikahvit": "Ohje"}
    hit = index.search(parse("tuulimittarin", language="fi")).hits[0].file
    assert hit is not None
    assert hit.url == file.url
    assert "<mark>Tuulimittari</mark>" in hit.snippet_html
    assert found("kaverikahvit") == {"Kaverikahvit": None}


def test_each_file_of_a_page_is_its_own(file: Any, committed: Committed) -> None:
    other = document(make.pdf(["Hiljainen huone"]), "huone.pdf")
    page = practice_page(materials=[material(file), material(other, "Huone"), material(file, "Sama taas")])
    assert [(each.title, each.url, each.paragraphs) for each in files_of(page)] == [
        ("Palautelomake", file.url, ("Tuulimittari kertoo tunnelman.",)),
        ("Huone", other.url, ("Hiljainen huone",)),
    ]


def test_a_file_without_a_title_of_its_own_has_the_documents(file: Any) -> None:
    page = practice_page(materials=[material(file, title="")])
    assert [each.title for each in files_of(page)] == ["Lomake"]


def test_a_page_without_files_and_one_whose_file_is_gone(file: Any) -> None:
    assert files_of(practice_page("Paljas")) == ()
    page = practice_page("Kadonnut", materials=[material(file)])
    Document.objects.all().delete()
    assert files_of(PracticePage.objects.get(pk=page.pk)) == ()


def test_a_retitled_file_is_named_anew(page: PracticePage, committed: Committed) -> None:
    page.materials = [material(Document.objects.get(), "Uusi nimi")]
    with committed():
        page.save_revision().publish()
    assert found("tuulimittari") == {"Kaverikahvit": "Uusi nimi"}


# Reading once, and anew


def test_a_file_is_read_once(file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names = reads(monkeypatch)
    first, second = text_of(file), text_of(Document.objects.get())
    assert names == []  # it was read when it was saved
    assert first == second == DocumentText.objects.get()
    assert first.text == "Tuulimittari kertoo tunnelman."


@pytest.mark.parametrize("noted", [True, False], ids=["with its hash", "in code that forgets the hash"])
def test_a_replaced_file_is_read_anew_and_found(
    page: PracticePage, file: Any, committed: Committed, noted: bool
) -> None:
    with committed():
        file.file = ContentFile(make.pdf(["Aamukahvila avaa"]), name="uusi.pdf")
        if noted:
            file._set_document_file_metadata()
        file.save()
    assert DocumentText.objects.get().text == "Aamukahvila avaa"
    assert found("aamukahvila") == {"Kaverikahvit": "Palautelomake"}
    assert found("tuulimittari") == {}


def test_a_file_replaced_in_the_editor_under_the_same_name_is_found(
    page: PracticePage, file: Any, committed: Committed, admin_client: Client
) -> None:
    upload = SimpleUploadedFile(file.filename, make.docx("Aamukahvila avaa"))
    url = reverse("wagtaildocs:edit", args=(file.pk,))
    with committed():
        assert admin_client.post(url, {"title": "Lomake", "file": upload, "collection": 1}).status_code == 302
    assert found("aamukahvila") == {"Kaverikahvit": "Palautelomake"}
    assert found("tuulimittari") == {}


def test_a_new_title_of_a_document_costs_no_reading(
    file: Any, committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = reads(monkeypatch)
    file.title = "Toinen otsikko"
    with committed():
        file.save()
    assert names == []


def test_a_better_reader_reads_every_file_anew(file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names = reads(monkeypatch)
    monkeypatch.setattr(keeping, "VERSION", keeping.VERSION + 1)
    assert known_text(Document.objects.get()) is None
    text_of(file)
    assert len(names) == 1
    assert DocumentText.objects.count() == 1


def test_what_a_draft_offers_is_not_found_until_it_is_published(committed: Committed) -> None:
    with committed():
        page = practice_page(revision=True)
        page.materials = [material(document(make.docx("Tuulimittari")))]
        revision = page.save_revision()
    assert found("tuulimittari") == {}
    with committed():
        revision.publish()
    assert found("tuulimittari") == {"Kaverikahvit": "Palautelomake"}


def test_a_deleted_file_is_forgotten(page: PracticePage, file: Any, committed: Committed) -> None:
    with committed():
        file.delete()
    assert found("tuulimittari") == {}
    assert list(found("kaverikahvit")) == ["Kaverikahvit"]
    assert not DocumentText.objects.exists()


def test_a_file_that_the_storage_does_not_give_is_tried_again(
    committed: Committed, caplog: pytest.LogCaptureFixture
) -> None:
    with committed(), caplog.at_level(logging.ERROR):
        file = document(make.docx("Tuulimittari"), file_hash="x")
        away = Path(file.file.path).rename(Path(file.file.path).with_suffix(".away"))
        practice_page(materials=[material(file)], revision=True)
    assert "Palautelomake.docx, could not be read" in caplog.text
    assert list(found("kaverikahvit")) == ["Kaverikahvit"]
    assert not DocumentText.objects.exists()
    away.rename(file.file.path)
    assert text_of(file).text == "Tuulimittari"


def test_a_reader_that_cannot_start_blames_no_file(
    file: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    DocumentText.objects.all().delete()
    monkeypatch.setattr(sandbox, "in_own_process", IN_OWN_PROCESS)
    monkeypatch.setattr(sandbox, "COMMAND", ["/nothing/here"])
    assert text_of(file).text == ""
    assert "could not be read" in caplog.text
    assert not DocumentText.objects.exists()


def test_with_a_worker_nothing_is_read_while_the_editor_waits(
    settings: Any, committed: Committed, admin_client: Client
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    upload = SimpleUploadedFile("Palautelomake.docx", LOCKED_WORD)
    with committed():
        admin_client.post(reverse("wagtaildocs:add"), {"title": "Lomake", "file": upload, "collection": 1})
    file = Document.objects.get()
    with committed():
        create(admin_client, project_page(), form_with(file), action="publish")
    assert only_practice().live
    assert not DocumentText.objects.exists()


# Private collections


@pytest.fixture
def cellar() -> Collection:
    return Collection.get_first_root_node().add_child(name="Kellari")


@pytest.fixture
def restricted(cellar: Collection) -> CollectionViewRestriction:
    return CollectionViewRestriction.objects.create(collection=cellar, restriction_type="login")


@pytest.mark.parametrize("below", [False, True], ids=["in it", "in one below it"])
def test_a_private_file_is_not_found_and_is_once_it_is_open(
    committed: Committed, cellar: Collection, restricted: Any, below: bool
) -> None:
    with committed():
        collection = cellar.add_child(name="Hylly") if below else cellar
        file = document(make.docx("Tuulimittari"), collection=collection)
        page = practice_page(materials=[material(file)], revision=True)
    assert files_of(page) == ()
    assert found("tuulimittari") == {}
    with committed():
        restricted.delete()
    assert found("tuulimittari") == {"Kaverikahvit": "Palautelomake"}
    with committed():
        CollectionViewRestriction.objects.create(collection=cellar, restriction_type="groups")
    assert found("tuulimittari") == {}


def test_a_file_moved_into_a_private_collection_is_hidden(
    page: PracticePage, file: Any, committed: Committed, cellar: Collection, restricted: Any
) -> None:
    file.collection = cellar
    with committed():
        file.save()
    assert found("tuulimittari") == {}


def test_files_moved_together_into_a_private_collection_are_hidden(
    page: PracticePage,
    file: Any,
    committed: Committed,
    cellar: Collection,
    restricted: Any,
    admin_client: Client,
) -> None:
    url = reverse("wagtail_bulk_action", args=("wagtaildocs", "document", "add_to_collection"))
    with committed():
        response = admin_client.post(f"{url}?id={file.pk}", {"collection": cellar.pk})
    assert response.status_code == 302
    assert Document.objects.get().collection == cellar
    assert found("tuulimittari") == {}


def test_a_collection_moved_below_a_private_one_is_hidden(
    committed: Committed, cellar: Collection, restricted: Any, admin_client: Client
) -> None:
    with committed():
        shelf = Collection.get_first_root_node().add_child(name="Hylly")
        practice_page(
            materials=[material(document(make.docx("Tuulimittari"), collection=shelf))], revision=True
        )
    assert list(found("tuulimittari")) == ["Kaverikahvit"]
    url = reverse("wagtailadmin_collections:edit", args=(shelf.pk,))
    with committed():
        assert admin_client.post(url, {"name": "Hylly", "parent": cellar.pk}).status_code == 302
    assert found("tuulimittari") == {}
