"""Translating text by text: what is shown, what is saved, and that nothing is lost or half-saved."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail_localize.models import StringTranslation, Translation

from practices.models import PracticePage
from publishing.translation.preparing import prepare_glossary
from publishing.translation.workbench import Status, progress_of, rows_of
from tests.factories import practice_page
from tests.languages import EACH_LANGUAGE
from tests.publishing.people import member
from tests.publishing.translation.conftest import Form, draft, fresh, messages_of, row_at

Opens = Callable[[], Form]


def statuses(translation: Translation) -> dict[str, str]:
    return {row.source_plain: row.status for row in rows_of(fresh(translation)) if row.status != Status.DONE}


def html_of(client: Client, page: Page, **query: str) -> str:
    response = client.get(reverse("translation_state", args=[page.pk]), query)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_complete_translation_is_done(
    translation: Translation, target: PracticePage, chief: Client
) -> None:
    progress = progress_of(rows_of(translation))
    assert progress.done == progress.total > 0
    html = html_of(chief, target)
    assert f"{progress.total} of {progress.total}" in html
    assert "Kukaan ei juo kahvia yksin." in html
    assert "Ingen dricker kaffe ensam." in html


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_what_changed_is_marked(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Any, language: str
) -> None:
    edit(source, promise="Kukaan ei juo teetä yksin.")
    html = html_of(member(language=language).client, target)
    assert "<del>" in html
    assert "<ins>" in html
    assert statuses(translation) == {"Kukaan ei juo teetä yksin.": "outdated"}
    editor = member(name="toinen", language=language).client.get(
        reverse("wagtailadmin_pages:edit", args=[target.pk])
    )
    assert "<del>" in editor.content.decode()


def test_saving_writes_the_draft_and_not_what_readers_see(
    translation: Translation,
    target: PracticePage,
    source: PracticePage,
    edit: Any,
    form: Opens,
    chief: Client,
) -> None:
    edit(source, promise="Uusi lupaus.")
    response = form().write("promise", "Ett nytt löfte & mer.").send(chief)
    assert response.status_code == 302
    assert draft(target).promise == "Ett nytt löfte & mer."
    assert Page.objects.get(pk=target.pk).specific.promise == "Ingen dricker kaffe ensam."
    assert statuses(translation) == {}
    row = StringTranslation.objects.get(data="Ett nytt löfte &amp; mer.")
    assert row.translation_type == "manual"
    assert row.last_translated_by.username == "paallikko"


def test_many_are_saved_at_once_in_one_version(
    translation: Translation, target: PracticePage, form: Opens, chief: Client
) -> None:
    before = Revision.objects.count()
    opened = form().write("promise", "Ny rad.").write("title", "Nytt namn").write("Ohjaaja", "Ledaren")
    opened.send(chief)
    assert Revision.objects.count() == before + 1
    page = draft(target)
    assert (page.promise, page.title, page.steps[0].value["who"]) == ("Ny rad.", "Nytt namn", "Ledaren")


def test_hand_edits_in_the_editor_are_kept_and_shown(
    translation: Translation, target: PracticePage, form: Opens, chief: Client
) -> None:
    by_hand = draft(target)
    by_hand.promise = "Skrivet i redigeraren."
    by_hand.save_revision()
    opened = form()
    assert "Skrivet i redigeraren." in opened.texts.values()
    opened.write("title", "Nytt namn").send(chief)
    assert (draft(target).title, draft(target).promise) == ("Nytt namn", "Skrivet i redigeraren.")


def test_nothing_changed_saves_nothing(target: PracticePage, form: Opens, chief: Client) -> None:
    before = Revision.objects.count()
    response = form().send(chief)
    assert response.status_code == 302
    assert "nothing to save" in messages_of(response)
    assert Revision.objects.count() == before


RICH = "Kysely kertoo kahveista."


WRONG = (
    (RICH, "Enkäten <b>berättar</b> om kaffet, <script>alert(1)</script>"),
    (RICH, "Enkäten <b>berättar om kaffet."),
    (RICH, "Enkäten </b>berättar<b> om kaffet."),
    (RICH, "Enkäten berättar om kaffet."),
    (RICH, '<a href="https://example.org">Enkäten</a> <b>berättar</b>'),
    (RICH, '<a id="a7">Enkäten</a> <b>berättar</b>'),
    ("promise", "Ett <b>löfte</b>"),
    ("promise", "x" * 91),
    ("promise", "   "),
    ("promise", ""),
    ("slug", "???"),
    ("title", "x" * 20_001),
)


def test_what_is_wrong_is_refused_and_everything_typed_is_kept(
    translation: Translation, target: PracticePage, form: Opens, chief: Client
) -> None:
    def saved() -> tuple[int, int]:
        return Revision.objects.count(), StringTranslation.objects.filter(data="Handledare").count()

    before, wrong = saved(), {}
    for path, text in WRONG:
        response = form().write("Ohjaaja", "Handledare").write(path, text).send(chief)
        html = response.content.decode()
        seen = {
            "status": response.status_code,
            "told": "Nothing was saved" in html,
            "marked": html.count('aria-invalid="true"'),
            "kept": "Handledare</textarea>" in html,
            "script": "<script>alert" in html,
            "saved": saved() != before,
        }
        if seen != {"status": 422, "told": True, "marked": 1, "kept": True, "script": False, "saved": False}:
            wrong[path, text[:60]] = seen
    assert not wrong


def test_right_tags_are_taken(target: PracticePage, form: Opens, chief: Client) -> None:
    form().write(RICH, "En <b>enkät</b> om R&D < kaffe").send(chief)
    assert draft(target).source_says == "<p>En <b>enkät</b> om R&amp;D &lt; kaffe</p>"


@pytest.mark.second_database
def test_two_translators_at_once_lose_nothing(
    translation: Translation, target: PracticePage, form: Opens, chief: Client
) -> None:
    first, second = form(), form()
    first.write("promise", "Första.").send(chief)
    response = second.write("promise", "Andra.").write("title", "Annat namn").send(chief)
    assert response.status_code == 422
    html = response.content.decode()
    assert "Första." in html
    assert "Andra.</textarea>" in html
    assert (draft(target).promise, draft(target).title) == ("Första.", "Kompiskaffe")
    # Seen by the second translator, who saves again.
    form().write("promise", "Andra.").write("title", "Annat namn").send(chief)
    assert (draft(target).promise, draft(target).title) == ("Andra.", "Annat namn")


def test_two_translators_with_different_texts_do_not_meet(
    target: PracticePage, form: Opens, chief: Client
) -> None:
    first, second = form(), form()
    first.write("promise", "Första.").send(chief)
    assert second.write("title", "Annat namn").send(chief).status_code == 302
    assert (draft(target).promise, draft(target).title) == ("Första.", "Annat namn")


def test_the_same_text_from_two_is_no_quarrel(target: PracticePage, form: Opens, chief: Client) -> None:
    first, second = form(), form()
    first.write("promise", "Samma.").send(chief)
    assert second.write("promise", "Samma.").send(chief).status_code == 302


def test_an_edit_by_hand_meanwhile_is_a_quarrel_too(target: PracticePage, form: Opens, chief: Client) -> None:
    opened = form().write("promise", "Från verkstaden.")
    page = draft(target)
    page.promise = "Från redigeraren."
    page.save_revision()
    assert opened.send(chief).status_code == 422
    assert draft(target).promise == "Från redigeraren."


def test_a_source_that_changed_meanwhile_is_told(
    target: PracticePage, source: PracticePage, edit: Any, form: Opens, chief: Client
) -> None:
    opened = form().write("promise", "Ett löfte.")
    edit(source, promise="Aivan toinen lupaus.")
    response = opened.send(chief)
    assert response.status_code == 422
    assert draft(target).promise == "Ingen dricker kaffe ensam."


def test_what_still_holds_is_ticked(
    translation: Translation,
    source: PracticePage,
    target: PracticePage,
    edit: Any,
    form: Opens,
    chief: Client,
) -> None:
    edit(source, promise="Kukaan ei juo kahviaan yksin.")
    before = Revision.objects.count()
    response = form().hold("promise").send(chief)
    assert "1 text approved" in messages_of(response)
    assert statuses(translation) == {}
    assert Revision.objects.count() == before


def test_the_list_is_narrowed_by_status(
    translation: Translation,
    source: PracticePage,
    target: PracticePage,
    edit: Any,
    chief: Client,
) -> None:
    edit(source, promise="Uusi lupaus.")
    rows = rows_of(fresh(translation))
    for status in ("missing", "outdated", "machine", "done", "", "nonsense"):
        html = html_of(chief, target, status=status)
        expected = [row for row in rows if status not in Status.values or row.status == status]
        assert html.count("<textarea") == len(expected), status


def test_narrowing_stays_after_saving(
    source: PracticePage, edit: Any, form: Opens, chief: Client, target: PracticePage
) -> None:
    edit(source, promise="Uusi lupaus.")
    response = form().write("promise", "Ett nytt löfte.").send(chief, status="outdated")
    assert "?status=outdated" in response.url


def test_nonsense_is_no_error(target: PracticePage, chief: Client) -> None:
    before = Revision.objects.count()
    for data in (
        {}, {"text": ["x", "-1", "9" * 40]}, {"text": ["99999999"], "text-99999999": "a", "token-99999999": "b"},
        {"holds": ["1"], "only": "abc"},
    ):  # fmt: skip
        response = chief.post(reverse("translation_save", args=[target.pk]), data)
        assert response.status_code in (302, 422), data
        assert Revision.objects.count() == before, data


def test_a_forged_token_saves_nothing(target: PracticePage, form: Opens, chief: Client) -> None:
    opened = form().write("promise", "Ett löfte.")
    pk = row_at(opened.translation, "promise").segment
    response = chief.post(reverse("translation_save", args=[target.pk]), opened.data() | {f"token-{pk}": "x"})
    assert response.status_code == 422
    assert draft(target).promise == "Ingen dricker kaffe ensam."


def test_the_new_address_follows_a_new_title(swedish: Any, committing: Any, chief: Client) -> None:
    with committing():
        source = practice_page("Toinen käytäntö", revision=True)
    url = reverse("translation_begin", args=[source.pk, "sv"])
    with committing():
        chief.post(url)
    page = source.get_translation(swedish)
    translation = Translation.objects.get(source__object_id=source.translation_key)
    Form(translation).write("title", "Kaffe med kompisar").send(chief)
    assert draft(page).slug == "kaffe-med-kompisar"


def test_a_new_step_comes_in_once_it_is_whole(
    source: PracticePage,
    target: PracticePage,
    edit: Any,
    form: Opens,
    chief: Client,
    translation: Translation,
) -> None:
    steps = [*source.steps.get_prep_value()]
    steps.append(
        {
            "type": "step",
            "id": "11111111-1111-4111-8111-111111111111",
            "value": {"what": "Uusi vaihe.", "who": "Kuka", "when": "", "result": ""},
        }
    )
    edit(source, steps=steps)
    form().write("Uusi vaihe.", "Ett nytt steg.").send(chief)
    assert len(draft(target).steps) == 2
    form().write("Kuka", "Vem").send(chief)
    assert draft(target).steps[2].value["what"] == "Ett nytt steg."


def test_the_glossary_stands_beside_and_warns(
    target: PracticePage, source: PracticePage, edit: Any, form: Opens, chief: Client
) -> None:
    prepare_glossary()
    edit(source, promise="Opiskelijat juovat kahvia.")
    html = html_of(chief, target)
    assert "studerande" in html
    form().write("promise", "Eleverna dricker kaffe.").send(chief)
    html = html_of(chief, target)
    assert "Use “studerande” instead of “elev”." in html
    form().write("promise", "De studerande dricker kaffe.").send(chief)
    assert "instead of" not in html_of(chief, target)


def test_queries_do_not_grow_with_the_texts(
    source: PracticePage, target: PracticePage, edit: Any, chief: Client, translation: Translation
) -> None:
    def cost(count: int) -> int:
        steps = [*source.steps.get_prep_value()]
        for number in range(count):
            value = {"what": f"Vaihe {number}.", "who": "", "when": "", "result": ""}
            steps.append(
                {"type": "step", "id": f"11111111-1111-4111-8111-1111111111{number:02}", "value": value}
            )
        edit(source, steps=steps)
        assert len(statuses(translation)) == count
        html_of(chief, target)
        with CaptureQueriesContext(connection) as caught:
            html_of(chief, target)
        return len(caught)

    assert cost(3) == cost(30)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_page_is_there_in_both_languages(target: PracticePage, language: str) -> None:
    html = html_of(member(language=language).client, target)
    assert f'<html lang="{language}"' in html
    assert "Kukaan ei juo kahvia yksin." in html
