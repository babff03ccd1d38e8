"""Which names are the same institution's."""

import pytest

from adoption.joining.spelling import fits, key_of, names_same


@pytest.mark.parametrize(
    "spellings",
    [
        ["Kauhavan kansanopisto", "kauhavan khs", "Kauhava folkhögskola", "KAUHAVAN Kansan-opisto ry"],
        ["Borgå folkhögskola", "Borgå Fhsk", "borgå folkhögskolan r.f.", "Borgå kansanopisto"],
        [
            "Tampereen ammattiopisto",
            "Tampere ammattiopisto Oy",
            "Tampereen ammattiop.",
            "tampereen  ammattiopisto",
        ],
    ],
)
def test_four_spellings_have_one_key(spellings: list[str]) -> None:
    assert len({key_of(each) for each in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alfa kansanopisto", "Beta kansanopisto"),
        ("Koeopisto 1", "Koeopisto 2"),
        ("Lahden kansanopisto", "Lahden ammattiopisto"),
        ("Kauhavan kansanopisto", "Kauhajoen kansanopisto"),
        ("Länsi-Suomen opisto", "Itä-Suomen opisto"),
        ("", "Opisto"),
    ],
)
def test_others_are_others(one: str, other: str) -> None:
    assert not names_same(one, [other])


def test_misspelt_names_are_alike() -> None:
    assert names_same("Kauhvan kansanopisto", ["Kauhavan kansanopisto"])
    assert names_same("Tammpereen ammattiopisto", ["Yrkesskola", "Tampereen ammattiopisto"])


def test_part_of_a_name_finds_it() -> None:
    names = ["Kauhavan kansanopisto", "Kauhava folkhögskola"]
    assert fits("kauh", names)
    assert fits("folkh", names)
    assert not fits("borgå", names)
    assert not fits("!?", names)
