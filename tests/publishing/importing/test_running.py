"""From checked rows to drafts and back: all or none, valid rows only, what is there already, interruptions, undoing."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail_localize.models import String, StringTranslation, TranslatableObject, TranslationSource

from practices.models import PracticePage
from practices.models.terms import Keyword
from publishing.importing import running, undoing
from publishing.models import ImportedPage, ImportRow, ImportRun
from search import index
from tests.factories import ThemeFactory, practice_page, project_page
from tests.languages import nightly
from tests.publishing.importing.importing import FULL, checked, csv_file, imported, named
from tests.publishing.people import member

pytestmark = pytest.mark.django_db
State = ImportRun.State


@pytest.fixture
def project(portal: Any) -> Any:
    """Return the project page of the tests, with its page in Swedish."""
    page = project_page()
    page.copy_for_translation(
        page.locale.__class__.objects.get(language_code="sv"), copy_parents=True, alias=True
    )
    return page


def practices(language: str = "fi") -> Any:
    return PracticePage.objects.filter(locale__language_code=language)


def undone(run: ImportRun) -> ImportRun:
    assert undoing.start(run, None)
    return running.finish(run.pk)


def everything() -> dict[str, int]:
    """Return how many rows there are of all that an import makes."""
    models = [Page, Revision, PracticePage, Keyword, ReferenceIndex, ImportedPage]
    models += [TranslationSource, TranslatableObject, String, StringTranslation]
    return {model.__name__: model._default_manager.count() for model in models}


@pytest.mark.second_database
def test_rows_become_drafts_in_both_languages(project: Any) -> None:
    run = imported(csv_file(FULL), wanted="all")
    assert (run.state, run.done, run.total) == (State.DONE, 1, 1)
    finnish, swedish = practices().get(), practices("sv").get()
    assert (finnish.live, swedish.live, swedish.alias_of_id) == (False, False, None)
    draft = finnish.get_latest_revision_as_object()
    assert (draft.title, draft.slug, draft.maturity) == ("Iltakävelyt", "iltakavelyt", "piloted")
    assert draft.situation == "<p>Illat ovat pitkiä.</p><ul><li>Asuntolassa</li><li>Kotona</li></ul>"
    assert [step.value["what"] for step in draft.steps] == ["Sovitaan aika", "Lähdetään"]
    assert {tag.name for tag in draft.keywords.all()} == {"lenkki", "ilta"}
    assert [tag.slug for tag in draft.makers.all()] == ["opisto"]
    swedish_draft = swedish.get_latest_revision_as_object()
    assert (swedish_draft.title, swedish_draft.slug) == ("Kvällspromenader", "kvallspromenader")
    assert [step.id for step in swedish_draft.steps] == [step.id for step in draft.steps]
    assert {tag.name for tag in swedish_draft.keywords.all()} == {"promenad"}
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_row_in_one_language_gets_an_alias(project: Any) -> None:
    imported(named("Kävelyt"))
    page = practices().get()
    assert practices("sv").get().alias_of_id == page.pk
    assert [tag.slug for tag in page.projects.all()] == ["hanke"]


def test_a_row_in_swedish_alone_is_first_written_in_swedish(project: Any) -> None:
    imported(csv_file({"name_sv": "Promenader", "project": "hanke"}))
    assert practices("sv").get().title == "Promenader"
    assert not practices().exists()


def test_rows_with_errors_stop_all_or_are_left_out(project: Any) -> None:
    data = csv_file(
        {"name_fi": "Hyvä", "project": "hanke", "maturity": ""},
        {"name_fi": "Huono", "project": "hanke", "maturity": "?"},
    )
    run = checked(data)
    with pytest.raises(running.NotNow):
        running.start(run, wanted="all", when_there="skip")
    assert not practices().exists()
    imported(data)
    assert [page.title for page in practices()] == ["Hyvä"]


def test_a_run_begins_once(project: Any) -> None:
    run = checked(named("Kävelyt"))
    running.start(run, wanted="all", when_there="skip")
    with pytest.raises(running.NotNow):
        running.start(run, wanted="all", when_there="skip")
    running.finish(run.pk)
    assert running.advance(run.pk).state == State.DONE
    assert practices().count() == 1


def test_there_already_is_skipped_or_updated_as_a_draft(project: Any) -> None:
    page = practice_page("Kaverikahvit")
    data = csv_file(
        {"name_fi": "Kaverikahvit", "project": "hanke", "promise_fi": "Uusi lupaus.", "themes": "toinen"}
    )
    ThemeFactory(slug="toinen")
    with pytest.raises(running.NotNow):
        imported(data)
    run = imported(data, when_there="update")
    assert [row.result for row in run.rows.all()] == ["updated"]
    page.refresh_from_db()
    assert (page.live, page.promise) == (True, "Kukaan ei juo kahvia yksin.")
    draft = page.get_latest_revision_as_object()
    assert (draft.promise, [tag.slug for tag in draft.themes.all()]) == ("Uusi lupaus.", ["toinen"])


def test_an_empty_cell_leaves_a_text_and_a_dash_empties_it(project: Any) -> None:
    page = practice_page("Kaverikahvit", core="<p>Ydin.</p>", caretaker="Opisto", region="Uusimaa")
    row = {"name_fi": "Kaverikahvit", "core_fi": "–", "caretaker_fi": "", "region": "-"}
    imported(csv_file(row), when_there="update")
    draft = PracticePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (draft.core, draft.caretaker, draft.region) == ("", "Opisto", "")


def test_a_translation_is_begun_and_taken_back(project: Any) -> None:
    page = practice_page("Kaverikahvit")
    page.copy_for_translation(
        PracticePage.objects.get(pk=page.pk).locale.__class__.objects.get(language_code="sv"), alias=True
    )
    run = imported(
        csv_file({"name_fi": "Kaverikahvit", "name_sv": "Vänkaffe", "promise_sv": "Ingen ensam."}),
        when_there="update",
    )
    swedish = practices("sv").get()
    assert (swedish.alias_of_id, swedish.live) == (None, False)
    assert swedish.get_latest_revision_as_object().promise == "Ingen ensam."
    undone(run)
    assert practices("sv").get().alias_of_id == page.pk


def test_a_row_that_says_the_same_writes_no_revision(project: Any) -> None:
    imported(csv_file(FULL))
    before = everything()
    run = imported(csv_file(FULL), when_there="update")
    assert [row.result for row in run.rows.all()] == ["unchanged"]
    assert everything() == before


def test_rows_may_name_practices_further_down(project: Any) -> None:
    rows = [
        {
            "key": "eka",
            "name_fi": "Eka",
            "project": "hanke",
            "related": "toka",
            "idea_fi": "Katso [toka](practice:toka).",
        },
        {"key": "toka", "name_fi": "Toka", "project": "hanke", "related": "eka", "idea_fi": ""},
    ]
    run = imported(csv_file(*rows), wanted="all")
    eka, toka = (practices().get(key=key) for key in ("eka", "toka"))
    draft = eka.get_latest_revision_as_object()
    assert [block.value.pk for block in draft.related] == [toka.pk]
    assert draft.idea == f'<p>Katso <a linktype="page" id="{toka.pk}">toka</a>.</p>'
    undone(run)
    assert not practices().exists()


@pytest.mark.usefixtures("reference_index")
def test_what_fails_on_the_way_takes_all_back(project: Any) -> None:
    theme = ThemeFactory(slug="katoava")
    before = everything()
    rows = [
        {"name_fi": f"Käytäntö {n}", "project": "hanke", "themes": "katoava" if n == 21 else ""}
        for n in range(24)
    ]
    run = checked(csv_file(*rows))
    running.start(run, wanted="all", when_there="skip")
    theme.delete()
    run = running.finish(run.pk)
    assert run.state == State.FAILED
    assert "23" in run.message
    assert everything() == before


@pytest.mark.second_database
def test_what_fails_on_the_way_is_left_out_of_valid_rows(project: Any) -> None:
    theme = ThemeFactory(slug="katoava")
    rows = [
        {"name_fi": f"Käytäntö {n}", "project": "hanke", "themes": "katoava" if n == 21 else ""}
        for n in range(24)
    ]
    run = checked(csv_file(*rows))
    running.start(run, wanted="valid", when_there="skip")
    theme.delete()
    run = running.finish(run.pk)
    assert (run.state, run.done, practices().count()) == (State.DONE, 23, 23)
    assert run.rows.get(number=23).outcome == ImportRow.Outcome.ERROR


@pytest.mark.second_database
def test_an_interrupted_run_goes_on_where_it_stopped(project: Any) -> None:
    run = checked(named(*(f"Käytäntö {n}" for n in range(25))))
    running.start(run, wanted="all", when_there="skip")
    run = running.advance(run.pk, seconds=0)
    assert 0 < run.done < 25
    assert practices().count() == run.done
    running.finish(run.pk)
    assert practices().count() == 25


@pytest.mark.usefixtures("reference_index")
@pytest.mark.parametrize(("wanted", "left"), [("all", 0), ("valid", 25)])
def test_a_run_that_nobody_drives_is_mended(project: Any, wanted: str, left: int) -> None:
    before = everything()
    run = checked(named(*(f"Käytäntö {n}" for n in range(25))))
    running.start(run, wanted=wanted, when_there="skip")
    running.advance(run.pk, seconds=0)
    assert running.take_back_interrupted() == 0  # it has only just stopped
    ImportRun.objects.update(changed_at=timezone.now() - timedelta(minutes=5))
    assert running.take_back_interrupted() == 1
    assert practices().count() == left
    assert left or everything() == before


def test_a_dead_process_is_noticed_at_once(project: Any) -> None:
    run = checked(named(*(f"Käytäntö {n}" for n in range(25))))
    host, _pid = running.this_process()
    running.start(run, wanted="all", when_there="skip", driver=[host, 2**22 + 1])
    running.advance(run.pk, seconds=0)
    assert running.take_back_interrupted() == 1
    assert not practices().exists()


@pytest.mark.second_database
@pytest.mark.usefixtures("reference_index")
def test_undoing_leaves_nothing(project: Any) -> None:
    practice_page("Vanha", keywords=["ilta"])
    before, found = everything(), index.documents_count() if hasattr(index, "documents_count") else 0
    run = imported(
        csv_file(
            FULL,
            {**FULL, "name_fi": "Aamukävelyt", "name_sv": "Morgonpromenader", "situation_sv": "Ett stycke."},
        )
    )
    assert practices().count() == 3
    run = undone(run)
    assert run.state == State.UNDONE
    assert everything() == before
    assert not found or index.documents_count() == found
    assert Page.find_problems() == ([], [], [], [], [])
    assert not undoing.start(run, None)


@pytest.mark.second_database
def test_undoing_gives_the_former_revision_back(project: Any) -> None:
    page = practice_page("Kaverikahvit")
    page.promise = "Oma luonnos."
    mine = page.save_revision()
    run = imported(csv_file({"name_fi": "Kaverikahvit", "promise_fi": "Tuotu."}), when_there="update")
    undone(run)
    page = PracticePage.objects.get(pk=page.pk)
    assert page.latest_revision_id == mine.pk
    assert page.get_latest_revision_as_object().promise == "Oma luonnos."
    assert page.live
    assert page.has_unpublished_changes


def test_undoing_a_change_of_a_published_page_leaves_no_draft(project: Any) -> None:
    page = practice_page("Kaverikahvit")
    undone(imported(csv_file({"name_fi": "Kaverikahvit", "promise_fi": "Tuotu."}), when_there="update"))
    page = PracticePage.objects.get(pk=page.pk)
    assert (page.has_unpublished_changes, page.latest_revision_id) == (False, page.live_revision_id)


@pytest.mark.second_database
def test_undoing_keeps_and_names_what_was_worked_on(project: Any) -> None:
    rows = [{**FULL, "name_fi": name} for name in ("Muokattu", "Julkaistu", "Ennallaan")]
    run = imported(
        csv_file(*({code: text for code, text in row.items() if not code.endswith("_sv")} for row in rows))
    )
    edited, published = (practices().get(title=title) for title in ("Muokattu", "Julkaistu"))
    edited.save_revision(clean=False)
    published.get_latest_revision().publish()
    run = undone(run)
    assert {page.title for page in practices()} == {"Muokattu", "Julkaistu"}
    assert {page.pk for page in undoing.kept_pages(run)} >= {edited.pk, published.pk}


def test_undoing_keeps_an_edited_translation(project: Any) -> None:
    run = imported(csv_file(FULL))
    practices("sv").get().save_revision()
    undone(run)
    assert practices().exists()
    assert practices("sv").exists()


def test_the_log_tells_of_imports(project: Any) -> None:
    run = undone(imported(named("Kävelyt")))
    actions = ModelLogEntry.objects.for_instance(run).values_list("action", flat=True)
    assert set(actions) == {"publishing.import.run", "publishing.import.undo"}
    assert set(PageLogEntry.objects.filter(label="Kävelyt").values_list("action", flat=True)) == {
        "wagtail.create",
        "wagtail.create_alias",
        "wagtail.delete",
    }


def test_who_lost_the_project_cannot_begin(project: Any) -> None:
    person = member("hanke")
    run = checked(named("Kävelyt"), user=person.user)
    person.user.groups.clear()
    with pytest.raises(PermissionDenied):
        running.start(run, wanted="all", when_there="skip")


def test_a_locked_practice_is_not_changed(project: Any) -> None:
    page = practice_page("Kaverikahvit")
    page.locked = True
    page.save()
    run = imported(csv_file({"name_fi": "Kaverikahvit", "promise_fi": "Tuotu."}), when_there="update")
    assert [row.result for row in run.rows.all()] == ["unchanged"]


@pytest.mark.usefixtures("reference_index")
@pytest.mark.parametrize("rows", [running.BATCH * 2 + 1, nightly(1000)])
def test_more_rows_than_a_batch_are_made_and_undone(project: Any, rows: int) -> None:
    before = everything()
    run = imported(named(*(f"Käytäntö {n}" for n in range(rows))), wanted="all")
    assert (run.state, practices().count(), practices("sv").count()) == (State.DONE, rows, rows)
    assert undone(run).state == State.UNDONE
    assert everything() == before


def test_queries_do_not_grow_with_rows(project: Any, django_assert_max_num_queries: Any) -> None:
    imported(named("Lämmittely"))
    for count in (3, 19):
        run = checked(named(*(f"Käytäntö {count} {n}" for n in range(count))))
        running.start(run, wanted="all", when_there="skip")
        # References are looked up page by page: two queries each, for two pages a row.
        with django_assert_max_num_queries(75 + 6 * count):
            running.advance(run.pk, seconds=0)
