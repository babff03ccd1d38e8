"""Importing in the editor: who may, what is shown before, while and after, and taking back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from practices.models import PracticePage
from publishing.importing import running
from publishing.importing.keeping import forget_imports, mend_imports
from publishing.models import ImportRun
from tests.factories import practice_page, project_page
from tests.languages import EACH_LANGUAGE
from tests.publishing.importing.importing import FULL, checked, csv_file, imported, named, xlsx_file
from tests.publishing.people import member, network_coordinator, person

pytestmark = pytest.mark.django_db
INDEX = "/admin/import/"
TABLE = {"wanted": "all", "when_there": "skip"}


def upload(someone: Any, data: bytes, name: str = "taulukko.csv", **chosen: Any) -> Any:
    file = SimpleUploadedFile(name, data)
    return someone.client.post(INDEX, {"file": file, "language": "fi", "project": "", **chosen}, follow=True)


def address(run: ImportRun, what: str = "run") -> str:
    return reverse(f"import_{what}", args=[run.pk])


def drive(someone: Any, run: ImportRun) -> list[dict[str, Any]]:
    """Do what the page's script does, and return what it was told."""
    told = []
    while not told or told[-1]["unfinished"]:
        told.append(
            someone.client.post(address(run, "advance"), headers={"accept": "application/json"}).json()
        )
    return told


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_whole_way_from_a_file_to_drafts_and_back(portal: Any, language: str) -> None:
    someone = network_coordinator(language=language)
    project_page()
    answer = upload(someone, csv_file(FULL), language=language)
    run = ImportRun.objects.get()
    assert (run.state, run.user) == (ImportRun.State.CHECKED, someone.user)
    assert "Iltakävelyt" in answer.content.decode()
    assert not PracticePage.objects.exists()
    page = someone.client.post(address(run, "start"), TABLE, follow=True).content.decode()
    assert "<progress" in page
    assert drive(someone, run)[-1]["done"] == 1
    assert not PracticePage.objects.filter(live=True).exists()
    done = someone.client.get(address(run)).content.decode()
    assert (
        reverse("wagtailadmin_pages:edit", args=[PracticePage.objects.get(locale__language_code="fi").pk])
        in done
    )
    question = someone.client.get(address(run, "undo"))
    assert question.status_code == 200
    assert PracticePage.objects.exists()
    someone.client.post(address(run, "undo"))
    drive(someone, run)
    assert not PracticePage.objects.exists()


def test_without_scripts_a_button_does_the_work(portal: Any) -> None:
    someone = network_coordinator()
    project_page()
    run = checked(named("Kävelyt"), user=someone.user)
    someone.client.post(address(run, "start"), TABLE)
    answer = someone.client.post(address(run, "advance"))
    assert answer["Location"] == address(run)
    assert PracticePage.objects.filter(title="Kävelyt").exists()


def test_a_team_member_imports_into_the_own_project(portal: Any) -> None:
    someone = member("hanke")
    project_page("toinen")
    project = project_page("hanke").project
    upload(someone, named("Oma", project=""), project=project.pk)
    run = ImportRun.objects.get()
    someone.client.post(address(run, "start"), TABLE)
    drive(someone, run)
    page = PracticePage.objects.get(title="Oma", locale__language_code="fi")
    assert page.permissions_for_user(someone.user).can_edit()
    other = project_page("toinen").project
    assert upload(someone, named("Toisten", project=""), project=other.pk).status_code == 422
    upload(someone, named("Toisten", project="toinen"))
    assert ImportRun.objects.first().rows.get().outcome == "error"


def test_who_may_add_nowhere_may_not_import(portal: Any) -> None:
    someone = person("muu")
    someone.user.user_permissions.add(
        *type(someone.user).user_permissions.rel.model.objects.filter(codename="access_admin")
    )
    for url in (INDEX, "/admin/import/form.xlsx", "/admin/import/export/?form=csv"):
        assert someone.client.get(url).status_code == 302, url
    assert INDEX not in someone.client.get("/admin/").content.decode()


def test_others_imports_are_not_seen(portal: Any) -> None:
    run = imported(named("Kävelyt"), user=member("hanke").user)
    stranger = member("toinen", name="vieras")
    for what in ("run", "undo", "progress"):
        assert stranger.client.get(address(run, what), follow=True).status_code == 404
    for what in ("start", "advance", "undo"):
        assert stranger.client.post(address(run, what), follow=True).status_code == 404
    assert run.name not in stranger.client.get(INDEX).content.decode()
    assert network_coordinator().client.get(address(run)).status_code == 200


def test_a_link_changes_nothing(portal: Any) -> None:
    someone = network_coordinator()
    project_page()
    run = checked(named("Kävelyt"), user=someone.user)
    for what in ("start", "advance"):
        assert someone.client.get(address(run, what)).status_code == 405, what


BAD = (
    ("a.csv", b""),
    ("a.xlsx", b"nimi;hanke\n"),
    ("a.xlsm", xlsx_file(("nimi",), ("A",))),
    ("a.exe", b"MZ"),
    ("a.csv", b"lupaus\nA\n"),
    ("a.csv", b"nimi\n" + b"a\n" * 6000),
    ("a.docx", b"PK\x03\x04"),
    ("../../a.csv", b"\x00\x00"),
)


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(portal: Any, settings: Any, language: str) -> None:
    someone = network_coordinator(language=language)
    project_page()
    for name, data in BAD:
        what = name, data[:20]
        answer = upload(someone, data, name)
        assert answer.status_code == 422, what
        assert 'role="alert"' in answer.content.decode(), what
        assert not ImportRun.objects.exists(), what
        assert not list(settings.PRIVATE_ROOT.rglob("*.*")), what


