"""What a minute counts in an average week, what others take of a decision, and what is left."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from allocator.model.average_week import AverageWeeks
from allocator.model.caps import (
    _rows_of_the_unit,
    _taken,
    _variants,
    decision_caps,
    worth_of_minutes,
)
from allocator.model.reach import _at_most_decided, receivers
from allocator.model.unit_data import (
    Deduction,
    Demand,
    ExternalHelp,
    OutcomeKey,
    Participation,
    Requirement,
    RowRef,
    SharedSupervision,
)

EVERY = np.ones(14, dtype=bool)
FIRST = np.arange(14) < 7
WINDOW = ((0.0, 60.0),)


def ref(row: int, share: Any = "reported") -> RowRef:
    return RowRef("interventions", row, share)


def asked(
    minutes: float = 60.0, span: Any = "day", weekdays: tuple[int, ...] = tuple(range(7))
) -> Requirement:
    days = np.isin(np.arange(14) % 7, weekdays)
    return Requirement(span, np.where(days, minutes, 0.0), WINDOW, weekdays=weekdays)


def own(
    row: int, requirement: Requirement | None = None, share: Any = "reported", **more: Any
) -> Demand:
    plain = {"resident": 0, "service": 15}
    return Demand(ref(row, share), "individual", requirement or asked(), **plain | more)


def unit(*demands: Demand, **more: Any) -> Any:
    """A unit of two weeks with nothing but what is asked for."""
    plain: dict[str, Any] = {"supervisions": (), "externals": (), "caps": ()}
    return SimpleNamespace(demands=demands, calendar=SimpleNamespace(days=14), **plain | more)


def decisions(*periods: Any, key: tuple[int, int] = (0, 15)) -> Any:
    return SimpleNamespace(
        rows={key: ()}, granted_periods=lambda *of: list(periods) if of == key else []
    )


def period(hours: float, days: Any = EVERY) -> Any:
    return SimpleNamespace(weekly=hours * 60, days=days, weeks=float(days.sum()) / 7)


def test_rows_of_the_unit_are_those_that_somebody_receives() -> None:
    group = Demand(
        RowRef("groups", 0), "group", asked(),
        participants=(Participation(ref(4), 1, 9, 3, 1, asked()),),
    )  # fmt: skip
    watched = SharedSupervision(ref(5), 0, 15, WINDOW, EVERY)
    rows = _rows_of_the_unit(
        unit(
            own(0), own(1, share="not_reported"), own(2, resident=None), own(3, service=1), group,
            supervisions=(watched,),
        )
    )  # fmt: skip
    assert rows == {(0, 15): [ref(0), ref(5)], (0, 1): [ref(3)], (1, 9): [ref(4)]}


@pytest.mark.parametrize(
    ("external", "left"),
    [
        (None, 600.0),
        (ExternalHelp(ref(9), 0, 15, 1, asked(30.0)), 600.0 - 210.0),
        (ExternalHelp(ref(9), 1, 15, 1, asked(30.0)), 600.0),
        (ExternalHelp(ref(9), 0, 1, 1, asked(30.0)), 600.0),
        (ExternalHelp(ref(9), 0, 15, 1, asked(100.0)), 0.0),
    ],
    ids=["nobody", "others", "another resident", "another service", "more than is granted"],
)
def test_what_others_give_is_taken_from_what_is_granted(
    external: ExternalHelp | None, left: float
) -> None:
    """Ten hours a week are granted."""
    data = unit(own(0), externals=(external,) if external else ())
    (cap,) = decision_caps(decisions(period(10.0)), data)
    assert (cap.resident, cap.service) == (0, 15)
    assert cap.weekly == pytest.approx(left)
    assert cap.minutes == pytest.approx(2 * left)
    assert list(cap.weights) == [ref(0)]
    taken = _taken(AverageWeeks(data), data, (0, 15), period(10.0))
    assert taken == pytest.approx({600.0: 0.0, 390.0: 210.0}.get(left, 700.0))


def test_each_period_has_its_own_cap() -> None:
    caps = decision_caps(decisions(period(10.0, FIRST), period(7.0, ~FIRST)), unit(own(0)))
    assert [cap.weekly for cap in caps] == [600.0, 420.0]
    assert [cap.minutes for cap in caps] == pytest.approx([600.0, 420.0])
    assert [np.flatnonzero(cap.weights[ref(0)]).tolist() for cap in caps] == [
        list(range(7)), list(range(7, 14)),
    ]  # fmt: skip


def test_a_minute_counts_as_under_the_decision() -> None:
    """Of the first week: each minute 1 there as anywhere; twice on Mondays alone of a week row."""
    worth = worth_of_minutes(decisions(period(10.0, FIRST)), unit(own(0), own(1, service=1)))
    assert list(worth) == [ref(0)], "nothing is granted of the other service"
    assert worth[ref(0)].tolist() == [1.0] * 14
    thursday = np.arange(14) >= 3
    weekly = asked(span="week", weekdays=(0, 1))
    worth = worth_of_minutes(decisions(period(10.0, thursday)), unit(own(0, weekly)))
    # two days of an average week, and two of the period's eleven, which are 11/7 weeks
    assert worth[ref(0)][[7, 8]].tolist() == pytest.approx([11 / 7] * 2)
    assert worth[ref(0)][[0, 1, 2]].tolist() == [1.0] * 3


def test_what_could_come_below_nothing_is_left_out_in_turn() -> None:
    plain, less = {ref(0): np.ones(14)}, {ref(1): np.ones(14), ref(2): -np.ones(14)}
    variants = [*_variants({ref(0): plain, ref(1): less})]
    assert [{row.position: float(own.sum()) for row, own in each.items()} for each in variants] == [
        {0: 14.0, 1: 14.0, 2: -14.0}, {0: 14.0},
    ]  # fmt: skip
    assert len([*_variants({ref(0): plain})]) == 1
    both = {ref(1): less, ref(3): {ref(3): -np.ones(14), ref(2): np.ones(14)}}
    sums = [
        {row.position: float(own.sum()) for row, own in each.items()} for each in _variants(both)
    ]
    assert sums == [
        {1: 14.0, 2: 0.0, 3: -14.0}, {3: -14.0, 2: 14.0}, {1: 14.0, 2: -14.0}, {},
    ]  # fmt: skip


def test_own_supervision_is_averaged_with_what_is_deducted_from_it() -> None:
    """From Thursday to Sunday: supervision by the døgn; a deducted row on Fridays by the week."""
    late = (np.arange(14) >= 3) & FIRST
    friday = own(1, asked(span="week", weekdays=(4,)))
    supervised = own(0, deduction=Deduction((ref(1), ref(8)), np.arange(14) % 7 == 4))
    weights = AverageWeeks(unit(supervised, friday)).of_row(ref(0), late)
    assert set(weights) == {ref(0), ref(1)}
    assert weights[ref(0)].tolist() == pytest.approx([0.0] * 3 + [7 / 4] * 4 + [0.0] * 7)
    # what a Friday's minute is taken off with, less what it counts of its own
    assert np.flatnonzero(weights[ref(1)]).tolist() == [4]
    assert weights[ref(1)][4] == pytest.approx(7 / 4 - 1)
    alike = AverageWeeks(unit(own(0, deduction=Deduction((ref(1),), EVERY)), own(1)))
    assert set(alike.of_row(ref(0), late)) == {ref(0)}, "averaged in the same way"


@pytest.mark.parametrize(
    ("caps", "key", "reach"),
    [
        ([], (0, 15), 140.0),
        ([(0, 15, EVERY, 50.0)], (0, 15), 100.0),
        ([(0, 15, EVERY, 90.0)], (0, 15), 140.0),
        ([(0, 15, FIRST, 50.0)], (0, 15), 50.0 + 70.0),
        ([(0, 15, FIRST, 50.0), (0, 15, ~FIRST, 20.0)], (0, 15), 70.0),
        ([(0, 15, FIRST, 50.0), (0, 15, FIRST, 50.0)], (0, 15), 120.0),
        ([(1, 15, EVERY, 50.0)], (0, 15), 140.0),
        ([(0, 1, EVERY, 50.0)], (0, 15), 140.0),
    ],
)
def test_reach_is_at_most_what_decisions_leave(
    caps: list[tuple[int, int, Any, float]], key: tuple[int, int], reach: float
) -> None:
    """Ten minutes a day; what a decision leaves is by the week of its days."""
    data = unit(
        caps=[
            SimpleNamespace(
                resident=resident, service=service, days=days, minutes=weekly * days.sum() / 7
            )
            for resident, service, days, weekly in caps
        ]
    )
    minutes = np.full(14, 10.0)
    assert _at_most_decided(data, OutcomeKey(*key, 1), minutes) == pytest.approx(reach)
    not_reported = OutcomeKey(*key, 1, "not_reported")
    assert _at_most_decided(data, not_reported, minutes) == 140.0


def test_who_receives_a_demand() -> None:
    assert [key for key, _, _ in receivers(own(0, priority=2, share="not_reported"))] == [
        OutcomeKey(0, 15, 2, "not_reported")
    ]
    person = Participation(ref(4), 1, 9, 3, 1, asked())
    group = Demand(RowRef("groups", 0), "group", asked(), participants=(person, person))
    assert [(key, row) for key, row, _ in receivers(group)] == [(OutcomeKey(1, 9, 3), ref(4))] * 2
    assert [*receivers(own(2, resident=None))] == []
