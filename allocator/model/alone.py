"""What a demand could be given alone in the unit, with breaks where they suit it best."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from allocator.model.families import all_constraints, needed_of, upper_bounds
from allocator.model.intervals import Interval, build_intervals
from allocator.model.linear import LinearProgramme
from allocator.model.merge_days import merge_days
from allocator.model.staff import DutyPeriod, StaffGroup
from allocator.model.unit_data import Demand, Minutes, UnitData
from allocator.model.variables import VariableIndex, build_variables
from allocator.terms import MINUTES_PER_HOUR

NEGLIGIBLE_MINUTES = 1e-6
"""A difference of two bounds below this is rounding [min over the roster]."""


class StaffedAlone:
    """What the demands of one unit could be given alone.

    Parameters
    ----------
    duty : who is on duty in each døgn.
    """

    def __init__(self, data: UnitData, duty: Sequence[Sequence[DutyPeriod]]) -> None:
        self._data, self._duty = data, duty
        self._rests = any(shift.resting for shift in data.shifts)
        self._rooms: dict[tuple[object, ...], tuple[Minutes, Minutes]] = {}

    def most(self, number: int, resident: int) -> list[float]:
        """Find the most that a resident could receive of one demand [min over the roster].

        Returns
        -------
        with all staff on duty, awake or resting; with those who may give it; and with those of
        them who have the competence.
        """
        demand = self._data.demands[number]
        participants = tuple(own for own in demand.participants if own.resident == resident)
        demand = replace(demand, participants=participants)
        most: dict[tuple[bool, str], float] = {}
        variants = [
            (self._rests or demand.planned_night, ""),
            (demand.planned_night, ""),
            (demand.planned_night, demand.competence),
        ]
        for variant in variants:
            if variant not in most:
                night, competence = variant
                most[variant] = self._most(
                    replace(demand, planned_night=night, competence=competence)
                )
        return [most[variant] for variant in variants]

    def _most(self, demand: Demand) -> float:
        if demand.kind != "group":
            least, most = (
                float(demand.requirement.attainable(room).sum()) for room in self._rooms_of(demand)
            )
            if most - least < NEGLIGIBLE_MINUTES:
                return most
        index = self._index(demand)
        received = [
            (variable.number, -index.weight(variable))
            for variable in index.variables
            if index.receiver(variable) is not None
        ]
        if not received:
            return 0.0
        constraints = list(all_constraints(index))
        programme = LinearProgramme(
            upper_bounds(index),
            [constraint.terms for constraint in constraints],
            [constraint.bound if constraint.equal else -np.inf for constraint in constraints],
            [constraint.bound for constraint in constraints],
        )
        hours = -programme.minimise(received, "unmet").objective
        return hours * self._data.calendar.weeks * MINUTES_PER_HOUR

    def _rooms_of(self, demand: Demand) -> tuple[Minutes, Minutes]:
        """Bound what breaks leave of a demand's windows; once for windows that are alike."""
        resident = demand.resident
        key = (
            b"" if resident is None else self._data.presence[resident].away.tobytes(),
            demand.requirement.windows,
            (demand.requirement.per_day > 0).tobytes(),
            demand.staff,
            demand.competence,
            demand.planned_night,
        )
        if key not in self._rooms:
            self._rooms[key] = _rooms_beside_breaks(self._index(demand))
        return self._rooms[key]

    def _index(self, demand: Demand) -> VariableIndex:
        alone = replace(self._data, demands=(demand,), supervisions=(), caps=())
        classes = merge_days(alone, self._duty, merge=True)
        return build_variables(alone, classes, build_intervals(alone, self._duty, classes))


def _rooms_beside_breaks(index: VariableIndex) -> tuple[Minutes, Minutes]:
    """Bound what breaks leave of a demand's windows in each døgn [min], from below and above.

    Of minutes that windows of two døgn share, each may get nothing, or all. Where what is asked for
    fits in both rooms, or fills both, no programme is needed.
    """
    lost = _lost_to_breaks(index)
    least, most = np.zeros(index.data.calendar.days), np.zeros(index.data.calendar.days)
    for total in index.totals:
        variables = [index.variables[number] for number in total.variables]
        own = sum(
            variable.most
            for variable in variables
            if len(index.by_interval[variable.interval].given) == 1
        )
        touched = {index.intervals[variable.interval].day for variable in variables}
        own -= sum(lost.get(day, 0.0) for day in touched)
        days = list(index.classes[total.owner].days)
        least[days] = max(0.0, own) * MINUTES_PER_HOUR
        most[days] = total.most * MINUTES_PER_HOUR
    return least, most


def _lost_to_breaks(index: VariableIndex) -> dict[int, float]:
    """Bound what breaks take from the one demand in each class of days [h on one day].

    A break takes no more minutes than those of it that do not fit beside the demand.
    """
    (demand,) = index.data.demands
    unplaced: dict[tuple[int, StaffGroup], float] = {}
    for interval, variables in zip(index.intervals, index.by_interval, strict=True):
        for variable in variables.breaks:
            shift = variable.shift
            assert shift is not None
            beside = _part_beside(demand, interval, shift) if variables.given else 1.0
            left = unplaced.get((interval.day, shift), shift.taken / MINUTES_PER_HOUR)
            unplaced[interval.day, shift] = left - beside * variable.most
    lost: dict[int, float] = {}
    for (day, _), hours in unplaced.items():
        lost[day] = lost.get(day, 0.0) + max(0.0, hours)
    return lost


def _part_beside(demand: Demand, interval: Interval, shift: StaffGroup) -> float:
    """Calculate the part of a shift's time that breaks may take while the demand is given all.

    The same part of every shift's, so that all constraints in which they meet hold at once.
    """
    if demand.planned_night and interval.resting:
        return 0.0
    if shift.resting:
        return 1.0
    awake = [duty for duty in interval.staff if not duty.resting]
    able = sum(duty.heads for duty in awake if demand.competence in duty.competences)
    needed = [(demand.staff, interval.awake)]
    needed += [(1, able)] if demand.competence else []
    needed += [(needed_of(demand, duty, interval), duty.heads) for duty in awake]
    return min(1.0 - staff / there for staff, there in needed)
