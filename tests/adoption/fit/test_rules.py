"""The rules, one case a line: what a practice tells, what an institution tells, and what is said of it."""

from typing import Any

import pytest
from django.utils.translation import override

from adoption.fit.conditions import Conditions, sentences
from adoption.fit.experience import Experience
from adoption.fit.figures import is_for_everyone, least_students, monthly_hours
from adoption.fit.profile import Profile
from adoption.fit.roles import need_of
from adoption.fit.rules import RULES, Verdict, judge

DORM, ROOM = {"dormitory": "Asuntolassa"}, {"classroom": "Oppitunnilla"}
KURAATTORI = "Kuraattori, joka tuntee ryhmän"
EITHER = "Kuraattori tai psykologi ryhmän tueksi"
OR_OTHER = "Kuraattori tai muu ammattilainen"
BOTH = "Vetäjäpari: opettaja ja kuraattori"


def practice(*needs: str, **told: Any) -> Conditions:
    """Return a practice that tells nothing but what is given."""
    nothing: dict[str, Any] = {"settings": {}, "groups": {}, "cost": "", "maturity": "piloted", "hours": None}
    nothing |= {"least_students": None, "for_everyone": False, "musts": needs}
    return Conditions(needs=tuple(need for text in needs if (need := need_of(text))), **(nothing | told))


def us(**told: Any) -> Profile:
    sets = {name: frozenset(told.pop(name)) for name in ("roles", "groups", "settings") if name in told}
    return Profile(**told, **sets)


FITS, ATTENTION, MISSING, WORDS, UNTOLD, UNASKED = Verdict
CASES: list[tuple[str, Conditions, Profile, Verdict]] = [
    ("place", practice(), us(settings=["classroom"]), UNTOLD),
    ("place", practice(settings=DORM), us(), UNASKED),
    ("place", practice(settings=DORM), us(dormitory=False), MISSING),
    ("place", practice(settings=DORM), us(dormitory=True), FITS),
    ("place", practice(settings=DORM), us(dormitory=False, settings=["dormitory"]), MISSING),
    ("place", practice(settings=DORM | ROOM), us(dormitory=False), UNASKED),
    ("place", practice(settings=DORM | ROOM), us(dormitory=False, settings=["classroom"]), FITS),
    ("place", practice(settings=ROOM), us(settings=["online"]), ATTENTION),
    ("people", practice("Ihminen, jolla on aikaa"), us(roles=["teacher"]), UNTOLD),
    ("people", practice(KURAATTORI), us(), UNASKED),
    ("people", practice(KURAATTORI), us(roles=["social-worker"]), FITS),
    ("people", practice(KURAATTORI), us(roles=["teacher"]), MISSING),
    ("people", practice(EITHER), us(roles=["psychologist"]), FITS),
    ("people", practice(OR_OTHER), us(roles=["teacher"]), ATTENTION),
    ("people", practice(BOTH), us(roles=["teacher"]), MISSING),
    ("people", practice(BOTH), us(roles=["teacher", "social-worker"]), FITS),
    ("people", practice(OR_OTHER, KURAATTORI), us(roles=["teacher"]), MISSING),
    ("hours", practice(), us(hours=5), UNTOLD),
    ("hours", practice(hours=8.0), us(), UNASKED),
    ("hours", practice(hours=8.0), us(hours=8), FITS),
    ("hours", practice(hours=9.0), us(hours=8), ATTENTION),
    ("hours", practice(hours=12.1), us(hours=8), MISSING),
    ("hours", practice(hours=0.5), us(hours=0), MISSING),
    ("hours", practice(experience=Experience(hours=6.0, hours_by=3)), us(hours=6), FITS),
    ("hours", practice(hours=2.0, experience=Experience(hours=60.0, hours_by=3)), us(hours=3), FITS),
    ("size", practice(), us(students=5), UNTOLD),
    ("size", practice(in_words=frozenset({"size"})), us(students=5), WORDS),
    ("size", practice(least_students=5, in_words=frozenset({"size"})), us(students=5), FITS),
    ("size", practice(least_students=12), us(), UNASKED),
    ("size", practice(least_students=12), us(students=12), FITS),
    ("size", practice(least_students=12), us(students=11), ATTENTION),
    ("size", practice(for_everyone=True), us(students=120), FITS),
    ("size", practice(for_everyone=True), us(students=2000), ATTENTION),
    ("groups", practice(), us(groups=["students"]), UNTOLD),
    ("groups", practice(groups={"teachers": "Opettajat"}), us(), UNASKED),
    ("groups", practice(groups={"teachers": "Opettajat"}), us(groups=["teachers"]), FITS),
    ("groups", practice(groups={"teachers": "Opettajat"}), us(groups=["students"]), ATTENTION),
    ("groups", practice(groups={"students": "Opiskelijat"}), us(groups=["new-students"]), FITS),
    ("groups", practice(groups={"new-students": "Aloittavat"}), us(groups=["students"]), ATTENTION),
    ("cost", practice(), us(cost="low"), UNTOLD),
    ("cost", practice(cost="low"), us(), UNASKED),
    ("cost", practice(cost="none"), us(cost="none"), FITS),
    ("cost", practice(cost="low"), us(cost="high"), FITS),
    ("cost", practice(cost="moderate"), us(cost="low"), ATTENTION),
    ("cost", practice(cost="high"), us(cost="low"), MISSING),
    ("experience", practice(), us(), UNASKED),
    ("experience", practice(), us(kind="other"), UNTOLD),
    ("experience", practice(maturity="idea"), us(), ATTENTION),
    ("experience", practice(maturity="idea", experience=Experience(1, alike=1)), us(kind="other"), FITS),
    ("experience", practice(experience=Experience(5)), us(kind="other"), UNTOLD),
]


