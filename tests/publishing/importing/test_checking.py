"""What the check says of each row: new, there already, or wrong, with the column and the reason."""

from typing import Any

import pytest
from django.utils.translation import override

from publishing.importing.columns import cell_codes
from publishing.importing.headings import column_of, heading
from publishing.importing.tables import BadTable
from publishing.models import ImportRow
from tests.factories import ThemeFactory, practice_page, project_page
from tests.publishing.importing.importing import FULL, checked, csv_file, named, outcomes, reasons
from tests.publishing.people import member, network_coordinator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reader", ["fi", "sv", ""])
def test_every_heading_is_understood(reader: str) -> None:
    headings = {
        heading(code, column, language, reader=reader): (column, language)
        for code, column, language in cell_codes()
    }
    assert len(headings) == len(list(cell_codes()))
    for text, (column, language) in headings.items():
        found = column_of(text)
        assert found is not None, text
        assert (found.column.code, found.language) == (column.code, language), text


@pytest.mark.parametrize(
    ("text", "code", "language"),
    [
        ("Nimi", "name", ""),
        ("NIMI *", "name", ""),
        ("nimi suomeksi", "name", "fi"),
        ("Löfte på svenska", "promise", "sv"),
        ("promise_sv", "promise", "sv"),
        ("Lupaus [sv]", "promise", "sv"),
        ("title", "name", ""),
        ("Hanke", "project", ""),
    ],
)
def test_headings_as_people_write_them(text: str, code: str, language: str) -> None:
    found = column_of(text)
    assert found is not None
    assert (found.column.code, found.language) == (code, language)


def test_a_full_row_is_new_and_without_remarks(portal: Any) -> None:
    project_page()
    run = checked(csv_file(FULL))
    assert outcomes(run) == {"Iltakävelyt": "new"}
    assert reasons(run) == reasons(run, warnings=True) == []


BAD = (
    ("maturity", "melkein valmis"),
    ("themes", "osallisuus; sää"),
    ("promise_fi", "x" * 91),
    ("review_date", "ensi viikolla"),
    ("outline", "ehkä"),
    ("key", "Ei Kelpaa"),
    ("steps_fi", "a | b | c | d | e"),
    ("steps_fi", "a | " + "b" * 161),
    ("sources_fi", "Kirja | Kustantaja | vuosi"),
    ("materials_fi", "Opas | javascript:alert(1)"),
    ("materials_fi", "Opas | document:99999"),
    ("keywords_fi", "x" * 101),
    ("results_fi", "[chart] Otsikko | Kysymys | %"),
    ("grade_cost", "E"),
    ("project", "olematon"),
)


def test_a_bad_cell_is_named_by_row_column_and_reason(portal: Any) -> None:
    project_page()
    wrong = {}
    for code, text in BAD:
        run = checked(csv_file({**FULL, code: text}))
        told = [(row, column, bool(reason)) for row, column, reason in reasons(run)]
        if told != [(2, code, True)] or outcomes(run) != {"Iltakävelyt": "error"}:
            wrong[code, text[:40]] = reasons(run), outcomes(run)
    assert not wrong


def test_terms_by_name_in_any_language_or_address(portal: Any, language: str) -> None:
    project_page()
    ThemeFactory(slug="hyvinvointi", names={"fi": "Hyvinvointi", "sv": "Välbefinnande"})
    for text in ("hyvinvointi", " HYVINVOINTI ", "välbefinnande; osallisuus", "Hyvinvointi\nosallisuus"):
        with override(language):
            assert reasons(checked(csv_file({**FULL, "themes": text}))) == []


def test_a_misspelt_term_is_told_what_it_may_mean(portal: Any) -> None:
    project_page()
    ThemeFactory(slug="hyvinvointi", names={"fi": "Hyvinvointi", "sv": "Välbefinnande"})
    with override("fi"):
        [(_row, _column, reason)] = reasons(checked(csv_file({**FULL, "themes": "hyvinvonti"})))
    assert "Hyvinvointi" in reason


def test_a_link_that_is_not_allowed_loses_its_address_alone(portal: Any) -> None:
    project_page()
    run = checked(csv_file({**FULL, "idea_fi": "[tästä](javascript:alert) ja [tuosta](page:999999)"}))
    assert [(row, column) for row, column, _reason in reasons(run, warnings=True)] == [(2, "idea_fi")] * 2


