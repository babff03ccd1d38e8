"""Figures and words: right, and of small groups none, neither directly nor by subtraction."""

import csv
import io
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from publishing.models import Pilot, PilotAnswer
from publishing.piloting.exporting import as_csv, as_xlsx, figures_table, words_table
from publishing.piloting.questions import STUDENT, TEACHER
from publishing.piloting.summary import FEWEST, Figures, answers_to, summarise
from tests.publishing.piloting.trying import answered, pilot_of

JOIN = STUDENT[0]


def said(*groups: list[int], role: str = "student", key: str = "join") -> list[PilotAnswer]:
    """Return answers that no database has: a list of ratings a pilot."""
    return [
        PilotAnswer(pilot_id=number, role=role, ratings={key: value})
        for number, values in enumerate(groups, start=1)
        for value in values
    ]


def values(answers: list[PilotAnswer]) -> Counter[int]:
    """Return the ratings of the first question that are shown."""
    parts = summarise(answers)
    return Counter(parts[0].figures[0].values) if parts else Counter()


def test_a_distribution_and_its_median_are_right() -> None:
    figures = Figures(JOIN, (1, 2, 4, 4, 5))
    assert [bar.number for bar in figures.bars] == [1, 1, 0, 2, 1]
    assert [bar.length for bar in figures.bars] == [20.0, 20.0, 0.0, 40.0, 20.0]
    assert [str(bar.label) for bar in figures.bars] == [str(word) for word in JOIN.scale]
    assert figures.median == 4
    assert Figures(JOIN, (1, 2, 3, 4)).median == 2.5
    assert Figures(JOIN, ()).median_text == ""


def test_a_median_is_told_in_words() -> None:
    easy, hard = str(JOIN.scale[3]), str(JOIN.scale[1])
    assert Figures(JOIN, (4, 4, 5)).median_text == f"4, {easy}"
    between = Figures(JOIN, (2, 2, 4, 4)).median_text
    assert hard in between
    assert easy in between


def test_fewer_than_five_students_have_no_figures() -> None:
    for number in range(1, 5):
        part = summarise(said([4] * number))[0]
        assert (part.answers, part.is_small) == (number, True)
        assert all(figures.values == () for figures in part.figures), number


def test_five_students_have_figures_and_so_has_one_teacher() -> None:
    assert values(said([1, 2, 3, 4, 5])) == Counter([1, 2, 3, 4, 5])
    part = summarise(said([3], role="teacher", key=TEACHER[0].key))[0]
    assert (part.is_small, part.figures[0].values) == (False, (3,))


def test_a_question_that_few_answered_is_not_shown_among_others() -> None:
    answers = [PilotAnswer(pilot_id=1, role="student", ratings={"join": 4}) for _n in range(6)]
    answers[0].ratings["use"] = 1
    part = summarise(answers)[0]
    by_key = {figures.question.key: figures for figures in part.figures}
    assert (by_key["use"].values, by_key["use"].left_out) == ((), 1)
    assert len(by_key["join"].values) == 6


def test_a_small_pilot_is_not_told_by_subtraction() -> None:
    part = summarise(said([5] * 6, [1] * 3))[0]
    assert (part.answers, part.figures[0].values, part.figures[0].left_out) == (9, (5,) * 6, 3)


def test_small_pilots_are_counted_where_they_are_enough_together() -> None:
    assert values(said([5] * 6, [1] * 3, [2] * 2)) == Counter([5] * 6 + [1] * 3 + [2] * 2)
    assert values(said([1] * 3, [2] * 2)) == Counter([1] * 3 + [2] * 2)


@given(st.lists(st.lists(st.integers(1, 5), max_size=9), max_size=6))
def test_whatever_is_subtracted_at_least_five_are_left(groups: list[list[int]]) -> None:
    """All together less the pilots that are shown by themselves is nothing, or of five students at least."""
    together = values(said(*groups))
    alone = Counter(value for group in groups if len(group) >= 5 for value in group)
    assert not alone - together
    assert (together - alone).total() == 0 or (together - alone).total() >= FEWEST["student"]


def test_what_is_no_rating_is_left_out() -> None:
    odd: tuple[Any, ...] = (0, 6, -1, "4", None, True, 2.5, [1])
    wrong = [each for each in odd if values(said([4, 4, each, 4, 4, 4])) != Counter([4] * 5)]
    assert wrong == []


@pytest.mark.second_database
@pytest.mark.django_db
def test_words_are_newest_first_and_of_few_in_any_order(pilot: Pilot) -> None:
    for number in range(4):
        answered(pilot, worked=f"Vastaus {number}")
    orders = {summarise(answers_to([pilot]))[0].words[0].texts for _n in range(60)}
    assert len(orders) > 1, "four texts come in one of 24 orders"
    assert {tuple(sorted(order)) for order in orders} == {tuple(f"Vastaus {n}" for n in range(4))}
    answered(pilot, worked="Vastaus 4")
    newest_first = tuple(f"Vastaus {number}" for number in (4, 3, 2, 1, 0))
    assert summarise(answers_to([pilot]))[0].words[0].texts == newest_first


@pytest.fixture
def two_pilots(pilot: Pilot, practice: Any) -> list[Pilot]:
    """A pilot of five students and a teacher, and one of two students."""
    small = pilot_of(practice, name="=HYPERLINK(1)")
    for number in range(5):
        answered(pilot, ratings={"join": 4}, worked=f"Vastaus {number}")
    answered(pilot, "teacher", ratings={"time": 5}, to_change="@SUM(A1)")
    for _n in range(2):
        answered(small, ratings={"join": 1}, worked="-2+3", language="sv")
    return [pilot, small]


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.django_db
def test_figures_go_out_without_those_of_few(two_pilots: list[Pilot]) -> None:
    rows = [row for row in figures_table(two_pilots)[1:] if row[2] == str(JOIN.text)]
    assert [list(row[3:10]) for row in rows] == [
        [5, 0, 0, 0, 5, 0, 4],
        ["< 5", "", "", "", "", "", ""],
    ]


@pytest.mark.django_db
def test_a_file_tells_neither_a_day_nor_a_language_nor_joins_words_to_figures(
    two_pilots: list[Pilot],
) -> None:
    figures, words = figures_table(two_pilots), words_table(two_pilots)
    told = " ".join(str(cell) for row in [*figures, *words] for cell in row)
    assert "2026" not in told
    assert not any("Vastaus" in str(cell) for row in figures for cell in row[:2] + row[3:])
    assert {len(row) for row in words} == {4}
    assert sorted(row[3] for row in words[1:]) == sorted(
        ["-2+3", "-2+3", "@SUM(A1)", *(f"Vastaus {n}" for n in range(5))]
    )


@pytest.mark.django_db
def test_no_cell_of_a_file_is_a_formula(two_pilots: list[Pilot]) -> None:
    rows = read_csv(as_csv(words_table(two_pilots)))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert "'-2+3" in {row[3] for row in rows}
    book = load_workbook(io.BytesIO(as_xlsx({"A": figures_table(two_pilots), "B": words_table(two_pilots)})))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=HYPERLINK(1)" in {cell.value for cell in cells}