@pytest.mark.parametrize(
    ("suffix", "data"),
    [("csv", csv_file(FULL)), ("xlsx", xlsx_file(("nimi", "hanke"), ("Kävelyt", "hanke")))],
)
def test_good_files_are_taken(portal: Any, suffix: str, data: bytes) -> None:
    project_page()
    assert upload(network_coordinator(), data, f"taulukko.{suffix}").status_code == 200
    assert ImportRun.objects.get().rows.get().outcome == "new"


def test_errors_are_shown_row_by_row_and_all_is_not_offered(portal: Any) -> None:
    someone = network_coordinator()
    project_page()
    run = checked(
        csv_file(FULL, {**FULL, "name_fi": "Huono", "name_sv": "Dålig", "cost": "?!"}), user=someone.user
    )
    page = someone.client.get(address(run)).content.decode()
    assert "?!" in page
    assert 'value="all"' not in page
    answer = someone.client.post(address(run, "start"), TABLE)
    assert answer.status_code == 422
    assert not PracticePage.objects.exists()


def test_a_long_preview_has_pages_and_filters(portal: Any, django_assert_max_num_queries: Any) -> None:
    someone = network_coordinator()
    practice_page("Kaverikahvit")
    run = checked(named("Kaverikahvit", *(f"Käytäntö {n}" for n in range(120))), user=someone.user)
    with django_assert_max_num_queries(60):
        first = someone.client.get(address(run)).content.decode()
    assert "Käytäntö 40" in first
    assert "Käytäntö 110" not in first
    assert "Käytäntö 110" in someone.client.get(address(run), {"p": 3}).content.decode()
    there = someone.client.get(address(run), {"show": "there"}).content.decode()
    assert "Kaverikahvit" in there
    assert "Käytäntö 40" not in there
    for odd in ({"p": "x"}, {"p": "999"}, {"show": "?"}):
        assert someone.client.get(address(run), odd).status_code == 200


def test_kept_pages_are_named_after_taking_back(portal: Any) -> None:
    someone = network_coordinator()
    project_page()
    run = imported(named("Muokattu", "Ennallaan"), user=someone.user)
    PracticePage.objects.get(title="Muokattu", locale__language_code="fi").save_revision(clean=False)
    someone.client.post(address(run, "undo"))
    drive(someone, run)
    page = someone.client.get(address(run)).content.decode()
    assert "Muokattu" in page.split('id="import-rows"')[0]
    assert "Ennallaan" not in page.split('id="import-rows"')[0]


def test_taking_back_twice_is_answered_kindly(portal: Any) -> None:
    someone = network_coordinator()
    project_page()
    run = imported(named("Kävelyt"), user=someone.user)
    for _time in range(2):
        assert someone.client.post(address(run, "undo"), follow=True).status_code == 200
        drive(someone, run)
    assert not PracticePage.objects.exists()


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_forms_and_exports_are_files(portal: Any, language: str) -> None:
    someone = network_coordinator(language=language)
    practice_page("Kaverikahvit")
    for kind in ("xlsx", "csv", "docx"):
        for url in (f"/admin/import/form.{kind}", f"/admin/import/export/?form={kind}"):
            answer = someone.client.get(url)
            assert answer.status_code == 200, url
            assert f'.{kind}"' in answer["Content-Disposition"]
            assert answer["Content-Disposition"].isascii()
            assert answer.content, url


def test_a_worker_takes_over(portal: Any, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    someone = network_coordinator()
    project_page()
    run = checked(named("Kävelyt"), user=someone.user)
    page = someone.client.post(address(run, "start"), TABLE, follow=True).content.decode()
    assert "data-import-drives" not in page
    assert someone.client.get(address(run, "progress")).json()["unfinished"]
    waiting = DBTaskResult.objects.get(task_path__endswith="work_off")
    running.work_off.func(*waiting.args_kwargs["args"])  # as the worker does
    assert not someone.client.get(address(run, "progress")).json()["unfinished"]
    assert PracticePage.objects.filter(title="Kävelyt").exists()


def test_old_imports_are_forgotten_and_their_drafts_stay(portal: Any, settings: Any) -> None:
    project_page()
    run = imported(named("Kävelyt"))
    waiting = checked(named("Juoksut"))
    today = date.today()
    assert forget_imports(today + timedelta(days=8)) == 1
    assert not ImportRun.objects.filter(pk=waiting.pk).exists()
    assert forget_imports(today + timedelta(days=92)) == 1
    assert not ImportRun.objects.filter(pk=run.pk).exists()
    assert not list(settings.PRIVATE_ROOT.rglob("*.csv"))
    assert PracticePage.objects.filter(title="Kävelyt").exists()


def test_the_daily_job_mends_what_was_left(portal: Any) -> None:
    project_page()
    run = checked(named("Kävelyt"))
    ImportRun.objects.filter(pk=run.pk).update(
        state=ImportRun.State.RUNNING, total=1, changed_at=timezone.now() - timedelta(hours=1)
    )
    assert mend_imports(date.today()) == 1
    run.refresh_from_db()
    assert run.state == ImportRun.State.FAILED