def test_names_are_needed_and_a_project(portal: Any) -> None:
    project_page()
    run = checked(csv_file({"name_fi": "", "promise_fi": "Lupaus."}, {"name_fi": "Nimi", "promise_fi": ""}))
    assert {row for row, _column, _reason in reasons(run)} == {2, 3}


def test_what_publishing_needs_is_told_of_a_short_row(portal: Any) -> None:
    project_page()
    run = checked(named("Lyhyt"))
    assert outcomes(run) == {"Lyhyt": "new"}
    assert len(reasons(run, warnings=True)) == 1


THERE = (
    {"key": "kaverikahvit"},
    {"name_fi": "Kaverikahvit"},
    {"name_fi": "  KAVERIKAHVIT "},
    {"name_fi": "Kaverikahveja"},
    {"name_fi": "Aivan muu", "address_fi": "kaverikahvit"},
    {"name_fi": "Aivan muu", "address_fi": "https://example.org/fi/kaytannot/hanke/kaverikahvit/"},
)


@pytest.mark.second_database
def test_a_practice_that_is_there_is_recognised(portal: Any) -> None:
    practice_page("Kaverikahvit")
    for row in THERE:
        run = checked(csv_file({"project": "hanke", "name_fi": "", **row}))
        assert [each.outcome for each in run.rows.all()] == ["there"], row


def test_other_practices_are_new(portal: Any) -> None:
    practice_page("Kaverikahvit")
    run = checked(named("Kaverikahvit 2", "Kaveriteet"))
    assert set(outcomes(run).values()) == {"new"}


def test_the_same_practice_twice_in_a_file(portal: Any) -> None:
    project_page()
    run = checked(named("Kävelyt", "Juoksut", "kävely"))
    assert [row for row, _column, _reason in reasons(run)] == [4]
    assert "2" in reasons(run)[0][2]


def test_same_names_with_different_ids_are_two(portal: Any) -> None:
    project_page()
    rows = [{"name_fi": "Kävelyt", "project": "hanke", "key": key} for key in ("yksi", "kaksi")]
    assert reasons(checked(csv_file(*rows))) == []


def test_headings_that_cannot_be_worked_with(portal: Any) -> None:
    for headings in ("lupaus;kypsyys", "nimi;Nimi (fi)", "nimi;name_fi", ";;", "a;b;c"):
        cells = "A;B;C" if headings.count(";") == 2 else "A;B"
        with pytest.raises(BadTable) as bad:
            checked(f"{headings}\n{cells}\n".encode())
        assert str(bad.value), headings
        assert not ImportRow.objects.exists(), headings


def test_an_unknown_column_is_told_and_left_out(portal: Any) -> None:
    project_page()
    run = checked("nimi;hanke;lempiväri\nKävelyt;hanke;sininen\n".encode())
    assert [warning["column"] for warning in run.findings["warnings"]] == ["lempiväri"]


def test_only_headings_are_refused(portal: Any) -> None:
    with pytest.raises(BadTable):
        checked(b"nimi;hanke\n")


def test_columns_without_a_language_are_in_the_chosen_one(portal: Any) -> None:
    project_page()
    project_page(language="sv")
    run = checked(b"namn;projekt\nPromenader;hanke\n", language="sv")
    assert run.rows.get().cells["name_sv"] == "Promenader"


def test_a_team_imports_into_its_own_project_alone(portal: Any) -> None:
    own = member("hanke").user
    project_page("toinen")
    rows = [{"name_fi": "Oma", "project": "hanke"}, {"name_fi": "Toisten", "project": "toinen"}]
    assert outcomes(checked(csv_file(*rows), user=own)) == {"Oma": "new", "Toisten": "error"}
    anyone = network_coordinator().user
    assert set(outcomes(checked(csv_file(*rows), user=anyone)).values()) == {"new"}


def test_a_practice_of_another_project_is_told_to_be_out_of_reach(portal: Any) -> None:
    practice_page("Kaverikahvit", parent=project_page("toinen"))
    run = checked(named("Kaverikahvit"), user=member("hanke").user)
    assert outcomes(run) == {"Kaverikahvit": "there"}
    assert len(reasons(run, warnings=True)) == 1
