"""What a practice is made of, and where an answer belongs when the practice was edited."""

import pytest

from adoption.local.core_parts import CorePart, parts_of, placed, wordings_of
from adoption.local.versions import most_changed, part_counts
from adoption.models import LocalPart
from practices.models import PracticePage
from tests.adoption.local.telling import FIRST, SECOND, clock, kept_practice, practice

__all__ = ["clock", "kept_practice", "practice"]


def answer(key: str, title: str, fate: str = "kept") -> LocalPart:
    return LocalPart(key=key, title=title, fate=fate)


def present(*titles: str) -> dict[str, CorePart]:
    return {f"core-{n}": CorePart(f"core-{n}", title) for n, title in enumerate(titles, start=1)}


def where(told: list[LocalPart], now: dict[str, CorePart]) -> list[tuple[str, bool]]:
    return [(each.part.key if each.part else "", each.is_reworded) for each in placed(told, now)]


@pytest.mark.django_db
def test_parts_have_the_same_keys_in_both_languages(practice: PracticePage) -> None:
    found = wordings_of(practice.translation_key)
    assert set(found) == {"fi", "sv"}
    keys = ["core-1", "core-2", f"step-{FIRST}", f"step-{SECOND}"]
    assert [part.key for part in found["fi"].parts] == [part.key for part in found["sv"].parts] == keys
    assert found["fi"].parts[0].title == "Kahvia on joka viikko."
    assert found["sv"].parts[3].title == "Koka kaffe."


@pytest.mark.parametrize(
    ("html", "titles"),
    [
        ("", []),
        ("<p>  </p><ul><li></li></ul>", []),
        ("<p>Yksi kappale.</p><p>Toinen.</p>", ["Yksi kappale.", "Toinen."]),
        ("<p>Nämä:</p><ul><li>A <b>ja</b> b</li></ul>", ["A ja b"]),
        ("<ul><li>Ulko<ul><li>Sisä</li></ul></li></ul>", ["Ulko", "Sisä"]),
        ("<ul><li><p>Kohta</p></li></ul>", ["Kohta"]),
    ],
)
def test_the_core_is_taken_apart(html: str, titles: list[str]) -> None:
    assert [part.title for part in parts_of(PracticePage(core=html))] == titles


def test_a_very_long_part_has_a_title_that_fits() -> None:
    (part,) = parts_of(PracticePage(core=f"<p>{'sana ' * 300}</p>"))
    assert len(part.title) == LocalPart._meta.get_field("title").max_length


def test_an_answer_follows_its_words() -> None:
    told = [answer("core-1", "A"), answer("core-2", "B")]
    assert where(told, present("Uusi", "A", "B")) == [("core-2", False), ("core-3", False)]


def test_a_reworded_part_keeps_its_answer_and_says_so() -> None:
    assert where([answer("core-1", "A"), answer("core-2", "B")], present("A", "B toisin")) == [
        ("core-1", False),
        ("core-2", True),
    ]


def test_a_part_that_was_taken_out_is_gone() -> None:
    told = [answer("core-1", "A"), answer("core-2", "B")]
    assert where(told, present("B")) == [("", False), ("core-1", False)]


@pytest.mark.django_db
def test_parts_are_counted_over_languages_from_three_on(practice: PracticePage) -> None:
    found = wordings_of(practice.translation_key)
    finnish = (
        "fi",
        [answer("core-1", "Kahvia on joka viikko.", "changed"), answer("core-9", "Muu.", "changed")],
    )
    swedish = ("sv", [answer("core-1", "Det finns kaffe varje vecka.", "left-out")])
    assert part_counts([finnish, swedish], wordings=found, language="fi") == []
    counts = part_counts([finnish, swedish, finnish], wordings=found, language="sv")
    (coffee,) = counts
    assert (coffee.title, coffee.kept, coffee.changed, coffee.left_out) == (
        "Det finns kaffe varje vecka.",
        0,
        2,
        1,
    )
    assert coffee.bar == {"kept": 0, "changed": 66.7, "left_out_from": 66.7, "left_out": 33.3}
    assert most_changed(counts) == counts
