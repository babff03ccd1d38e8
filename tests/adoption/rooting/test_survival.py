"""The survival curve against published figures, and where it says nothing."""

import pytest

from adoption.rooting.survival import DAYS_A_MONTH, Time, kaplan_meier

# Weeks in remission of 21 children who were given 6-mercaptopurine; + is censored. Freireich et al., Blood 21 (1963);
# Gehan, Biometrika 52 (1965).
REMISSION = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
# Survival, its log-log 95 % interval and numbers at risk as PROC LIFETEST and Stata's "sts list" print them for these
# times; the survival and the numbers at risk also in Collett, Modelling Survival Data in Medical Research, and in
# Kleinbaum and Klein, Survival Analysis, chapter 2.
PUBLISHED = [
    (6, 21, 0.8571, 0.6197, 0.9516),
    (7, 17, 0.8067, 0.5631, 0.9228),
    (10, 15, 0.7529, 0.5032, 0.8894),
    (13, 12, 0.6902, 0.4316, 0.8491),
    (16, 11, 0.6275, 0.3675, 0.8049),
    (22, 7, 0.5378, 0.2678, 0.7468),
    (23, 6, 0.4482, 0.1881, 0.6801),
]


def _remission() -> list[Time]:
    return [Time(int(each.rstrip("+")), not each.endswith("+")) for each in REMISSION.split()]


@pytest.mark.parametrize(("week", "at_risk", "share", "low", "high"), PUBLISHED)
def test_the_remission_times_give_the_published_figures(
    week: int, at_risk: int, share: float, low: float, high: float
) -> None:
    curve = kaplan_meier(_remission())
    found = curve.share_at(week)
    assert found.value == pytest.approx(share, abs=5e-5)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)
    assert curve.at_risk_at(week) == at_risk


def test_the_curve_counts_what_it_stands_on() -> None:
    curve = kaplan_meier(_remission())
    assert (curve.number, curve.stopped) == (21, 9)
    assert curve.censored_days == (6, 9, 10, 11, 17, 19, 20, 25, 32, 34, 35)
    assert curve.share_at(5.9).value == 1
    assert curve.at_risk_at(36) == 0


def test_months_go_as_far_as_anybody_is_followed() -> None:
    times = [
        Time(round(month * DAYS_A_MONTH), stopped)
        for month, stopped in ((2, True), (4, False), (8, True), (9, False))
    ]
    months = kaplan_meier(times).months()
    assert [(each.month, each.at_risk, each.stopped) for each in months] == [
        (0, 4, 0),
        (3, 3, 1),
        (6, 2, 0),
        (9, 1, 1),
    ]
    assert [each.share.value for each in months] == pytest.approx([1, 0.75, 0.75, 0.375])


def test_where_nothing_stopped_there_is_no_interval() -> None:
    share = kaplan_meier([Time(100, False)] * 3).share_at(50)
    assert (share.value, share.low, share.high) == (1, None, None)


def test_where_everything_stopped_the_curve_ends_at_nothing() -> None:
    share = kaplan_meier([Time(10, True), Time(20, True)]).share_at(20)
    assert (share.value, share.low) == (0, None)


def test_of_nothing_there_is_no_curve() -> None:
    assert kaplan_meier([]).months() == []
