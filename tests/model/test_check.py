"""The checker finds a broken constraint of each kind; without it a wrong figure would be shown."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from comparing import allocated
from oracle.units import random_unit

from allocator.errors import CheckError
from allocator.model import families
from allocator.model.allocate import Allocation
from allocator.model.families import Constraint
from allocator.model.variables import Variable, VariableKind
from allocator.results.check import TOLERANCE, check
from allocator.results.check import _problems as problems
from allocator.results.rota import ShiftArrays
from allocator.terms import MINUTES_PER_DAY


def _allocations() -> list[Allocation]:
    return [
        figures.allocation
        for seed in range(60)
        for figures in allocated(random_unit(seed)).calculation.units
    ]


ALLOCATIONS = _allocations()


def _changed(allocation: Allocation, variable: Variable, minutes: float) -> Allocation:
    changed = allocation.minutes.copy()
    changed[variable.number] += minutes
    return replace(allocation, minutes=changed)


@pytest.mark.parametrize("kind", list(VariableKind))
@pytest.mark.parametrize("sign", [1, -1])
def test_a_changed_variable_is_found(kind: VariableKind, sign: int) -> None:
    """More than all its constraints allow, or less than nothing."""
    tried = 0
    for allocation in ALLOCATIONS:
        for variable in allocation.index.variables:
            if variable.kind is kind and (kind is not VariableKind.WOKEN or sign > 0):
                tried += 1
                with pytest.raises(CheckError):
                    check(_changed(allocation, variable, sign * 1e6))
                break
    assert tried > 2 or (kind is VariableKind.WOKEN and sign < 0)


@pytest.mark.parametrize(
    ("constraint", "kinds"),
    [
        ("staff minutes", {VariableKind.GIVEN, VariableKind.SUPERVISED}),
        ("one body", {VariableKind.GIVEN, VariableKind.RECEIVED, VariableKind.SUPERVISED}),
        ("no more than is asked", {VariableKind.GIVEN}),
        ("nobody gets more of a group than was held", {VariableKind.RECEIVED}),
        ("a minute that nobody receives is not held", {VariableKind.GIVEN}),
        ("resting staff gives planned help only", {VariableKind.WOKEN}),
        (
            "no more than is granted",
            {VariableKind.GIVEN, VariableKind.RECEIVED, VariableKind.SUPERVISED},
        ),
        ("competence", {VariableKind.GIVEN}),
        ("several at a time", {VariableKind.GIVEN}),
        ("no more in a døgn than its limit", {VariableKind.GIVEN}),
        ("breaks and work per shift are taken", {VariableKind.BREAK}),
        ("who is on a break is not one of two", {VariableKind.GIVEN, VariableKind.BREAK}),
        ("nobody on a break supervises", {VariableKind.SUPERVISED, VariableKind.BREAK}),
    ],
)
def test_each_constraint_is_broken_by_some_minute(
    constraint: str, kinds: set[VariableKind]
) -> None:
    """A few minutes too many somewhere break it, and it is named."""
    for allocation in ALLOCATIONS:
        for variable, minutes in _breaking(allocation, constraint):
            if variable.kind in kinds:
                try:
                    check(_changed(allocation, variable, minutes))
                except CheckError as error:
                    if f"“{constraint}" in str(error):
                        return
    pytest.fail(f"no change broke “{constraint}”")


def _breaking(allocation: Allocation, constraint: str) -> Iterator[tuple[Variable, float]]:
    """What breaks this constraint of the programme, and the fewest others first."""
    hours = _hours_of_a_day(allocation)
    rows: dict[int, list[tuple[str, float, float]]] = {}
    for name, row in _rows(allocation):
        room = row.bound - sum(factor * hours[number] for number, factor in row.terms)
        for number, factor in row.terms:
            rows.setdefault(number, []).append((name, factor, room))
    changes = []
    for number, own in rows.items():
        variable = allocation.index.variables[number]
        times = allocation.index.times(allocation.index.intervals[variable.interval].day)
        for minutes in (2.0, 30.0):
            more = minutes / times / 60
            broken = {name for name, factor, room in own if factor * more > room + 1e-6}
            if constraint in broken:
                changes.append((len(broken), number, minutes))
    for _, number, minutes in sorted(changes):
        yield allocation.index.variables[number], minutes


def test_days_that_are_not_alike_are_found() -> None:
    """Had the model merged two days with different staff, the checker would say so."""
    tried = 0
    for allocation in ALLOCATIONS:
        shifts = allocation.data.shifts
        merged = {
            day
            for day_class in allocation.index.classes
            for day in day_class.days
            if len(day_class.days) > 1
        }
        for number, shift in enumerate(shifts):
            if int(shift.start // MINUTES_PER_DAY) in merged:
                others = shifts[:number] + shifts[number + 1 :]
                broken = problems(_with_data(allocation, shifts=others))
                assert ("days that are alike have the same staff", np.inf) in broken
                tried += 1
                break
    assert tried > 2


PAIR = {"service": "15", "staff": "2", "minutes": "60"}


@pytest.mark.parametrize(
    ("start", "end", "duties", "constraint"),
    [
        ("08:00", "09:00", {"active": "3"}, "several at a time"),
        ("23:00", "24:00", {"active": "1", "resting": "2"}, "several at a time, with the resting"),
    ],
)
def test_three_help_one_at_a_time_of_two_who_need_two(
    start: str, end: str, duties: dict[str, str], constraint: str
) -> None:
    """Each gets half an hour of the hour; half as much again of both is half an hour too much."""
    night = start > "22:00"
    hours = ("night", "22:00", "07:00") if night else ("day", "08:00", "09:00")
    shift = dict(zip(("shift", "start", "end"), hours, strict=True)) | {"week": "1"}
    allocation = _allocation_of(
        [shift | {"duty": duty, "count": count} for duty, count in duties.items()],
        [PAIR | {"resident": name, "from_time": start, "to_time": end} for name in ("B1", "B2")],
    )
    broken = problems(_raised(allocation, Random(0)))
    assert max(by for name, by in broken if name == constraint) == pytest.approx(30, abs=0.1)


def test_three_may_help_one_who_needs_three_all_the_time() -> None:
    shift = {"week": "1", "shift": "day", "start": "08:00", "end": "10:00", "count": "3"}
    care = {"resident": "B1", "service": "15", "staff": "3", "minutes": "120"}
    allocation = _allocation_of([shift], [care | {"from_time": "08:00", "to_time": "10:00"}])
    assert allocation.minutes.sum() == pytest.approx(7 * 120, abs=0.01)
    check(allocation)


def _allocation_of(shifts: list[dict[str, str]], interventions: list[dict[str, str]]) -> Allocation:
    """The answer of one unit of a week, these shifts being worked on every day."""
    result = allocated(
        {
            "unit": [{"unit": "A", "weeks": "1"}],
            "shifts": [
                shift | {"weekday": day}
                for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
                for shift in shifts
            ],
            "residents": [{"resident": "B1"}, {"resident": "B2"}],
            "interventions": interventions,
        }
    )
    (figures,) = result.calculation.units
    return figures.allocation


def test_an_absent_resident_receives_nothing() -> None:
    for allocation in ALLOCATIONS:
        if not allocation.data.demands or not np.any(allocation.minutes > 1):
            continue
        gone = tuple(
            replace(presence, away=np.array([[0.0, presence.length]]))
            for presence in allocation.data.presence
        )
        unit = replace(allocation.unit, data=replace(allocation.data, presence=gone))
        with pytest.raises(CheckError, match="not there"):
            check(replace(allocation, unit=unit))
        return
    pytest.fail("nobody receives anything")


@pytest.mark.parametrize(
    ("minutes", "refused"), [(TOLERANCE, False), (1.01 * TOLERANCE, True), (np.nan, True)]
)
def test_a_constraint_is_broken_by_more_than_the_tolerance(
    monkeypatch: pytest.MonkeyPatch, minutes: float, refused: bool
) -> None:
    violations = [("one body", minutes)]
    monkeypatch.setattr("allocator.results.check._problems", lambda _: iter(violations))
    with pytest.raises(CheckError, match="one body") if refused else nullcontext():
        check(ALLOCATIONS[0])


def _disturbed(allocation: Allocation, random: Random) -> Allocation:
    """An answer with some minutes multiplied, some taken away and some added."""
    minutes = allocation.minutes.copy()
    for variable in allocation.index.variables:
        minutes[variable.number] *= random.choice((0.0, 1.0, 1.3, 2.0))
        times = allocation.index.times(allocation.index.intervals[variable.interval].day)
        minutes[variable.number] += random.choice((0.0, 0.0, 7.5)) * times
    return replace(allocation, minutes=minutes)


def _raised(allocation: Allocation, _random: Random) -> Allocation:
    """An answer with half as much again of everything: nobody gets more than their group."""
    return replace(allocation, minutes=1.5 * allocation.minutes)


def _by_programme(allocation: Allocation) -> dict[str, float]:
    """By how much the programme's constraints are broken at most, by what the checker calls them.

    Per day of an interval, or per span of a requirement [min].
    """
    hours = _hours_of_a_day(allocation)
    worst: dict[str, float] = {}
    for name, row in _rows(allocation):
        name = CALLED.get(name, name)
        broken = 60 * (sum(factor * hours[number] for number, factor in row.terms) - row.bound)
        worst[name] = max(worst.get(name, 0.0), broken)
    return worst


def _hours_of_a_day(allocation: Allocation) -> list[float]:
    """Each variable as the programme has it [hours on one day of the class]."""
    index = allocation.index
    return [
        allocation.minutes[variable.number]
        / index.times(index.intervals[variable.interval].day)
        / 60
        for variable in index.variables
    ]


def _rows(allocation: Allocation) -> Iterator[tuple[str, Constraint]]:
    """Every constraint of the programme, by what the checker calls it; an equality is two."""
    index = allocation.index
    free = {variable.number for variable in index.variables if variable.supervision is not None}
    free = set() if allocation.data.reading == "divided" else free
    for interval, of_interval in zip(index.intervals, index.by_interval, strict=True):
        woken = of_interval.woken
        for row in families.staff_minutes(index, interval, of_interval):
            terms = [term for term in row.terms if term[0] not in free]
            name = "whom the awake are too few for wakes the resting"
            if row.of_staff:
                name = "staff minutes"
            elif woken and row.terms[0] == (woken.number, 1.0):
                only = "resting staff gives planned help only"
                name = "resting staff has so many minutes" if row.bound else only
            yield name, row._replace(terms=terms)
        breaks = of_interval.breaks_of(resting=False)
        if breaks and not (of_interval.given or of_interval.supervised):
            yield "staff minutes", Constraint(breaks, interval.minutes(resting=False) / 60)
        rests = of_interval.breaks_of(resting=True)
        if rests and not woken:
            most = Constraint(rests, interval.minutes(resting=True) / 60)
            yield "resting staff has so many minutes", most
        if woken and not rests:
            most = Constraint([(woken.number, 1.0)], woken.most)
            yield "resting staff has so many minutes", most
        for row in families.group_linking(of_interval):
            receives = row.terms[0][0] in {variable.number for variable in of_interval.received}
            more, held = (
                "nobody gets more of a group than was held",
                "a minute that nobody receives is not held",
            )
            yield more if receives else held, row
        for name, family in BY_INTERVAL.items():
            for row in family(index, interval, of_interval):
                yield name, row
        for row in families.not_on_a_break(index, interval, of_interval):
            supervises = row.terms[0][0] in {own.number for own in of_interval.supervised}
            one_of_two = "who is on a break is not one of two"
            yield "nobody on a break supervises" if supervises else one_of_two, row
        for own in of_interval.breaks:
            yield "no more on a break than there are", Constraint([(own.number, 1.0)], own.most)
    for row in families.requirements(index):
        variables = [index.variables[number] for number, _ in row.terms]
        demands = [index.data.demands[own.demand] for own in variables if own.demand is not None]
        of_a_day = row.bound == demands[0].requirement.limit / 60
        asked = "no more than is asked"
        if variables[0].kind is VariableKind.RECEIVED:
            asked = "no more than one's part"
        yield "no more in a døgn than its limit" if of_a_day else asked, row
    for row in families.decision_caps(index):
        yield "no more than is granted", row
    for row in families.breaks_taken(index):
        less = Constraint([(number, -by) for number, by in row.terms], -row.bound)
        yield "breaks and work per shift are taken", row
        yield "breaks and work per shift are taken", less


BY_INTERVAL = {
    "several at a time": families.several_at_a_time,
    "competence": families.competences,
    "one body": families.resident_capacity,
}
"""Families whose every constraint the checker calls the same."""
CALLED = {
    "several at a time, with the resting": "several at a time",
    "competence, with the resting": "competence",
    "no more than is asked": "asked",
    "no more than one's part": "asked",
    "no more in a døgn than its limit": "asked",
}
"""Constraints of the checker that are one family of the programme."""


def _by_checker(allocation: Allocation) -> dict[str, float]:
    worst: dict[str, float] = {}
    for name, minutes in problems(allocation):
        name = CALLED.get(name, name)
        worst[name] = max(worst.get(name, 0.0), minutes)
    return worst


@pytest.mark.parametrize("change", [_disturbed, _raised])
def test_the_checker_and_the_programme_agree_by_how_much_an_answer_is_wrong(
    change: Callable[[Allocation, Random], Allocation],
) -> None:
    """Written apart, one over classes of days and one over the days themselves."""
    met: Counter[str] = Counter()
    for seed, allocation in enumerate(ALLOCATIONS):
        changed = change(allocation, Random(seed))
        wrong, expected = _by_checker(changed), _by_programme(changed)
        if change is _disturbed:  # what one gets more than one's group is a row of its own there
            expected.pop("asked", None)
        for name, minutes in expected.items():
            met[name] += minutes > 1
            assert wrong.get(name, 0.0) == pytest.approx(minutes, abs=1e-3), (seed, name)
    scaled = {"asked", "one body", "staff minutes", "no more than is granted"}
    assert all(met[name] for name in (scaled if change is _raised else met)), met


def _given(allocation: Allocation) -> Iterator[Variable]:
    """What a resident is given alone: more than a minute."""
    for variable in allocation.index.variables:
        given = variable.kind is VariableKind.GIVEN and allocation.minutes[variable.number] > 1
        if given and allocation.index.demand(variable).resident is not None:
            yield variable


def _first_given() -> tuple[Allocation, Variable]:
    return next(
        (allocation, variable) for allocation in ALLOCATIONS for variable in _given(allocation)
    )


def _with_data(allocation: Allocation, **changes: object) -> Allocation:
    """The answer held against other tables."""
    unit = replace(allocation.unit, data=replace(allocation.data, **changes))
    return replace(allocation, unit=unit)


def test_a_hundredth_of_a_minute_is_let_pass_and_no_more() -> None:
    allocation, variable = _first_given()
    times = allocation.index.times(allocation.index.intervals[variable.interval].day)
    nothing = _changed(allocation, variable, -allocation.minutes[variable.number])
    check(_changed(nothing, variable, -0.009 * times))
    with pytest.raises(CheckError, match="nothing is negative.* by 0.011 min"):
        check(_changed(nothing, variable, -0.011 * times))


def test_staff_that_rests_gives_no_help_by_day_and_no_supervision() -> None:
    for reading, kinds, constraint in (
        ("", (VariableKind.GIVEN,), "enough staff at once"),
        ("joint", (VariableKind.SUPERVISED,), "a watch who supervises is awake"),
    ):
        for allocation in ALLOCATIONS:
            minutes = [
                allocation.minutes[variable.number]
                * (
                    variable.kind in kinds
                    and not (variable.demand is not None and _at_night(allocation, variable))
                )
                for variable in allocation.index.variables
            ]
            if allocation.data.reading in (reading or allocation.data.reading) and max(minutes) > 1:
                shifts = tuple(replace(shift, resting=True) for shift in allocation.data.shifts)
                only = replace(allocation, minutes=np.array(minutes))
                with pytest.raises(CheckError, match=constraint):
                    check(_with_data(only, shifts=shifts))
                break
        else:
            pytest.fail(f"no unit for “{constraint}”")


def _at_night(allocation: Allocation, variable: Variable) -> bool:
    return allocation.index.demand(variable).planned_night


def test_a_resident_who_is_away_once_receives_nothing_then() -> None:
    allocation, variable = next(
        (allocation, variable)
        for allocation in ALLOCATIONS
        for variable in _given(allocation)
        if len(allocation.index.classes[allocation.index.intervals[variable.interval].day].days) > 1
    )
    interval = allocation.index.intervals[variable.interval]
    start, end = interval.pieces[0]
    begins = allocation.index.classes[interval.day].days[-1] * 1440
    resident = allocation.index.demand(variable).resident
    presence = list(allocation.data.presence)
    presence[resident] = replace(
        presence[resident], away=np.array([[begins + start, begins + end]])
    )
    with pytest.raises(CheckError, match="not there"):
        check(_with_data(allocation, presence=tuple(presence)))


@pytest.mark.parametrize("what", ["days", "pieces"])
def test_nothing_is_given_outside_of_one_of_its_days_or_windows(what: str) -> None:
    """Of an interval on several days one is not asked for, or of several pieces one is shut."""
    for allocation in ALLOCATIONS:
        for variable in _given(allocation):
            interval = allocation.index.intervals[variable.interval]
            days = allocation.index.classes[interval.day].days
            demand = allocation.index.demand(variable)
            requirement = demand.requirement
            if what == "days" and len(days) > 1 and variable.owner == interval.day:
                per_day = requirement.per_day.copy()
                per_day[days[-1]] = 0.0
                changed = replace(requirement, per_day=per_day)
            elif what == "pieces" and len(interval.pieces) > 1:
                changed = replace(requirement, windows=(interval.pieces[0],))
            else:
                continue
            demands = list(allocation.data.demands)
            demands[variable.demand or 0] = replace(demand, requirement=changed)
            with pytest.raises(CheckError, match="outside its windows and days"):
                check(_with_data(allocation, demands=tuple(demands)))
            return
    pytest.fail(f"no unit with several {what}")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"breaks": 31.0}, "each shift takes its own breaks"),
        ({"breaks": 0.0, "other_work": 0.0}, "breaks fall while on duty"),
        ({"competences": frozenset({"another"})}, "breaks fall while on duty"),
    ],
)
def test_breaks_are_held_against_the_shifts_themselves(
    change: dict[str, object], constraint: str
) -> None:
    """Every shift that takes a break is made another; nobody asks for what it may do."""
    for allocation in ALLOCATIONS:
        demands = allocation.data.demands
        plain = not any(demand.competence for demand in demands)
        if plain and any(shift.breaks for shift in allocation.data.shifts):
            shifts = tuple(
                replace(shift, **change) if shift.breaks else shift
                for shift in allocation.data.shifts
            )
            changed = _with_data(allocation, shifts=shifts)
            assert constraint in [name for name, broken in problems(changed) if broken > 1]
            return
    pytest.fail("no unit with breaks")


def test_a_break_is_due_in_the_dogn_that_holds_most_of_the_shift() -> None:
    """Of a night from 23:00 to 08:00 eight hours lie before the døgn ends at 07:00."""
    shift = {"week": "1", "shift": "night", "start": "23:00", "end": "08:00", "break_minutes": "30"}
    care = {"resident": "B1", "service": "15", "minutes": "30"}
    allocation = _allocation_of([shift], [care | {"from_time": "23:00", "to_time": "24:00"}])
    due = ShiftArrays.of(allocation.data).due
    assert [[taken.breaks for taken in of_day.values()] for of_day in due] == [[30.0]] * 7
    assert [[taken.length for taken in of_day.values()] for of_day in due] == [[480.0]] * 7
    check(allocation)
