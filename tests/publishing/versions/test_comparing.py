"""What changed between two versions, field by field and block by block."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from practices.models import PracticePage
from practices.models.practice_languages import SHARED, TRANSLATED
from publishing.versions.blocks import are_moved, paired, stored
from publishing.versions.comparing import LINKS, NOT_SHOWN, SHOWN, Change, changes
from tests.languages import EACH_LANGUAGE


def step(what: str, *, id_: str | None = None, **values: str) -> dict[str, Any]:
    """Return a step as a revision keeps it."""
    value = {"what": what, "who": "", "when": "", "result": "", **values}
    return {"type": "step", "value": value, "id": id_ or what}


def content(*steps: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {"title": "Kahvit", "steps": json.dumps(steps), **values}


def told(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    with override("en"):
        return [(change.label, change.said) for change in changes(before, after)]


def only(before: dict[str, Any], after: dict[str, Any]) -> Change:
    """Return the only change."""
    with override("en"):
        [change] = changes(before, after)
    return change


def test_every_field_is_either_shown_to_readers_or_not() -> None:
    fields = {*TRANSLATED, *SHARED}
    links = {*LINKS.values()}
    assert fields - links == {*SHOWN, *NOT_SHOWN} - {*LINKS}
    assert links <= fields
    assert not {*SHOWN} & {*NOT_SHOWN}


def test_steps_are_counted() -> None:
    a, b, c, d = (step(name) for name in "abcd")
    assert told(content(a, b), content(b, c, d)) == [("Steps", "2 added, 1 removed")]
    assert told(content(a, b), content(a, step("B", id_="b"))) == [("Steps", "1 changed")]
    assert told(content(a, b), content(b, a)) == [("Steps", "in another order")]
    assert told(content(a, b), content(a, b)) == []


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_it_is_told_in_the_readers_language(language: str) -> None:
    with override(language):
        [change] = changes(content(step("a")), content(step("a"), step("b")))
        label = str(PracticePage._meta.get_field("steps").verbose_name)
    assert change.label.lower() == label.lower()
    assert change.label != "Steps"


def test_new_ids_alone_are_no_change() -> None:
    before = content(step("a", id_=str(uuid4())), step("b", id_=str(uuid4())))
    after = content(step("a", id_=str(uuid4())), step("b", id_=str(uuid4())))
    assert told(before, after) == []


def test_the_texts_of_a_changed_step_are_shown_word_by_word() -> None:
    change = only(
        content(step("Keitä kahvia kaikille.", id_="1", who="Ohjaaja")),
        content(step("Keitä teetä kaikille.", id_="1", who="Ohjaaja")),
    )
    [text] = change.texts
    assert text.label == "Step 1: What is done"
    assert [(piece.kind, piece.text) for piece in text.pieces] == [
        ("equal", "Keitä "),
        ("deletion", "kahvia"),
        ("addition", "teetä"),
        ("equal", " kaikille."),
    ]


def test_of_an_added_step_every_text_is_shown() -> None:
    change = only(content(), content(step("Kysy.", who="Ohjaaja")))
    assert [(text.label, text.pieces[0]) for text in change.texts] == [
        ("Step 1: What is done", ("addition", "Kysy.")),
        ("Step 1: Who", ("addition", "Ohjaaja")),
    ]


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("promise", "Vanha", "Uusi", ("Promise", "changed")),
        ("promise", "", "Uusi", ("Promise", "added")),
        ("core", "<p>Ydin</p>", "", ("What must stay", "removed")),
        ("core", "<p>Ydin</p>", "<p><b>Ydin</b></p>", ("What must stay", "layout or links")),
        ("title", "Kahvit", "Teet", ("Name", "changed")),
        ("maturity", "piloted", "refined", ("Maturity", "from “piloted” to “refined”")),
        ("cost", "", "low", ("Cost level", "now “low cost”")),
        ("cost", "low", "", ("Cost level", "removed")),
        ("outline", True, False, ("The guidance is the portal editors' outline", "from “yes” to “no”")),
        ("review_date", None, "2027-03-01", ("To be reviewed", "now “March 1, 2027”")),
        ("image", None, 7, ("Image", "added")),
        ("image", 7, 8, ("Image", "changed")),
        ("replaced_by", 7, None, ("Use instead", "removed")),
        (
            "theme_links",
            [{"tag": 1}, {"tag": 2}],
            [{"tag": 2}, {"tag": 3}, {"tag": 4}],
            ("Themes", "2 added, 1 removed"),
        ),
    ],
)
def test_each_kind_of_field_is_told_in_words(
    name: str, before: Any, after: Any, said: tuple[str, str]
) -> None:
    assert told({"title": "Kahvit", name: before}, {"title": "Kahvit", name: after}) == [said]


@pytest.mark.parametrize(
    "name", [*NOT_SHOWN, "path", "owner", "live", "latest_revision", "comments", "locked_by"]
)
def test_what_readers_do_not_see_is_not_told(name: str) -> None:
    assert told({name: "a"}, {name: "b"}) == []


def test_terms_in_another_order_are_no_change() -> None:
    assert told({"theme_links": [{"tag": 1}, {"tag": 2}]}, {"theme_links": [{"tag": 2}, {"tag": 1}]}) == []


def test_charts_are_compared_bar_by_bar_and_files_by_their_titles() -> None:
    def chart(value: float) -> str:
        rows = [{"type": "item", "value": {"label": "Kyllä", "value": value}, "id": "r"}]
        return json.dumps([{"type": "chart", "id": "c", "value": {"title": "Kysely", "rows": rows, "n": 9}}])

    change = only({"results": chart(40.0)}, {"results": chart(55.5)})
    assert change.said == "1 changed"
    assert [(text.label, [piece.text for piece in text.pieces]) for text in change.texts] == [
        ("Chart 1: Bars 1: Value", ["40", "55.5"])
    ]
    files = [
        json.dumps(
            [{"type": "file", "id": "f", "value": {"title": "Lomake", "language": "fi", "file": number}}]
        )
        for number in (1, 2)
    ]
    replaced = only({"materials": files[0]}, {"materials": files[1]})
    assert (replaced.said, replaced.texts) == ("1 changed", ()), "a file's number is no text"


@pytest.mark.parametrize("broken", ["{", "null", "7", '[{"value": 1}]', None, '[7, "x"]', '{"type": "step"}'])
def test_a_stream_that_cannot_be_read_breaks_nothing(broken: Any) -> None:
    with override("en"):
        assert changes(content(step("a")) | {"steps": broken}, content(step("a")))
        changes(content(), {"steps": broken})


def test_a_type_of_block_that_there_is_no_more_breaks_nothing() -> None:
    gone = json.dumps([{"type": "dance", "id": "1", "value": {"x": [1, {"y": None}]}}])
    change = only({"steps": gone}, content(step("a")) | {"title": None})
    assert change.said == "1 added, 1 removed"


LETTERS = st.lists(st.sampled_from("abcdef"), max_size=7)


@given(LETTERS, LETTERS)
def test_every_block_is_in_one_pair(old: list[str], new: list[str]) -> None:
    before, after = ([step(name, id_=f"{name}{n}") for n, name in enumerate(names)] for names in (old, new))
    pairs = paired(before, after)
    assert [pair.after for pair in pairs if pair.after] == after
    assert sorted(p.before["id"] for p in pairs if p.before) == sorted(each["id"] for each in before)
    same = [pair for pair in pairs if pair.state == "same"]
    assert len(same) == sum(min(old.count(name), new.count(name)) for name in set(old))
    if old == new:
        assert not are_moved(pairs)


@given(LETTERS, LETTERS)
def test_counts_add_up(old: list[str], new: list[str]) -> None:
    before, after = ([step(name, id_=f"{name}{n}") for n, name in enumerate(names)] for names in (old, new))
    states = [pair.state for pair in paired(before, after)]
    assert len(old) + states.count("added") - states.count("removed") == len(new)


def test_what_is_stored_otherwise_is_read_as_nothing() -> None:
    assert stored('[{"type": "step", "value": {}}]') == [{"type": "step", "value": {}}]
    assert stored("") == []
