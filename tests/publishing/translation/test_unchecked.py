"""Machine-made texts stay marked until somebody approves them: to editors, in PO files, and to readers."""

from collections.abc import Callable, Iterator
from typing import Any

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from practices.models import PracticePage
from practices.translating.po import export
from practices.translations import record_text
from publishing.models import UncheckedTranslation
from publishing.translation.unchecked import is_unchecked
from publishing.translation.workbench import Status, rows_of
from tests.database import world
from tests.factories import practice_page
from tests.practices.translations.conftest import SWEDISH
from tests.practices.translations.test_submitting import form_data
from tests.publishing.translation.conftest import Form, draft, fresh, making, messages_of, translate

NOTICE = "data-unchecked"


@pytest.fixture(scope="module")
def made_by_machine(untranslated: int, django_db_blocker: Any) -> Iterator[int]:
    """The key of the record of a published translation of which a machine made the promise and the title."""
    with world(django_db_blocker):
        with making():
            page = PracticePage.objects.get(pk=untranslated)
            record = translate(page, by_machine=("promise", "title"))
        yield record.pk


@pytest.fixture
def machine_made(made_by_machine: int, portal: Any) -> Translation:
    """The record of a published translation of which a machine made the promise and the title."""
    return Translation.objects.get(pk=made_by_machine)


def read(page: Page) -> str:
    response = Client().get(Page.objects.get(pk=page.pk).get_url())
    assert response.status_code == 200
    return str(response.content.decode())


def unchecked(translation: Translation) -> set[str]:
    return {row.path for row in rows_of(fresh(translation)) if row.status == Status.MACHINE}


@pytest.fixture
def page(machine_made: Translation) -> Page:
    return machine_made.get_target_instance()


@pytest.mark.second_database
def test_readers_are_told_until_the_last_text_is_approved(
    machine_made: Translation, page: Page, source: PracticePage, chief: Client
) -> None:
    assert NOTICE in read(page)
    assert NOTICE not in read(source)
    Form(machine_made).hold("title").send(chief)
    assert NOTICE in read(page)
    Form(machine_made).hold("promise").send(chief)
    assert NOTICE not in read(page)
    assert unchecked(machine_made) == set()
    assert draft(page).promise == SWEDISH["Kukaan ei juo kahvia yksin."]


def test_one_by_one_by_its_own_button(machine_made: Translation, page: Page, chief: Client) -> None:
    form = Form(machine_made)
    pk = next(pk for pk, row in form.rows.items() if row.path == "title")
    form.send(chief, only=str(pk))
    assert unchecked(machine_made) == {"promise"}


def test_saving_others_approves_nothing(machine_made: Translation, chief: Client) -> None:
    Form(machine_made).write("Ohjaaja", "Ledaren").send(chief)
    assert unchecked(machine_made) == {"promise", "title"}


def test_a_changed_text_is_a_persons(
    machine_made: Translation, page: Page, committing: Any, chief: Client
) -> None:
    Form(machine_made).write("promise", "Ingen blir utan kaffe.").hold("title").send(chief)
    assert unchecked(machine_made) == set()
    # What readers see is still the machine's promise, which nobody approved.
    assert NOTICE in read(page)
    with committing():
        draft(page).save_revision().publish()
    assert NOTICE not in read(page)


def test_publishing_is_not_approving(machine_made: Translation, page: Page, committing: Any) -> None:
    with committing():
        draft(page).save_revision().publish()
    assert unchecked(machine_made) == {"promise", "title"}
    assert NOTICE in read(page)


def test_a_machines_draft_says_nothing_of_what_is_published(portal: Any, committing: Any) -> None:
    with committing():
        translation = translate(practice_page("Toinen käytäntö", revision=True))
    segment = translation.source.stringsegment_set.select_related("string", "context").get(
        context__path="promise"
    )
    record_text(translation, segment, "Maskinens löfte.", tool="LibreTranslate")
    assert NOTICE not in read(translation.get_target_instance())


def test_a_change_by_hand_in_the_editor_is_a_persons(
    machine_made: Translation, page: Page, edit: Callable[..., Any]
) -> None:
    edit(page, promise="Ingen blir utan kaffe.")
    assert unchecked(machine_made) == {"title"}
    edit(page, title="Kaffestund")
    assert NOTICE not in read(page)


def test_the_notice_costs_one_query(
    machine_made: Translation, page: Page, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert is_unchecked(page)


def test_whoever_publishes_is_told(machine_made: Translation, page: Page, chief: Client) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = chief.get(edit).content.decode()
    assert "2 texts were made by a machine" in html
    response = chief.post(edit, form_data(draft(page), chief) | {"action-publish": "1"}, follow=False)
    assert response.status_code == 302
    assert "2 texts of this page were made by a machine" in messages_of(response)
    Form(machine_made).hold("title").hold("promise").send(chief)
    response = chief.post(edit, form_data(draft(page), chief) | {"action-publish": "1"}, follow=False)
    assert "made by a machine" not in messages_of(response)


def po_entry(po: polib.POFile, context: str) -> polib.POEntry:
    return next(entry for entry in po if entry.msgctxt == context)


def test_a_po_file_carries_the_mark_and_taking_it_off_approves(
    machine_made: Translation, page: Page, chief: Client
) -> None:
    def upload(content: str) -> Any:
        file = SimpleUploadedFile("sv.po", content.encode())
        return chief.post(reverse("translation_upload", args=[page.pk]), {"file": file})

    content = export(fresh(machine_made))
    po = polib.pofile("#\n" + content)
    assert {entry.msgctxt for entry in po if entry.fuzzy} == {"promise", "title"}
    upload(content)
    assert unchecked(machine_made) == {"promise", "title"}
    po_entry(po, "title").flags.remove("fuzzy")
    upload(str(po))
    assert unchecked(machine_made) == {"promise"}
    po_entry(po, "promise").flags.remove("fuzzy")
    po_entry(po, "promise").msgstr = "Ändrat."
    upload(str(po))
    assert unchecked(machine_made) == set()
    assert draft(page).promise == "Ändrat."


def test_the_record_goes_with_its_page(machine_made: Translation, page: Page) -> None:
    assert UncheckedTranslation.objects.filter(page=page).exists()
    page.delete()
    assert not UncheckedTranslation.objects.exists()


def test_texts_recorded_before_there_were_marks_are_peoples(machine_made: Translation) -> None:
    StringTranslation.objects.update(translation_type="")
    assert unchecked(machine_made) == set()
