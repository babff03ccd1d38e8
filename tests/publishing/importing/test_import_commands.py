"""The commands: what they write, and how they refuse."""

from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from practices.models import PracticePage
from publishing.importing.columns import cell_codes
from publishing.importing.headings import column_of
from publishing.models import ImportRun
from tests.factories import practice_page, project_page
from tests.languages import EACH_LANGUAGE
from tests.publishing.importing.importing import FULL, csv_file, named

pytestmark = pytest.mark.django_db


def run(*arguments: Any, fails: bool = False) -> str:
    """Return what a command prints; with `fails` it must refuse."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) if fails else nullcontext() as refused:
        call_command(*map(str, arguments), stdout=out, stderr=err)
    return f"{out.getvalue()}{err.getvalue()}{refused.value if refused else ''}"


def written(tmp_path: Path, data: bytes, name: str = "taulukko.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_importing_makes_drafts(portal: Any, tmp_path: Path, language: str) -> None:
    project_page()
    project_page(language="sv")
    file = written(tmp_path, csv_file(FULL))
    assert "1" in run("import_practices", file, "--language", language)
    assert [page.live for page in PracticePage.objects.all()] == [False, False]


def test_a_trial_saves_nothing(portal: Any, tmp_path: Path) -> None:
    project_page()
    run("import_practices", written(tmp_path, csv_file(FULL)), "--dry-run")
    assert not PracticePage.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_a_refused_file_says_row_column_and_reason(portal: Any, tmp_path: Path, language: str) -> None:
    project_page()
    file = written(
        tmp_path, csv_file(FULL, {**FULL, "name_fi": "Toinen", "name_sv": "Andra", "maturity": "?!"})
    )
    text = run("import_practices", file, "--language", language, fails=True)
    line = next(line for line in text.splitlines() if "?!" in line)
    assert "3" in line
    assert "maturity" in line
    assert not PracticePage.objects.exists()
    assert not ImportRun.objects.exists()


def test_valid_rows_alone(portal: Any, tmp_path: Path) -> None:
    project_page()
    file = written(
        tmp_path,
        csv_file(
            {"name_fi": "Hyvä", "project": "hanke", "cost": ""},
            {"name_fi": "Huono", "project": "hanke", "cost": "?"},
        ),
    )
    run("import_practices", file, "--valid-only")
    assert [page.title for page in PracticePage.objects.filter(locale__language_code="fi")] == ["Hyvä"]


def test_a_project_is_named_by_the_file_or_the_option(portal: Any, tmp_path: Path) -> None:
    project_page()
    file = written(tmp_path, named("Kävelyt", project=""))
    assert "project" in run("import_practices", file, fails=True)
    assert "olematon" in run("import_practices", file, "--project", "olematon", fails=True)
    run("import_practices", file, "--project", "hanke")
    assert PracticePage.objects.filter(title="Kävelyt").exists()


def test_what_is_no_file_is_refused(portal: Any, tmp_path: Path) -> None:
    for name in ("puuttuu.csv", "puuttuu.txt", "."):
        assert run("import_practices", tmp_path / name, fails=True), name


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx"])
def test_what_was_exported_is_imported_without_options(portal: Any, tmp_path: Path, suffix: str) -> None:
    practice_page("Kaverikahvit")
    file = tmp_path / f"ulos.{suffix}"
    run("export_practices", file)
    run("import_practices", file, "--dry-run")
    PracticePage.objects.all().delete()
    run("import_practices", file)
    assert PracticePage.objects.filter(key="kaverikahvit").exists()


def test_exporting_one_project(portal: Any, tmp_path: Path) -> None:
    practice_page("Kaverikahvit")
    practice_page("Toisten", parent=project_page("toinen"))
    file = tmp_path / "ulos.csv"
    run("export_practices", file, "--project", "toinen")
    assert b"Kaverikahvit" not in file.read_bytes()
    assert run("export_practices", file, "--project", "olematon", fails=True)
    assert run("export_practices", tmp_path / "ulos.txt", fails=True)
    assert run("export_practices", tmp_path / "ei" / "ole.csv", fails=True)


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_a_filled_form_is_imported(portal: Any, tmp_path: Path, language: str) -> None:
    project_page()
    file = tmp_path / "lomake.xlsx"
    run("import_template", file, "--language", language)
    book = load_workbook(file)
    sheet = book.active
    codes = [code for code, _column, _language in cell_codes()]
    assert [column_of(cell.value) is not None for cell in sheet[1]] == [True] * len(codes)
    sheet.append([FULL.get(code, "") for code in codes])
    book.save(file)
    run("import_practices", file)
    assert PracticePage.objects.get(locale__language_code="fi").title == "Iltakävelyt"


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_form_has_lists_instructions_and_an_example(portal: Any, tmp_path: Path, language: str) -> None:
    project_page()
    file = tmp_path / "lomake.xlsx"
    run("import_template", file, "--language", language)
    book = load_workbook(file)
    columns = {code: place for place, (code, _column, _language) in enumerate(cell_codes(), 1)}
    ranges = " ".join(str(rule.sqref) for rule in book.active.data_validations.dataValidation)
    for code in ("maturity", "cost", "themes", "project"):
        assert f"{book.active.cell(2, columns[code]).coordinate}:" in ranges
    states = {sheet.title: sheet.sheet_state for sheet in book.worksheets}
    assert len([title for title, state in states.items() if state == "visible"]) == 4
    example = book.worksheets[1]
    assert example.cell(2, columns["name_fi"]).value
    assert example.cell(2, columns["name_sv"]).value
    assert run("import_practices", file, fails=True)  # nothing but headings; the example is no practice


@pytest.mark.parametrize("suffix", ["csv", "docx"])
def test_forms_of_the_other_kinds(portal: Any, tmp_path: Path, suffix: str) -> None:
    project_page()
    file = tmp_path / f"lomake.{suffix}"
    run("import_template", file)
    assert file.stat().st_size
    run("import_practices", file, "--dry-run", fails=suffix == "csv")
    assert run("import_template", tmp_path / "lomake.pdf", fails=True)
