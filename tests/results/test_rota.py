"""Who is on duty at a moment, as the checker reads the rota, and what is due of breaks."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from comparing import allocated
from model.golden_units import DAYS, iv, on, small

from allocator.calendar.roster import Calendar
from allocator.model.allocate import Allocation
from allocator.model.staff import StaffGroup
from allocator.model.unit_data import Demand, Requirement, RowRef, Shift
from allocator.model.variables import Variable, VariableKind
from allocator.results.check_breaks import (
    AvailableStaff,
    _equal,
    breaks_taken,
    not_on_a_break,
    rows_of,
)
from allocator.results.rota import BreakDue, OnDuty, ShiftArrays
from allocator.results.staff_questions import _headcount, _most

DAY, WEEK = 1440.0, 10080.0


def shift(start: float, length: float, count: int = 1, **more: Any) -> Shift:
    return Shift(RowRef("shifts", 0), start, length, count, **({"resting": False} | more))


def data(*shifts: Shift) -> Any:
    """A unit of one week with nothing but its shifts."""
    return SimpleNamespace(calendar=Calendar(420, 480, 900, weeks=1), shifts=shifts)


def on_duty_at(moments: list[float], *shifts: Shift) -> OnDuty:
    return ShiftArrays.of(data(*shifts)).at(np.array(moments))


@pytest.mark.parametrize(
    ("moment", "awake"),
    [(59.5, 0), (60.5, 2), (539.5, 2), (540.5, 0), (DAY + 60.5, 0), (WEEK - 0.5, 0)],
)
def test_who_is_awake_at_a_moment(moment: float, awake: int) -> None:
    on_duty = on_duty_at([moment], shift(60.0, 480.0, 2))
    assert (on_duty.awake, on_duty.resting) == (awake, 0)


def test_who_rests_is_counted_apart() -> None:
    on_duty = on_duty_at([100.5], shift(60.0, 480.0, 2), shift(60.0, 480.0, 3, resting=True))
    assert (on_duty.awake, on_duty.resting) == (2, 3)
    assert on_duty.minutes(10.0, resting=False) == 20.0
    assert on_duty.minutes(10.0, resting=True) == 30.0


def test_a_shift_past_the_end_of_the_roster_goes_on_at_its_start() -> None:
    night = shift(WEEK - 60.0, 120.0)
    assert [on_duty_at([moment], night).awake for moment in (WEEK - 0.5, 59.5, 60.5)] == [1, 1, 0]
    twice = shift(0.0, WEEK + 60.0)
    assert [on_duty_at([moment], twice).awake for moment in (59.5, 60.5)] == [2, 1]


def test_minutes_of_those_with_a_competence() -> None:
    nurse, driver = (
        shift(60.0, 480.0, competences=frozenset({name})) for name in ("nurse", "driver")
    )
    on_duty = on_duty_at([100.5], nurse, driver, shift(60.0, 480.0))
    assert on_duty.minutes(10.0, False, ["nurse"]) == 10.0
    assert on_duty.minutes(10.0, False, ["nurse", "driver"]) == 20.0
    assert on_duty.minutes(10.0, False, ["cook"]) == 0.0
    assert on_duty.minutes(10.0, True, ["nurse"]) == 0.0


@pytest.mark.parametrize(
    ("second", "same"),
    [
        ({}, True),
        ({"count": 2}, False),
        ({"resting": True}, False),
        ({"competences": frozenset({"nurse"})}, False),
    ],
)
def test_moments_with_the_same_staff(second: dict[str, Any], same: bool) -> None:
    """One shift on Monday, and another at the same time on Tuesday."""
    tuesday = {"count": 1, "resting": False} | second
    on_duty = on_duty_at(
        [100.5, DAY + 100.5], shift(60.0, 480.0), shift(DAY + 60.0, 480.0, **tuesday)
    )
    assert on_duty.same is same


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        (60.0, 480.0, {0: (30.0, 10.0, 480.0)}),
        (1300.0, 480.0, {1: (30.0, 10.0, 340.0)}),
        (1200.0, 480.0, {0: (30.0, 10.0, 240.0)}),
        (1199.0, 480.0, {0: (30.0, 10.0, 241.0)}),
        (1201.0, 480.0, {1: (30.0, 10.0, 241.0)}),
        (WEEK - 60.0, 480.0, {0: (30.0, 10.0, 420.0)}),
        (720.0, DAY, {0: (15.0, 5.0, 720.0), 1: (15.0, 5.0, 720.0)}),
        (720.0, DAY - 1.0, {0: (30.0, 10.0, 720.0)}),
    ],
)
def test_what_is_due_in_which_dogn(
    start: float, length: float, due: dict[int, tuple[float, float, float]]
) -> None:
    """Breaks of 30 minutes and 10 of work per shift, in the døgn that holds most of it."""
    arrays = ShiftArrays.of(data(shift(start, length, 2, breaks=30.0, other_work=10.0)))
    taken_in = {
        day: (own.breaks, own.other_work, own.length)
        for day, of_day in enumerate(arrays.due)
        for own in of_day.values()
    }
    assert taken_in == due
    assert {own.heads for of_day in arrays.due for own in of_day.values()} == {2}


def test_a_shift_longer_than_the_roster_is_due_by_the_length_of_each_dogn() -> None:
    arrays = ShiftArrays.of(data(shift(0.0, WEEK + 60.0, breaks=30.0)))
    lengths = [own.length for of_day in arrays.due for own in of_day.values()]
    assert lengths == [DAY + 60.0, *[DAY] * 6]
    breaks = [own.breaks for of_day in arrays.due for own in of_day.values()]
    assert breaks == pytest.approx([30.0 * length / (WEEK + 60.0) for length in lengths])


@pytest.mark.parametrize(
    ("taken", "count"), [({}, 0), ({"breaks": 1.0}, 1), ({"other_work": 1.0}, 1)]
)
def test_only_what_takes_something_is_due_and_only_on_duty(
    taken: dict[str, float], count: int
) -> None:
    on_duty = on_duty_at([100.5, 600.5], shift(60.0, 480.0, **taken))
    assert [len(own) for own in on_duty.due()] == [count, 0]


def due(breaks: float) -> BreakDue:
    return BreakDue(False, (), 1, breaks, 0.0, 480.0)


@pytest.mark.parametrize(
    ("first", "second", "equal"),
    [
        ([due(30.0)], [due(30.0)], True),
        ([due(30.0)], [due(30.0 + 1e-7)], True),
        ([due(30.0)], [due(30.0 - 1e-7)], True),
        ([due(30.0)], [due(30.00001)], False),
        ([due(30.0)], [], False),
        ([], [], True),
        ([due(30.0)], [due(30.0)._replace(resting=True)], False),
        ([due(30.0)], [due(30.0)._replace(heads=2)], False),
        ([due(30.0), due(40.0)], [due(30.0), due(41.0)], False),
    ],
)
def test_lists_are_equal_but_for_rounding(
    first: list[BreakDue], second: list[BreakDue], equal: bool
) -> None:
    assert _equal(first, second) is equal


def on_break(group: StaffGroup) -> Variable:
    return Variable(0, VariableKind.BREAK, 0, shift=group)


TWO = StaffGroup(False, (), 2, 30.0, 0.0, 0)
NURSE = StaffGroup(False, ("nurse",), 1, 30.0, 0.0, 1)
RESTING = StaffGroup(True, (), 1, 30.0, 0.0, 2)


def test_minutes_less_breaks() -> None:
    on_duty = on_duty_at(
        [100.5],
        shift(60.0, 480.0, 2),
        shift(60.0, 480.0, competences=frozenset({"nurse"})),
        shift(60.0, 480.0, resting=True),
    )
    breaks = [(on_break(TWO), 5.0), (on_break(NURSE), 3.0), (on_break(RESTING), 1.0)]
    free = AvailableStaff(on_duty, breaks, 10.0)
    assert free.on_a_break(False) == 8.0
    assert free.on_a_break(True) == 1.0
    assert free.on_a_break(False, ["nurse"]) == 3.0
    assert free.on_a_break(False, ["cook"]) == 0.0
    assert free.minutes(False) == 22.0
    assert free.minutes(True) == 9.0
    assert free.minutes(False, ["nurse"]) == 7.0


def demand(staff: int, planned_night: bool = False) -> Demand:
    asked = Requirement("day", np.full(7, 60.0), ((0.0, 60.0),))
    source = RowRef("interventions", 0)
    return Demand(source, "individual", asked, staff=staff, resident=0, planned_night=planned_night)


ONE_OF_TWO = "who is on a break is not one of two"


@pytest.mark.parametrize(
    ("own", "group", "given", "taken", "beyond"),
    [
        (demand(1), TWO, 60.0, 60.0, None),
        (demand(2), TWO, 60.0, 60.0, 0.0),
        (demand(2), TWO, 60.0, 61.0, 1.0),
        (demand(3), TWO, 30.0, 60.0, 0.0),
        (demand(3), TWO, 31.0, 60.0, 2.0),
        (demand(3), RESTING, 60.0, 60.0, None),
        (demand(4, planned_night=True), RESTING, 60.0, 0.0, 0.0),
        (demand(4, planned_night=True), RESTING, 60.0, 1.0, 1.0),
    ],
    ids=[
        "one, and there are two more", "one of the two is needed", "a minute too much",
        "both are needed", "both, a minute too long", "who rests is not asked by day",
        "who rests is needed at night", "a minute of a break there",
    ],
)  # fmt: skip
def test_nobody_on_a_break_is_one_of_several(
    own: Demand, group: StaffGroup, given: float, taken: float, beyond: float | None
) -> None:
    """Two and a nurse awake and one who rests, for an hour."""
    on_duty = on_duty_at(
        [100.5],
        shift(60.0, 480.0, 2),
        shift(60.0, 480.0, competences=frozenset({"nurse"})),
        shift(60.0, 480.0, resting=True),
    )
    free = AvailableStaff(on_duty, [(on_break(group), taken)], 60.0)
    variable = Variable(0, VariableKind.GIVEN, 0, demand=0)
    broken = dict(not_on_a_break([own], [(variable, given)], [], free))
    assert broken["no more on a break than there are"] == taken - group.heads * 60.0
    assert (ONE_OF_TWO in broken) is (beyond is not None)
    assert beyond is None or broken[ONE_OF_TWO] == beyond


@pytest.mark.parametrize(
    ("groups", "held"), [([NURSE], True), ([RESTING], False), ([RESTING, NURSE], True)]
)
def test_nobody_on_a_break_supervises(groups: list[StaffGroup], held: bool) -> None:
    """Two nurses on duty, ten minutes of an hour on a break: 110 minutes can be supervised."""
    on_duty = on_duty_at(
        [100.5],
        shift(60.0, 480.0, 2, competences=frozenset({"nurse"})),
        shift(60.0, 480.0, resting=True),
    )
    free = AvailableStaff(on_duty, [(on_break(group), 10.0) for group in groups], 60.0)
    watched = Variable(1, VariableKind.SUPERVISED, 0, supervision=0)
    broken = dict(not_on_a_break([], [], [(watched, 40.0), (watched, 111.0)], free))
    assert ("nobody on a break supervises" in broken) is held
    assert not held or broken["nobody on a break supervises"] == 1.0


def test_what_the_others_are_enough_for_may_fall_in_a_break() -> None:
    """Help by one beside help by two of three awake: only the second needs one of the two."""
    on_duty = on_duty_at([100.5], shift(60.0, 480.0, 2), shift(60.0, 480.0))
    free = AvailableStaff(on_duty, [(on_break(TWO), 60.0)], 60.0)
    given = [(Variable(0, VariableKind.GIVEN, 0, demand=number), 30.0) for number in (0, 1)]
    broken = dict(not_on_a_break([demand(1), demand(2)], given, [], free))
    assert broken[ONE_OF_TWO] == 30.0 + 60.0 - 120.0


def test_what_is_given_is_listed_with_its_demand() -> None:
    demands = [demand(1), demand(2)]
    given = [(Variable(0, VariableKind.GIVEN, 0, demand=number), 5.0) for number in (1, 0)]
    assert [(own.staff, minutes) for own, minutes in rows_of(demands, given)] == [
        (2, 5.0),
        (1, 5.0),
    ]


def asked(days: list[int], *windows: tuple[float, float]) -> Any:
    per_day = np.where(np.isin(np.arange(7), days), 30.0, 0.0)
    return SimpleNamespace(requirement=Requirement("day", per_day, windows))


@pytest.mark.parametrize(
    ("days", "windows", "most"),
    [
        ([0], [(60.0, 120.0)], 2),
        ([0], [(59.0, 60.0)], 0),
        ([0], [(540.0, 600.0)], 0),
        ([0], [(539.0, 600.0)], 2),
        ([1], [(60.0, 120.0)], 1),
        ([0, 1], [(60.0, 120.0)], 2),
        ([2], [(60.0, 120.0)], 0),
        ([6], [(1500.0, 1560.0)], 2),
        ([0], [(600.0, 660.0), (480.0, 500.0)], 2),
        ([0], [(60.0, 60.0)], 0),
    ],
)
def test_the_most_who_are_ever_there_within_windows(
    days: list[int], windows: list[tuple[float, float]], most: int
) -> None:
    """Two from 08:00 to 16:00 on Monday, one on Tuesday, and one resting on Monday too."""
    unit = data(shift(60.0, 480.0, 2), shift(DAY + 60.0, 480.0), shift(60.0, 480.0, resting=True))
    assert _most(asked(days, *windows), _headcount(unit, False), unit) == most
    monday = 1 if most == 2 else 0
    assert _most(asked(days, *windows), _headcount(unit, True), unit) == most + monday


def test_heads_go_on_at_the_start_of_the_roster() -> None:
    heads = _headcount(data(shift(WEEK - 60.0, 120.0, 3)), False)
    assert heads.shape == (10080,)
    assert np.flatnonzero(heads).tolist() == [*range(60), *range(10020, 10080)]
    assert set(heads[:60].tolist()) == {3}


TAKEN = "breaks and work per shift are taken"
OWN, ON_DUTY = "each shift takes its own breaks", "breaks fall while on duty"


@pytest.fixture(scope="module")
def allocation() -> Allocation:
    """Two by day who take 30 minutes each and 15 of work per shift, alone on Mondays."""
    tables = small(
        on("08:00", "10:00", break_minutes="30"),
        on("08:00", "10:00", DAYS[1:], break_minutes="30", competence="nurse"),
        interventions=[iv("bath", "60", "08:00", "09:00")],
        other_work=[{"work": "documentation", "minutes": "15", "per": "shift", "shift": "day"}],
    )
    (figures,) = allocated(tables).calculation.units
    return figures.allocation


def taken(allocation: Allocation, **shifts: Any) -> dict[str, float]:
    """By how much each constraint on breaks is broken, with the shifts changed."""
    data = allocation.data
    changed = tuple(replace(own, **shifts) for own in data.shifts)
    broken: dict[str, float] = {}
    for name, minutes in breaks_taken(allocation, ShiftArrays.of(replace(data, shifts=changed))):
        broken[name] = max(broken.get(name, 0.0), minutes)
    return broken


def test_breaks_as_they_were_planned_are_taken(allocation: Allocation) -> None:
    broken = taken(allocation)
    assert broken == pytest.approx({TAKEN: 0.0, OWN: 0.0, ON_DUTY: 0.0}, abs=1e-4)


@pytest.mark.parametrize("by", [5.0, -5.0])
def test_a_break_that_is_longer_or_shorter_is_found(allocation: Allocation, by: float) -> None:
    """Five minutes on each day of the class."""
    index = allocation.index
    own = next(own for own in index.variables if own.kind is VariableKind.BREAK)
    minutes = allocation.minutes.copy()
    minutes[own.number] += by * index.times(index.intervals[own.interval].day)
    broken = taken(replace(allocation, minutes=minutes))
    assert broken[TAKEN] == pytest.approx(5.0, abs=1e-4)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"breaks": 31.0}, OWN),
        ({"other_work": 16.0}, OWN),
        ({"length": 121.0}, OWN),
        ({"count": 2}, OWN),
        ({"start": 120.0}, ON_DUTY),
        ({"breaks": 0.0, "other_work": 0.0}, ON_DUTY),
        ({"competences": frozenset({"cook"})}, ON_DUTY),
    ],
    ids=str,
)
def test_breaks_of_other_shifts_are_found(
    allocation: Allocation, change: dict[str, Any], constraint: str
) -> None:
    assert taken(allocation, **change)[constraint] == np.inf
