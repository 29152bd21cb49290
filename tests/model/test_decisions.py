"""Decisions day by day: what is granted, what waits, and the pieces that they cut a roster into."""

import numpy as np
import pytest

from allocator.calendar.roster import Calendar
from allocator.model.decisions import (
    Decision,
    Decisions,
    WithHours,
    demand_of,
    external_of,
    requirement_of,
    without_interventions,
)
from allocator.model.unit_data import RowRef

CALENDAR = Calendar(420, 480, 900, weeks=2)
NOT_SAID = float("nan")


def decision(
    first: int,
    last: int,
    hours: float = 7.0,
    status: WithHours = "granted",
    resource: float = NOT_SAID,
    away: tuple[int, ...] = (),
    row: int = 0,
) -> Decision:
    """So many hours a week from one døgn of the roster to another, both of them its own."""
    valid = (np.arange(14) >= first) & (np.arange(14) <= last)
    days = valid & ~np.isin(np.arange(14), away)
    per_day = hours * 60 / 7
    return Decision(
        RowRef("decisions", row), 0, 15, status, per_day, resource * 60 / 7, days, valid
    )


def of(*rows: Decision) -> Decisions:
    return Decisions(CALENDAR, {(0, 15): rows})


def numbers(days: np.ndarray) -> list[int]:
    return np.flatnonzero(days).tolist()


def test_what_waits_blocks_only_where_nothing_is_granted() -> None:
    decisions = of(decision(0, 6), decision(4, 9, 14.0, "not_started"))
    assert numbers(decisions.granted_days(0, 15)) == [0, 1, 2, 3, 4, 5, 6]
    assert numbers(decisions.blocked_days(0, 15)) == [7, 8, 9]
    assert not decisions.granted_days(0, 1).any()
    assert not decisions.blocked_days(1, 15).any()
    # an hour a døgn for seven of them, and two for the three that are left
    assert decisions.decided(0, 15) == pytest.approx(7 * 60 + 3 * 120)
    assert decisions.decided(0, 1) is None
    waiting = decisions.decided_periods(0, 15)[1]
    assert (numbers(waiting.days), waiting.weekly) == ([7, 8, 9], pytest.approx(14 * 60))


def test_what_waits_and_blocks_nothing_is_no_period() -> None:
    decisions = of(decision(0, 13), decision(4, 9, 14.0, "not_started"))
    assert len(decisions.decided_periods(0, 15)) == 1
    assert decisions.decided(0, 15) == pytest.approx(14 * 60)


@pytest.mark.parametrize(
    ("second", "periods"),
    [
        (decision(7, 13), [list(range(14))]),
        (decision(7, 13, 8.0), [list(range(7)), list(range(7, 14))]),
        (decision(8, 13), [list(range(7)), list(range(8, 14))]),
        (decision(7, 13, status="not_started"), [list(range(7))]),
    ],
    ids=["the same hours", "other hours", "a day between", "not started"],
)
def test_equal_hours_that_follow_each_other_are_one_period(
    second: Decision, periods: list[list[int]]
) -> None:
    granted = of(decision(0, 6), second).granted_periods(0, 15)
    assert [numbers(period.days) for period in granted] == periods
    assert granted[0].weekly == pytest.approx(7 * 60)
    assert granted[0].per_day == pytest.approx(60)
    assert granted[0].weeks == pytest.approx(len(periods[0]) / 7)


def test_a_period_on_none_of_the_residents_days_is_none() -> None:
    decisions = of(decision(0, 6, away=tuple(range(7))), decision(7, 13, 8.0))
    assert [numbers(period.days) for period in decisions.granted_periods(0, 15)] == [
        list(range(7, 14))
    ]


def test_the_first_of_a_period_is_the_first_that_the_resident_is_there_for() -> None:
    rows = decision(0, 6, away=tuple(range(7)), row=3), decision(7, 13, row=4)
    (period,) = of(*rows).granted_periods(0, 15)
    assert period.first.source == RowRef("decisions", 4)
    assert [source.position for source in period.sources] == [3, 4]


@pytest.mark.parametrize(
    ("rows", "pieces"),
    [
        ([decision(0, 13)], None),
        ([decision(0, 6)], [0] * 7 + [1] * 7),
        ([decision(3, 13)], [0] * 3 + [1] * 11),
        ([decision(1, 13)], [0] + [1] * 13),
        ([decision(0, 12)], [0] * 13 + [1]),
        ([decision(3, 6)], [0] * 3 + [1] * 4 + [2] * 7),
        ([decision(0, 6), decision(7, 13)], None),
        ([decision(0, 6), decision(7, 13, 8.0)], [0] * 7 + [1] * 7),
        ([decision(3, 6, status="not_started")], None),
        ([], None),
    ],
)
def test_the_pieces_of_a_roster(rows: list[Decision], pieces: list[int] | None) -> None:
    """Counted from where the first of them begins, within the roster."""
    cut = of(*rows).pieces(0, 15)
    if pieces is None:
        assert cut is None
    else:
        assert cut is not None
        assert (cut - cut[0]).tolist() == pieces


@pytest.mark.parametrize(
    ("resource", "ratio", "weekly"), [(NOT_SAID, 2.0, 14 * 60), (10.0, 2.0, 10 * 60)]
)
def test_resources_are_the_decided_ones_or_by_a_ratio(
    resource: float, ratio: float, weekly: float
) -> None:
    own = decision(0, 6, resource=resource)
    assert own.weekly_resources(ratio) == pytest.approx(weekly)
    assert own.weekly == pytest.approx(7 * 60)


@pytest.mark.parametrize(
    ("hours", "whole_days", "night"),
    [
        (7.0, False, False),
        (7.0, True, True),
        (105.0, False, False),
        (105.5, False, True),
        (168.0, False, True),
    ],
)
def test_decided_hours_are_asked_for_by_day_and_evening_while_these_hold_them(
    hours: float, whole_days: bool, night: bool
) -> None:
    """Day and evening last 15 hours, 105 in a week."""
    (period,) = of(decision(0, 6, hours)).granted_periods(0, 15)
    asked = requirement_of(period, CALENDAR, whole_days)
    assert asked.windows == (((0.0, 1440.0),) if night else ((0.0, 900.0),))
    assert asked.span == "week"
    assert asked.total == pytest.approx(hours * 60)
    assert numbers(asked.per_day > 0) == list(range(7))


def test_hours_without_a_plan_are_asked_of_one_or_taken_as_given() -> None:
    decisions = of(decision(0, 6, row=3))
    (period,) = without_interventions(decisions, {3})
    assert not [*without_interventions(decisions, {2, 4})]
    demand = demand_of(period, CALENDAR, 2)
    assert (demand.kind, demand.resident, demand.service, demand.priority) == ("decision", 0, 15, 2)
    assert (demand.staff, demand.competence, demand.planned_night) == (1, "", False)
    other = external_of(period, CALENDAR, whole_days=True)
    assert (other.resident, other.service, other.staff) == (0, 15, 1)
    assert other.source == demand.source == RowRef("decisions", 3)
    assert other.requirement.window_length == 1440
    assert demand.requirement.window_length == 900
