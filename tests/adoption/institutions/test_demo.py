"""The demonstration: the same every time, marked, without an address, and gone without a trace."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command

from adoption.institutions import demo, imagining
from adoption.local.core_parts import parts_of
from adoption.models import (
    Adoption,
    DemoInstitution,
    FollowUp,
    LocalPart,
    LocalVersion,
    StateChange,
    SuggestedInstitution,
)
from practices.facets import FACETS
from practices.models import Organisation, PracticePage
from tests.adoption.adopting import adopt
from tests.database import world
from tests.factories import practice_page

TODAY = date(2026, 11, 28)
STEPS = [("step", {"what": f"Tehdään {n}.", "who": "", "when": "", "result": ""}) for n in range(6)]


@pytest.fixture(scope="module")
def kept_practices(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[int]]:
    """The keys of six practices that all tests of the module share, each as they were made."""
    with world(django_db_blocker):
        usual = imagining.told()["usual"][3:8]
        pages = [practice_page(f"Käytäntö {n}", key=key) for n, key in enumerate(usual)]
        pages.append(practice_page("Nepsypysäkki", key="nepsypysakki", steps=STEPS))
        yield [page.pk for page in pages]


@pytest.fixture
def practices(portal: Any, kept_practices: list[int]) -> list[PracticePage]:
    return [PracticePage.objects.get(pk=pk) for pk in kept_practices]


def test_the_same_day_gives_the_same_lives() -> None:
    keys = imagining.told()["usual"]
    assert imagining.lives(keys, TODAY) == imagining.lives(list(reversed(keys)), TODAY)


def test_lives_show_everything_that_there_is_to_show() -> None:
    lives = imagining.lives([*imagining.told()["usual"], *(f"muu-{n}" for n in range(40))], TODAY)
    assert 90 <= len(lives) <= 140
    assert {life.states[-1][0] for life in lives} == set(Adoption.State.values)
    assert len({life.reason for life in lives if life.reason}) >= 5
    asked = [each for life in lives for each in life.asked if each.due_on <= TODAY]
    answered = [each for each in asked if each.answered_on]
    assert 0.6 < len(answered) / len(asked) < 0.9
    assert {each.values["answer"] for each in answered} == set(FollowUp.Answer.values)
    assert {life.language for life in lives} == {"fi", "sv"}
    assert any(not life.is_public for life in lives)


@pytest.mark.parametrize("today", [TODAY, date(2027, 2, 28), date(2028, 2, 29)])
def test_no_life_is_ahead_of_its_time_and_days_follow_each_other(today: date) -> None:
    for life in imagining.lives(imagining.told()["usual"], today):
        days = [day for _state, day in life.states]
        assert days == sorted(days)
        assert days[-1] <= today
        assert all(each.answered_on is None or each.answered_on <= today for each in life.asked)


@pytest.mark.parametrize("kind", ["institutions", "told"])
def test_every_text_is_there_in_both_languages(kind: str) -> None:
    if kind == "institutions":
        for each in imagining.institutions().values():
            assert "keksitty" in each["name"]["fi"]
            assert "påhitta" in each["name"]["sv"]
    else:
        told = imagining.told()
        for name in ("consent", "reason_words", "changed", "greetings"):
            assert set(told[name]) == {"fi", "sv"}
        assert set(told["reason_words"]["fi"]) | {"other"} == set(Adoption.Reason.values)


@pytest.mark.second_database
def test_loading_twice_makes_it_once(practices: list[PracticePage]) -> None:
    made = demo.load(TODAY)
    before = _counts()
    assert made == Adoption.objects.count() > 40
    assert demo.load(TODAY) == 0
    assert _counts() == before


def test_what_is_made_is_marked_and_has_no_address(practices: list[PracticePage]) -> None:
    demo.load(TODAY)
    assert not Adoption.objects.filter(is_demo=False).exists()
    assert not Adoption.objects.exclude(email="").exists()
    assert not any(adoption.gets_mail for adoption in Adoption.objects.all())
    assert DemoInstitution.objects.count() == len(imagining.institutions())
    assert set(StateChange.objects.values_list("source", flat=True)) == {"demo"}
    assert not LocalVersion.objects.exclude(contact="").exists()
    model = FACETS["organisation"][1] if isinstance(FACETS["organisation"], tuple) else Organisation
    makers = model.objects.filter(slug__startswith="demo-", practice_links__isnull=False)
    assert not makers.exists(), "made-up institutions are no makers"


def test_what_is_made_agrees_with_its_history_and_its_practice(practices: list[PracticePage]) -> None:
    demo.load(TODAY)
    for adoption in Adoption.objects.prefetch_related("changes", "follow_ups"):
        last = list(adoption.changes.all())[-1]
        assert (last.state, last.on) == (adoption.state, adoption.state_on)
        assert bool(adoption.reason) == (adoption.state == "stopped")
        assert bool(adoption.since) == bool(adoption.follow_ups.all())
        adoption.full_clean(exclude=["email", "organisation"])
    page = PracticePage.objects.get(key="nepsypysakki")
    parts = LocalPart.objects.filter(version__adoption__practice=page.translation_key)
    assert Counter(part.fate for part in parts)["changed"] >= 3
    assert {part.key for part in parts} <= {part.key for part in parts_of(page)}


@pytest.mark.second_database
def test_removing_leaves_nothing_of_it_and_all_that_is_real(practices: list[PracticePage]) -> None:
    real = adopt(practices[0])
    before = _counts()
    demo.load(TODAY)
    removed = demo.remove()
    assert _counts() == before
    assert removed.institutions == len(imagining.institutions())
    assert not removed.kept
    assert Adoption.objects.get() == real


def test_a_real_adoption_of_a_made_up_institution_keeps_that_one(practices: list[PracticePage]) -> None:
    demo.load(TODAY)
    organisation = Organisation.objects.get(slug="demo-koivuranta")
    other = practice_page("Oma käytäntö")
    real = adopt(other, by=organisation)
    removed = demo.remove()
    assert removed.kept == (str(organisation),)
    assert Adoption.objects.get() == real
    assert demo.load(TODAY)  # and the demonstration can be made again around it
    assert Organisation.objects.filter(slug="demo-koivuranta").count() == 1


def test_without_practices_nothing_is_made(practices: list[PracticePage]) -> None:
    for page in practices:
        page.delete()
    assert demo.load(TODAY) == 0
    assert not DemoInstitution.objects.exists()


def test_the_commands_tell_what_they_did(practices: list[PracticePage], capsys: Any) -> None:
    call_command("load_demo_adoptions")
    call_command("load_demo_adoptions")
    call_command("remove_demo_adoptions")
    assert len(capsys.readouterr().out.strip().splitlines()) == 3
    assert not Adoption.objects.exists()
    assert not DemoInstitution.objects.exists()
    assert not mail.outbox


def _counts() -> dict[str, int]:
    models = (Adoption, StateChange, FollowUp, LocalVersion, LocalPart, DemoInstitution, Organisation)
    return {model.__name__: model.objects.count() for model in (*models, SuggestedInstitution)}
