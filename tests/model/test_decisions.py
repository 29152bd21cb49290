"""Decisions day by day: what is granted, what waits, and the pieces that they cut a roster into."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from allocator.calendar.roster import Calendar
from allocator.model.decisions import (
    Decision,
    Decisions,
    WithHours,
    demand_of,
    external_of,
    read_decisions,
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


def test_each_decision_that_waits_has_its_own_days() -> None:
    decisions = of(decision(7, 9, 14.0, "not_started"), decision(10, 13, 21.0, "not_started"))
    waiting = [
        (numbers(period.days), round(period.weekly)) for period in decisions.decided_periods(0, 15)
    ]
    assert waiting == [([7, 8, 9], 840), ([10, 11, 12, 13], 1260)]
    assert decisions.decided(0, 15) == pytest.approx(3 * 120 + 4 * 180)


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


@pytest.mark.parametrize(
    ("role", "hours", "per", "weekly"),
    [
        ("granted", 420.0, "week", 420.0),
        ("granted", 420.0, "14_days", 210.0),
        ("not_started", 420.0, "week", 420.0),
        ("not_started", NOT_SAID, "week", None),
        ("granted", NOT_SAID, "week", None),
        ("refused", 420.0, "week", None),
        ("not_reportable", 420.0, "week", None),
    ],
)
def test_which_rows_grant_hours_or_wait(
    role: str, hours: float, per: str, weekly: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row without dates, of a resident who lives there the second week."""
    monkeypatch.setattr(RowRef, "of", classmethod(lambda cls, own: cls("decisions", own.position)))
    row: Any = SimpleNamespace(
        position=2, resident="B2", service=15, hours=hours, resource_hours=2 * hours, per=per,
        from_=pd.NaT, to=pd.NaT,
    )  # fmt: skip
    classification: Any = SimpleNamespace(role=lambda source: role)
    stays = [np.ones(14, dtype=bool), np.arange(14) > 6]
    weeks_per = {"week": 1.0, "14_days": 2.0}
    rows = read_decisions(
        [row], classification, CALENDAR, {"B1": 0, "B2": 1}, stays, weeks_per
    ).rows
    if weekly is None:
        assert rows == {}
        return
    (read,) = rows[1, 15]
    assert (read.source.position, read.status) == (2, role)
    assert read.weekly == pytest.approx(weekly)
    assert read.weekly_resources(9.0) == pytest.approx(2 * weekly)
    assert (numbers(read.days), numbers(read.valid)) == (list(range(7, 14)), list(range(14)))