NOBODY = ("experience", UNTOLD)  # says that nobody of the kind has told


@pytest.mark.parametrize(("name", "conditions", "profile", "verdict"), CASES)
def test_a_rule_says(name: str, conditions: Conditions, profile: Profile, verdict: Verdict) -> None:
    answer = {criterion.name: criterion for criterion in judge(profile, conditions)}[name]
    assert answer.verdict == verdict
    assert bool(answer.reason) == (verdict in (FITS, ATTENTION, MISSING, WORDS) or (name, verdict) == NOBODY)
    assert bool(answer.advice) == (verdict in (ATTENTION, MISSING)), "what needs attention says what to do"


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_answer_is_told_in_the_readers_language(language: str) -> None:
    with override("en"):
        english = [judge(profile, conditions) for _name, conditions, profile, _verdict in CASES]
    with override(language):
        here = [judge(profile, conditions) for _name, conditions, profile, _verdict in CASES]
    for before, after in zip(english, here, strict=True):
        for one, other in zip(before, after, strict=True):
            assert other.label != one.label
            assert not one.reason or other.reason != one.reason
            assert not one.advice or other.advice != one.advice


def test_of_a_practice_that_tells_nothing_nothing_is_claimed() -> None:
    everything = us(
        kind="folk-high-school", students=90, dormitory=True, roles=["teacher"], hours=9,
        groups=["students"], settings=["dormitory"], cost="low",
    )  # fmt: skip
    assert {criterion.verdict for criterion in judge(everything, practice())} == {UNTOLD}
    assert len(judge(everything, practice())) == len(RULES)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2 h viikossa", 8.67),
        ("20 h alussa, sitten 2 h viikossa", 8.67),
        ("3–5 tuntia kuukaudessa", 5),
        ("1,5 h/kk", 1.5),
        ("30 min i veckan", 2.17),
        ("ungefär 4 timmar per månad", 4),
        ("4 timmar handledning i månaden", 4),
        ("20 tuntia", None),
        ("2 h viikossa ohjaajalta ja 1 h kuukaudessa kuraattorilta", None),
        ("puoli tuntia viikossa", None),
        ("9999999 h viikossa", None),
        ("", None),
    ],
)
def test_hours_are_read_where_they_are_certain(text: str, hours: float | None) -> None:
    read = monthly_hours(text)
    assert read == (hours if hours is None else pytest.approx(hours, abs=0.01))


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("12–60 pelaajaa, joukkueissa 3–5", 12),
        ("noin 8-30 tutoria", 8),
        ("8–16 studerande, så att man hinner till alla.", 8),
        ("6–20 opettajaa", None),
        ("Työryhmässä 6–8 henkeä", None),
        ("20–60 ihmistä, pöydissä 6–8", None),
        ("Koko oppilaitos", None),
    ],
)
def test_the_least_size_is_read_where_it_is_of_students(text: str, least: int | None) -> None:
    assert least_students(text) == least


def test_the_whole_institution_is_known_in_both_languages() -> None:
    assert is_for_everyone("Koko oppilaitos; suunnittelussa 5–8 henkeä")
    assert is_for_everyone("Hela folkhögskolan")
    assert not is_for_everyone("Koko henkilöstö")


@pytest.mark.parametrize(
    ("fi", "sv", "roles"),
    [
        ("Asuntolaohjaaja, joka on paikalla illalla", "En internatshandledare på plats", {"dormitory-supervisor"}),
        ("Erityisopettaja", "En speciallärare", {"special-needs-teacher"}),
        ("Tutoropettaja", "En lärartutor", {"teacher"}),
        ("Kokenut tutor", "En erfaren tutor", {"tutors"}),
        ("Opinto-ohjaaja", "En studiehandledare", {"study-counsellor"}),
        ("Rehtori, joka on paikalla", "En rektor på plats", None),
    ],
)  # fmt: skip
def test_roles_are_known_in_both_languages(fi: str, sv: str, roles: set[str] | None) -> None:
    for text in (fi, sv):
        need = need_of(text)
        assert (need and set(need.roles)) == roles


def test_conditions_become_lines_to_tick() -> None:
    html = "<p>Johto on mukana. Tila on varattu, esim. luokka. Aikaa on.</p><ul><li>Yksi &amp; sama</li></ul>"
    expected = ["Johto on mukana.", "Tila on varattu, esim. luokka.", "Aikaa on.", "Yksi & sama"]
    assert sentences(html) == expected
    assert sentences("") == []
