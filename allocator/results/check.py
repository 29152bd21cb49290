"""The independent checker: every constraint of model.md on the finished answer, without PuLP.

It does not use the programme. It puts the minutes of each interval on every day of its class, looks
up in the tables of the unit who is on duty then, who is at home and which windows are open, and
adds up. A broken constraint is an error: a wrong figure is worse than none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from allocator.errors import CheckError
from allocator.model.allocate import Allocation
from allocator.model.unit_data import Demand, Minutes, RowRef, UnitData
from allocator.model.variables import Variable, VariableKind
from allocator.results.check_breaks import (
    ROUNDING,
    AvailableStaff,
    VariableMinutes,
    Violation,
    breaks_taken,
    not_on_a_break,
    rows_of,
)
from allocator.results.rota import ShiftArrays
from allocator.terms import MINUTES_PER_DAY

TOLERANCE = 0.01
"""Tolerance [min], on one day and per week over the roster; figures are determined to this."""


def check(allocation: Allocation) -> None:
    """Check the answer of one unit against every constraint.

    Raises
    ------
    CheckError : names the constraint and by how much it is broken, and no resident.
    """
    for constraint, minutes in _problems(allocation):
        if not minutes <= TOLERANCE:
            raise CheckError(constraint, minutes)


def _problems(allocation: Allocation) -> Iterator[Violation]:
    data, index = allocation.data, allocation.index
    shifts = ShiftArrays.of(data)
    days = _ByDay(data)
    for number, interval in enumerate(index.intervals):
        on = np.array(index.classes[interval.day].days)
        middles = np.array([(start + end) / 2 for start, end in interval.pieces])
        moments = (on[:, None] * MINUTES_PER_DAY + middles).ravel()
        duty = shifts.at(moments)
        yield "days that are alike have the same staff", 0.0 if duty.same else np.inf
        variables = index.by_interval[number]
        given = _minutes_each_day(allocation, variables.given)
        received = _minutes_each_day(allocation, variables.received)
        supervised = _minutes_each_day(allocation, variables.supervised)
        woken = _each_day(allocation, variables.woken) if variables.woken else 0.0
        breaks = _minutes_each_day(allocation, variables.breaks)
        minutes_of = [*given, *received, *supervised]
        every = [0.0, woken, *(minutes for _, minutes in (*minutes_of, *breaks))]
        yield "nothing is negative", -min(every)
        length = sum(end - start for start, end in interval.pieces)
        free = AvailableStaff(duty, breaks, length)
        yield from _of_staff(index.data.demands, given, supervised, woken, free, data)
        yield from not_on_a_break(index.data.demands, given, supervised, free)
        yield from _resident_capacity(allocation, minutes_of, length)
        yield from _group_linking(given, received)
        yield from days.add(allocation, minutes_of, on, middles, moments)
    yield from days.problems()
    yield from breaks_taken(allocation, shifts)


def _minutes_each_day(allocation: Allocation, variables: Iterable[Variable]) -> VariableMinutes:
    return [(variable, _each_day(allocation, variable)) for variable in variables]


def _each_day(allocation: Allocation, variable: Variable) -> float:
    """Return the minutes of a variable on one day of its class [min]."""
    times = allocation.index.times(allocation.index.intervals[variable.interval].day)
    return float(allocation.minutes[variable.number]) / times


def _of_staff(
    demands: tuple[Demand, ...],
    given: VariableMinutes,
    supervised: VariableMinutes,
    woken: float,
    free: AvailableStaff,
    data: UnitData,
) -> Iterator[Violation]:
    """Check families 2 (enough staff at once), 3, 4 and 5 of one interval."""
    rows = rows_of(demands, given)
    duty, length = free.duty, free.length
    for demand, _ in [row for row in rows if row[1] > ROUNDING]:
        there = duty.awake + (duty.resting if demand.planned_night else 0)
        yield "enough staff at once", np.inf if there < demand.staff else 0.0
    awake, resting = free.minutes(False), free.minutes(True)
    staff = sum(demand.staff * minutes for demand, minutes in rows)
    night = sum(demand.staff * minutes for demand, minutes in rows if demand.planned_night)
    watched = sum(minutes for _, minutes in supervised)
    alone = watched if data.reading == "divided" else 0.0
    too_few = sum(
        max(0, demand.staff - duty.awake) * minutes
        for demand, minutes in rows
        if demand.planned_night
    )
    yield "staff minutes", staff + alone - awake - woken
    yield "resting staff has so many minutes", woken - resting
    yield "resting staff gives planned help only", woken - night
    yield "whom the awake are too few for wakes the resting", too_few - woken
    yield "a watch who supervises is awake", watched if not duty.awake else 0.0
    for several in range(2, max((demand.staff for demand, _ in rows), default=1) + 1):
        everything = sum(demand.staff // several * minutes for demand, minutes in rows)
        by_day = sum(
            demand.staff // several * minutes
            for demand, minutes in rows
            if not demand.planned_night
        )
        yield "several at a time", by_day - duty.awake // several * length
        everybody = duty.awake + duty.resting
        yield "several at a time, with the resting", everything - everybody // several * length
    yield from _of_competences(rows, woken, free)


def _of_competences(
    rows: list[tuple[Demand, float]], woken: float, free: AvailableStaff
) -> Iterator[Violation]:
    asked = sorted({demand.competence for demand, _ in rows} - {""})
    for size in range(1, len(asked) + 1):
        for chosen in combinations(asked, size):
            awake, resting = free.minutes(False, chosen), free.minutes(True, chosen)
            among = [(demand, minutes) for demand, minutes in rows if demand.competence in chosen]
            by_day = sum(minutes for demand, minutes in among if not demand.planned_night)
            everything = sum(minutes for _, minutes in among)
            yield "competence", by_day - awake
            yield "competence, with the resting", everything - awake - min(resting, woken)


def _resident_capacity(
    allocation: Allocation, minutes_of: VariableMinutes, length: float
) -> Iterator[Violation]:
    """Check family 6: a resident receives at most one minute per minute."""
    received_by: dict[int, float] = defaultdict(float)
    for variable, minutes in minutes_of:
        receiver = allocation.index.receiver(variable)
        if receiver is not None:
            received_by[receiver[0]] += minutes
    yield "one body", max(received_by.values(), default=0.0) - length


def _group_linking(given: VariableMinutes, received: VariableMinutes) -> Iterator[Violation]:
    """Check y ≤ x ≤ Σ y for each group, with its minutes held x and received y."""
    held = {(variable.demand, variable.owner): minutes for variable, minutes in given}
    together: dict[tuple[int | None, int], float] = defaultdict(float)
    for variable, minutes in received:
        yield (
            "nobody gets more of a group than was held",
            minutes - held[variable.demand, variable.owner],
        )
        together[variable.demand, variable.owner] += minutes
    for group, minutes in together.items():
        yield "a minute that nobody receives is not held", held[group] - minutes


class _ByDay:
    """Minutes by døgn, of a demand and of a row: on the døgn that owns its window."""

    def __init__(self, data: UnitData) -> None:
        self.data = data
        self.given: dict[int, Minutes] = defaultdict(self._none)
        self.received: dict[tuple[int, int], Minutes] = defaultdict(self._none)
        self.rows: dict[RowRef, Minutes] = defaultdict(self._none)
        self.in_force: dict[int, NDArray[np.bool_]] = {}
        self.days: dict[bytes, NDArray[np.bool_]] = {}
        """The different days on which rows are in force, each once."""

    def _none(self) -> Minutes:
        return np.zeros(self.data.calendar.days)

    def add(
        self,
        allocation: Allocation,
        minutes_of: VariableMinutes,
        on: NDArray[np.int64],
        middles: Minutes,
        moments: Minutes,
    ) -> Iterator[Violation]:
        """Add an interval's minutes to their days; check their windows and who is there."""
        index = allocation.index
        absent = {
            resident: ((presence.away[:, :1] < moments) & (moments < presence.away[:, 1:])).any()
            for resident, presence in enumerate(self.data.presence)
        }
        owners_of: dict[tuple[object, int], NDArray[np.int64] | None] = {}
        for variable, minutes in minutes_of:
            if minutes <= TOLERANCE / MINUTES_PER_DAY:
                continue
            receiver = index.receiver(variable)
            if receiver is not None:
                gone = absent[receiver[0]]
                yield "nobody receives who is not there", np.inf if gone else 0.0
            windows, in_force = self._asked_for(variable)
            key = windows, id(in_force)
            if key not in owners_of:
                owners_of[key] = self._owners(windows, in_force, on, middles)
            owners = owners_of[key]
            if owners is None:
                yield "nothing outside its windows and days", np.inf
                continue
            if variable.kind is VariableKind.GIVEN and variable.demand is not None:
                self.given[variable.demand][owners] += minutes
            elif variable.demand is not None:
                self.received[variable.demand, variable.participant or 0][owners] += minutes
            if receiver is not None:
                self.rows[index.source(variable)][owners] += minutes

    def _asked_for(
        self, variable: Variable
    ) -> tuple[tuple[tuple[float, float], ...], NDArray[np.bool_]]:
        """Look up the windows of a variable's row, and the døgn in which it is in force."""
        if variable.demand is None:
            row = self.data.supervisions[variable.supervision or 0]
            return row.windows, row.days
        demand = self.data.demands[variable.demand]
        requirement = demand.requirement
        if variable.kind is VariableKind.RECEIVED:
            requirement = demand.participants[variable.participant or 0].requirement
        if id(requirement) not in self.in_force:
            days = requirement.per_day > 0
            self.in_force[id(requirement)] = self.days.setdefault(days.tobytes(), days)
        return requirement.windows, self.in_force[id(requirement)]

    def _owners(
        self,
        windows: tuple[tuple[float, float], ...],
        in_force: NDArray[np.bool_],
        on: NDArray[np.int64],
        middles: Minutes,
    ) -> NDArray[np.int64] | None:
        """Find the døgn that own the windows open at these moments; None where none is open."""
        for turn in (0, -1, 1):
            owners = (on + turn) % len(in_force)
            inside = all(
                any(start <= middle - turn * MINUTES_PER_DAY < end for start, end in windows)
                for middle in middles
            )
            if inside and in_force[owners].all():
                return owners
        return None

    def problems(self) -> Iterator[Violation]:
        """Check families 1 and 7: demands by span and døgn, and decisions."""
        weeks = self.data.calendar.weeks
        for number, minutes in self.given.items():
            requirement = self.data.demands[number].requirement
            more = requirement.by_span(minutes) - requirement.by_span(requirement.per_day)
            yield (
                "no more than is asked",
                float(more.max()) / (weeks if requirement.span == "roster" else 1),
            )
            yield "no more in a døgn than its limit", float(minutes.max()) - requirement.limit
        for (number, participant), minutes in self.received.items():
            requirement = self.data.demands[number].participants[participant].requirement
            more = requirement.by_span(minutes) - requirement.by_span(requirement.per_day)
            yield (
                "no more than one's part",
                float(more.max()) / (weeks if requirement.span == "roster" else 1),
            )
        for cap in self.data.caps:
            week = sum(float(weights @ self.rows[row]) for row, weights in cap.weights.items())
            yield "no more than is granted", week - cap.weekly
